import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { statuses } from '#domain/records/model.ts';
import { facetId, insertRecord, storedForm } from '#domain/records/store.ts';
import { foldIncrements } from '#domain/tallies/fold.ts';
import { appendIncrement, sumCells } from '#domain/tallies/store.ts';
import type { Day } from '#kernel/day.ts';
import { freshDatabase, type TestDatabase } from '../../../test/database.ts';
import { draftOf, emptyLedger, hire, today, writeCatalogue } from '../../../test/organisation.ts';
import { codeOf, countedIn, days, idOf, type Shape, shapes, underNow, writeShape } from '../../../test/shape.ts';
import { type Actor, can, type Role, roles } from './policy.ts';
import { asActor } from './transaction.ts';

let database: TestDatabase;
before(async () => {
  database = await freshDatabase();
  await writeCatalogue(database.system);
});
after(() => database.drop());

interface World {
  readonly shape: Shape;
  readonly accounts: readonly { readonly posts: readonly { readonly role: Role; readonly unit: number }[] }[];
  readonly records: readonly {
    readonly hosts: readonly number[];
    readonly day: Day;
    readonly status: (typeof statuses)[number];
    readonly by: number;
  }[];
  /** Unit and when it is published: before now, after now, or not. */
  readonly publications: readonly { readonly unit: number; readonly at: Date | null }[];
  readonly folded: number;
}

const moments = fc.constantFrom(new Date('2020-01-01'), new Date('2999-01-01'), null);
const worlds = (units: number, most: number): fc.Arbitrary<World> =>
  shapes(units).chain((shape) => {
    const unit = fc.nat({ max: shape.parents.length - 1 });
    const post = fc.record({ role: fc.constantFrom(...roles), unit });
    return fc.record({
      shape: fc.constant(shape),
      accounts: fc.array(fc.record({ posts: fc.array(post, { maxLength: 2 }) }), { minLength: 2, maxLength: 4 }),
      records: fc.array(
        fc.record({
          hosts: fc.uniqueArray(unit, { minLength: 1, maxLength: 3 }),
          day: days,
          status: fc.constantFrom(...statuses),
          by: fc.nat({ max: 1 }),
        }),
        { minLength: 1, maxLength: most },
      ),
      publications: fc.array(fc.record({ unit, at: moments }), { maxLength: 4 }),
      folded: fc.nat({ max: 12 }),
    });
  });

test('what an actor can read is what the policy allows, row by row', async () => {
  await fc.assert(
    fc.asyncProperty(worlds(20, 12), async (world) => {
      const actors = await build(world);
      for (const [index, actor] of actors.entries()) {
        await asActor(database, actor, (tx) => compareReading(tx, world, actor, index));
      }
      await compareNobody(world);
      await compareSite(world);
    }),
    { numRuns: 30 },
  );
});

test('what an actor can write is inside its units, whatever the statement says', async () => {
  await fc.assert(
    fc.asyncProperty(worlds(6, 3), async (world) => {
      const actors = await build(world);
      for (const [index, actor] of actors.entries()) await compareWriting(world, actor, index);
    }),
    { numRuns: 10 },
  );
});

/** Writes the world as the system; record n has the id n + 1, and so have units and accounts. */
async function build({ shape, accounts, records, publications, folded }: World): Promise<Actor[]> {
  await emptyLedger(database);
  await writeShape(database, shape);
  const organisation = await readOrganisation(database.system);
  const actors: Actor[] = [];
  for (const [index, { posts }] of accounts.entries()) {
    const held = posts.map(({ role, unit }) => [role, codeOf(unit)] as const);
    actors.push(await hire(database, organisation, `account${index}`, held));
  }
  await database.system.insertInto('person').values({ code: 'p1', name: '周一', generated: true, note: '' }).execute();
  await database.system.transaction().execute(async (tx) => {
    for (const [index, { hosts, day, status, by }] of records.entries()) {
      const people = [{ person: 'p1', role: 'lecturer' as const }];
      const draft = draftOf({ hosts: hosts.map(codeOf), from: day, to: day, people });
      const form = storedForm(draft, organisation);
      const facet = await facetId(tx, draft.kind, draft.classes);
      const id = (await insertRecord(tx, draft, form, facet, status, idOf(by)))!;
      assert.equal(id, index + 1);
      await tx
        .insertInto('record_revision')
        .values({ record_id: id, revision: 1, content: '{}', by_account: idOf(by) })
        .execute();
      if (status !== 'verified') continue;
      await appendIncrement(tx, { recordId: id, units: form.scope, day, facetId: facet, sign: 1, values: form.values });
    }
    await tx
      .insertInto('site_column')
      .values({ code: 'news', parent: null, title: '{}', unit_id: null, position: 1 })
      .execute();
    for (const [index, { unit, at }] of publications.entries()) {
      await tx
        .insertInto('edition')
        .values(editionOf(`e${index}`, unit, at))
        .execute();
      await tx
        .insertInto('site_article')
        .values(articleOf(`a${index}`, unit, at))
        .execute();
    }
  });
  if (folded > 0) await foldIncrements(database.system, folded);
  return actors;
}

function editionOf(code: string, unit: number, at: Date | null) {
  const content = {
    title: '小结',
    canonical: '{}',
    sha256: 'x',
    frozen_at: new Date(),
    frozen_by: null,
    round_id: null,
  };
  return { code, unit_id: idOf(unit), published_at: at, ...content };
}

function articleOf(code: string, unit: number, at: Date | null) {
  return {
    code,
    column_code: 'news',
    unit_id: idOf(unit),
    title: '消息',
    body: '[]',
    published_at: at,
    edition_code: null,
    subtitle: '',
  };
}

/** The policy once more, from the design's words alone. */
function reach({ shape, accounts }: World, index: number) {
  const roots = accounts[index]!.posts.filter(({ role }) => role !== 'administrator').map(({ unit }) => unit);
  const under = new Set(roots.flatMap((root) => underNow(shape, root)));
  const mayRead = ({ hosts, day, status, by }: World['records'][number]) =>
    [...countedIn(shape, hosts, day)].some((unit) => roots.includes(unit)) && (status !== 'draft' || by === index);
  return { roots, under, mayRead };
}

async function compareReading(tx: Tx, world: World, actor: Actor, index: number): Promise<void> {
  const { shape, records, publications } = world;
  const { under, mayRead } = reach(world, index);
  const readable = records.flatMap((record, at) => (mayRead(record) ? [at + 1] : []));
  for (const table of ['record', 'record_person', 'record_step', 'record_revision'] as const) {
    const column = table === 'record' ? 'id' : 'record_id';
    assert.deepEqual(await ids(tx, `SELECT DISTINCT ${column} AS id FROM ${table}`), readable, table);
  }
  for (const [at, { hosts, day, status, by }] of records.entries()) {
    if (status === 'draft' && by !== index) continue;
    const scope = [...countedIn(shape, hosts, day)].map(idOf);
    assert.equal(can(actor, 'read', { scope }), readable.includes(at + 1));
  }
  const scoped = await sql<{ unit_id: number; record_id: number }>`SELECT unit_id, record_id FROM record_scope`.execute(
    tx,
  );
  const expected = records.flatMap(({ hosts, day }, at) =>
    [...countedIn(shape, hosts, day)].filter((unit) => under.has(unit)).map((unit) => `${idOf(unit)} ${at + 1}`),
  );
  assert.deepEqual(scoped.rows.map((row) => `${row.unit_id} ${row.record_id}`).sort(), expected.sort());
  for (const table of ['tally_day', 'tally_month']) {
    const units = await ids(tx, `SELECT DISTINCT unit_id AS id FROM ${table}`);
    assert.ok(
      units.every((unit) => under.has(unit - 1)),
      table,
    );
  }
  const all = shape.parents.map((_, unit) => idOf(unit));
  const sums = await sumCells(tx, all, { from: '2024-01-01' as Day, to: today });
  const verified = records.filter((record) => record.status === 'verified');
  for (const [unit] of shape.parents.entries()) {
    const n = sums.filter((one) => one.unitId === idOf(unit)).reduce((sum, one) => sum + one.n, 0);
    const by = under.has(unit) ? verified.filter((one) => countedIn(shape, one.hosts, one.day).has(unit)).length : 0;
    assert.equal(n, by, `the sum of unit ${unit} does not depend on what is folded`);
  }
  for (const table of ['edition', 'site_article'] as const) {
    const expected = publications.flatMap(({ unit, at }, n) => (at !== null || under.has(unit) ? [n + 1] : []));
    assert.deepEqual(await ids(tx, `SELECT id FROM ${table}`), expected, table);
  }
}

const protectedTables = [
  'record',
  'record_scope',
  'record_person',
  'record_step',
  'record_revision',
  'tally_increment',
  'tally_day',
  'tally_month',
  'edition',
  'site_article',
];

/** Without an actor, and with the leftovers of one on the same connection, the staff's handle shows nothing. */
async function compareNobody(_: World): Promise<void> {
  for (const table of protectedTables) {
    const { rows } = await sql.raw(`SELECT 1 FROM ${table}`).execute(database.staff);
    assert.equal(rows.length, 0, table);
  }
}

async function compareSite({ publications }: World): Promise<void> {
  const published = publications.flatMap(({ at }, n) => (at !== null && at < new Date() ? [n + 1] : []));
  assert.deepEqual(await ids(database.site, 'SELECT id FROM edition'), published);
  assert.deepEqual(await ids(database.site, 'SELECT id FROM site_article'), published);
}

async function ids(db: Tx | TestDatabase['site'], query: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`SELECT id FROM (${sql.raw(query)}) AS found ORDER BY id`.execute(db);
  return rows.map((row) => Number(row.id));
}

/** Tries what the actions would never ask; each try is a transaction of its own that is rolled back. */
async function compareWriting(world: World, actor: Actor, index: number): Promise<void> {
  const { shape, records, publications } = world;
  const { roots, under, mayRead } = reach(world, index);
  const organisation = await readOrganisation(database.system);
  const refused = async (work: (tx: Tx) => Promise<unknown>) => {
    const done = asActor(database, actor, async (tx) => {
      await work(tx);
      throw new RollBack();
    });
    try {
      await done;
    } catch (error) {
      if (error instanceof RollBack) return false;
      assert.match(String(error), /row-level security|permission denied|out of reach/);
      return true;
    }
    return assert.fail();
  };
  const changed = async (query: string) => {
    let count = 0;
    await refused(async (tx) => {
      count = Number((await sql.raw(query).execute(tx)).numAffectedRows);
    });
    return count;
  };

  for (const [unit] of shape.parents.entries()) {
    const draft = draftOf({ hosts: [codeOf(unit)], from: '2024-02-10', to: '2024-02-10' });
    const mine = [...countedIn(shape, [unit], draft.to)].some((one) => roots.includes(one));
    const form = storedForm(draft, organisation);
    const insert = (by: number) => async (tx: Tx) => {
      const facet = await facetId(tx, draft.kind, draft.classes);
      await insertRecord(tx, draft, form, facet, 'submitted', by);
    };
    assert.equal(await refused(insert(actor.accountId)), !mine, `a record of unit ${unit}`);
    assert.equal(await refused(insert(actor.accountId + 1)), true, 'a record in the name of another');
    const edition = (tx: Tx) =>
      tx
        .insertInto('edition')
        .values(editionOf('new', unit, new Date()))
        .execute();
    assert.equal(await refused(edition), !under.has(unit), `an edition of unit ${unit}`);
  }
  for (const [at, record] of records.entries()) {
    const [id, seen] = [at + 1, mayRead(record)];
    assert.equal(await changed(`UPDATE record SET title = 'x' WHERE id = ${id}`), seen ? 1 : 0);
    const attach = [
      `INSERT INTO record_person SELECT ${id}, id, 'leader' FROM person`,
      `INSERT INTO record_step (record_id, to_status, by_account, hash) VALUES (${id}, 'verified', ${actor.accountId}, '')`,
      `INSERT INTO record_revision (record_id, revision, content, by_account) VALUES (${id}, 9, '{}', ${actor.accountId})`,
      `INSERT INTO record_scope (unit_id, day, record_id, facet_id) VALUES (1, '2001-01-01', ${id}, 1)`,
      `SELECT rescope_record(${id})`,
    ];
    for (const one of attach) assert.equal(await refused((tx) => sql.raw(one).execute(tx)), !seen, one);
    const forged = `INSERT INTO record_step (record_id, to_status, by_account, hash) VALUES (${id}, 'verified', ${actor.accountId + 1}, '')`;
    assert.equal(await refused((tx) => sql.raw(forged).execute(tx)), true, forged);
    const units = [...countedIn(shape, record.hosts, record.day)].map(idOf);
    const away = `UPDATE record SET scope = '{}', hosts = '{${idOf(0)}}' WHERE id = ${id}`;
    if (seen) assert.equal(await refused((tx) => sql.raw(away).execute(tx)), true, 'a record put out of its own reach');
    const count = `INSERT INTO tally_increment (record_id, units, day, facet_id, n) VALUES (${id}, '{${units}}', '2024-02-10', 1, 1)`;
    const inside = units.some((unit) => roots.includes(unit - 1));
    assert.equal(await refused((tx) => sql.raw(count).execute(tx)), !inside, count);
  }
  for (const [at, { unit }] of publications.entries()) {
    const withdraw = `UPDATE edition SET published_at = NULL WHERE id = ${at + 1}`;
    assert.equal(await changed(withdraw), under.has(unit) ? 1 : 0, 'an edition published or withdrawn');
  }
  for (const table of protectedTables.filter((one) => one !== 'record_person')) {
    assert.equal(await refused((tx) => sql.raw(`DELETE FROM ${table}`).execute(tx)), true, `deleting from ${table}`);
  }
}

class RollBack extends Error {}
