import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { CannotRun } from './exit.ts';
import * as m0001 from './migrations/0001-foundation.ts';
import * as m0002audit from './migrations/0002-audit.ts';
import * as m0002imports from './migrations/0002-imports.ts';
import * as m0003 from './migrations/0003-accounts.ts';
import * as m0004 from './migrations/0004-verification.ts';
import * as m0005 from './migrations/0005-duplicates.ts';
import * as m0006 from './migrations/0006-reporting.ts';
import * as m0007 from './migrations/0007-photos.ts';
import * as m0008 from './migrations/0008-views.ts';
import * as m0009 from './migrations/0009-intake.ts';
import * as m0010 from './migrations/0010-discrepancies.ts';
import * as m0012audit from './migrations/0012-audit.ts';
import * as m0012imports from './migrations/0012-imports.ts';
import type { Tables } from './tables.ts';

const migrations: Record<string, Migration> = {
  '0001-foundation': m0001,
  '0002-audit': m0002audit,
  '0002-imports': m0002imports,
  '0003-accounts': m0003,
  '0004-verification': m0004,
  '0005-duplicates': m0005,
  '0006-reporting': m0006,
  '0007-photos': m0007,
  '0008-views': m0008,
  '0009-intake': m0009,
  '0010-discrepancies': m0010,
  '0012-audit': m0012audit,
  '0012-imports': m0012imports,
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
