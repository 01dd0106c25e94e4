import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { CannotRun } from './exit.ts';
import * as m0001 from './migrations/0001-foundation.ts';
import * as m0002audit from './migrations/0002-audit.ts';
import * as m0002imports from './migrations/0002-imports.ts';
import * as m0005 from './migrations/0005-duplicates.ts';
import type { Tables } from './tables.ts';

const migrations: Record<string, Migration> = {
  '0001-foundation': m0001,
  '0002-audit': m0002audit,
  '0002-imports': m0002imports,
  '0005-duplicates': m0005,
};

/** Brings the tables up to date, one transaction for all steps. Raises CannotRun when a step fails; nothing is left half-done. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const reason = error instanceof Error ? error.message : String(error);
  throw new CannotRun('databaseUnusable', {
    zh: `数据库升级没有成功，已全部撤回：${reason}`,
    en: `The database could not be brought up to date; everything was rolled back: ${reason}`,
  });
}
