import { sql } from 'kysely';
import type { Db } from '#db/open.ts';
import { type Organisation, readOrganisation } from '#domain/classes/organisation.ts';

/**
 * Keeps the tree and the catalogue in memory. Once a second at most it asks whether any of their rows changed since, by
 * whichever process, and reads them anew if so.
 */
export function rememberOrganisation(system: Db, everyMs = 1000): () => Promise<Organisation> {
  let kept: { version: string; organisation: Organisation } | undefined;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let checking: Promise<Organisation> | undefined;

  const check = async (): Promise<Organisation> => {
    const version = await readVersion(system);
    if (kept?.version !== version) kept = { version, organisation: await readOrganisation(system) };
    checkedAt = performance.now();
    return kept.organisation;
  };
  return () => {
    if (kept && performance.now() - checkedAt < everyMs) return Promise.resolve(kept.organisation);
    checking ??= check().finally(() => {
      checking = undefined;
    });
    return checking;
  };
}

/** Every change of a row gives it a new xmin; deletions change the count. */
async function readVersion(system: Db): Promise<string> {
  const parts = ['unit', 'unit_place', 'class_list', 'class', 'measure'].map(
    (table) =>
      sql`SELECT count(*)::text || ':' || coalesce(max(xmin::text::bigint), 0)::text AS version FROM ${sql.table(table)}`,
  );
  const { rows } = await sql<{
    version: string;
  }>`SELECT string_agg(version, ' ') AS version FROM (${sql.join(parts, sql` UNION ALL `)}) AS part`.execute(system);
  return rows[0]!.version;
}
