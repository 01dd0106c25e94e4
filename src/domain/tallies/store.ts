import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import { type Slot, slots } from '#db/tables.ts';
import type { Day } from '#kernel/day.ts';
import { splitWindow, type Window } from '#kernel/window.ts';

/** A record entering (sign 1) or leaving (sign -1) the counts, in the units that are, or contain, its hosts. */
export interface Increment {
  readonly recordId: number;
  readonly units: readonly number[];
  readonly day: Day;
  readonly facetId: number;
  readonly sign: 1 | -1;
  readonly values: Readonly<Partial<Record<Slot, number | null>>>;
}

/** Appends one increment in the transaction that counts the record: figures move with the commit, no writer waits. */
export async function appendIncrement(tx: Tx, increment: Increment): Promise<void> {
  const values = Object.fromEntries(
    slots.map((slot) => {
      const value = increment.values[slot];
      return [slot, value === undefined || value === null ? null : value * increment.sign];
    }),
  ) as Record<Slot, number | null>;
  await tx
    .insertInto('tally_increment')
    .values({
      record_id: increment.recordId,
      units: [...increment.units],
      day: increment.day,
      facet_id: increment.facetId,
      n: increment.sign,
      ...values,
    })
    .execute();
}

export interface CellSum {
  readonly unitId: number;
  readonly facetId: number;
  /** Records counted. */
  readonly n: number;
  readonly values: Readonly<Record<Slot, number>>;
}

/**
 * Totals of these units in this window, by unit and facet (all facets, or those named): whole months, the days at the
 * edges, and the increments not folded yet, in one statement and so in one snapshot. Exact at the moment of the last commit.
 */
export async function sumCells(
  db: Db | Tx,
  unitIds: readonly number[],
  window: Window,
  facetIds?: readonly number[],
): Promise<CellSum[]> {
  if (unitIds.length === 0 || facetIds?.length === 0) return [];
  const facets = facetIds ? sql`AND facet_id = ANY(${[...facetIds]}::int[])` : sql``;
  const units = sql`ANY(${[...unitIds]}::int[])`;
  const columns = sql.raw(slots.join(', '));
  const { months, edges } = splitWindow(window);
  // An increment is one row for all its units; of these a reader is given those whose cells it sees too.
  const parts: RawBuilder<unknown>[] = [
    sql`SELECT u.unit_id, i.facet_id, i.n, ${columns}
        FROM tally_increment i CROSS JOIN LATERAL unnest(i.units) AS u(unit_id)
        WHERE i.day BETWEEN ${window.from} AND ${window.to} AND i.units && ${[...unitIds]}::int[] AND u.unit_id = ${units} ${facets}
          AND (NOT row_security_active('tally_increment') OR u.unit_id IN (SELECT id FROM visible_unit))`,
  ];
  if (months) {
    parts.push(sql`SELECT unit_id, facet_id, n, ${columns} FROM tally_month
      WHERE unit_id = ${units} AND month BETWEEN ${months.from} AND ${months.to} ${facets}`);
  }
  for (const edge of edges) {
    parts.push(sql`SELECT unit_id, facet_id, n, ${columns} FROM tally_day
      WHERE unit_id = ${units} AND day BETWEEN ${edge.from} AND ${edge.to} ${facets}`);
  }
  const sums = sql.raw(slots.map((slot) => `coalesce(sum(${slot}), 0)::bigint AS ${slot}`).join(', '));
  const { rows } = await sql<{ unit_id: number; facet_id: number; n: number } & Record<Slot, number>>`
    SELECT unit_id, facet_id, sum(n)::bigint AS n, ${sums}
    FROM (${sql.join(parts, sql` UNION ALL `)}) AS part
    GROUP BY unit_id, facet_id HAVING sum(n) <> 0`.execute(db);
  return rows.map((row) => ({ unitId: row.unit_id, facetId: row.facet_id, n: row.n, values: row }));
}
