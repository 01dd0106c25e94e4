import { sql } from 'kysely';
import type { Database } from '#db/open.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { generateRecords } from '#domain/records/generate.ts';
import { loadRecords } from '#domain/records/load.ts';
import { rebuildTallies } from '#domain/tallies/verify.ts';
import { day } from '#kernel/day.ts';

/** Brings the ledger to `size` generated records over three years. */
export async function grow(database: Database, size: number, say: (line: string) => void): Promise<void> {
  const organisation = await readOrganisation(database.system);
  const { count } = await database.system
    .selectFrom('record')
    .select((one) => one.fn.countAll<number>().as('count'))
    .where('key', 'like', 'bench-%')
    .executeTakeFirstOrThrow();
  const missing = size - count;
  const began = Date.now();
  await database.system.transaction().execute(async (tx) => {
    await loadRecords(
      tx,
      organisation,
      generateRecords(organisation, missing, size, { from: day('2022-01-01'), to: day('2024-12-31') }, `bench-${size}`),
    );
    await rebuildTallies(tx);
  });
  await sql`VACUUM ANALYZE`.execute(database.system);
  const seconds = (Date.now() - began) / 1000;
  say(`${missing} records loaded and tallied in ${seconds.toFixed(0)} s (${Math.round(missing / seconds)}/s)`);
}
