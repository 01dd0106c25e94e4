import { refuse } from '#kernel/problem.ts';
import { refuseDamaged } from './sheet-refusals.ts';
import type { OpenedSheet } from './sheet-rows.ts';
import { readDayStyles, readRelations, readSharedStrings, readWorkbook, type Workbook } from './xlsx-parts.ts';
import { readSheetRows } from './xlsx-rows.ts';
import { inflateEntry, openZip, type ZipEntry } from './zip-read.ts';

/**
 * Opens one sheet of an XLSX file of unknown origin: the one named, else the first that is visible. Only the workbook, its
 * relations, styles and shared strings are read now, whatever else the archive holds is never inflated; rows are read as
 * they are taken. Cached values stand for formulas. Raises ProblemError, also while rows are taken, for damaged and hostile
 * files and for more rows, columns or text than a table may hold.
 */
export function openXlsx(bytes: Uint8Array, sheet?: string): OpenedSheet {
  const entries = openZip(bytes);
  const need = (name: string): ZipEntry => entries.get(name) ?? refuseDamaged(`${name.slice(0, 60)} is missing`);
  const workbook = readWorkbook(inflateEntry(need('xl/workbook.xml')));
  const relations = readRelations(inflateEntry(need('xl/_rels/workbook.xml.rels')));
  const chosen = choose(workbook, sheet);
  const target = relations.get(chosen.relation);
  if (target === undefined || !/^xl\/worksheets\/[\w.-]+\.xml$/.test(target)) refuseDamaged('the sheet is not there');
  const worksheet = need(target);
  const [strings, styles] = ['xl/sharedStrings.xml', 'xl/styles.xml'].map((name) => entries.get(name));
  const setting = {
    strings: strings ? readSharedStrings(inflateEntry(strings)) : [],
    dayStyles: styles ? readDayStyles(inflateEntry(styles)) : [],
    dates: workbook.dates,
  };
  return {
    format: 'xlsx',
    name: chosen.name,
    others: workbook.sheets.filter((one) => one.visible && one !== chosen).map((one) => one.name),
    rows: readSheetRows(inflateEntry(worksheet), setting),
  };
}

function choose({ sheets }: Workbook, wanted: string | undefined): Workbook['sheets'][number] {
  if (wanted === undefined) return sheets.find((one) => one.visible) ?? refuseDamaged('no visible sheet');
  const names = sheets.filter((one) => one.visible).map((one) => one.name.slice(0, 40));
  return (
    sheets.find((one) => one.name === wanted) ??
    refuse('sheet_unknown', {
      zh: `没有名为“${wanted}”的工作表，文件里有：${names.slice(0, 20).join('、')}`,
      en: `there is no sheet "${wanted}"; there are ${names.slice(0, 20).join(', ')}`,
    })
  );
}
