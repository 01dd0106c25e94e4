import { sql } from 'kysely';
import type { Db } from '#db/open.ts';
import { slots } from '#db/tables.ts';

const columns = slots.join(', ');
const sums = slots.map((slot) => `sum(${slot})::bigint`).join(', ');
const added = (table: string) =>
  ['n', ...slots]
    .map((slot) =>
      // A measure that no record of the cell has stays unknown instead of turning into a zero.
      slot === 'n'
        ? `n = ${table}.n + excluded.n`
        : `${slot} = coalesce(${table}.${slot} + excluded.${slot}, ${table}.${slot}, excluded.${slot})`,
    )
    .join(', ');

/**
 * Moves up to `limit` increments into the cells of their units, by day and by month, in one transaction. Returns how many
 * were folded; 0 also when another process is folding. Readers see each increment exactly once throughout.
 */
export function foldIncrements(db: Db, limit = 5000): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const lock = await sql<{
      held: boolean;
    }>`SELECT pg_try_advisory_xact_lock(hashtext('taizhang.fold')) AS held`.execute(tx);
    if (!lock.rows[0]!.held) return 0;
    const folded = await sql<{ count: number }>`
      WITH taken AS (
        DELETE FROM tally_increment WHERE id IN (SELECT id FROM tally_increment ORDER BY id LIMIT ${limit}) RETURNING *),
      spread AS (
        SELECT u.unit_id, day, facet_id, sum(n)::bigint AS n, ${sql.raw(slots.map((slot) => `sum(${slot})::bigint AS ${slot}`).join(', '))}
        FROM taken CROSS JOIN LATERAL unnest(units) AS u(unit_id) GROUP BY u.unit_id, day, facet_id),
      days AS (
        INSERT INTO tally_day (unit_id, day, facet_id, n, ${sql.raw(columns)})
        SELECT unit_id, day, facet_id, n, ${sql.raw(columns)} FROM spread ORDER BY unit_id, day, facet_id
        ON CONFLICT (unit_id, day, facet_id) DO UPDATE SET ${sql.raw(added('tally_day'))}),
      months AS (
        INSERT INTO tally_month (unit_id, month, facet_id, n, ${sql.raw(columns)})
        SELECT unit_id, date_trunc('month', day)::date, facet_id, sum(n)::bigint, ${sql.raw(sums)} FROM spread
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT (unit_id, month, facet_id) DO UPDATE SET ${sql.raw(added('tally_month'))})
      SELECT count(*)::int AS count FROM taken`.execute(tx);
    return folded.rows[0]!.count;
  });
}

/** Folds until nothing is pending. */
export async function foldAll(db: Db): Promise<void> {
  while ((await foldIncrements(db)) > 0);
}
