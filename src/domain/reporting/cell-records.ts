import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import type { Status } from '#domain/records/model.ts';
import type { Unit, UnitTree } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import { hullOf } from './matrix.ts';
import type { Period, ReportingSection } from './model.ts';
import { appliesTo } from './rules.ts';

export interface CellRecord {
  readonly id: number;
  readonly kind: string;
  readonly title: string;
  readonly day: Day;
  readonly hosts: readonly number[];
  readonly status: Status;
  readonly highlight: boolean;
}

/** The records behind a cell, the latest first, at most `size`, after the one given: exactly those that it counts. */
export async function readCellRecords(
  tx: Tx | Db,
  tree: UnitTree,
  period: Period,
  section: ReportingSection,
  unit: Unit,
  size: number,
  after?: { readonly day: Day; readonly id: number },
): Promise<CellRecord[]> {
  const sources = section.sources.filter((source) => appliesTo(source, unit, tree, period));
  if (sources.length === 0) return [];
  const hull = hullOf(sources);
  const given = sources.map(({ kind, classes, highlight, window }) => ({
    kind,
    classes,
    highlight: highlight ?? null,
    first: window.from,
    last: window.to,
  }));
  const beyond = after ? sql`AND (s.day, s.record_id) < (${after.day}::date, ${after.id}::bigint)` : sql``;
  const { rows } = await sql<CellRecord>`
    WITH reach AS MATERIALIZED (
      SELECT f.id AS facet, coalesce(range_agg(daterange(s.first, s.last, '[]')) FILTER (WHERE s.highlight IS NOT TRUE), '{}') AS plain,
        coalesce(range_agg(daterange(s.first, s.last, '[]')) FILTER (WHERE s.highlight IS NOT FALSE), '{}') AS lit
      FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS s(kind text, classes jsonb, highlight boolean, first date, last date)
      JOIN facet f ON f.kind = s.kind AND f.classes @> s.classes GROUP BY 1)
    SELECT found.* FROM reach CROSS JOIN LATERAL (
      SELECT r.id, r.kind, r.title, r.day, r.hosts, r.status, r.highlight FROM record_scope s JOIN record r ON r.id = s.record_id
      WHERE s.unit_id = ${unit.id} AND s.facet_id = reach.facet AND s.day BETWEEN ${hull.from} AND ${hull.to}
        AND (CASE WHEN r.highlight THEN reach.lit ELSE reach.plain END) @> s.day AND r.status IN ('submitted', 'verified', 'returned') ${beyond}
      ORDER BY s.day DESC, s.record_id DESC LIMIT ${size}) AS found
    ORDER BY found.day DESC, found.id DESC LIMIT ${size}`.execute(tx);
  return rows;
}
