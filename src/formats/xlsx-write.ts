import { PassThrough, type Readable, type Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import ExcelJS from 'exceljs';
import { refuse } from '#kernel/problem.ts';
import { displayWidth } from './display-width.ts';
import { type Cell, freeName, sheetDay, sheetNames, sheetText } from './sheet-cells.ts';

export interface SheetColumn {
  readonly title: string;
  /** Of the cells: text stays text, `2024-07-01` in a date column becomes a date. */
  readonly type: 'text' | 'number' | 'date';
  /** In half-characters. */
  readonly width?: number;
}

export interface Sheet {
  readonly name: string;
  /** Printed over the table. */
  readonly title?: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
  readonly totals?: readonly Cell[];
}

export interface Book {
  readonly sheets: readonly Sheet[];
  /** ISO 8601; fixed by the caller, so that the same book gives the same bytes. */
  readonly createdAt: string;
  readonly creator?: string;
}

/**
 * The book as XLSX, in chunks, while rows are taken: no faster than the reader takes chunks, and never whole in memory. A
 * text is never a formula. A sheet that is too long for the format goes on in a second one. What `rows`
 * raises is raised, and ProblemError for a row with more cells than columns.
 */
export async function* writeXlsx(book: Book): AsyncGenerator<Uint8Array> {
  const output = new PassThrough({ highWaterMark: 256 * 1024 });
  const writing = writeBook(book, output).catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    for await (const chunk of output) yield new Uint8Array(chunk as Buffer);
  } finally {
    // The reader may leave early; the writer sees it and stops asking for rows.
    output.destroy();
    await writing;
  }
}

const mostRows = 1_048_576;

async function writeBook(book: Book, output: PassThrough): Promise<void> {
  const writer = new SteadyWriter({ stream: output, useStyles: true, zip: { zlib: { level: 4 } } });
  writer.created = new Date(book.createdAt);
  writer.modified = writer.created;
  writer.creator = sheetText(book.creator ?? '');
  writer.lastModifiedBy = writer.creator;
  const names = sheetNames(book.sheets.map((sheet) => sheet.name));
  const taken = new Set(names.map((name) => name.toLowerCase()));
  for (const [index, sheet] of book.sheets.entries()) {
    let page = openSheet(writer, names[index]!, sheet);
    for await (const row of sheet.rows) {
      if (page.rowCount >= mostRows - 1) {
        page.worksheet.commit();
        page = openSheet(writer, freeName(names[index]!, taken), sheet);
      }
      addRow(page, row, plain);
      if (page.rowCount % 256 === 0) await caughtUp(page.worksheet, output);
      if (output.destroyed) return;
    }
    if (sheet.totals) addRow(page, sheet.totals, total);
    page.worksheet.commit();
  }
  await writer.commit();
}

interface Archive {
  append(source: unknown, data: { name: string; date?: Date }): unknown;
}

/** Gives every entry of the archive one time: the library would write the time of day. */
class SteadyWriter extends ExcelJS.stream.xlsx.WorkbookWriter {
  // The first that the library calls, before it has appended anything.
  override addThemes(): Promise<void> {
    const { zip } = this as unknown as { zip: Archive };
    const append = zip.append.bind(zip);
    zip.append = (source, data) => append(source, { ...data, date: new Date(Date.UTC(1980, 0, 1)) });
    return super.addThemes();
  }
}

interface Page {
  readonly worksheet: ExcelJS.Worksheet;
  readonly columns: readonly SheetColumn[];
  rowCount: number;
}

const line = { style: 'thin', color: { argb: 'FF888888' } } as const;
const border = { top: line, bottom: line, left: line, right: line };
const plain = rowStyle({ border, font: { name: '宋体', size: 11 } });
const total = rowStyle({ border, font: { name: '宋体', size: 11, bold: true } });
const head = rowStyle({
  border,
  font: { name: '黑体', size: 11 },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEEF2F7' } },
  alignment: { horizontal: 'center', vertical: 'middle', wrapText: true },
});

interface RowStyle {
  readonly number: Partial<ExcelJS.Style>;
  readonly text: Partial<ExcelJS.Style>;
  readonly date: Partial<ExcelJS.Style>;
}

/** Text cells are marked as text, so that one beginning with = stays text when somebody edits it. */
function rowStyle(style: Partial<ExcelJS.Style>): RowStyle {
  return { number: style, text: { ...style, numFmt: '@' }, date: { ...style, numFmt: 'yyyy-mm-dd' } };
}

/** Title, header that stays in view and is printed on every page, filter. */
function openSheet(writer: ExcelJS.stream.xlsx.WorkbookWriter, name: string, sheet: Sheet): Page {
  const headerRow = sheet.title === undefined ? 1 : 2;
  const worksheet = writer.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: headerRow }],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  });
  worksheet.pageSetup.printTitlesRow = `${headerRow}:${headerRow}`;
  worksheet.columns = sheet.columns.map((column) => ({ width: columnWidth(column) }));
  const page: Page = { worksheet, columns: sheet.columns, rowCount: 0 };
  if (sheet.title !== undefined) {
    const row = worksheet.addRow([sheetText(sheet.title)]);
    row.height = 30;
    row.getCell(1).style = {
      font: { name: '黑体', size: 16 },
      alignment: { horizontal: 'center', vertical: 'middle' },
    };
    if (sheet.columns.length > 1) worksheet.mergeCells(1, 1, 1, sheet.columns.length);
    row.commit();
    page.rowCount++;
  }
  addRow(
    page,
    sheet.columns.map((column) => column.title),
    head,
  );
  worksheet.autoFilter = {
    from: { row: headerRow, column: 1 },
    to: { row: headerRow, column: Math.max(1, sheet.columns.length) },
  };
  return page;
}

function addRow(page: Page, cells: readonly Cell[], style: RowStyle): void {
  if (cells.length > page.columns.length) tooWide(page, cells.length);
  const row = page.worksheet.addRow([]);
  for (const [index, column] of page.columns.entries()) {
    const value = cells[index] ?? null;
    const day = column.type === 'date' && typeof value === 'string' ? sheetDay(value) : undefined;
    const cell = row.getCell(index + 1);
    cell.value = day ?? cellValue(value);
    // One object for many cells: the library knows a style again by it.
    cell.style = day !== undefined ? style.date : typeof value === 'string' ? style.text : style.number;
  }
  row.commit();
  page.rowCount++;
}

function tooWide(page: Page, cells: number): never {
  return refuse(
    'row_width',
    {
      zh: `这一行有 ${cells} 格，表头只有 ${page.columns.length} 列，多出的没有地方写`,
      en: `this row has ${cells} cells for ${page.columns.length} columns`,
    },
    `${page.worksheet.name}:${page.rowCount + 1}`,
  );
}

/** Only strings, numbers and nothing: any object would let the library make a formula or a link of it. */
function cellValue(value: Cell): string | number | null {
  if (typeof value === 'string') return value === '' ? null : sheetText(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function columnWidth(column: SheetColumn): number {
  if (column.width !== undefined) return column.width;
  const least = column.type === 'text' ? 16 : 12;
  return Math.min(60, Math.max(least, displayWidth(column.title) + 4));
}

/** The library takes rows as fast as they come and keeps what the reader has not taken; this waits for the reader. */
async function caughtUp(worksheet: ExcelJS.Worksheet, output: PassThrough): Promise<void> {
  const { stream } = worksheet as unknown as { stream: { pipes: readonly (Writable & Readable)[] } };
  const kept = () => stream.pipes.reduce((sum, pipe) => sum + pipe.writableLength + pipe.readableLength, 0);
  await pause(0);
  while (!output.destroyed && (kept() > 4 * 1024 * 1024 || output.writableNeedDrain)) await pause(1);
}
