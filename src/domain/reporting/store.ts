import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import type { Day } from '#kernel/day.ts';
import { parseWindow, type Window } from '#kernel/window.ts';
import type { Period, PeriodEvent } from './model.ts';
import { sectionsOf } from './sections.ts';

/** All rounds with their state, the newest first; of these codes, or of one unit. */
export async function readPeriods(
  tx: Tx | Db,
  of: { readonly code?: string; readonly unitId?: number } = {},
): Promise<Period[]> {
  const { rows } = await sql<Row>`
    SELECT r.id, r.code, r.title, r.unit_id, r.from_day, r.to_day, r.windows, r.template, t.content,
      p.due, p.due_by_kind, p.closed_at, a.name AS closed_by
    FROM round r JOIN template t ON t.code = r.template LEFT JOIN period p ON p.round_id = r.id LEFT JOIN account a ON a.id = p.closed_by
    WHERE (${of.code ?? null}::text IS NULL OR r.code = ${of.code ?? null}::text)
      AND (${of.unitId ?? null}::int IS NULL OR r.unit_id = ${of.unitId ?? null}::int)
    ORDER BY r.to_day DESC, r.id DESC`.execute(tx);
  return rows.map(periodOf);
}

interface Row {
  readonly id: number;
  readonly code: string;
  readonly title: string;
  readonly unit_id: number;
  readonly from_day: Day;
  readonly to_day: Day;
  readonly windows: Readonly<Record<string, string>>;
  readonly template: string;
  readonly content: unknown;
  readonly due: Day | null;
  readonly due_by_kind: Period['dueByKind'] | null;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
}

function periodOf(row: Row): Period {
  const window: Window = { from: row.from_day, to: row.to_day };
  const windows = Object.fromEntries(Object.entries(row.windows).map(([name, text]) => [name, parseWindow(text)]));
  return {
    id: row.id,
    code: row.code,
    title: row.title,
    unitId: row.unit_id,
    window,
    windows,
    template: row.template,
    sections: sectionsOf(row.content, window, windows),
    due: row.due,
    dueByKind: row.due_by_kind ?? {},
    closedAt: row.closed_at,
    closedBy: row.closed_by,
  };
}

/** Everything that was decided about the round, the latest first. */
export async function readEvents(tx: Tx | Db, roundId: number): Promise<PeriodEvent[]> {
  const { rows } = await sql<PeriodEvent>`
    SELECT e.action, e.reason, e.detail, a.name AS by, e.at FROM period_event e JOIN account a ON a.id = e.by_account
    WHERE e.round_id = ${roundId} ORDER BY e.id DESC`.execute(tx);
  return rows;
}

/** The state of the round follows from the event, in the same statement. */
export async function addEvent(
  tx: Tx,
  roundId: number,
  by: number,
  action: PeriodEvent['action'],
  { reason = '', detail = {} }: { readonly reason?: string; readonly detail?: PeriodEvent['detail'] },
): Promise<void> {
  await tx
    .insertInto('period_event')
    .values({ round_id: roundId, action, reason, detail: JSON.stringify(detail), by_account: by })
    .execute();
}

export interface StoredStatement {
  readonly id: number;
  readonly roundId: number;
  readonly unitId: number;
  readonly section: string;
  readonly windows: string;
  readonly by: string;
  readonly at: Date;
}

/** Statements that stand, of these units in the round. */
export async function readStatements(
  tx: Tx | Db,
  roundId: number,
  unitIds: readonly number[],
): Promise<StoredStatement[]> {
  const { rows } = await sql<StoredStatement>`
    SELECT s.id, s.round_id AS "roundId", s.unit_id AS "unitId", s.section, s.windows, a.name AS by, s.at
    FROM nothing_statement s JOIN account a ON a.id = s.by_account
    WHERE s.round_id = ${roundId} AND s.unit_id = ANY (${[...unitIds]}::int[]) AND s.withdrawn_at IS NULL ORDER BY s.id`.execute(
    tx,
  );
  return rows;
}

export interface LatestReminder {
  readonly unitId: number;
  readonly section: string;
  readonly by: string;
  readonly at: Date;
  readonly today: boolean;
}

/** For each unit and section the latest reminder that named it. */
export async function readReminded(
  tx: Tx | Db,
  roundId: number,
  unitIds: readonly number[],
): Promise<LatestReminder[]> {
  const { rows } = await sql<LatestReminder>`
    SELECT DISTINCT ON (r.unit_id, section) r.unit_id AS "unitId", section, a.name AS by, r.at,
      (r.at AT TIME ZONE 'Asia/Shanghai')::date = (now() AT TIME ZONE 'Asia/Shanghai')::date AS today
    FROM reminder r CROSS JOIN LATERAL unnest(r.sections) AS section JOIN account a ON a.id = r.by_account
    WHERE r.round_id = ${roundId} AND r.unit_id = ANY (${[...unitIds]}::int[])
    ORDER BY r.unit_id, section, r.id DESC`.execute(tx);
  return rows;
}
