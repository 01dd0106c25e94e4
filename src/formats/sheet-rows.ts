/** A cell whose value cannot be known: an error such as #REF!, or a formula that was never calculated. */
export interface CellFault {
  readonly fault: string;
}

/** What stands in a cell. Dates are texts, `2024-07-14`. */
export type CellValue = string | number | boolean | CellFault;

/** One row that holds something. `cells` is sparse: index 0 is column A, an empty cell is undefined. */
export interface SheetRow {
  /** As the spreadsheet shows it, from 1. */
  readonly number: number;
  readonly cells: readonly (CellValue | undefined)[];
}

/** A table that is being read. `rows` can be taken once. */
export interface OpenedSheet {
  readonly format: 'xlsx' | 'csv';
  /** Name of the sheet; empty for a text. */
  readonly name: string;
  /** Visible sheets that are not read. */
  readonly others: readonly string[];
  readonly rows: Iterable<SheetRow> | AsyncIterable<SheetRow>;
}

/** What a table may hold; whatever is larger is refused before it costs memory. */
export const sheetLimits = {
  bytes: 64 * 1024 * 1024,
  /** With the heading. */
  rows: 100_001,
  columns: 200,
  /** Characters of one cell, as in spreadsheets themselves. */
  cell: 32_767,
} as const;

/** B7, from the column's index (0 is A) and the row's number. */
export function cellAddress(column: number, row: number): string {
  return `${columnLetters(column)}${row}`;
}

/** A, B … Z, AA … for 0, 1 … 25, 26 … */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
