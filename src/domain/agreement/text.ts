import type { Quantity } from '#domain/reading/model.ts';
import type { Table } from '#domain/reading/tables.ts';

/** A stretch of text between line ends, or between sentence ends. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What the rules are given: the text, cut up, and every quantity in it. */
export interface CheckedText {
  readonly text: string;
  readonly quantities: readonly Quantity[];
  readonly paragraphs: readonly Stretch[];
  readonly tables: readonly Table[];
}

export function paragraphsOf(text: string): Stretch[] {
  const found: Stretch[] = [];
  let start = 0;
  for (let end = text.indexOf('\n'); start < text.length; end = text.indexOf('\n', start)) {
    const stop = end < 0 ? text.length : end;
    if (stop > start) found.push({ start, end: stop });
    start = stop + 1;
  }
  return found;
}

/** Sentences of a stretch, their closing mark included. */
export function sentencesOf(text: string, { start, end }: Stretch): Stretch[] {
  const found: Stretch[] = [];
  let from = start;
  for (let at = start; at < end; at++) {
    if (!'。！？；!?;'.includes(text[at]!)) continue;
    found.push({ start: from, end: at + 1 });
    from = at + 1;
  }
  if (from < end) found.push({ start: from, end });
  return found;
}

/** The items that lie in a stretch. Items are in the order of the text, so the first is found by halving. */
export function inside<Item extends { readonly start: number; readonly end: number }>(
  items: readonly Item[],
  { start, end }: Stretch,
): Item[] {
  let low = 0;
  for (let high = items.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (items[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  const found: Item[] = [];
  for (let at = low; at < items.length && items[at]!.start < end; at++)
    if (items[at]!.end <= end) found.push(items[at]!);
  return found;
}

/** Counter words that count the same thing in different words; sums across a group are allowed, with a remark. */
const groups: readonly (readonly string[])[] = [
  ['场', '场次', '次', '节', '课', '课时', '期', '场(次)', '场（次）'],
  ['篇', '条', '篇(条)', '篇（条）', '篇次', '条次', '则', '件次'],
  ['人', '名', '位', '个人', '名(人)'],
  ['人次', '人(次)'],
  ['份', '册', '本', '张'],
  ['户', '个家庭', '家'],
  ['个', '家', '所', '处'],
];

export function isSameCounter(left: string, right: string): boolean {
  return left === right || groups.some((group) => group.includes(left) && group.includes(right));
}

/** 1949.5 as people write it. */
export function digits(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Math.round(value * 100) / 100);
}
