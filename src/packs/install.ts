import { sql } from 'kysely';
import type { Database, Db, Tx } from '#db/open.ts';
import { hashPassword } from '#domain/access/passwords.ts';
import type { Actor } from '#domain/access/policy.ts';
import { addEntry } from '#domain/audit/store.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { loadRecords } from '#domain/records/load.ts';
import { compileSummary } from '#domain/summary/compile.ts';
import { freezeEdition, makeEdition, publishEdition } from '#domain/summary/edition.ts';
import { readRounds, readTemplate } from '#domain/summary/store.ts';
import { rebuildTallies } from '#domain/tallies/verify.ts';
import { installCatalogue, installPeople, installUnits } from './install-organisation.ts';
import { announceRounds, installArticles, installColumns } from './install-site.ts';
import type { Pack } from './model.ts';
import { readPack } from './read.ts';

/**
 * Fills an empty database with a pack, demo period and accounts included, in one transaction: all of it or nothing.
 * Published rounds are compiled from the records and frozen like any other. Raises ProblemError with everything that is
 * wrong with the pack before anything is written.
 */
export async function installPack(database: Database, folder: string): Promise<{ records: number }> {
  const pack = readPack(folder);
  // Slow on purpose, so they are made beside the database's work.
  const hashes = Promise.all(pack.accounts.map((account) => hashPassword(account.password)));
  return await database.system.transaction().execute(async (tx) => {
    // A second process that found the database empty waits here and then finds it filled.
    await sql`SELECT pg_advisory_xact_lock(hashtext('taizhang.pack'))`.execute(tx);
    if (await isInstalled(tx)) return { records: 0 };
    // One entry in the audit for the whole pack, not one for every row.
    await sql`SELECT set_config('app.bulk', 'on', true)`.execute(tx);
    await installUnits(tx, pack);
    await installCatalogue(tx, pack);
    await installPeople(tx, pack);
    await installRounds(tx, pack);
    await installColumns(tx, pack);
    const organisation = await readOrganisation(tx);
    const records = await loadRecords(
      tx,
      organisation,
      pack.demo.records.map((draft) => ({ draft, status: draft.status, reason: draft.reason })),
    );
    await rebuildTallies(tx);
    await sql`ANALYZE unit, unit_place, facet, record, record_scope, record_person, record_step, tally_day, tally_month`.execute(
      tx,
    );
    await installArticles(tx, pack);
    await publishRounds(tx, pack);
    await announceRounds(tx, pack);
    await installAccounts(tx, pack, await hashes);
    const settings = {
      pack: { code: pack.code, title: pack.title },
      site: {
        organisation: pack.site.organisation,
        contact: pack.site.contact,
        icp: pack.site.icp,
        police_filing: pack.site.policeFiling,
        tiles: pack.site.tiles,
        links: pack.site.links,
      },
      today: { day: pack.today },
      demo_accounts: pack.accounts.map(({ username, name, password }) => ({ username, name, password })),
    };
    for (const [name, value] of Object.entries(settings)) {
      await tx
        .insertInto('setting')
        .values({ name, value: JSON.stringify(value) })
        .execute();
    }
    await addEntry(tx, 'pack.installed', `pack:${pack.code}`, [organisation.tree.root().id], { records });
    return { records };
  });
}

/** Fills the database with the pack if nothing has filled it yet. */
export async function installIfEmpty(database: Database, folder: string, say: (line: string) => void): Promise<void> {
  if (await isInstalled(database.system)) return;
  say(`正在装入资料包 ${folder} …… (installing the pack)`);
  const began = Date.now();
  const { records } = await installPack(database, folder);
  say(`已装入 ${records} 条工作记录，用时 ${((Date.now() - began) / 1000).toFixed(1)} 秒。`);
}

/** Whether a pack has filled this database already. */
export async function isInstalled(db: Db | Tx): Promise<boolean> {
  return (await db.selectFrom('setting').select('name').where('name', '=', 'pack').executeTakeFirst()) !== undefined;
}

async function installAccounts(tx: Tx, pack: Pack, hashes: readonly string[]): Promise<void> {
  for (const [index, account] of pack.accounts.entries()) {
    const { id } = await tx
      .insertInto('account')
      .values({
        username: account.username,
        name: account.name,
        password_hash: hashes[index]!,
        person_id: null,
        demo: true,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const unit = pack.units.find((one) => one.code === account.unit)!;
    await sql`INSERT INTO post (account_id, unit_id, role, valid_from)
      SELECT ${id}, id, ${account.role}, ${unit.validFrom}::date FROM unit WHERE code = ${account.unit}`.execute(tx);
  }
}

async function installRounds(tx: Tx, pack: Pack): Promise<void> {
  const { template } = pack;
  await tx
    .insertInto('template')
    .values({ code: template.code, content: JSON.stringify(template) })
    .execute();
  for (const round of pack.rounds) {
    const windows = Object.fromEntries(
      Object.entries(round.windows).map(([name, window]) => [name, `${window.from}..${window.to}`]),
    );
    await sql`INSERT INTO round (code, unit_id, title, from_day, to_day, windows, template)
      SELECT ${round.code}, id, ${round.title}, ${round.window.from}::date, ${round.window.to}::date, ${JSON.stringify(windows)}::jsonb, ${template.code}
      FROM unit WHERE code = ${round.unit}`.execute(tx);
  }
  const first = pack.rounds[0];
  if (!first) return;
  for (const [position, one] of pack.demo.commitments.entries()) {
    await sql`INSERT INTO commitment (code, round_id, unit_id, title, due, position)
      SELECT ${one.code}, round.id, unit.id, ${one.title}, ${one.due ?? null}::date, ${position} FROM round, unit
      WHERE round.code = ${first.code} AND unit.code = ${one.unit}`.execute(tx);
  }
}

/** Compiled and frozen as a secretary would, at the moment that the pack gives. */
async function publishRounds(tx: Tx, pack: Pack): Promise<void> {
  const organisation = await readOrganisation(tx);
  const root = organisation.tree.root();
  const post = { role: 'secretary', unitId: root.id, path: root.path, from: root.validFrom, to: null } as const;
  const system: Actor = { accountId: 0, name: pack.title.zh, posts: [post] };
  for (const round of await readRounds(tx)) {
    const publishedAt = pack.rounds.find((one) => one.code === round.code)?.publishedAt;
    if (!publishedAt) continue;
    const template = await readTemplate(tx, round.template);
    const unit = organisation.tree.byId(round.unitId);
    const { window, windows, title } = round;
    const summary = await compileSummary(tx, organisation, { unit, window, windows, title, template });
    const edition = await makeEdition(tx, organisation, summary, round.code, new Date(publishedAt));
    await freezeEdition(tx, system, organisation, edition, round.id);
    await publishEdition(tx, system, organisation, round.code, new Date(publishedAt));
  }
}
