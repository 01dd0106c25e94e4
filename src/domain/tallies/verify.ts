import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import { slots } from '#db/tables.ts';
import type { Day } from '#kernel/day.ts';

/** A cell that differs from what the records give. `counted` is what the cells say, `recomputed` what the records say. */
export interface TallyDifference {
  readonly grain: 'day' | 'month';
  readonly unitId: number;
  readonly from: Day;
  readonly facetId: number;
  readonly counted: string;
  readonly recomputed: string;
}

const values = ['n', ...slots];
const zeroed = values.map((slot) => `coalesce(sum(${slot}), 0)::bigint AS ${slot}`).join(', ');
const row = (alias: string) => `ROW(${values.map((slot) => `coalesce(${alias}.${slot}, 0)`).join(', ')})`;

// Where a record counts, worked out again from where its hosts stood on its day, without record_scope.
const recomputedRows = `
  SELECT DISTINCT above.id AS unit_id, r.day, r.facet_id, r.id, 1 AS n, ${slots.map((slot) => `r.${slot}`).join(', ')}
  FROM record r
  CROSS JOIN LATERAL unnest(r.hosts) AS h(unit_id)
  JOIN unit host ON host.id = h.unit_id
  LEFT JOIN unit_place p ON p.unit_id = h.unit_id AND r.day BETWEEN p.valid_from AND p.valid_to
  JOIN unit above ON above.code = ANY (string_to_array(coalesce(p.path, host.path), '/'))
  WHERE r.status = 'verified'`;

/**
 * Recomputes every cell from the records themselves, at both grains, and compares. Returns at most `limit` differences and
 * how many cells were compared; an empty list means that every figure equals its records.
 */
export async function verifyTallies(
  db: Db | Tx,
  limit = 100,
): Promise<{ cells: number; differences: TallyDifference[] }> {
  const differences: TallyDifference[] = [];
  let cells = 0;
  for (const grain of ['day', 'month'] as const) {
    const from = grain === 'day' ? 'day' : "date_trunc('month', day)::date";
    const table = grain === 'day' ? 'tally_day' : 'tally_month';
    const key = grain === 'day' ? 'day' : 'month';
    const found = await sql<{
      cells: number;
      unit_id: number;
      first: Day;
      facet_id: number;
      counted: string;
      recomputed: string;
      same: boolean;
    }>`
      WITH recomputed AS (
        SELECT unit_id, ${sql.raw(from)} AS first, facet_id, ${sql.raw(zeroed)} FROM (${sql.raw(recomputedRows)}) AS r GROUP BY 1, 2, 3),
      counted AS (
        SELECT unit_id, first, facet_id, ${sql.raw(zeroed)} FROM (
          SELECT unit_id, ${sql.raw(key)} AS first, facet_id, ${sql.raw(values.join(', '))} FROM ${sql.table(table)}
          UNION ALL
          SELECT u.unit_id, ${sql.raw(from)}, facet_id, ${sql.raw(values.join(', '))}
          FROM tally_increment CROSS JOIN LATERAL unnest(units) AS u(unit_id)) AS part GROUP BY 1, 2, 3),
      compared AS (
        SELECT unit_id, first, facet_id, ${sql.raw(row('c'))} AS counted, ${sql.raw(row('r'))} AS recomputed
        FROM counted c FULL JOIN recomputed r USING (unit_id, first, facet_id))
      SELECT (SELECT count(*) FROM compared) AS cells, unit_id, first, facet_id, counted::text, recomputed::text
      FROM compared WHERE counted IS DISTINCT FROM recomputed
      UNION ALL SELECT (SELECT count(*) FROM compared), NULL, NULL, NULL, NULL, NULL
      LIMIT ${limit + 1}`.execute(db);
    cells += found.rows[0]?.cells ?? 0;
    for (const one of found.rows) {
      if (one.unit_id === null) continue;
      const { unit_id: unitId, first, facet_id: facetId, counted, recomputed } = one;
      differences.push({ grain, unitId, from: first, facetId, counted, recomputed });
    }
  }
  return { cells, differences: differences.slice(0, limit) };
}

/**
 * Throws the cells away and counts every record anew. For bulk loads; takes the same lock as folding, and whoever counts a
 * record meanwhile waits. Readers do not: what they began to read stays for them (a TRUNCATE would empty it).
 */
export async function rebuildTallies(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('taizhang.fold'))`.execute(tx);
  await sql`LOCK TABLE tally_increment IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
  for (const table of ['tally_increment', 'tally_day', 'tally_month'])
    await sql`DELETE FROM ${sql.table(table)}`.execute(tx);
  const columns = values.join(', ');
  const sums = slots.map((slot) => `sum(${slot})::bigint`).join(', ');
  await sql`INSERT INTO tally_day (unit_id, day, facet_id, ${sql.raw(columns)})
    SELECT s.unit_id, r.day, r.facet_id, count(*), ${sql.raw(slots.map((slot) => `sum(r.${slot})::bigint`).join(', '))}
    FROM record r JOIN record_scope s ON s.record_id = r.id WHERE r.status = 'verified' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`.execute(
    tx,
  );
  await sql`INSERT INTO tally_month (unit_id, month, facet_id, ${sql.raw(columns)})
    SELECT unit_id, date_trunc('month', day)::date, facet_id, sum(n)::bigint, ${sql.raw(sums)} FROM tally_day GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`.execute(
    tx,
  );
}
