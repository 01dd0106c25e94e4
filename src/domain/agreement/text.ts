import type { Quantity } from '#domain/reading/model.ts';
import type { Table } from '#domain/reading/tables.ts';
import type { Periods } from './periods.ts';

/** A stretch of text between line ends, or between sentence ends. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What the rules are given: the text, cut up, every quantity in it, and the windows it states. */
export interface CheckedText {
  readonly text: string;
  readonly quantities: readonly Quantity[];
  readonly paragraphs: readonly Stretch[];
  readonly tables: readonly Table[];
  readonly periods: Periods;
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

/** Every sentence of the text with the quantities in it. */
export function sentencesWith(checked: CheckedText): { readonly sentence: Stretch; readonly quantities: Quantity[] }[] {
  return checked.paragraphs.flatMap((paragraph) =>
    sentencesOf(checked.text, paragraph).map((sentence) => ({
      sentence,
      quantities: inside(checked.quantities, sentence),
    })),
  );
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

/** The stretch that a place lies in, of stretches in the order of the text; its index, or that of the next one. */
export function indexAt(stretches: readonly Stretch[], place: number): number {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (stretches[middle]!.end <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The clause before a place, back to a sign but a list mark, at most so many characters. */
export function clauseBefore(text: string, place: number, most = 40): string {
  return /[^。！？；;，,：:\n]*$/.exec(text.slice(Math.max(0, place - most), place))?.[0] ?? '';
}

/** What is counted, so far that 宣传活动 and 禁毒宣传活动, or 讲座 and 专家举办讲座, are one. */
export function thingOf(noun: string): string {
  return noun.replace(/^.*(举办|开展|组织|召开|进行|完成|累计)(?=[一-龥]{2})/, '').slice(-4);
}

/** 1949.5 as people write it. */
export function digits(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Math.round(value * 100) / 100);
}
