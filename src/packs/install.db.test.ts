import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPassword } from '#domain/access/passwords.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { kindCodes } from '#domain/kinds/model.ts';
import { compileSummary } from '#domain/summary/compile.ts';
import { makeEdition, sealEdition } from '#domain/summary/edition.ts';
import { readRounds, readTemplate } from '#domain/summary/store.ts';
import { verifyTallies } from '#domain/tallies/verify.ts';
import { ProblemError } from '#kernel/problem.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { packFolder } from '../config.ts';
import { installPack, isInstalled } from './install.ts';
import { readPack } from './read.ts';
import { announcementCode } from './settings.ts';
import { smallPack, withPack } from './small-pack.ts';

async function withDatabase(act: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await freshDatabase();
  try {
    await act(database);
  } finally {
    await database.drop();
  }
}

const filled = [
  'unit',
  'class_list',
  'person',
  'account',
  'record',
  'tally_day',
  'round',
  'site_article',
  'setting',
] as const;

async function countOf({ system }: TestDatabase, table: (typeof filled)[number]): Promise<number> {
  const counted = system.selectFrom(table).select((select) => select.fn.countAll<number>().as('n'));
  return (await counted.executeTakeFirstOrThrow()).n;
}

async function assertEmpty(database: TestDatabase): Promise<void> {
  assert.equal(await isInstalled(database.system), false);
  for (const table of filled) assert.equal(await countOf(database, table), 0, table);
}

test('a pack with problems writes nothing', async () => {
  await withDatabase(async (database) => {
    const files = { ...smallPack, 'people.csv': 'code,name,generated,note\np-one,讲师,perhaps,\n' };
    await assert.rejects(
      withPack(files, (folder) => installPack(database, folder)),
      ProblemError,
    );
    await assertEmpty(database);
  });
});

test('an installation that fails at its last step leaves nothing behind, and can be tried again', async () => {
  await withDatabase(async (database) => {
    const { system } = database;
    await system.insertInto('setting').values({ name: 'demo_accounts', value: '[]' }).execute();
    await assert.rejects(installPack(database, packFolder('hongshan')), /duplicate key/);
    await system.deleteFrom('setting').where('name', '=', 'demo_accounts').execute();
    await assertEmpty(database);
    const { records } = await installPack(database, packFolder('hongshan'));
    assert.ok(records > 0);
  });
});

test('two processes that install at once install once', async () => {
  await withDatabase(async (database) => {
    const folder = packFolder('hongshan');
    const [one, other] = await Promise.all([installPack(database, folder), installPack(database, folder)]);
    const records = await countOf(database, 'record');
    assert.deepEqual(
      [one.records, other.records].toSorted((a, b) => a - b),
      [0, records],
    );
    assert.ok(await isInstalled(database.system));
  });
});

for (const name of ['changsha', 'hongshan']) {
  test(`${name}: installs whole, counts right, and its edition comes out the same again`, async () => {
    await withDatabase(async (database) => {
      const pack = readPack(packFolder(name));
      assert.deepEqual(await installPack(database, packFolder(name)), { records: pack.demo.records.length });
      assert.equal(await countOf(database, 'unit'), pack.units.length);
      assert.equal(await countOf(database, 'record'), pack.demo.records.length);
      await assertTreeIs(database, pack);
      await assertCountsRight(database);
      await assertEveryKindVerified(database);
      await assertEditionsRegenerate(database, pack);
      await assertAccountsOpen(database, pack);
      assert.deepEqual(await installPack(database, packFolder(name)), { records: 0 }, 'the second time does nothing');
    });
  });
}

type Pack = ReturnType<typeof readPack>;

/** Units as the database holds them, moves and aliases apart, are the units of the pack. */
async function assertTreeIs({ system }: TestDatabase, pack: Pack): Promise<void> {
  const { tree, catalogue } = await readOrganisation(system);
  for (const { code, parent, name, validTo } of pack.units) {
    const unit = tree.find(code)!;
    const above = unit.parentId === null ? null : tree.byId(unit.parentId).code;
    assert.deepEqual({ name: unit.name, above, validTo: unit.validTo }, { name, above: parent, validTo });
    assert.equal(unit.path, parent === null ? code : `${tree.find(parent)!.path}/${code}`);
  }
  for (const measure of pack.measures) assert.deepEqual(catalogue.measure(measure.code), measure);
  assert.deepEqual(
    pack.families.map((family) => catalogue.family(family.code)),
    pack.families,
  );
}

async function assertCountsRight({ system }: TestDatabase): Promise<void> {
  const { cells, differences } = await verifyTallies(system);
  assert.ok(cells > 0);
  assert.deepEqual(differences, []);
}

async function assertEveryKindVerified({ system }: TestDatabase): Promise<void> {
  const rows = await system.selectFrom('record').select('kind').distinct().where('status', '=', 'verified').execute();
  assert.deepEqual(rows.map((row) => row.kind).toSorted(), kindCodes.toSorted());
}

async function assertEditionsRegenerate({ system }: TestDatabase, pack: Pack): Promise<void> {
  const organisation = await readOrganisation(system);
  const published = pack.rounds.filter((round) => round.publishedAt !== null);
  assert.ok(published.length > 0);
  const editions = await system.selectFrom('edition').selectAll().execute();
  assert.equal(editions.length, published.length);
  for (const { code, publishedAt } of published) {
    const edition = editions.find((one) => one.code === code)!;
    const round = (await readRounds(system)).find((one) => one.code === code)!;
    const template = await readTemplate(system, round.template);
    const unit = organisation.tree.byId(round.unitId);
    const summary = await compileSummary(system, organisation, { ...round, unit, template });
    const again = sealEdition(await makeEdition(system, organisation, summary, code, new Date(publishedAt!)));
    assert.deepEqual(again, { canonical: edition.canonical, sha256: edition.sha256 });
    assert.equal(edition.published_at?.toISOString(), new Date(publishedAt!).toISOString());
    const article = await system
      .selectFrom('site_article')
      .selectAll()
      .where('code', '=', announcementCode({ code }))
      .executeTakeFirstOrThrow();
    assert.deepEqual([article.edition_code, article.title], [code, edition.title]);
    assert.equal(article.published_at?.toISOString(), edition.published_at?.toISOString());
    // Every section of the template has something to say in the demo period.
    assert.ok(!edition.canonical.includes('本期没有已核定的记录'), edition.canonical.slice(0, 200));
  }
}

async function assertAccountsOpen({ system }: TestDatabase, pack: Pack): Promise<void> {
  const rows = await system
    .selectFrom('account')
    .innerJoin('post', 'post.account_id', 'account.id')
    .innerJoin('unit', 'unit.id', 'post.unit_id')
    .select(['account.username', 'account.password_hash', 'post.role', 'unit.code as unit'])
    .orderBy('account.id')
    .execute();
  const expected = pack.accounts.map(({ username, role, unit }) => ({ username, role, unit }));
  assert.deepEqual(
    rows.map(({ username, role, unit }) => ({ username, role, unit })),
    expected,
  );
  assert.equal(new Set(rows.map((row) => row.password_hash)).size, rows.length, 'each password has a salt of its own');
  const [first] = pack.accounts;
  assert.ok(await isPassword(first!.password, rows[0]!.password_hash));
  assert.ok(!(await isPassword(`${first!.password}x`, rows[0]!.password_hash)));
}
