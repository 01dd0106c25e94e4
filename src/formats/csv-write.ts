import { type Cell, looksLikeFormula } from './sheet-cells.ts';

/**
 * Lines of a CSV file (RFC 4180, CRLF, UTF-8 with byte order mark so that spreadsheets read Chinese). A text that a
 * spreadsheet would take for a formula gets one apostrophe before it; numbers stay numbers.
 */
export function* csvLines(titles: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string> {
  yield `\ufeff${csvLine(titles)}`;
  for (const row of rows) yield csvLine(row);
}

// Large enough that a chunk is worth its overhead, small enough to leave at once.
const chunk = 64 * 1024;

/** The same as bytes, taken row by row so that size does not matter; `rows` may come from a cursor. */
export async function* writeCsv(
  titles: readonly string[],
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  // At once: whoever waits sees that it has begun.
  yield encoder.encode(`\ufeff${csvLine(titles)}`);
  let text = '';
  for await (const row of rows) {
    text += csvLine(row);
    if (text.length < chunk) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text !== '') yield encoder.encode(text);
}

function csvLine(row: readonly Cell[]): string {
  return `${row.map(cellText).join(',')}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = looksLikeFormula(cell) ? `'${cell}` : cell;
  // Some spreadsheets split at semicolons and tabs too, and would find a formula behind one.
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
