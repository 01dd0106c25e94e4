import { crc32, deflateRawSync } from 'node:zlib';

export type TestCell = string | number | boolean | null;

/** An entry of a test archive: honest unless told what to state instead. */
export interface TestEntry {
  readonly name: string;
  readonly data?: string | Uint8Array;
  /** Kept as it is, not deflated. */
  readonly stored?: boolean;
  /** Deflated already, with what its directory says of it. */
  readonly packed?: Uint8Array;
  readonly size?: number;
  readonly crc?: number;
}

/** A workbook of one sheet with these rows, texts inline, as a spreadsheet program would store it. */
export function makeXlsx(rows: Iterable<readonly TestCell[]>, name = '填报'): Uint8Array {
  return makeZip(workbookEntries(`${sheetStart}${rowsXml(rows)}${sheetEnd}`, name));
}

export const sheetStart =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>';
export const sheetEnd = '</sheetData></worksheet>';

/** The entries of a workbook around the XML of its only sheet; `more` is added or takes the place of one. */
export function workbookEntries(
  sheet: string | Uint8Array,
  name = '填报',
  more: readonly TestEntry[] = [],
): TestEntry[] {
  const own: TestEntry[] = [
    { name: '[Content_Types].xml', data: '<Types/>' },
    {
      name: 'xl/workbook.xml',
      data: `<workbook xmlns:r="r"><sheets><sheet name="${escapeXml(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    },
    { name: 'xl/worksheets/sheet1.xml', data: sheet },
  ];
  return [...own.filter((entry) => !more.some((other) => other.name === entry.name)), ...more];
}

/** A ZIP archive of these entries. */
export function makeZip(entries: readonly TestEntry[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const data = Buffer.from(entry.data ?? '');
    const packed = entry.packed ?? (entry.stored ? data : deflateRawSync(data));
    const method = entry.stored ? 0 : 8;
    const name = Buffer.from(entry.name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(method, 8);
    head.writeUInt16LE(name.length, 26);
    const row = Buffer.alloc(46);
    row.writeUInt32LE(0x02014b50, 0);
    row.writeUInt16LE(method, 10);
    row.writeUInt32LE(entry.crc ?? crc32(data), 16);
    row.writeUInt32LE(packed.length, 20);
    row.writeUInt32LE(entry.size ?? data.length, 24);
    row.writeUInt16LE(name.length, 28);
    row.writeUInt32LE(at, 42);
    directory.push(row, name);
    parts.push(head, name, Buffer.from(packed));
    at += head.length + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, list, end]));
}

export function rowsXml(rows: Iterable<readonly TestCell[]>): string {
  const lines: string[] = [];
  let number = 0;
  for (const row of rows) {
    number++;
    lines.push(`<row r="${number}">${row.map(cellXml).join('')}</row>`);
  }
  return lines.join('');
}

function cellXml(cell: TestCell): string {
  if (cell === null) return '<c/>';
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c t="b"><v>${Number(cell)}</v></c>`;
  return `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
}

/** Characters that XML cannot hold are left out. */
function escapeXml(text: string): string {
  return [...text.toWellFormed()]
    .filter((char) => char >= ' ' || '\t\n\r'.includes(char))
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
    .replaceAll(/[\ufffe\uffff]/g, '');
}
