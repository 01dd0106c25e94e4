import { refuseDamaged, refuseLongCell, refuseTooLarge } from './sheet-refusals.ts';
import { sheetLimits } from './sheet-rows.ts';
import { showsDay } from './xlsx-dates.ts';
import { readWholeXml } from './xml-read.ts';

export interface WorkbookSheet {
  readonly name: string;
  readonly relation: string;
  readonly visible: boolean;
}

export interface Workbook {
  readonly sheets: readonly WorkbookSheet[];
  readonly dates: 1900 | 1904;
}

type Pieces = Iterable<Uint8Array>;

export function readWorkbook(pieces: Pieces): Workbook {
  const sheets: WorkbookSheet[] = [];
  let dates: Workbook['dates'] = 1900;
  readWholeXml(pieces, 'workbook.xml', {
    open(name, attributes) {
      if (name === 'workbookPr' && isTrue(attributes.date1904)) dates = 1904;
      if (name !== 'sheet') return;
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      sheets.push({ name: attributes.name ?? '', relation, visible: (attributes.state ?? 'visible') === 'visible' });
    },
  });
  return { sheets, dates };
}

/** Targets by relation id, as names of entries; what lies outside the archive is left out. */
export function readRelations(pieces: Pieces): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  readWholeXml(pieces, 'workbook.xml.rels', {
    open(name, { Id, Target, TargetMode }) {
      if (name !== 'Relationship' || Id === undefined || Target === undefined || TargetMode === 'External') return;
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  return targets;
}

/** Shared strings are kept while the sheet is read: how many, and how many characters together. */
const shared = { strings: 2_000_000, characters: 64 * 1024 * 1024 } as const;

/** Texts that cells refer to by number. Readings printed above characters (`rPh`) are no part of them. */
export function readSharedStrings(pieces: Pieces): string[] {
  const strings: string[] = [];
  let total = 0;
  let text = '';
  let inText = false;
  let reading = 0;
  readWholeXml(pieces, 'sharedStrings.xml', {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 't') inText = reading === 0;
      else if (name === 'rPh') reading++;
    },
    text(part) {
      if (!inText) return;
      text += part;
      if (text.length > sheetLimits.cell) refuseLongCell(`sharedStrings ${strings.length + 1}`);
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') reading--;
      else if (name === 'si') {
        total += text.length;
        if (total > shared.characters || strings.length >= shared.strings)
          refuseTooLarge('表格里的文字太多', 'the table holds too much text');
        strings.push(unescapeText(text));
      }
    },
  });
  return strings;
}

/** For each cell style, whether it shows a number as a day. */
export function readDayStyles(pieces: Pieces): boolean[] {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCells = false;
  readWholeXml(pieces, 'styles.xml', {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) formats.push(Number(attributes.numFmtId ?? 0));
      if (formats.length > 100_000) refuseDamaged('styles.xml: too many styles');
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats.map((id) => showsDay(id, codes.get(id)));
}

/** `_x000D_` stands for a character that XML cannot hold; lone halves of a pair become U+FFFD. */
export function unescapeText(text: string): string {
  const plain = text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
  return plain.toWellFormed();
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}
