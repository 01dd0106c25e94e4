import type { GeneratedAlways, JSONColumnType } from 'kysely';
import type { Moment, OptionalMoment } from './tables.ts';

export interface DuplicateTables {
  record_merge: {
    id: GeneratedAlways<number>;
    kept_id: number;
    dropped_id: number;
    before: JSONColumnType<object>;
    after: JSONColumnType<object>;
    by_account: number;
    at: Moment;
    reason: string;
    split_at: OptionalMoment;
    split_by: number | null;
  };
  record_distinct: { one_id: number; other_id: number; by_account: number; at: Moment };
}
