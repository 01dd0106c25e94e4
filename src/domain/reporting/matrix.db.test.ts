import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { Actor } from '#domain/access/policy.ts';
import { asReader } from '#domain/access/transaction.ts';
import { loadRecords } from '#domain/records/load.ts';
import { foldIncrements } from '#domain/tallies/fold.ts';
import { rebuildTallies } from '#domain/tallies/verify.ts';
import { addDays, type Day } from '#kernel/day.ts';
import type { Window } from '#kernel/window.ts';
import { type Desk, openDesk } from '../../../test/desk.ts';
import { draftOf, hire } from '../../../test/organisation.ts';
import { readMatrix } from './matrix.ts';
import type { MatrixRow, Period } from './model.ts';
import { readPeriods } from './store.ts';

let desk: Desk;
let lakeReader: Actor;
let second: Actor;

before(async () => {
  desk = await openDesk();
  lakeReader = await hire(desk.database, desk.organisation, 'reader', [['auditor', 'lake']]);
  second = await hire(desk.database, desk.organisation, 'second', [['secretary', 'lake']]);
});
after(() => desk?.database.drop());

const from = '2024-03-01' as Day;
const days = fc.nat({ max: 120 }).map((count) => addDays(from, count - 20));
const windows: fc.Arbitrary<Window> = fc
  .tuple(days, fc.nat({ max: 100 }))
  .map(([first, length]) => ({ from: first, to: addDays(first, length) }));
const hosts = ['pine', 'north', 'ferry', 'corps', 'transport', 'east', 'lake'] as const;

/** What the records of a test say; they are written past the actions, with tallies counted anew. */
interface Said {
  readonly hosts: readonly string[];
  readonly day: Day;
  readonly kind: 'lecture' | 'publicity';
  readonly venue: 'school' | 'community';
  readonly highlight: boolean;
  readonly status: 'draft' | 'submitted' | 'verified' | 'returned' | 'void';
}
const said: fc.Arbitrary<Said> = fc.record({
  hosts: fc.uniqueArray(fc.constantFrom(...hosts), { minLength: 1, maxLength: 3 }),
  day: days,
  kind: fc.constantFrom('lecture', 'publicity'),
  venue: fc.constantFrom('school', 'community'),
  highlight: fc.boolean(),
  status: fc.constantFrom('draft', 'submitted', 'verified', 'verified', 'verified', 'returned', 'void'),
});

interface Block {
  readonly kind: 'lecture' | 'publicity';
  readonly highlight: boolean | undefined;
  readonly venue: 'school' | undefined;
  readonly window: 'main' | 'part';
  readonly of: 'corps' | 'branch' | undefined;
}
const counting = fc.record({
  kind: fc.constantFrom('lecture', 'publicity'),
  highlight: fc.constant(undefined),
  venue: fc.constantFrom(undefined, 'school'),
  window: fc.constantFrom('main', 'part'),
  of: fc.constantFrom(undefined, undefined, 'corps', 'branch'),
});
const telling = fc.record({
  kind: fc.constantFrom('lecture', 'publicity'),
  highlight: fc.constantFrom(undefined, true, false),
  venue: fc.constant(undefined),
  window: fc.constant('main'),
  of: fc.constant(undefined),
});
const block = fc.oneof(counting, telling) as fc.Arbitrary<Block>;

test('every cell has exactly the records that its section takes, and is blank only when nothing was said', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(said, { maxLength: 25 }),
      fc.array(fc.array(block, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      windows,
      windows,
      fc.nat({ max: 3 }),
      async (records, sections, main, part, folded) => {
        await write(records, folded);
        const period = await round(sections, main, part);
        const { tree } = desk.organisation;
        const units = tree.units;
        const rows = await asReader(desk.database, lakeReader, (tx) => readMatrix(tx, tree, period, units));
        for (const [at, unit] of units.entries()) {
          for (const [place, blocks] of sections.entries()) {
            const inside = records.filter(
              (record) => counts(unit.code, record) && takes(blocks, record, unit.code, main, part),
            );
            const of = (status: Said['status']) => inside.filter((record) => record.status === status).length;
            const cell = rows[at]!.cells[place]!;
            assert.deepEqual(
              [cell.verified, cell.submitted, cell.returned],
              [of('verified'), of('submitted'), of('returned')],
              `${unit.code} ${place}`,
            );
            const silent = of('verified') + of('submitted') + of('returned') === 0;
            assert.equal(cell.state === 'blank' || cell.state === 'not_asked', silent);
            assert.equal(cell.state === 'blank', silent && cell.asked);
          }
        }
        await compareReach(period, rows, records);
      },
    ),
    { numRuns: 25 },
  );
});

/**
 * A district's clerk gets the same cells for the own units and nothing about others. Records of a street from before it came
 * to the district are the old district's to see, so that street's row is compared only where it has none.
 */
async function compareReach(period: Period, all: readonly MatrixRow[], records: readonly Said[]): Promise<void> {
  const { tree } = desk.organisation;
  const own = tree.subtree(tree.find('east')!);
  const seen = await asReader(desk.database, desk.clerk, (tx) => readMatrix(tx, tree, period, tree.units));
  for (const [at, unit] of tree.units.entries()) {
    if (own.includes(unit) && records.some((one) => counts(unit.code, one) && !counts('east', one))) continue;
    const counted = (row: MatrixRow) => row.cells.map((cell) => [cell.verified, cell.submitted, cell.returned]);
    const expected = own.includes(unit) ? counted(all[at]!) : period.sections.map(() => [0, 0, 0]);
    assert.deepEqual(counted(seen[at]!), expected, unit.code);
  }
}

function counts(unit: string, record: Said): boolean {
  const { tree } = desk.organisation;
  return record.hosts.some((host) => tree.chainOn(tree.find(host)!, record.day).includes(tree.find(unit)!.id));
}

const kindsUnder: Readonly<Record<string, readonly string[]>> = {
  corps: ['lake', 'corps'],
  branch: ['lake', 'east', 'west', 'pine', 'mill', 'north', 'ferry', 'gate'],
};

function takes(blocks: readonly Block[], record: Said, unit: string, main: Window, part: Window): boolean {
  return blocks.some((one) => {
    const window = one.window === 'main' ? main : part;
    if (one.of && !kindsUnder[one.of]!.includes(unit)) return false;
    const fits = one.kind === record.kind && (one.venue === undefined || one.venue === record.venue);
    // A block that names units or classes counts; only one that tells looks at highlights.
    const lit = tells(one) ? (one.highlight ?? record.highlight) === record.highlight : true;
    return fits && lit && window.from <= record.day && record.day <= window.to;
  });
}

function tells(one: Block): boolean {
  return one.venue === undefined && one.of === undefined && one.window === 'main';
}

/** A template of contributions, where a block can be told so, and of ranks. */
async function round(sections: readonly (readonly Block[])[], main: Window, part: Window): Promise<Period> {
  const { system } = desk.database;
  const content = {
    windows: { part: 'same' },
    sections: sections.map((blocks, place) => ({
      code: `s${place}`,
      title: `第${place}部分工作情况`,
      blocks: blocks.map((one) =>
        tells(one)
          ? {
              type: 'contributions',
              kinds: [one.kind],
              ...(one.highlight !== undefined && { highlight: one.highlight }),
            }
          : {
              type: 'ranks',
              measure: `${one.kind}.sessions`,
              classes: one.venue ? { venue: one.venue } : {},
              ...(one.window === 'part' && { window: 'part' }),
              ...(one.of && { units: one.of }),
            },
      ),
    })),
  };
  await sql`TRUNCATE round CASCADE`.execute(system);
  await sql`INSERT INTO template (code, content) VALUES ('t', ${JSON.stringify(content)}::jsonb) ON CONFLICT (code) DO UPDATE SET content = excluded.content`.execute(
    system,
  );
  await sql`INSERT INTO round (code, unit_id, title, from_day, to_day, windows, template) VALUES ('r', ${desk.organisation.tree.root().id}, '小结',
    ${main.from}::date, ${main.to}::date, ${JSON.stringify({ part: `${part.from}..${part.to}` })}::jsonb, 't')`.execute(
    system,
  );
  return (await readPeriods(system, { code: 'r' }))[0]!;
}

/** The first few go through people's own acts and may be pending in the tallies; the others are loaded and counted anew. */
async function write(records: readonly Said[], folded: number): Promise<void> {
  const { database, organisation } = desk;
  await sql`TRUNCATE record, tally_increment, tally_day, tally_month CASCADE`.execute(database.system);
  const drafts = records.map((record) => ({
    status: record.status,
    draft: draftOf({
      kind: record.kind,
      hosts: [...record.hosts],
      from: record.day,
      to: record.day,
      classes: { venue: record.venue },
      highlight: record.highlight,
      measures: { attendance: 3 },
    }),
  }));
  await database.system.transaction().execute(async (tx) => {
    await loadRecords(tx, organisation, drafts.slice(acted));
    await rebuildTallies(tx);
  });
  for (const { status, draft } of drafts.slice(0, acted)) {
    const { id } = await desk.create(desk.secretary, draft, status === 'draft' ? 'draft' : 'submitted');
    if (status === 'verified') await desk.verify(second, id);
    if (status === 'returned') await desk.giveBack(second, id);
    if (status === 'void') await desk.annul(desk.secretary, id);
  }
  await foldIncrements(database.system, folded);
}

const acted = 3;
