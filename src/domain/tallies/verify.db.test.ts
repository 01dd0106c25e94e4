import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import type { Actor } from '#domain/access/policy.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { createRecord, verifyRecord } from '#domain/records/actions.ts';
import { freshDatabase, type TestDatabase } from '../../../test/database.ts';
import { draftOf, hire, today, writeOrganisation } from '../../../test/organisation.ts';
import { foldAll, foldIncrements } from './fold.ts';
import { sumCells } from './store.ts';
import { rebuildTallies, verifyTallies } from './verify.ts';

let database: TestDatabase;
let organisation: Organisation;
let anna: Actor;
let bert: Actor;
before(async () => {
  database = await freshDatabase();
  organisation = await writeOrganisation(database);
  anna = await hire(database, organisation, 'anna', [['secretary', 'lake']]);
  bert = await hire(database, organisation, 'bert', [['secretary', 'lake']]);
  for (const hosts of [['pine'], ['pine', 'ferry'], ['corps', 'north', 'ferry'], ['lake']]) {
    for (const to of ['2024-05-31', '2024-06-01']) await count({ hosts, from: to, to });
  }
  await foldIncrements(database.system, 5);
});
after(() => database.drop());

async function count(changes: Parameters<typeof draftOf>[0]): Promise<void> {
  const { id } = await asActor(database, anna, (tx) =>
    createRecord(tx, anna, draftOf(changes), 'submitted', { organisation, today }),
  );
  await asActor(database, bert, (tx) => verifyRecord(tx, bert, id));
}

const idOf = (code: string) => organisation.tree.find(code)!.id;

/** Does this to the database, and gives back what the verification says, and that it says nothing once it is undone. */
async function differencesAfter(tamper: string) {
  const { system } = database;
  const before = await verifyTallies(system);
  assert.deepEqual(before.differences, []);
  assert.ok(before.cells > 0);
  let found: Awaited<ReturnType<typeof verifyTallies>> | undefined;
  await system
    .transaction()
    .execute(async (tx) => {
      const done = await sql.raw(tamper).execute(tx);
      assert.ok(Number(done.numAffectedRows) > 0, `nothing to tamper with: ${tamper}`);
      found = await verifyTallies(tx);
      throw new Error('undo');
    })
    .catch((error) => assert.equal(error.message, 'undo'));
  return found!.differences;
}

test('a cell that says one record too many is found, at its grain alone', async () => {
  const pine = idOf('pine');
  const byDay = await differencesAfter(`UPDATE tally_day SET n = n + 1 WHERE unit_id = ${pine} AND day = '2024-05-31'`);
  assert.deepEqual(
    byDay.map(({ grain, unitId, from }) => [grain, unitId, from]),
    [['day', pine, '2024-05-31']],
  );
  assert.match(byDay[0]!.counted, /^\(3,/);
  assert.match(byDay[0]!.recomputed, /^\(2,/);
  const byMonth = await differencesAfter(
    `UPDATE tally_month SET m2 = m2 - 1 WHERE unit_id = ${pine} AND month = '2024-06-01'`,
  );
  assert.deepEqual(
    byMonth.map(({ grain, from }) => [grain, from]),
    [['month', '2024-06-01']],
  );
});

test('a lost increment is found in every unit that it counted in, by day and by month', async () => {
  const found = await differencesAfter('DELETE FROM tally_increment WHERE id = (SELECT max(id) FROM tally_increment)');
  assert.deepEqual(
    found.map(({ grain, unitId }) => `${grain} ${organisation.tree.byId(unitId).code}`),
    ['day lake', 'month lake'],
  );
});

test('a doubled increment, a lost cell, a cell out of nothing and a cell of another unit are found', async () => {
  const columns = 'record_id, units, day, facet_id, n, m1, m2, m3, m4, m5, m6, m7, m8';
  for (const tamper of [
    `INSERT INTO tally_increment (${columns}) SELECT ${columns} FROM tally_increment`,
    'DELETE FROM tally_month WHERE n = (SELECT max(n) FROM tally_month)',
    `INSERT INTO tally_day (unit_id, day, facet_id, n) VALUES (${idOf('east')}, '2020-01-01', 1, 1)`,
    `UPDATE tally_day SET unit_id = ${idOf('mill')} WHERE unit_id = ${idOf('pine')}`,
  ]) {
    assert.notDeepEqual(await differencesAfter(tamper), [], tamper);
  }
});

test('a record that changed behind the counts is found', async () => {
  const first = '(SELECT min(id) FROM record)';
  for (const tamper of [
    `UPDATE record SET m2 = 41 WHERE id = ${first}`,
    `UPDATE record SET status = 'submitted' WHERE id = ${first}`,
    `UPDATE record SET day = '2024-07-01' WHERE id = ${first}`,
    `UPDATE record SET hosts = '{${idOf('ferry')}}' WHERE id = ${first}`,
    `UPDATE unit_place SET path = 'lake/west/north' WHERE unit_id = ${idOf('north')}`,
  ]) {
    assert.notDeepEqual(await differencesAfter(tamper), [], tamper);
  }
});

test('no more differences are told than asked for, and how many cells were compared all the same', async () => {
  await database.system
    .transaction()
    .execute(async (tx) => {
      await sql`UPDATE tally_day SET n = n + 1`.execute(tx);
      await sql`UPDATE tally_month SET n = n + 1`.execute(tx);
      const all = await verifyTallies(tx, 1000);
      const few = await verifyTallies(tx, 3);
      assert.ok(all.differences.length > 3);
      assert.equal(few.differences.length, 3);
      assert.equal(few.cells, all.cells);
      throw new Error('undo');
    })
    .catch((error) => assert.equal(error.message, 'undo'));
});

test('counting everything anew gives what was there, and mends what was not', async () => {
  const { system } = database;
  const units = organisation.tree.units.map((unit) => unit.id);
  const sums = async () => {
    const cells = await sumCells(system, units, { from: draftOf().from, to: today });
    return cells.sort((left, right) => left.unitId - right.unitId || left.facetId - right.facetId);
  };
  const before = await sums();
  await sql`UPDATE tally_day SET n = n + 5, m2 = m2 * 2`.execute(system);
  await sql`DELETE FROM tally_increment`.execute(system);
  assert.notDeepEqual((await verifyTallies(system)).differences, []);
  await system.transaction().execute(rebuildTallies);
  assert.deepEqual((await verifyTallies(system)).differences, []);
  assert.deepEqual(await sums(), before);
  await foldAll(system);
  await count({ hosts: ['ferry'], from: '2024-06-02', to: '2024-06-02' });
  assert.deepEqual((await verifyTallies(system)).differences, []);
});

test('a reader who began before everything was counted anew goes on seeing one and the same ledger', async () => {
  const window = { from: draftOf().from, to: today };
  const before = await asReader(database, anna, async (tx) => {
    // The snapshot of a reading transaction is taken by its first statement.
    await tx.selectFrom('unit').select('id').execute();
    await database.system.transaction().execute(rebuildTallies);
    return await sumCells(tx, [idOf('lake')], window);
  });
  assert.ok(before.length > 0);
  assert.deepEqual(before, await sumCells(database.system, [idOf('lake')], window));
});
