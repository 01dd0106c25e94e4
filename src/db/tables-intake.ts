import type { GeneratedAlways, JSONColumnType } from 'kysely';
import type { Day } from '#kernel/day.ts';
import type { Problem } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';
import type { Moment, OptionalMoment } from './tables.ts';

export interface IntakeTables {
  intake_document: {
    id: GeneratedAlways<number>;
    unit_id: number;
    account_id: number;
    name: string;
    format: string;
    hash: string;
    body: string;
    headings: JSONColumnType<readonly { readonly start: number; readonly level: number }[], string, string>;
    remarks: JSONColumnType<readonly Text[], string, string>;
    from_day: Day;
    to_day: Day;
    read_to: number;
    read_at: OptionalMoment;
    at: Moment;
  };
  intake_item: {
    document_id: number;
    n: number;
    start_at: number;
    end_at: number;
    section: string;
    draft: JSONColumnType<object>;
    why: JSONColumnType<readonly Text[], string, string>;
    doubts: JSONColumnType<readonly Problem[], string, string>;
    state: string;
    record_id: number | null;
    record_hash: string | null;
    attempt: number;
    version: number;
    changed_by: number | null;
    changed_at: OptionalMoment;
  };
  intake_quantity: {
    document_id: number;
    n: number;
    start_at: number;
    end_at: number;
    content: JSONColumnType<object>;
    base: string;
    why: JSONColumnType<Text, string, string>;
    asks: JSONColumnType<object> | null;
    item: number | null;
  };
  record_source: {
    id: GeneratedAlways<number>;
    record_id: number;
    document_id: number;
    item: number;
    start_at: number;
    end_at: number;
    quote: string;
    document_name: string;
    by_account: number;
    at: Moment;
    removed_at: OptionalMoment;
    removed_by: number | null;
  };
}
