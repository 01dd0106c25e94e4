import ExcelJS from 'exceljs';
import { displayWidth } from './display-width.ts';
import { sheetText } from './sheet-cells.ts';
import { columnLetters } from './sheet-rows.ts';

export interface TemplateColumn {
  readonly heading: string;
  readonly required: boolean;
  /** Shown when the cell is chosen. */
  readonly note: string;
  readonly example: string | number;
  /** How many columns of text the content needs. */
  readonly width: number;
  readonly input:
    | { readonly type: 'text' | 'day' | 'number' }
    /** A drop-down; with `free`, other texts are taken too. */
    | { readonly type: 'choice'; readonly choices: readonly string[]; readonly free: boolean };
}

export interface Template {
  readonly name: string;
  readonly columns: readonly TemplateColumn[];
  /** What the second sheet says, line by line. */
  readonly notes: readonly string[];
  readonly createdAt: string;
}

/** Rows that have drop-downs and checks. */
const lastRow = 5001;
const [notesName, listsName] = ['填写说明', '选项'];

/**
 * A sheet to fill in: frozen heading, an example row, drop-downs that take their choices from a hidden sheet, and a second
 * sheet of notes. The bytes are those of an XLSX file.
 */
export async function writeTemplate(template: Template): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.created = new Date(template.createdAt);
  book.modified = book.created;
  const sheet = book.addWorksheet(template.name, { views: [{ state: 'frozen', ySplit: 1 }] });
  const lists = book.addWorksheet(listsName, { state: 'veryHidden' });
  sheet.columns = template.columns.map(({ heading, width, input }) => ({
    width: Math.max(width, displayWidth(heading) + 4),
    // Days and texts stay what is typed: a text column keeps 2024-7-14 and 007 as they are.
    style: { numFmt: input.type === 'number' ? 'General' : input.type === 'day' ? 'yyyy"-"mm"-"dd' : '@' },
  }));
  const heading = sheet.addRow(template.columns.map((column) => sheetText(column.heading)));
  heading.height = 24;
  const example = sheet.addRow(template.columns.map(exampleCell));
  for (const [index, column] of template.columns.entries()) {
    const cell = heading.getCell(index + 1);
    cell.font = { bold: true, color: { argb: column.required ? 'FFC00000' : 'FF1F1F1F' } };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EEF7' } };
    cell.alignment = { vertical: 'middle', horizontal: 'center' };
    cell.border = { bottom: { style: 'thin', color: { argb: 'FF8EA9DB' } } };
    example.getCell(index + 1).font = { italic: true, color: { argb: 'FF7F7F7F' } };
    const letters = columnLetters(index);
    addCheck(sheet, `${letters}2:${letters}${lastRow}`, checkOf(column, index, lists));
  }
  const notes = book.addWorksheet(notesName);
  notes.getColumn(1).width = 100;
  for (const note of template.notes) notes.addRow([sheetText(note)]).getCell(1).alignment = { wrapText: true };
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function exampleCell({ example, input }: TemplateColumn): string | number | Date {
  if (typeof example === 'number') return example;
  return input.type === 'day' && example !== '' ? new Date(`${example}T00:00:00Z`) : sheetText(example);
}

function checkOf(column: TemplateColumn, index: number, lists: ExcelJS.Worksheet): ExcelJS.DataValidation {
  const { input } = column;
  // Excel shows at most 255 characters of a note.
  const prompt = {
    showInputMessage: true,
    promptTitle: column.heading.slice(0, 32),
    prompt: column.note.slice(0, 250),
  };
  if (input.type === 'choice' && input.choices.length > 0) {
    const letters = columnLetters(index);
    for (const [at, choice] of input.choices.entries()) lists.getCell(`${letters}${at + 1}`).value = sheetText(choice);
    return {
      type: 'list',
      allowBlank: true,
      formulae: [`'${listsName}'!$${letters}$1:$${letters}$${input.choices.length}`],
      showErrorMessage: !input.free,
      errorStyle: 'stop',
      errorTitle: column.heading.slice(0, 32),
      error: '请从下拉列表中选择',
      ...prompt,
    };
  }
  if (input.type === 'number') {
    return {
      type: 'decimal',
      operator: 'greaterThanOrEqual',
      formulae: [0],
      allowBlank: true,
      showErrorMessage: true,
      errorStyle: 'warning',
      errorTitle: column.heading.slice(0, 32),
      error: '请填写 0 或正数',
      ...prompt,
    };
  }
  // A length that nothing exceeds: only the note is wanted.
  return { type: 'textLength', operator: 'lessThanOrEqual', formulae: [32_767], allowBlank: true, ...prompt };
}

/** A check of a whole range; the library has it, its types do not. */
function addCheck(sheet: ExcelJS.Worksheet, range: string, check: ExcelJS.DataValidation): void {
  const { dataValidations } = sheet as unknown as {
    dataValidations: { add(range: string, check: ExcelJS.DataValidation): void };
  };
  dataValidations.add(range, check);
}
