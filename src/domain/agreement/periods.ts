import type { Table } from '#domain/reading/tables.ts';
import { readWindows, type StatedWindow } from '#domain/reading/windows.ts';
import { day } from '#kernel/day.ts';
import { type Window, windowText } from '#kernel/window.ts';
import { indexAt, inside, type Stretch } from './text.ts';

/** The windows that a text states, and which of them holds where. */
export interface Periods {
  /** Those that say what was counted: a feast or a season says when something was done. */
  readonly stated: readonly StatedWindow[];
  /** The window of a number at this place; undefined where the text states none for it. */
  at(place: number): StatedWindow | undefined;
}

/**
 * A number's window is the last one stated before it in its sentence, else in its paragraph; a table has that of the line
 * above it. Paragraphs after one that opens with a window and names no unit go on with it until a heading.
 */
export function periodsOf(
  text: string,
  paragraphs: readonly Stretch[],
  tables: readonly Table[],
  period?: Window,
): Periods {
  // Months without a year are of the year that the document names first.
  const year = /(?<!\d)(20\d{2})年/.exec(text)?.[1] ?? '2000';
  const stated = readWindows(text, period ?? { from: day(`${year}-01-01`), to: day(`${year}-12-31`) }).filter(
    (one) => /\d|季度|半年|以来|截|月|全年/.test(text.slice(one.start, one.end)) && !one.approximate,
  );
  const carried: (StatedWindow | undefined)[] = [];
  let current: StatedWindow | undefined;
  for (const paragraph of paragraphs) {
    const head = text.slice(paragraph.start, Math.min(paragraph.end, paragraph.start + 60)).trimStart();
    if (/^[一二三四五六七八九十]{1,3}、/.test(head)) current = undefined;
    carried.push(current);
    const own = inside(stated, paragraph);
    // A window that opens a paragraph without a unit of its own is the section's; 甲区：…7月份以来 is that unit's.
    const first = own[0];
    if (first && !/^[一-龥]{2,12}[:：]/.test(head) && first.start - paragraph.start <= 24) current = own.at(-1);
  }
  return {
    stated,
    at(place) {
      const beside = tables[indexAt(tables, place)];
      const table = beside && beside.start <= place ? beside : undefined;
      const index = indexAt(paragraphs, table ? table.start : place);
      const paragraph = paragraphs[index];
      if (!paragraph) return undefined;
      if (table) return lastIn(stated, paragraphs[index - 1]) ?? carried[index];
      const before = inside(stated, { start: paragraph.start, end: place }).at(-1);
      return before ?? carried[index];
    },
  };
}

/** Whether numbers of these windows may be set against each other: the same days, or nothing said of one. */
export function areCompatible(left: Window | undefined, right: Window | undefined): boolean {
  return left === undefined || right === undefined || windowText(left) === windowText(right);
}

function lastIn(stated: readonly StatedWindow[], paragraph: Stretch | undefined): StatedWindow | undefined {
  return paragraph && inside(stated, paragraph).at(-1);
}
