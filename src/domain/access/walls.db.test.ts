import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase, type TestDatabase } from '../../../test/database.ts';
import { hire, writeOrganisation } from '../../../test/organisation.ts';
import { asActor } from './transaction.ts';

let database: TestDatabase;
before(async () => {
  database = await freshDatabase();
});
after(() => database.drop());

/** Tables of which a role has any right, by privilege. Rights to single columns count as rights to the table. */
async function tablesOf(role: string, privilege: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE'): Promise<string[]> {
  const inColumns = privilege === 'DELETE' ? sql`false` : sql`has_any_column_privilege(${role}, oid, ${privilege})`;
  const { rows } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
      AND (has_table_privilege(${role}, oid, ${privilege}) OR ${inColumns}) ORDER BY 1`.execute(database.system);
  return rows.map((row) => row.name);
}

async function unguarded(tables: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relname = ANY (${[...tables]}) AND NOT relrowsecurity ORDER BY 1`.execute(
    database.system,
  );
  return rows.map((row) => row.name);
}

test('the public site reads published content, columns and the names of units; nothing else, and it writes nothing', async () => {
  const readable = await tablesOf('taizhang_site', 'SELECT');
  assert.deepEqual(readable, ['edition', 'setting', 'site_article', 'site_column', 'unit', 'unit_alias']);
  assert.deepEqual(await unguarded(readable), ['site_column', 'unit', 'unit_alias']);
  for (const privilege of ['INSERT', 'UPDATE', 'DELETE'] as const) {
    assert.deepEqual(await tablesOf('taizhang_site', privilege), [], privilege);
  }
  for (const table of [
    'record',
    'record_scope',
    'tally_month',
    'person',
    'account',
    'session',
    'post',
    'visible_unit',
  ]) {
    await assert.rejects(sql.raw(`SELECT 1 FROM ${table}`).execute(database.site), /permission denied/, table);
  }
});

test('the site cannot call what acts with the rights of the system', async () => {
  const { rows } = await sql<{ name: string }>`SELECT proname AS name FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prosecdef AND prorettype <> 'trigger'::regtype
      AND has_function_privilege('taizhang_site', oid, 'EXECUTE')`.execute(database.system);
  assert.deepEqual(rows, []);
});

test('what signed-in people read without a wall around its rows is reference data only', async () => {
  const readable = await tablesOf('taizhang_staff', 'SELECT');
  const reference = [
    ...['account', 'class', 'class_list', 'class_map', 'facet', 'measure', 'outlet', 'person', 'post'],
    ...['site_column', 'template', 'unit', 'unit_alias', 'unit_place', 'visible_unit'],
  ];
  assert.deepEqual(await unguarded(readable), reference);
  for (const table of ['session', 'audit_head']) assert.ok(!readable.includes(table), table);
  await assert.rejects(sql`SELECT password_hash FROM account`.execute(database.staff), /permission denied/);
});

test('signed-in people write where there is a wall, and delete nothing but the names on their records', async () => {
  for (const privilege of ['INSERT', 'UPDATE'] as const) {
    assert.deepEqual(
      await unguarded(await tablesOf('taizhang_staff', privilege)),
      privilege === 'INSERT' ? ['facet'] : [],
    );
  }
  assert.deepEqual(await tablesOf('taizhang_staff', 'DELETE'), ['record_person']);
});

test('the passwords of a trial are nobody’s to read but the system’s', async () => {
  const organisation = await writeOrganisation(database);
  const actor = await hire(database, organisation, 'secretary', [['secretary', 'lake']]);
  for (const name of ['site', 'pack', 'today', 'demo_accounts']) {
    await database.system.insertInto('setting').values({ name, value: '{}' }).execute();
  }
  const names = async (db: Pick<TestDatabase['site'], 'selectFrom'>) =>
    (await db.selectFrom('setting').select('name').orderBy('name').execute()).map((row) => row.name);
  assert.deepEqual(await names(database.site), ['site']);
  assert.deepEqual(await asActor(database, actor, names), ['pack', 'site', 'today']);
});

test('an edition is never edited or deleted, not by the system either', async () => {
  const unit = (await database.system.selectFrom('unit').select('id').execute())[0]!.id;
  await sql`INSERT INTO edition (code, unit_id, title, canonical, sha256, frozen_at) VALUES ('e', ${unit}, 't', '{}', 'x', now())`.execute(
    database.system,
  );
  const changes = [
    "code = 'f'",
    "title = 'u'",
    "canonical = '[]'",
    "sha256 = 'y'",
    `unit_id = ${unit + 1}`,
    'frozen_at = now()',
  ];
  for (const change of changes) {
    await assert.rejects(sql.raw(`UPDATE edition SET ${change}`).execute(database.system), /never edited/, change);
  }
  await assert.rejects(sql`DELETE FROM edition`.execute(database.system), /never edited/);
  await sql`UPDATE edition SET published_at = now()`.execute(database.system);
});
