import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { slots } from '#db/tables.ts';
import { type Actor, type Post, roles } from '#domain/access/policy.ts';
import { asReader } from '#domain/access/transaction.ts';
import { evaluateFigures } from '#domain/figures/evaluate.ts';
import type { FigureQuestion } from '#domain/figures/model.ts';
import { kindCodes } from '#domain/kinds/model.ts';
import { addDays, day } from '#kernel/day.ts';
import { type District, fixtureWindow, makeDistrict } from '../../../test/fixtures/district.ts';
import { type Cursor, countRecords, type ListedRecord, type ListQuery, listIds, listRecords } from './list.ts';
import { sumRecords } from './list-sums.ts';
import { type Status, statuses } from './model.ts';

let district: District;
before(async () => {
  district = await makeDistrict(900, 7);
  // Every tenth record has not come as far as the others; tallies follow when the rest is counted anew.
  const { system } = district.database;
  const { rebuildTallies } = await import('#domain/tallies/verify.ts');
  await system.updateTable('record').set({ status: 'submitted' }).where('key', 'like', '%3').execute();
  await system.updateTable('record').set({ status: 'draft', highlight: true }).where('key', 'like', '%17').execute();
  await system.transaction().execute((tx) => rebuildTallies(tx));
});
after(() => district.database.drop());

function clerkOf(code: string, accountId: number): Actor {
  const unit = district.organisation.tree.find(code)!;
  const post: Post = { role: roles[1], unitId: unit.id, path: unit.path, from: unit.validFrom, to: null };
  return { accountId, name: code, posts: [post] };
}

async function walk(actor: Actor, query: ListQuery, size: number): Promise<{ rows: ListedRecord[]; total: number }> {
  return await asReader(district.database, actor, async (tx) => {
    const rows: ListedRecord[] = [];
    let next: Cursor | undefined;
    do {
      const page = await listRecords(tx, district.organisation, query, size, next);
      assert.ok(page.rows.length <= size);
      assert.ok(page.next === undefined || page.rows.length === size);
      rows.push(...page.rows);
      next = page.next;
    } while (next);
    return { rows, total: await countRecords(tx, district.organisation, query) };
  });
}

const codes = ['city', 'corps', 'east', 'east-a', 'east-b', 'west', 'west-a'];
const windows = fc.tuple(fc.integer({ min: 0, max: 365 }), fc.integer({ min: 0, max: 365 })).map(([at, length]) => {
  const from = addDays(fixtureWindow.from, at);
  return { from, to: addDays(from, length) };
});
const queries = fc.record(
  {
    unit: fc.constantFrom(...codes),
    kind: fc.constantFrom(...kindCodes),
    classes: fc.constantFrom({ venue: 'school' }, { media_level: 'online' }),
    window: windows,
    status: fc.constantFrom<Status>(...statuses),
    highlight: fc.boolean(),
    text: fc.constantFrom('宣讲', '100%', '甲街道 生成'),
    place: fc.constantFrom('甲', '街道 分会', '%'),
    joint: fc.constant(true),
  },
  { requiredKeys: ['unit'] },
) as fc.Arbitrary<ListQuery>;

test('all pages together give each record once, in order, and as many as the total says', async () => {
  const actor = clerkOf('city', 1);
  await fc.assert(
    fc.asyncProperty(queries, fc.integer({ min: 3, max: 60 }), async (query, size) => {
      const { rows, total } = await walk(actor, query, size);
      assert.equal(rows.length, total);
      const places = rows.map((row) => `${row.day} ${String(row.id).padStart(9, '0')}`);
      assert.deepEqual(places, [...new Set(places)].sort().reverse());
      assert.deepEqual(rows.map((row) => row.id).sort(), (await expected(query)).sort());
    }),
    { numRuns: 60 },
  );
});

/** The same set by plain conditions on the rows, without scope, facets or pages. */
async function expected(query: ListQuery): Promise<number[]> {
  const { tree } = district.organisation;
  const unit = tree.find(query.unit)!;
  const rows = await district.database.system
    .selectFrom('record')
    .innerJoin('facet', 'facet.id', 'record.facet_id')
    .selectAll('record')
    .select('classes')
    .execute();
  return (
    rows
      .filter((row) => row.hosts.some((host) => tree.isUnder(tree.byId(host), unit)))
      // Nobody sees drafts of others.
      .filter((row) => row.status !== 'draft')
      .filter((row) => query.kind === undefined || row.kind === query.kind)
      .filter((row) => Object.entries(query.classes ?? {}).every(([family, code]) => row.classes[family] === code))
      .filter((row) => query.window === undefined || (query.window.from <= row.day && row.day <= query.window.to))
      .filter((row) => query.status === undefined || row.status === query.status)
      .filter((row) => query.highlight === undefined || row.highlight === query.highlight)
      .filter((row) => !query.joint || row.hosts.length > 1)
      .filter((row) => (query.place ?? '').split(' ').every((word) => row.place.includes(word)))
      .filter((row) =>
        (query.text ?? '')
          .split(' ')
          .every((word) => [row.title, row.place, row.narrative].some((text) => text.includes(word))),
      )
      .map((row) => row.id)
  );
}

test('a clerk finds nothing outside the own subtree, by any filter', async () => {
  const east = clerkOf('east', 2);
  const { tree } = district.organisation;
  await fc.assert(
    fc.asyncProperty(queries, async (query) => {
      const { rows, total } = await walk(east, query, 50);
      assert.equal(rows.length, total);
      for (const row of rows)
        assert.ok(
          row.hosts.some((host) => tree.isUnder(tree.byId(host), tree.find('east')!)),
          row.key,
        );
      if (!query.unit.startsWith('east')) assert.equal(total, 0);
    }),
    { numRuns: 40 },
  );
});

test('the sums at the foot are those of every row of every page', async () => {
  const actor = clerkOf('city', 1);
  await fc.assert(
    fc.asyncProperty(queries, async (query) => {
      const { rows } = await walk(actor, query, 60);
      const sums = await asReader(district.database, actor, (tx) => sumRecords(tx, district.organisation, query));
      const summed = rows.filter((row) => row.status === (query.status ?? 'verified'));
      assert.equal(
        sums.reduce((all, one) => all + one.records, 0),
        summed.length,
      );
      for (const { kind, records, values } of sums) {
        const own = summed.filter((row) => row.kind === kind);
        assert.equal(records, own.length);
        for (const slot of slots)
          assert.equal(
            values[slot],
            own.reduce((all, row) => all + (row.values[slot] ?? 0), 0),
          );
      }
    }),
    { numRuns: 60 },
  );
});

test('the ids of a list are those of its rows, and one too many tells that there are more', async () => {
  const actor = clerkOf('east', 2);
  await fc.assert(
    fc.asyncProperty(queries, fc.integer({ min: 1, max: 40 }), async (query, most) => {
      const { rows } = await walk(actor, query, 60);
      const ids = await asReader(district.database, actor, (tx) => listIds(tx, district.organisation, query, most));
      assert.deepEqual(
        ids,
        rows.slice(0, most + 1).map((row) => row.id),
      );
    }),
    { numRuns: 25 },
  );
});

const questions = fc.record(
  {
    measure: fc.constantFrom(
      'lecture.sessions',
      'lecture.attendance',
      'lecture.records',
      'publicity.copies',
      'assistance.spent',
      'placement.records',
    ),
    unit: fc.constant('city'),
    union: fc.uniqueArray(fc.constantFrom('corps', 'east-a', 'east-b', 'west'), { minLength: 1 }),
    window: windows,
    classes: fc.constant({ venue: 'school' }),
    precision: fc.constant('exact'),
  },
  { requiredKeys: ['measure', 'unit', 'window', 'precision'] },
) as fc.Arbitrary<FigureQuestion>;

test('the records behind a figure add up to the figure', async () => {
  const actor = clerkOf('city', 1);
  await fc.assert(
    fc.asyncProperty(questions, async (question) => {
      const [figure] = await asReader(district.database, actor, (tx) =>
        evaluateFigures(tx, district.organisation, [question]),
      );
      const { behind } = await import('#http/handlers/figures.ts');
      const { rows, total } = await walk(actor, behind(question), 20);
      const measure = district.organisation.catalogue.measure(question.measure);
      const sum = measure
        ? rows.reduce((all, row) => all + (row.values[`m${measure.slot}` as 'm1'] ?? 0), 0) / measure.scale
        : rows.length;
      assert.equal(figure!.value, sum);
      assert.equal(figure!.records, total);
    }),
    { numRuns: 60 },
  );
});

test('a day without records, and a kind that never occurs, give an empty list', async () => {
  const actor = clerkOf('city', 1);
  const empty = { rows: [], total: 0 };
  assert.deepEqual(
    await walk(actor, { unit: 'city', window: { from: day('2030-01-01'), to: day('2030-01-01') } }, 50),
    empty,
  );
  assert.deepEqual(await walk(actor, { unit: 'city', kind: 'lecture', classes: { venue: 'nowhere' } }, 50), empty);
});
