import type { GeneratedAlways, JSONColumnType } from 'kysely';
import type { Moment, OptionalMoment } from './tables.ts';

export interface ViewTables {
  ledger_view: {
    id: GeneratedAlways<number>;
    account_id: number;
    name: string;
    search: JSONColumnType<Record<string, string | boolean>>;
    shared_unit: number | null;
    changed_at: Moment;
    deleted_at: OptionalMoment;
  };
  working_copy: {
    account_id: number;
    key: string;
    kind: string;
    record_id: number | null;
    base: number | null;
    content: JSONColumnType<object>;
    version: number;
    at: Moment;
  };
  bulk_act: {
    id: GeneratedAlways<number>;
    account_id: number;
    key: string;
    act: string;
    reason: string;
    asked: number;
    refused: JSONColumnType<readonly object[], string | undefined>;
    at: Moment;
    undone_at: OptionalMoment;
  };
  bulk_act_record: {
    act_id: number;
    record_id: number;
    before_status: string;
    before_revision: number;
    before_hash: string;
    after_status: string;
    after_revision: number;
    last_step: number;
  };
}
