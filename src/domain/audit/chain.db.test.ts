import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { asActor, asReader } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { ProblemError } from '#kernel/problem.ts';
import { freshDatabase, type TestDatabase } from '../../../test/database.ts';
import { hire, writeOrganisation } from '../../../test/organisation.ts';
import { archiveLines, closeArchive, planArchive, verifyArchive } from './archive.ts';
import { readChain, sealAudit, verifyAudit } from './chain.ts';
import type { AuditQuery } from './model.ts';
import { addEntry, countEntries, readEntries } from './store.ts';

let database: TestDatabase;
before(async () => {
  database = await freshDatabase();
});
after(() => database.drop());

/** As somebody with the database's own password would. */
async function tamper(statement: string, where: TestDatabase = database): Promise<void> {
  await where.pool.query(`BEGIN; SET LOCAL session_replication_role = replica; ${statement}; COMMIT`);
}

async function withDatabase(work: (other: TestDatabase, organisation: Organisation) => Promise<void>): Promise<void> {
  const other = await freshDatabase();
  try {
    await work(other, await writeOrganisation(other));
  } finally {
    await other.drop();
  }
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
  assert.deepEqual([whole.faults.length, whole.entries, whole.checked], [0, 21, 21]);
  assert.deepEqual((await verifyAudit(database.system, { noted: whole.head })).faults, []);
  await tamper(`UPDATE audit_entry SET detail = '{"n": 99}' WHERE seq = 7`);
  assert.deepEqual((await verifyAudit(database.system)).faults, [{ seq: 7, fault: 'changed' }]);
  await tamper(`UPDATE audit_entry SET detail = '{"n": 5}' WHERE seq = 7`);
  assert.deepEqual((await verifyAudit(database.system)).faults, []);
  await tamper('UPDATE audit_entry SET hash = NULL WHERE seq = 9');
  assert.equal((await verifyAudit(database.system)).faults[0]?.seq, 9);
  await tamper(`UPDATE audit_entry SET hash = audit_hash(previous, audit_entry) WHERE seq = 9`);
  await tamper('DELETE FROM audit_entry WHERE seq = 12');
  assert.deepEqual((await verifyAudit(database.system)).faults[0], { seq: 13, fault: 'missing' });
  await tamper('DELETE FROM audit_entry WHERE seq > 15');
  assert.ok((await verifyAudit(database.system)).faults.some((one) => one.fault === 'cut_off' && one.seq === 16));
});

it('finds any one change, wherever it is', async () => {
  await withDatabase(async (other) => {
    for (let n = 0; n < 12; n++)
      await addEntry(other.system, 'export.records', `list:${n}`, [], { n, note: `第${n}次` });
    assert.deepEqual((await verifyAudit(other.system)).faults, []);
    const column = fc.constantFrom(
      [`subject = subject || ' '`, `subject = rtrim(subject)`],
      [`at = at + interval '1 microsecond'`, `at = at - interval '1 microsecond'`],
      [`account_id = 1`, `account_id = NULL`],
      [`action = 'x' || action`, `action = substr(action, 2)`],
      [`scope = scope || 99`, `scope = trim_array(scope, 1)`],
      [`detail = detail || '{"x": 1}'`, `detail = detail - 'x'`],
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), column, async (seq, [change, undo]) => {
        await tamper(`UPDATE audit_entry SET ${change} WHERE seq = ${seq}`, other);
        const { faults } = await verifyAudit(other.system);
        await tamper(`UPDATE audit_entry SET ${undo} WHERE seq = ${seq}`, other);
        assert.deepEqual(faults, [{ seq, fault: 'changed' }]);
      }),
      { numRuns: 20 },
    );
    assert.deepEqual((await verifyAudit(other.system)).faults, []);
  });
});

it('a chain that was forged as a whole is found by an end that was written down', async () => {
  await withDatabase(async (other) => {
    for (let n = 0; n < 5; n++) await addEntry(other.system, 'export.records', `list:${n}`, [], { n });
    const { head: noted } = await verifyAudit(other.system);
    await addEntry(other.system, 'export.records', 'later', [], {});
    await tamper(
      `UPDATE audit_entry SET detail = '{"n": 9}' WHERE seq = 3;
       UPDATE audit_entry SET seq = NULL, previous = NULL, hash = NULL; UPDATE audit_head SET seq = 0, hash = repeat('0', 64)`,
      other,
    );
    assert.deepEqual((await verifyAudit(other.system)).faults, []);
    assert.deepEqual((await verifyAudit(other.system, { noted })).faults, [{ seq: 5, fault: 'not_as_noted' }]);
  });
});

it('seals each entry once, with several sealing at a time', async () => {
  await withDatabase(async (other) => {
    await Promise.all(
      Array.from({ length: 60 }, (_, n) => addEntry(other.system, 'export.records', `list:${n}`, [], {})),
    );
    const sealed = await Promise.all(Array.from({ length: 6 }, () => sealAudit(other.system, 25)));
    assert.ok(sealed.reduce((left, right) => left + right, 0) <= 60);
    assert.deepEqual((await verifyAudit(other.system)).faults, []);
    const entries = await readEntries(other.system, { group: 'export' }, 100);
    assert.deepEqual(new Set(entries.map((entry) => entry.seq)).size, 60);
  });
});

it('nothing younger than twelve months leaves; what is older goes into a file and the chain holds', async () => {
  await withDatabase(async (other) => {
    const old = (n: number, age: string) =>
      sql`INSERT INTO audit_entry (at, action, subject, detail) VALUES (now() - ${age}::interval, 'export.records', ${`list:${n}`}, '{"备注": "旧"}')`.execute(
        other.system,
      );
    for (let n = 0; n < 7; n++) await old(n, `${40 - n} months`);
    for (let n = 7; n < 9; n++) await old(n, '11 months');
    const { head } = await verifyAudit(other.system);
    const day = (months: number) => new Date(Date.now() - months * 30.5 * 86_400_000).toISOString().slice(0, 10);
    await assert.rejects(planArchive(other.system, day(11)), ProblemError);
    await assert.rejects(planArchive(other.system, day(60)), ProblemError);
    await assert.rejects(sql`SELECT archive_audit(8, 'x')`.execute(other.system), /twelve months/);
    await assert.rejects(sql`DELETE FROM audit_entry WHERE seq = 1`.execute(other.system), /only ever added to/);

    const plan = await planArchive(other.system, day(37));
    const lines: string[] = [];
    for await (const line of archiveLines(other.system, plan)) lines.push(line.trimEnd());
    assert.equal(lines.length, plan.entries + 1);
    assert.deepEqual((await verifyArchive(lines)).faults, []);
    const forged = lines.map((line, at) => (at === 2 ? line.replace('旧', '新') : line));
    assert.deepEqual((await verifyArchive(forged)).faults, [{ seq: 2, fault: 'changed' }]);
    assert.equal((await verifyArchive(lines.toSpliced(2, 1))).faults[0]?.fault, 'missing');
    assert.equal((await verifyArchive(lines.slice(0, -1))).faults[0]?.fault, 'cut_off');
    await assert.rejects(verifyArchive(['{}']), ProblemError);

    assert.equal(
      await other.system.transaction().execute((tx) => closeArchive(tx, plan, 'f'.repeat(64))),
      plan.entries,
    );
    const after = await verifyAudit(other.system, { noted: head });
    assert.deepEqual([after.faults, after.archived, after.entries], [[], plan.through, 10 - plan.entries]);
    await assert.rejects(verifyAudit(other.system, { noted: { seq: 1, hash: 'a'.repeat(64) } }), ProblemError);
    const end = { seq: plan.through, hash: 'a'.repeat(64) };
    assert.equal((await verifyAudit(other.system, { noted: end })).faults[0]?.fault, 'not_as_noted');
    assert.equal((await verifyArchive(lines, end)).faults[0]?.fault, 'not_as_noted');
    assert.equal((await readChain(other.system)).archived, plan.through);
    // A second archive begins where the first ended, and the chain still holds.
    const next = await planArchive(other.system, day(14));
    assert.equal(next.after.seq, plan.through);
    const more: string[] = [];
    for await (const line of archiveLines(other.system, next)) more.push(line);
    assert.deepEqual((await verifyArchive(more)).faults, []);
    await other.system.transaction().execute((tx) => closeArchive(tx, next, 'e'.repeat(64)));
    assert.deepEqual((await verifyAudit(other.system)).faults, []);
    // Entries that went without a word are missed.
    await tamper(
      `DELETE FROM audit_entry WHERE seq <= 9; UPDATE audit_base SET seq = 9, hash = (SELECT previous FROM audit_entry WHERE seq = 10)`,
      other,
    );
    assert.equal((await verifyAudit(other.system)).faults[0]?.fault, 'unarchived');
  });
});

it('shows an auditor the subtree of the post, an administrator accounts and posts, others their own acts', async () => {
  await withDatabase(async (other, organisation) => {
    const { tree } = organisation;
    const auditor = await hire(other, organisation, 'auditor', [['auditor', 'east']]);
    const city = await hire(other, organisation, 'city-auditor', [['auditor', 'lake']]);
    const administrator = await hire(other, organisation, 'keeper', [['administrator', 'lake']]);
    const clerk = await hire(other, organisation, 'clerk', [['clerk', 'east']]);
    const id = (code: string) => tree.find(code)!.id;
    const note = (action: string, unit: string, as = clerk) =>
      asActor(other, { ...as, device: 'Chrome · Windows' }, (tx) =>
        addEntry(tx, action, `${action}:1`, [id(unit)], { unit, filter: { text: '密' } }),
      );
    await note('record.verified', 'pine');
    await note('export.records', 'pine');
    await note('post.insert', 'pine');
    await note('import.accepted', 'ferry', auditor);
    const seen = async (actor: typeof auditor, query: AuditQuery = {}) =>
      await asReader(other, actor, async (tx) => {
        const rows = await readEntries(tx, query, 100);
        assert.equal(await countEntries(tx, query), rows.length);
        return rows.map((row) => row.action).filter((action) => !action.startsWith('account.'));
      });
    assert.deepEqual(await seen(administrator), ['post.insert']);
    assert.deepEqual(await seen({ ...administrator, posts: [] }), []);
    // The record's scope says pine alone here; what else there is knows the units above.
    assert.deepEqual(await seen(auditor), ['import.accepted', 'post.insert', 'export.records']);
    assert.deepEqual(await seen(city), ['import.accepted', 'post.insert', 'export.records']);
    assert.deepEqual(await seen(clerk), ['post.insert', 'export.records', 'record.verified']);
    assert.deepEqual(await seen(city, { unit: id('west') }), ['import.accepted']);
    assert.deepEqual(await seen(city, { group: 'export', who: 'cle' }), ['export.records']);
    assert.deepEqual(await seen(city, { text: '密 pine', subject: 'post.insert:1' }), ['post.insert']);
    assert.deepEqual(await seen(city, { text: '导入', actions: ['import.accepted'] }), ['import.accepted']);
    assert.deepEqual(await seen(city, { to: '2020-01-01' }), []);
    assert.deepEqual(await seen(city, { text: '%' }), []);
    const [entry] = await asReader(other, city, (tx) => readEntries(tx, {}, 1));
    assert.equal(entry?.detail.device, 'Chrome · Windows');
  });
});
