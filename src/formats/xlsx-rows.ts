import {
  refuseDamaged,
  refuseLongCell,
  refuseTooLarge,
  refuseTooManyColumns,
  refuseTooManyRows,
} from './sheet-refusals.ts';
import { type CellValue, cellAddress, type SheetRow, sheetLimits } from './sheet-rows.ts';
import { serialDay } from './xlsx-dates.ts';
import { unescapeText } from './xlsx-parts.ts';
import { readXml } from './xml-read.ts';

export interface SheetSetting {
  readonly strings: readonly string[];
  readonly dayStyles: readonly boolean[];
  readonly dates: 1900 | 1904;
}

const lastRow = 1_048_576;
const lastColumn = 16_384;
/** Rows with and without content: a table formatted down to the last row of the sheet is not read to its end. */
const mostRowElements = 2 * sheetLimits.rows;

/** The rows of a worksheet that hold something, as they are read. Raises ProblemError. */
export function* readSheetRows(pieces: Iterable<Uint8Array>, setting: SheetSetting): Generator<SheetRow> {
  const reader = new RowReader(setting);
  for (const _ of readXml(pieces, 'worksheet', reader, () => reader.ended)) {
    yield* reader.ready;
    reader.ready = [];
  }
}

/** Gathers rows from the events of the XML reader. */
class RowReader {
  ready: SheetRow[] = [];
  ended = false;
  readonly #setting: SheetSetting;
  #inTable = false;
  #elements = 0;
  #filled = 0;
  #row = 0;
  #cells: (CellValue | undefined)[] = [];
  #column = -1;
  #type = '';
  #style = 0;
  #formula = false;
  #taking = false;
  #value = '';

  constructor(setting: SheetSetting) {
    this.#setting = setting;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'c') this.#openCell(attributes);
    else if (name === 'v' || name === 't') this.#taking = this.#column >= 0;
    else if (name === 'row') this.#openRow(attributes.r);
    else if (name === 'f') this.#formula = true;
    // Readings printed above characters are no part of the text.
    else if (name === 'rPh') this.#type = 'reading';
    else if (name === 'sheetData') this.#inTable = true;
  }

  text(part: string): void {
    if (!this.#taking || this.#type === 'reading') return;
    this.#value += part;
    if (this.#value.length > sheetLimits.cell) refuseLongCell(cellAddress(this.#column, this.#row));
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#taking = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
    else if (name === 'rPh') this.#type = 'inlineStr';
    else if (name === 'sheetData') this.ended = true;
  }

  #openRow(given: string | undefined): void {
    if (!this.#inTable) refuseDamaged('a row outside the table');
    const number = given === undefined ? this.#row + 1 : Number(given);
    if (!Number.isInteger(number) || number <= this.#row || number > lastRow)
      refuseDamaged(`row ${String(given).slice(0, 20)} after row ${this.#row}`);
    this.#row = number;
    this.#cells = [];
    this.#column = -1;
    if (++this.#elements > mostRowElements)
      refuseTooLarge(
        `表格里有大量空行（已超过 ${mostRowElements} 行）`,
        `the sheet has more than ${mostRowElements} rows, most of them empty`,
      );
  }

  #openCell({ r, t, s }: Readonly<Record<string, string>>): void {
    if (this.#row === 0) refuseDamaged('a cell outside a row');
    this.#column = r === undefined ? this.#column + 1 : columnOf(r);
    if (this.#column >= lastColumn) refuseDamaged(`cell ${String(r).slice(0, 20)}`);
    this.#type = t ?? 'n';
    this.#style = s === undefined ? 0 : Number(s);
    this.#formula = false;
    this.#value = '';
  }

  #closeCell(): void {
    const value = this.#cellValue();
    if (value === undefined) return;
    if (this.#column >= sheetLimits.columns) refuseTooManyColumns(this.#row);
    if (this.#cells[this.#column] !== undefined)
      refuseDamaged(`cell ${cellAddress(this.#column, this.#row)} appears twice`);
    this.#cells[this.#column] = value;
  }

  #closeRow(): void {
    if (this.#cells.length === 0) return;
    if (++this.#filled > sheetLimits.rows) refuseTooManyRows();
    this.ready.push({ number: this.#row, cells: this.#cells });
    this.#cells = [];
  }

  #cellValue(): CellValue | undefined {
    const text = this.#value;
    if (text === '') return this.#formula ? { fault: '' } : undefined;
    switch (this.#type) {
      case 's': {
        const shared = this.#setting.strings[Number(text)];
        if (shared === undefined) return refuseDamaged(`cell ${cellAddress(this.#column, this.#row)} has no text`);
        return shared === '' ? undefined : shared;
      }
      case 'b':
        return text.trim() === '1';
      case 'e':
        return { fault: text.slice(0, 20) };
      case 'n': {
        const number = Number(text);
        if (!Number.isFinite(number)) return refuseDamaged(`cell ${cellAddress(this.#column, this.#row)} is no number`);
        const isDay = this.#setting.dayStyles[this.#style] === true;
        return (isDay ? serialDay(number, this.#setting.dates) : undefined) ?? number;
      }
      case 'd':
        return text.slice(0, 10);
      default:
        return unescapeText(text);
    }
  }
}

/** The column's index in an address, 27 for AB7. */
function columnOf(address: string): number {
  let column = 0;
  for (let at = 0; at < address.length && at < 4; at++) {
    const letter = address.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  if (column === 0) refuseDamaged(`cell ${address.slice(0, 20)}`);
  return column - 1;
}
