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
    ...[
      'account',
      'account_post',
      'app_giving',
      'class',
      'class_list',
      'class_map',
      'facet',
      'managed_account',
      'managed_post',
    ],
    ...['measure', 'outlet', 'person', 'site_column', 'template', 'unit', 'unit_alias', 'unit_place', 'visible_unit'],
  ];
  assert.deepEqual(await unguarded(readable), reference);
  for (const table of ['session', 'audit_head', 'second_factor', 'recovery_code', 'password_history'])
    assert.ok(!readable.includes(table), table);
  await assert.rejects(sql`SELECT token_hash FROM invitation`.execute(database.staff), /permission denied/);
  await assert.rejects(sql`SELECT password_hash FROM account`.execute(database.staff), /permission denied/);
});

test('signed-in people write where there is a wall, and delete only what they may write again', async () => {
  for (const privilege of ['INSERT', 'UPDATE'] as const) {
    assert.deepEqual(
      await unguarded(await tablesOf('taizhang_staff', privilege)),
      privilege === 'INSERT' ? ['facet'] : [],
    );
  }
  assert.deepEqual(await tablesOf('taizhang_staff', 'DELETE'), ['record_distinct', 'record_person', 'working_copy']);
  assert.deepEqual(await unguarded(['record_distinct', 'record_person', 'working_copy']), []);
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

test('the system lends its hands to administration only after asking who asks', async () => {
  const organisation = await writeOrganisation(await emptied());
  const clerk = await hire(database, organisation, 'clerk of the east', [['clerk', 'east']]);
  const [pine, ferry] = [
    await hire(database, organisation, 'pine', [['reporter', 'pine']]),
    await hire(database, organisation, 'ferry', [['reporter', 'ferry']]),
  ];
  for (const { actor, role } of [
    { actor: pine, role: 'reporter' },
    { actor: ferry, role: 'reporter' },
    { actor: clerk, role: 'clerk' },
  ]) {
    for (const { unitId, from } of actor.posts)
      await database.system
        .insertInto('post')
        .values({
          account_id: actor.accountId,
          person_id: null,
          unit_id: unitId,
          role,
          valid_from: from,
          valid_to: null,
        })
        .execute();
  }
  const refused = async (statement: string) => {
    await assert.rejects(
      asActor(database, clerk, (tx) => sql.raw(statement).execute(tx)),
      /out of reach|row-level security|permission denied/,
      statement,
    );
  };
  const unit = (code: string) => organisation.tree.find(code)!.id;
  const give = (account: number, code: string, role: string) =>
    `INSERT INTO post (account_id, unit_id, role, valid_from) VALUES (${account}, ${unit(code)}, '${role}', '2024-01-01')`;
  const invite = (code: string, role: string, by = clerk.accountId) =>
    `INSERT INTO invitation (kind, token_hash, name, username, role, unit_id, valid_from, created_by, expires_at)
     VALUES ('invitation', md5(random()::text), 'x', 'x', '${role}', ${unit(code)}, '2024-01-01', ${by}, now())`;
  for (const act of ['disable', 'enable', 'unlock', 'reset_factor']) {
    await refused(`SELECT manage_account(${ferry.accountId}, '${act}')`);
    await refused(`SELECT manage_account(${clerk.accountId}, '${act}')`);
  }
  for (const wrong of [
    give(pine.accountId, 'pine', 'clerk'),
    give(pine.accountId, 'ferry', 'reporter'),
    give(ferry.accountId, 'pine', 'reporter'),
  ])
    await refused(wrong);
  await refused(give(clerk.accountId, 'pine', 'reporter'));
  for (const wrong of [
    invite('ferry', 'reporter'),
    invite('pine', 'secretary'),
    invite('pine', 'reporter', ferry.accountId),
  ])
    await refused(wrong);
  for (const forbidden of [
    'SELECT * FROM second_factor',
    'SELECT hash FROM recovery_code',
    "UPDATE account SET password_hash = ''",
    'DELETE FROM post',
    "UPDATE post SET role = 'secretary'",
  ])
    await refused(forbidden);
  await asActor(database, clerk, async (tx) => {
    for (const right of [
      give(pine.accountId, 'mill', 'lecturer'),
      invite('pine', 'reporter'),
      `SELECT manage_account(${pine.accountId}, 'disable')`,
    ])
      await sql.raw(right).execute(tx);
    const changed = await sql
      .raw(`UPDATE post SET valid_to = '2024-02-01' WHERE account_id = ${ferry.accountId}`)
      .execute(tx);
    assert.equal(changed.numAffectedRows, 0n);
  });
});

async function emptied(): Promise<TestDatabase> {
  await database.drop();
  database = await freshDatabase();
  return database;
}
