import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import type { Actor } from '#domain/access/policy.ts';
import { asActor } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { verifyRecord } from '#domain/records/actions.ts';
import { storedForm } from '#domain/records/store.ts';
import { verifyTallies } from '#domain/tallies/verify.ts';
import { ProblemError } from '#kernel/problem.ts';
import { freshDatabase, type TestDatabase } from '../../../test/database.ts';
import { draftOf, hire, today, writeOrganisation } from '../../../test/organisation.ts';
import { makeXlsx } from '../../../test/xlsx.ts';
import { acceptImport, previewImport, type Upload } from './actions.ts';
import type { GoodRow } from './check.ts';
import type { MendedCell, RefusedRow } from './model.ts';
import { countImported, listImports, readImport, readRefused } from './past.ts';
import { Facets, insertRows } from './store.ts';
import { planUndo, undoImport } from './undo.ts';

let database: TestDatabase;
let organisation: Organisation;
let clerk: Actor;
let reporter: Actor;
let secretary: Actor;
before(async () => {
  database = await freshDatabase();
  organisation = await writeOrganisation(database);
  clerk = await hire(database, organisation, 'east-clerk', [['clerk', 'east']]);
  reporter = await hire(database, organisation, 'ferry-reporter', [['reporter', 'ferry']]);
  secretary = await hire(database, organisation, 'secretary', [['secretary', 'lake']]);
});
after(() => database.drop());
beforeEach(async () => {
  await sql`TRUNCATE record, import_batch, tally_increment, tally_day, tally_month CASCADE`.execute(database.system);
});

const setting = () => ({ organisation, today });
const heading = ['主办单位', '日期', '标题', 'venue', 'lecture.attendance（人次）'];
const good = (title: string) => ['松林街道分会', '2024-05-06', title, 'community', '40'];
const sheet = (...rows: string[][]): Upload => ({
  kind: 'lecture',
  bytes: makeXlsx([heading, ...rows]),
  name: '五月.xlsx',
});
const accept = (actor: Actor, upload: Upload, partly = false) =>
  asActor(database, actor, (tx) => acceptImport(tx, actor, upload, setting(), { partly }));
const rowsIn = async (table: string) =>
  (await sql<{ n: number }>`SELECT count(*) AS n FROM ${sql.table(table)}`.execute(database.system)).rows[0]!.n;

/** A row as the import sends it, forged where `changes` says so. */
function sent(title: string, changes: Partial<GoodRow['form']> = {}): GoodRow {
  const draft = draftOf({ title, key: `sheet-${title}` });
  return { row: 2, draft, form: { ...storedForm(draft, organisation), ...changes } };
}

async function send(actor: Actor, batch: number, ...rows: GoodRow[]): Promise<number> {
  return await asActor(database, actor, async (tx) => {
    const facets = new Facets();
    await facets.learn(tx, rows);
    return await insertRows(tx, batch, rows, facets);
  });
}

test('the database refuses rows that the action should not have sent', async () => {
  const { batch } = await accept(clerk, sheet(good('甲')));
  const id = (code: string) => organisation.tree.find(code)!.id;
  await assert.rejects(send(reporter, batch!, sent('乙')), /out of reach/);
  await assert.rejects(send(clerk, batch!, sent('乙', { hosts: [id('ferry')] })), /out of reach/);
  await assert.rejects(send(clerk, batch!, sent('乙', { hosts: [999] })), /out of reach/);
  await assert.rejects(send(clerk, batch!, sent('乙', { scope: [id('west')] })), /out of reach/);
  await assert.rejects(send(clerk, batch!, sent('乙', { scope: [id('east'), 999] })), /units are not there/);
  await assert.rejects(send(clerk, batch! + 1, sent('乙')), /out of reach/);
  const facets = { learn: async () => {}, of: () => 4711 } as unknown as Facets;
  const forged = asActor(database, clerk, (tx) => insertRows(tx, batch!, [sent('乙')], facets));
  await assert.rejects(forged, /facets are not there/);
  for (const handle of [database.staff, database.site]) {
    const bare = handle.transaction().execute((tx) => insertRows(tx, batch!, [sent('乙')], facets));
    await assert.rejects(bare, /out of reach|denied/);
  }
  assert.equal(await rowsIn('record'), 1);
});

test('keys are asked for all rows at once, and asked for each again as soon as another trigger waits for them', async () => {
  const asked = async () =>
    (await sql<{ once: boolean }>`SELECT import_keys_are_asked() AS once`.execute(database.system)).rows[0]!.once;
  assert.ok(await asked(), 'no other trigger may wait for imported rows; if one has to, import_records must know it');
  await sql`CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.place := 'seen'; RETURN NEW; END $$`.execute(
    database.system,
  );
  await sql`CREATE TRIGGER seen BEFORE INSERT ON record FOR EACH ROW EXECUTE FUNCTION seen()`.execute(database.system);
  try {
    assert.equal(await asked(), false);
    const { batch } = await accept(clerk, sheet(good('甲')));
    const { rows } = await sql`SELECT DISTINCT place FROM record`.execute(database.system);
    assert.deepEqual(rows, [{ place: 'seen' }]);
    await assert.rejects(send(clerk, batch!, sent('乙', { scope: [organisation.tree.find('east')!.id, 999] })));
  } finally {
    await sql`DROP TRIGGER seen ON record`.execute(database.system);
    await sql`DROP FUNCTION seen`.execute(database.system);
  }
  // Whatever it does, the next statement of the transaction is under the ordinary rules again.
  const { batch } = await accept(clerk, sheet(good('丙')));
  let role: string | undefined;
  const dangling = asActor(database, clerk, async (tx) => {
    const facets = new Facets();
    const row = { ...sent('丁'), row: 9 };
    await facets.learn(tx, [row]);
    await insertRows(tx, batch!, [row], facets);
    const { rows } = await sql<{ role: string }>`SELECT current_setting('session_replication_role') AS role`.execute(
      tx,
    );
    role = rows[0]!.role;
    const city = organisation.tree.root().id;
    await sql`INSERT INTO record_scope (unit_id, day, record_id, facet_id) VALUES (${city}, '2024-01-01', 999999, 1)`.execute(
      tx,
    );
  });
  await assert.rejects(dangling, /foreign key/);
  assert.equal(role, 'origin');
});

test('an imported record has what a record has that was written alone', async () => {
  await accept(clerk, sheet(good('甲')));
  const shape = async () => {
    const { rows } = await sql`SELECT
      (SELECT count(*) FROM record_scope s WHERE s.record_id = r.id) AS scopes, (SELECT count(*) FROM record_step s WHERE s.record_id = r.id) AS steps,
      r.scope, r.hosts, r.m1, r.m2, r.status, r.revision, r.partners, r.fields FROM record r`.execute(database.system);
    return rows;
  };
  const [imported] = await shape();
  assert.deepEqual(imported, {
    scopes: 3,
    steps: 1,
    scope: ['lake', 'east', 'pine'].map((code) => organisation.tree.find(code)!.id),
    hosts: [organisation.tree.find('pine')!.id],
    m1: 1,
    m2: 40,
    status: 'submitted',
    revision: 1,
    partners: [],
    fields: {},
  });
});

test('rows that name no unit are the chosen one’s, and nobody else’s', async () => {
  const silent = (title: string): string[] => ['', '2024-05-06', title, 'community', '40'];
  const upload = { ...sheet(silent('甲'), good('乙')), unit: 'mill' };
  const refusal = await accept(reporter, upload).catch((error: unknown) => error);
  assert.ok(refusal instanceof ProblemError);
  assert.equal((await accept(clerk, upload)).fresh, 2);
  const { rows } = await sql`SELECT title, hosts FROM record ORDER BY id`.execute(database.system);
  assert.deepEqual(rows, [
    { title: '甲', hosts: [organisation.tree.find('mill')!.id] },
    { title: '乙', hosts: [organisation.tree.find('pine')!.id] },
  ]);
  const bare: Upload = {
    kind: 'lecture',
    bytes: Buffer.from('日期,标题,venue\n2024-05-07,丙,school\n'),
    name: 'x.csv',
    unit: 'pine',
  };
  assert.equal((await accept(clerk, bare)).fresh, 1);
  await assert.rejects(accept(clerk, { ...bare, unit: 'nowhere' }), ProblemError);
});

test('cells are mended in their place; the rest of the sheet stays as it is', async () => {
  const upload = sheet(good('甲'), ['松林街道分会', '5月6日', '乙', 'office', '约30'], good('丙'));
  const preview = async (mended: MendedCell[]) => {
    const refused: RefusedRow[] = [];
    const seen: number[] = [];
    const tell = (row: RefusedRow) => void refused.push(row);
    const whole = { ...upload, mended };
    const report = await previewImport(database.system, clerk, whole, setting(), tell, (read) => seen.push(read));
    assert.deepEqual(seen, [3]);
    return { refused, report };
  };
  const before = await preview([]);
  assert.deepEqual(
    before.refused[0]?.problems.map((one) => one.place),
    ['B3', 'D3', 'E3'],
  );
  assert.deepEqual(before.report.headings, heading);
  const mended = [
    { row: 3, column: 1, text: '2024-05-06' },
    { row: 3, column: 3, text: 'school' },
    { row: 3, column: 4, text: '30' },
  ];
  assert.deepEqual(
    (await preview(mended.slice(0, 2))).refused[0]?.problems.map((one) => one.place),
    ['E3'],
  );
  const { report } = await preview(mended);
  assert.deepEqual([report.fresh, report.refused], [3, 0]);
  assert.equal((await accept(clerk, { ...upload, mended })).fresh, 3);
});

test('past imports are seen by who made them and by the units above; what was refused is kept with its heading', async () => {
  const { batch } = await accept(clerk, sheet(good('甲'), ['松林街道分会', '没有', '乙', 'school', '3']), true);
  const as = <Result>(actor: Actor, work: Parameters<typeof asActor<Result>>[2]) => asActor(database, actor, work);
  assert.deepEqual(await as(reporter, (tx) => listImports(tx, 10)), []);
  assert.equal(await as(reporter, (tx) => readImport(tx, batch!)), undefined);
  assert.deepEqual(await as(reporter, (tx) => readRefused(tx, batch!, 10)), []);
  await assert.rejects(
    as(reporter, (tx) => planUndo(tx, reporter, batch!)),
    ProblemError,
  );
  const [one] = await as(secretary, (tx) => listImports(tx, 10));
  assert.deepEqual(
    [one?.id, one?.by, one?.read, one?.fresh, one?.refused, one?.headings, one?.undoneAt],
    [batch, 'east-clerk', 2, 1, 1, heading, null],
  );
  const [refused] = await as(secretary, (tx) => readRefused(tx, batch!, 10));
  assert.deepEqual([refused?.row, refused?.cells[1], refused?.problems[0]?.code], [3, '没有', 'day_form']);
  assert.deepEqual(await as(secretary, (tx) => readRefused(tx, batch!, 10, 3)), []);
});

test('a plan of undoing takes nothing back; undoing takes verified ones out of the counts in one go', async () => {
  const { batch } = await accept(clerk, sheet(good('甲'), good('乙'), good('丙')));
  const { rows } = await sql<{ id: number }>`SELECT id FROM record ORDER BY id`.execute(database.system);
  for (const { id } of rows.slice(0, 2)) await asActor(database, secretary, (tx) => verifyRecord(tx, secretary, id));
  const plan = await asActor(database, secretary, (tx) => planUndo(tx, secretary, batch!));
  assert.deepEqual(plan, { undone: 3, uncounted: 2, kept: [], unseen: 0 });
  assert.deepEqual(await asActor(database, secretary, (tx) => countImported(tx, batch!)), [
    { status: 'submitted', n: 1 },
    { status: 'verified', n: 2 },
  ]);
  assert.deepEqual(await asActor(database, secretary, (tx) => undoImport(tx, secretary, batch!)), plan);
  assert.deepEqual((await verifyTallies(database.system)).differences, []);
  const { rows: sums } = await sql`SELECT sum(n)::int AS n, sum(m2)::int AS m2 FROM tally_increment`.execute(
    database.system,
  );
  assert.deepEqual(sums, [{ n: 0, m2: 0 }]);
});
