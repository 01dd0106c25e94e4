import type { ColumnType, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Day } from '#kernel/day.ts';
import type { Moment, OptionalMoment } from './tables.ts';

export interface ReportingTables {
  /** Written by the events alone. */
  period: {
    round_id: ColumnType<number, never, never>;
    due: ColumnType<Day | null, never, never>;
    due_by_kind: ColumnType<Record<string, Day>, never, never>;
    closed_at: ColumnType<Date | null, never, never>;
    closed_by: ColumnType<number | null, never, never>;
  };
  period_event: {
    id: GeneratedAlways<number>;
    round_id: number;
    action: string;
    reason: ColumnType<string, string | undefined, never>;
    detail: JSONColumnType<object>;
    by_account: number;
    at: Moment;
  };
  nothing_statement: {
    id: GeneratedAlways<number>;
    round_id: number;
    unit_id: number;
    section: string;
    windows: string;
    by_account: number;
    at: Moment;
    withdrawn_at: OptionalMoment;
    withdrawn_by: number | null;
  };
  reminder: {
    id: GeneratedAlways<number>;
    round_id: number;
    unit_id: number;
    sections: string[];
    text: string;
    by_account: number;
    at: Moment;
  };
  reminder_receiver: { reminder_id: number; account_id: number; dismissed_at: OptionalMoment };
}
