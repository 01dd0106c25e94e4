import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Actor } from '#domain/access/policy.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { createRecord, returnRecord, submitRecord, verifyRecord } from '#domain/records/actions.ts';
import { day } from '#kernel/day.ts';
import { freshDatabase, type TestDatabase } from '../../../test/database.ts';
import { dayOf, draftOf, hire, today, writeOrganisation } from '../../../test/organisation.ts';
import { foldAll, foldIncrements } from './fold.ts';
import { sumCells } from './store.ts';
import { rebuildTallies, verifyTallies } from './verify.ts';

let database: TestDatabase;
let organisation: Organisation;
let writer: Actor;
let checker: Actor;
before(async () => {
  database = await freshDatabase();
  organisation = await writeOrganisation(database);
  writer = await hire(database, organisation, 'writer', [['secretary', 'lake']]);
  checker = await hire(database, organisation, 'checker', [['secretary', 'lake']]);
});
after(() => database.drop());

const setting = () => ({ organisation, today });
const allYear = { from: day('2024-01-01'), to: day('2024-12-30') };
const venues = ['school', 'community', 'family', 'company'];

/** A joint record of two districts, submitted. Its day and class change with the number. */
async function submitted(number: number): Promise<number> {
  const to = dayOf(2024, (number % 12) + 1, (number % 28) + 1);
  const draft = draftOf({
    hosts: ['pine', 'ferry', ...(number % 3 ? ['corps'] : [])],
    from: to,
    to,
    classes: { venue: venues[number % 4]! },
    measures: { attendance: number },
  });
  return (await asActor(database, writer, (tx) => createRecord(tx, writer, draft, 'submitted', setting()))).id;
}

async function cityTotal(): Promise<{ n: number; attendance: number }> {
  const cells = await asReader(database, checker, (tx) => sumCells(tx, [organisation.tree.root().id], allYear));
  return {
    n: cells.reduce((sum, cell) => sum + cell.n, 0),
    attendance: cells.reduce((sum, cell) => sum + cell.values.m2, 0),
  };
}

/** Runs `work` on eight writers at once while one process folds, a few increments at a time, and `look` reads. */
async function amongFolding(work: (worker: number) => Promise<void>, look: () => Promise<void>): Promise<number> {
  let busy = true;
  let folded = 0;
  const fold = (async () => {
    while (busy) folded += await foldIncrements(database.system, 7);
  })();
  // A second one finds the lock taken and folds nothing twice.
  const rival = (async () => {
    while (busy) folded += await foldIncrements(database.system, 3);
  })();
  const reader = (async () => {
    while (busy) await look();
  })();
  try {
    await Promise.all(Array.from({ length: 8 }, (_, worker) => work(worker)));
  } finally {
    busy = false;
    await Promise.all([fold, rival, reader]);
  }
  return folded;
}

test('eight writers count joint records while cells are folded and read: every sum is one that was true', async () => {
  const ids = await Promise.all(Array.from({ length: 160 }, (_, number) => submitted(number)));
  let begun = 0;
  let done = 0;
  let reads = 0;
  let highest = 0;
  const folded = await amongFolding(
    async (worker) => {
      for (const [index, id] of ids.entries()) {
        if (index % 8 !== worker) continue;
        begun += 1;
        await asActor(database, checker, (tx) => verifyRecord(tx, checker, id));
        done += 1;
      }
    },
    async () => {
      const before = done;
      const { n } = await cityTotal();
      assert.ok(before <= n && n <= begun, `${before} were committed, ${n} are counted, ${begun} were begun`);
      assert.ok(n >= highest, `from ${highest} back to ${n}`);
      highest = n;
      reads += 1;
    },
  );
  assert.ok(folded > 20 && reads > 5, `${folded} folded, ${reads} read: too few to tell anything`);
  const expected = { n: 160, attendance: (159 * 160) / 2 };
  assert.deepEqual(await cityTotal(), expected);
  assert.deepEqual((await verifyTallies(database.system)).differences, []);
  await foldAll(database.system);
  assert.deepEqual(await cityTotal(), expected);
  assert.deepEqual((await verifyTallies(database.system)).differences, []);
});

test('records that come and go while cells are folded, read and counted anew leave no trace', async () => {
  const before = await cityTotal();
  const ids = await Promise.all(Array.from({ length: 24 }, (_, number) => submitted(1000 + number)));
  await amongFolding(
    async (worker) => {
      for (let turn = 0; turn < 6; turn++) {
        const id = ids[worker + 8 * (turn % 3)]!;
        await asActor(database, checker, (tx) => verifyRecord(tx, checker, id));
        if (worker === 0) await database.system.transaction().execute(rebuildTallies);
        await asActor(database, checker, (tx) => returnRecord(tx, checker, id, '再核对'));
        await asActor(database, writer, (tx) => submitRecord(tx, writer, id, setting()));
      }
    },
    async () => {
      const { n } = await cityTotal();
      assert.ok(before.n <= n && n <= before.n + 8, `${n} counted, at most 8 more than ${before.n} are`);
    },
  );
  assert.deepEqual(await cityTotal(), before);
  await foldAll(database.system);
  assert.deepEqual(await cityTotal(), before);
  assert.deepEqual((await verifyTallies(database.system)).differences, []);
});
