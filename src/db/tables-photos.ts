import type { GeneratedAlways } from 'kysely';
import type { Moment, OptionalMoment } from './tables.ts';

export interface PhotoTables {
  photo: PhotoTable;
}

interface PhotoTable {
  id: GeneratedAlways<number>;
  record_id: number;
  key: string;
  hash: string;
  bytes: number;
  width: number;
  height: number;
  caption: string;
  created_by: number | null;
  created_at: Moment;
  removed_at: OptionalMoment;
  removed_by: number | null;
}
