export interface TableCell {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A run of lines that stand as a table: the header when there is one, and rows of equally many leading cells. */
export interface Table {
  readonly start: number;
  readonly end: number;
  readonly header: readonly TableCell[];
  readonly rows: readonly (readonly TableCell[])[];
  /** Columns that hold a plain number in every row. */
  readonly numericColumns: readonly number[];
}

const plainNumber = /^\d{1,9}(?:\.\d+)?$/;

/**
 * Tables in plain text: at least three lines in a row whose cells, cut at blanks or tabs, have a number in the same
 * column and words in the first. The line before, if it has words in those places, is the header.
 */
export function readTables(text: string): Table[] {
  const lines = linesOf(text);
  const tables: Table[] = [];
  for (let at = 0; at < lines.length; ) {
    let end = at;
    while (end < lines.length && isRow(lines[end]!)) end++;
    if (end - at >= 3) tables.push(...tableOf(lines, at, end));
    at = Math.max(end, at + 1);
  }
  return tables;
}

function tableOf(lines: readonly (readonly TableCell[])[], from: number, to: number): Table[] {
  const rows = lines.slice(from, to);
  const width = rows.reduce((least, row) => Math.min(least, row.length), Number.POSITIVE_INFINITY);
  const numericColumns = Array.from({ length: width }, (_, column) => column).filter((column) =>
    rows.every((row) => plainNumber.test(row[column]!.text)),
  );
  if (numericColumns.length === 0) return [];
  const before = lines[from - 1] ?? [];
  const header =
    before.length > numericColumns.at(-1)! && !before.some((cell) => plainNumber.test(cell.text)) ? before : [];
  const first = header[0] ?? rows[0]![0]!;
  return [{ start: first.start, end: rows.at(-1)!.at(-1)!.end, header, rows, numericColumns }];
}

function isRow(cells: readonly TableCell[]): boolean {
  return (
    cells.length >= 2 &&
    !plainNumber.test(cells[0]!.text) &&
    cells[0]!.text.length <= 20 &&
    cells.some((cell) => plainNumber.test(cell.text))
  );
}

function linesOf(text: string): TableCell[][] {
  const lines: TableCell[][] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const cells: TableCell[] = [];
    for (const match of line.matchAll(/[^\s\u3000]+/g)) {
      const start = offset + match.index;
      cells.push({ start, end: start + match[0].length, text: match[0] });
    }
    lines.push(cells);
    offset += line.length + 1;
  }
  return lines;
}
