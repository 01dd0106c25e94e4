export type Cell = string | number | null;

/**
 * Lines of a CSV file (RFC 4180, CRLF, UTF-8 with byte order mark so that spreadsheets read Chinese). A text that a
 * spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers.
 */
export function* csvLines(titles: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string> {
  yield `\ufeff${titles.map(cellText).join(',')}\r\n`;
  for (const row of rows) yield `${row.map(cellText).join(',')}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
