import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase, type TestDatabase } from '../../../test/database.ts';
import { sealAudit, verifyAudit } from './chain.ts';
import { addEntry, readEntries } from './store.ts';

let database: TestDatabase;
before(async () => {
  database = await freshDatabase();
});
after(() => database.drop());

/** As somebody with the database's own password would. */
async function tamper(statement: string): Promise<void> {
  await database.pool.query(`BEGIN; SET LOCAL session_replication_role = replica; ${statement}; COMMIT`);
}

it('refuses to change or empty the audit, also for its owner', async () => {
  await addEntry(database.system, 'export.records', 'list', [], { rows: 3 });
  await assert.rejects(sql`UPDATE audit_entry SET action = 'other'`.execute(database.system), /only ever added to/);
  await assert.rejects(sql`DELETE FROM audit_entry`.execute(database.system), /only ever added to/);
  await assert.rejects(sql`TRUNCATE audit_entry`.execute(database.system), /only ever added to/);
});

it('finds an entry that was changed, taken out or cut off, and nothing in a whole chain', async () => {
  for (let n = 0; n < 20; n++) await addEntry(database.system, 'export.records', `list:${n}`, [], { n });
  const whole = await verifyAudit(database.system);
  assert.equal(whole.faults.length, 0);
  assert.equal(whole.entries, 21);
  await tamper(`UPDATE audit_entry SET detail = '{"n": 99}' WHERE seq = 7`);
  assert.deepEqual((await verifyAudit(database.system)).faults, [{ seq: 7, fault: 'changed' }]);
  await tamper(`UPDATE audit_entry SET detail = '{"n": 5}' WHERE seq = 7`);
  assert.deepEqual((await verifyAudit(database.system)).faults, []);
  await tamper('DELETE FROM audit_entry WHERE seq = 12');
  assert.deepEqual((await verifyAudit(database.system)).faults[0], { seq: 13, fault: 'missing' });
  await tamper('DELETE FROM audit_entry WHERE seq > 15');
  assert.ok((await verifyAudit(database.system)).faults.some((one) => one.fault === 'cut_off' && one.seq === 16));
});

it('seals each entry once, with several sealing at a time', async () => {
  const other = await freshDatabase();
  try {
    await Promise.all(
      Array.from({ length: 60 }, (_, n) => addEntry(other.system, 'export.records', `list:${n}`, [], {})),
    );
    const sealed = await Promise.all(Array.from({ length: 6 }, () => sealAudit(other.system, 25)));
    assert.ok(sealed.reduce((left, right) => left + right, 0) <= 60);
    assert.deepEqual((await verifyAudit(other.system)).faults, []);
    const entries = await readEntries(other.system, { action: 'export.' }, 100);
    assert.deepEqual(new Set(entries.map((entry) => entry.seq)).size, 60);
  } finally {
    await other.drop();
  }
});
