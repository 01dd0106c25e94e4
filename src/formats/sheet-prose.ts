import { type Prose, ProseWriter } from './prose.ts';
import type { CellValue } from './sheet-rows.ts';
import { openXlsx } from './xlsx-read.ts';

/** The visible sheets of a workbook as tables, each under its name. Raises ProblemError for damaged and hostile files. */
export async function readXlsxProse(bytes: Uint8Array): Promise<Prose> {
  const writer = new ProseWriter();
  const first = openXlsx(bytes);
  for (const name of [first.name, ...first.others]) {
    const sheet = name === first.name ? first : openXlsx(bytes, name);
    const rows: string[][] = [];
    for await (const { cells } of sheet.rows) {
      const texts = Array.from({ length: cells.length }, (_, column) => cellText(cells[column]));
      // What a cell says in several lines is prose, not a row.
      if (texts.filter((text) => text !== '').length > 1 || rows.length > 0) rows.push(texts);
      else writer.paragraph(texts.join(''));
      if (rows.length === pageRows) writer.table(rows.splice(0));
    }
    writer.table(rows);
  }
  if (first.others.length > 0)
    writer.remark(`读了全部 ${first.others.length + 1} 个工作表`, `all ${first.others.length + 1} sheets were read`);
  return writer.finish('xlsx');
}

/** Rows are handed on in pages, so that a long sheet meets the limits of a document early. */
const pageRows = 2000;

function cellText(value: CellValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'object') return value.fault;
  if (typeof value === 'number') return String(Number(value.toPrecision(12)));
  return typeof value === 'boolean' ? (value ? '是' : '否') : value;
}
