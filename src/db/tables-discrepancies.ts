import type { ColumnType, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Day } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';
import type { Moment, OptionalMoment } from './tables.ts';

export interface DiscrepancyTables {
  discrepancy: {
    id: GeneratedAlways<number>;
    fingerprint: string;
    rule: string;
    severity: string;
    message: JSONColumnType<Text>;
    spans: JSONColumnType<readonly { readonly start: number; readonly end: number; readonly text: string }[]>;
    sides: JSONColumnType<readonly [string, string]> | null;
    question: JSONColumnType<object> | null;
    source_kind: string;
    source_key: string;
    source_title: string;
    unit_id: number;
    state: ColumnType<string, string | undefined, string>;
    owner_id: ColumnType<number | null, number | null | undefined, number | null>;
    due: ColumnType<Day | null, Day | null | undefined, Day | null>;
    explanation: ColumnType<string, string | undefined, string>;
    opened_at: Moment;
    opened_by: number;
    found_at: Moment;
    closed_at: OptionalMoment;
    closed_by: ColumnType<number | null, number | null | undefined, number | null>;
    closed_how: ColumnType<string | null, string | null | undefined, string | null>;
  };
  discrepancy_note: {
    id: GeneratedAlways<number>;
    discrepancy_id: number;
    by_account: number;
    at: Moment;
    act: string;
    text: ColumnType<string, string | undefined, string>;
  };
  rule_retirement: {
    id: GeneratedAlways<number>;
    rule: string;
    unit_id: number;
    reason: ColumnType<string, string | undefined, string>;
    retired_at: Moment;
    retired_by: number;
    restored_at: OptionalMoment;
    restored_by: ColumnType<number | null, number | null | undefined, number | null>;
  };
}
