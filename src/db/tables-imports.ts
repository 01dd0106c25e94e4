import type { ColumnType, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Moment, OptionalMoment } from './tables.ts';

export interface ImportTables {
  import_batch: ImportBatchTable;
  import_row: { batch_id: number; row: number; record_id: number };
  import_row_refused: {
    batch_id: number;
    row: number;
    cells: JSONColumnType<readonly string[]>;
    problems: JSONColumnType<readonly object[]>;
  };
}

interface ImportBatchTable {
  id: GeneratedAlways<number>;
  kind: string;
  account_id: number;
  unit_id: number | null;
  at: Moment;
  source: string;
  sheet: string;
  headings: ColumnType<string[], string[] | undefined, string[]>;
  read: ColumnType<number, number | undefined, number>;
  fresh: ColumnType<number, number | undefined, number>;
  repeated: ColumnType<number, number | undefined, number>;
  refused: ColumnType<number, number | undefined, number>;
  skipped: ColumnType<number, number | undefined, number>;
  undone_at: OptionalMoment;
  undone_by: number | null;
}
