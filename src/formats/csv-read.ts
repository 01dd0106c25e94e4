import { isUtf8 } from 'node:buffer';
import { CsvError, type Parser, parse } from 'csv-parse';
import { refuse } from '#kernel/problem.ts';
import { looksLikeFormula } from './sheet-cells.ts';
import { refuseLongCell, refuseTooManyColumns, refuseTooManyRows } from './sheet-refusals.ts';
import { cellAddress, type OpenedSheet, type SheetRow, sheetLimits } from './sheet-rows.ts';

/**
 * Opens a comma- or tab-separated text: a CSV file, or what a spreadsheet puts on the clipboard. UTF-8 with or without byte
 * order mark, UTF-16 with one, else GB18030. The apostrophe that exports put before a formula is taken off again, so that an
 * export reads back as what it was made from. Raises ProblemError, also while rows are taken.
 */
export function openCsv(bytes: Uint8Array): OpenedSheet {
  const encoding = encodingOf(bytes);
  return { format: 'csv', name: '', others: [], rows: readRows(bytes, encoding) };
}

async function* readRows(bytes: Uint8Array, encoding: string): AsyncGenerator<SheetRow> {
  let number = 0;
  let filled = 0;
  try {
    for await (const record of readRecords(bytes, encoding)) {
      number++;
      const row = rowOf(record, number);
      if (row === undefined) continue;
      if (++filled > sheetLimits.rows) refuseTooManyRows();
      yield row;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    refuse(
      'csv_form',
      {
        zh: `第 ${number + 1} 行附近不是合格的 CSV（${error.code}），多半是引号没有成对。请另存为 .xlsx 再导入`,
        en: `not valid CSV near row ${number + 1} (${error.code}); most often a quotation mark is not closed`,
      },
      `row ${number + 1}`,
    );
  }
}

/** Gives the parser a piece and takes what it has made of it: ten times as fast as waiting for every record. */
async function* readRecords(bytes: Uint8Array, encoding: string): AsyncGenerator<string[]> {
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(bytes, encoding),
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: 1024 * 1024,
  });
  // Every error comes back from the piece that caused it.
  parser.on('error', () => {});
  try {
    for (const text of decoded(bytes, encoding)) {
      const written = settled((done) => parser.write(text, done));
      yield* taken(parser);
      await written;
      yield* taken(parser);
    }
    const ended = settled((done) => parser.end(done));
    yield* taken(parser);
    await ended;
    yield* taken(parser);
  } finally {
    parser.destroy();
  }
}

function* taken(parser: Parser): Generator<string[]> {
  for (let record: unknown = parser.read(); record !== null; record = parser.read()) yield record as string[];
}

function settled(act: (done: (error?: Error | null) => void) => void): Promise<void> {
  const result = new Promise<void>((resolve, reject) => act((error) => (error ? reject(error) : resolve())));
  // Awaited only after the records before the error are taken.
  result.catch(() => {});
  return result;
}

function rowOf(record: readonly string[], number: number): SheetRow | undefined {
  const cells: (string | undefined)[] = [];
  for (let column = 0; column < record.length; column++) {
    const text = record[column]!;
    if (text === '') continue;
    if (column >= sheetLimits.columns) refuseTooManyColumns(number);
    if (text.length > sheetLimits.cell) refuseLongCell(cellAddress(column, number));
    cells[column] = text.startsWith("'") && looksLikeFormula(text.slice(1)) ? text.slice(1) : text;
  }
  return cells.length === 0 ? undefined : { number, cells };
}

const step = 64 * 1024;

function* decoded(bytes: Uint8Array, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let at = 0; at < bytes.length; at += step) {
    const last = at + step >= bytes.length;
    let text: string;
    try {
      text = decoder.decode(bytes.subarray(at, at + step), { stream: !last });
    } catch {
      refuse('csv_encoding', {
        zh: '文件的编码认不出来，请另存为“CSV UTF-8”或 .xlsx 后再导入',
        en: 'the encoding of the file is not known; save it as UTF-8 CSV or .xlsx',
      });
    }
    yield text;
  }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'gb18030';
}

/** Tabs where the first lines have more of them than commas, as on the clipboard and in “Unicode text”; else commas. */
function delimiterOf(bytes: Uint8Array, encoding: string): string {
  const start = new TextDecoder(encoding).decode(bytes.subarray(0, step)).split('\n', 10).join('\n');
  const count = (mark: string) => start.split(mark).length;
  return count('\t') > count(',') ? '\t' : ',';
}
