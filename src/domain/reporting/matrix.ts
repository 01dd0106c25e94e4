import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import type { Unit, UnitTree } from '#domain/units/tree.ts';
import { type Window, windowText } from '#kernel/window.ts';
import type { CellCounts, MatrixRow, Period, ReportingSection, Source } from './model.ts';
import { appliesTo, cellState, dueOf, isAsked } from './rules.ts';
import { type LatestReminder, readReminded, readStatements, type StoredStatement } from './store.ts';

/**
 * What these units, each with everything under it, have said to every section of the round; rows and cells in the order
 * given. Counts are exact at the last commit. Units that the transaction's actor may not see come out as if they had said
 * nothing, so a border asks for those in sight only.
 */
export async function readMatrix(
  tx: Tx | Db,
  tree: UnitTree,
  period: Period,
  units: readonly Unit[],
): Promise<MatrixRow[]> {
  const ids = units.map((unit) => unit.id);
  const counts = await countCells(tx, tree, period, units);
  const statements = keyed(await readStatements(tx, period.id, ids));
  const reminded = keyed(await readReminded(tx, period.id, ids));
  return units.map((unit) => ({
    unitId: unit.id,
    kind: unit.kind,
    due: dueOf(unit, period),
    cells: period.sections.map((section) => {
      const key = keyOf(unit.id, section.code);
      return cellOf(
        section,
        counts.get(key),
        statements.get(key),
        reminded.get(key),
        isAsked(section, unit, tree, period),
      );
    }),
  }));
}

/** The windows of a section in one text, as a statement is made about them. */
export function windowsText({ windows }: Pick<ReportingSection, 'windows'>): string {
  return windows.map(windowText).join(' ');
}

function cellOf(
  section: ReportingSection,
  counts: CellCounts = { verified: 0, submitted: 0, returned: 0, late: 0 },
  stated: StoredStatement | undefined,
  reminded: LatestReminder | undefined,
  asked: boolean,
) {
  // A statement about other days than the round has now says nothing about these.
  const statement = stated?.windows === windowsText(section) ? stated : undefined;
  return {
    section: section.code,
    ...counts,
    asked,
    state: cellState(counts, statement, asked),
    ...(statement && { statement: { id: statement.id, by: statement.by, at: statement.at } }),
    contradicted: statement !== undefined && counts.verified + counts.submitted + counts.returned > 0,
    ...(reminded && { reminded: { by: reminded.by, at: reminded.at } }),
    remindedToday: reminded?.today ?? false,
  };
}

interface Counted extends CellCounts {
  readonly unit: number;
  readonly section: number;
}

/**
 * One statement for all cells. Verified records come from the tallies: whole months, the days at the edges, and what is not
 * folded yet; highlights, which tallies do not know, are set right from their own small index. What is on its way comes
 * from the small index of what is not counted.
 */
async function countCells(
  tx: Tx | Db,
  tree: UnitTree,
  period: Period,
  units: readonly Unit[],
): Promise<Map<string, CellCounts>> {
  const { asked, sources } = groups(tree, period, units);
  if (sources.length === 0 || asked.length === 0) return new Map();
  const hull = hullOf(period.sections.flatMap((section) => section.sources));
  const firstLate =
    asked
      .map((row) => row.due)
      .filter((due) => due !== null)
      .sort()[0] ?? null;
  const { rows } = await sql<Counted>`
    WITH given AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS one(unit int, grp int, due date)
      WHERE NOT row_security_active('tally_increment') OR unit IN (SELECT id FROM visible_unit)),
    source AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(sources)}::jsonb) AS one(grp int, section int, kind text, classes jsonb, highlight boolean, first date, last date)),
    -- On which days a facet belongs to a section: for highlights, and for all others. The planner takes a bare @> for a rare match.
    reach AS MATERIALIZED (
      SELECT s.grp, s.section, f.id AS facet,
        coalesce(range_agg(daterange(s.first, s.last, '[]')) FILTER (WHERE s.highlight IS NOT TRUE), '{}') AS plain,
        coalesce(range_agg(daterange(s.first, s.last, '[]')) FILTER (WHERE s.highlight IS NOT FALSE), '{}') AS lit
      FROM source s JOIN facet f ON f.kind = s.kind AND CASE WHEN f.classes @> s.classes THEN true ELSE false END GROUP BY 1, 2, 3),
    span AS MATERIALIZED (
      SELECT grp, section, facet, lower(days) AS first, upper(days) AS after,
        (date_trunc('month', lower(days) - 1) + interval '1 month')::date AS month, date_trunc('month', upper(days))::date AS month_after
      FROM reach CROSS JOIN LATERAL unnest(plain) AS days),
    edge AS MATERIALIZED (
      SELECT grp, section, facet, part.first, part.after FROM span CROSS JOIN LATERAL (VALUES
        (first, CASE WHEN month < month_after THEN month ELSE after END),
        (month_after, CASE WHEN month < month_after THEN after ELSE month_after END)) AS part(first, after)
      WHERE part.first < part.after),
    -- Each is read once, before it meets the sections.
    month AS MATERIALIZED (
      SELECT g.unit, g.grp, t.month, t.facet_id, t.n FROM given g
        JOIN tally_month t ON t.unit_id = g.unit AND t.month BETWEEN date_trunc('month', ${hull.from}::date)::date AND ${hull.to}::date),
    highlight AS MATERIALIZED (
      SELECT g.unit, g.grp, h.facet_id, h.day FROM record h CROSS JOIN LATERAL unnest(h.scope) AS u(id) JOIN given g ON g.unit = u.id
      WHERE h.highlight AND h.status = 'verified' AND h.day BETWEEN ${hull.from} AND ${hull.to}),
    waiting AS MATERIALIZED (
      SELECT g.unit, g.grp, w.facet_id, w.day, w.highlight, w.status FROM record w CROSS JOIN LATERAL unnest(w.scope) AS u(id) JOIN given g ON g.unit = u.id
      WHERE w.status <> 'verified' AND w.status IN ('submitted', 'returned') AND w.day BETWEEN ${hull.from} AND ${hull.to}),
    tallied AS (
      SELECT m.unit, s.section, sum(m.n) AS n FROM month m
        JOIN span s ON s.grp = m.grp AND s.facet = m.facet_id AND m.month >= s.month AND m.month < s.month_after GROUP BY 1, 2
      UNION ALL
      SELECT g.unit, e.section, sum(t.n) FROM edge e JOIN given g ON g.grp = e.grp
        JOIN tally_day t ON t.unit_id = g.unit AND t.facet_id = e.facet AND t.day >= e.first AND t.day < e.after GROUP BY 1, 2
      UNION ALL
      SELECT g.unit, r.section, sum(i.n) FROM tally_increment i CROSS JOIN LATERAL unnest(i.units) AS u(id) JOIN given g ON g.unit = u.id
        JOIN reach r ON r.grp = g.grp AND r.facet = i.facet_id AND r.plain @> i.day GROUP BY 1, 2
      UNION ALL
      SELECT h.unit, r.section, sum((r.lit @> h.day)::int - (r.plain @> h.day)::int) FROM highlight h
        JOIN reach r ON r.grp = h.grp AND r.facet = h.facet_id AND r.lit <> r.plain GROUP BY 1, 2),
    on_its_way AS (
      SELECT w.unit, r.section, count(*) FILTER (WHERE w.status = 'submitted') AS submitted, count(*) FILTER (WHERE w.status = 'returned') AS returned
      FROM waiting w JOIN reach r ON r.grp = w.grp AND r.facet = w.facet_id AND (CASE WHEN w.highlight THEN r.lit ELSE r.plain END) @> w.day GROUP BY 1, 2),
    after_day AS MATERIALIZED (
      SELECT step.id, step.record_id, step.at FROM record_step step
      WHERE step.to_status = 'submitted' AND step.at >= (${firstLate}::date + 1) AT TIME ZONE ${zone}),
    sent AS MATERIALIZED (
      SELECT g.unit, g.grp, l.facet_id, l.day, l.highlight, l.id FROM after_day step JOIN record l ON l.id = step.record_id
        CROSS JOIN LATERAL unnest(l.scope) AS u(id) JOIN given g ON g.unit = u.id
      WHERE l.status IN ('submitted', 'verified', 'returned') AND l.day BETWEEN ${hull.from} AND ${hull.to}
        AND (step.at AT TIME ZONE ${zone})::date > g.due
        AND NOT EXISTS (SELECT FROM record_step earlier WHERE earlier.record_id = l.id AND earlier.to_status = 'submitted' AND earlier.id < step.id)),
    sent_late AS (
      SELECT l.unit, r.section, count(*) AS late FROM sent l
        JOIN reach r ON r.grp = l.grp AND r.facet = l.facet_id AND (CASE WHEN l.highlight THEN r.lit ELSE r.plain END) @> l.day GROUP BY 1, 2)
    SELECT unit, section, coalesce(sum(verified), 0)::bigint AS verified, coalesce(sum(submitted), 0)::bigint AS submitted,
      coalesce(sum(returned), 0)::bigint AS returned, coalesce(sum(late), 0)::bigint AS late
    FROM (SELECT unit, section, n AS verified, 0 AS submitted, 0 AS returned, 0 AS late FROM tallied
      UNION ALL SELECT unit, section, 0, submitted, returned, 0 FROM on_its_way
      UNION ALL SELECT unit, section, 0, 0, 0, late FROM sent_late) AS part
    GROUP BY 1, 2`.execute(tx);
  return new Map(rows.map(({ unit, section, ...counts }) => [keyOf(unit, period.sections[section]!.code), counts]));
}

// The country has one time zone; a deadline is a day there.
const zone = 'Asia/Shanghai';

/** Units for which the same sources speak are one group, so that days and facets are worked out once for all of them. */
function groups(tree: UnitTree, period: Period, units: readonly Unit[]) {
  const all = period.sections.flatMap(({ sources }, section) => sources.map((source) => ({ section, source })));
  const known = new Map<string, number>();
  const sources: object[] = [];
  const asked = units.map((unit) => {
    const fitting = all.filter(({ source }) => appliesTo(source, unit, tree, period));
    const key = JSON.stringify(fitting);
    const grp = known.get(key) ?? known.size;
    if (!known.has(key)) {
      known.set(key, grp);
      sources.push(...fitting.map(({ section, source }) => sourceRow(grp, section, source)));
    }
    return { unit: unit.id, grp, due: dueOf(unit, period) };
  });
  return { asked, sources };
}

function sourceRow(grp: number, section: number, { kind, classes, highlight, window }: Source): object {
  return { grp, section, kind, classes, highlight: highlight ?? null, first: window.from, last: window.to };
}

/** From the first day to the last of all these windows. */
export function hullOf(sources: readonly Pick<Source, 'window'>[]): Window {
  const windows = sources.map((source) => source.window);
  return {
    from: windows.map((one) => one.from).sort()[0]!,
    to: windows
      .map((one) => one.to)
      .sort()
      .at(-1)!,
  };
}

function keyed<Row extends { readonly unitId: number; readonly section: string }>(
  rows: readonly Row[],
): Map<string, Row> {
  return new Map(rows.map((row) => [keyOf(row.unitId, row.section), row]));
}

function keyOf(unitId: number, section: string): string {
  return `${unitId} ${section}`;
}
