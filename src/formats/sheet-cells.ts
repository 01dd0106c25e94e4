import { printable } from './printable.ts';

/** A cell of a sheet or of a CSV file. */
export type Cell = string | number | null;

// In narrow and wide forms; behind apostrophes too, or a text that has one could not be told from one that was given it.
const formulaStart = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** Whether a spreadsheet could take the text for a formula when it reads it from a file without types (OWASP). */
export function looksLikeFormula(text: string): boolean {
  return formulaStart.test(text);
}

const longestText = 32_767;

/**
 * A text as a sheet's cell can hold it: without control characters, its `_x0041_` not taken for an escaped letter, and
 * cut where the format ends, saying so.
 */
export function sheetText(text: string): string {
  const clean = printable(text)
    .replace(/\r\n?/g, '\n')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
  if (clean.length <= longestText) return clean;
  const mark = `……（原文共 ${text.length} 字，超出表格单元格的上限，其余未列）`;
  return `${clean.slice(0, longestText - mark.length).toWellFormed()}${mark}`;
}

/** Days after 1899-12-30, as sheets count them; undefined for what is not `YYYY-MM-DD` from 1900-03-01 on. */
export function sheetDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const moment = Date.parse(`${text}T00:00:00Z`);
  // Sheets believe in 29 February 1900, so days before March 1900 are off by one.
  if (Number.isNaN(moment) || moment < Date.UTC(1900, 2, 1)) return undefined;
  return new Date(moment).toISOString().slice(0, 10) === text
    ? (moment - Date.UTC(1899, 11, 30)) / 86_400_000
    : undefined;
}

const wide: Readonly<Record<string, string>> = {
  '[': '［',
  ']': '］',
  ':': '：',
  '*': '＊',
  '?': '？',
  '/': '／',
  '\\': '＼',
  "'": '’',
};
const longestName = 31;

/** Names that a book accepts: no reserved characters, at most 31 long, different without regard to case, none empty. */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>(['history']);
  return wanted.map((name) => {
    const clean = printable(name)
      .replace(/[[\]:*?/\\']/g, (mark) => wide[mark]!)
      .replace(/\s+/g, ' ')
      .trim();
    return freeName(clean === '' ? '表' : clean, taken);
  });
}

/** The name, or the name with the first number that makes it different. It is then taken. */
export function freeName(name: string, taken: Set<string>): string {
  for (let count = 1; ; count++) {
    const suffix = count === 1 ? '' : `（${count}）`;
    const free = `${name.slice(0, longestName - suffix.length).toWellFormed()}${suffix}`;
    if (taken.has(free.toLowerCase())) continue;
    taken.add(free.toLowerCase());
    return free;
  }
}
