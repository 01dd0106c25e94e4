import type { Item, Quantity } from './data.ts';

/** A stretch of a line under the same proposal and the same quantity. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly item: number | undefined;
  readonly quantity: Quantity | undefined;
}

export interface TextLine {
  readonly start: number;
  readonly segments: readonly Segment[];
}

/** The lines of the text, cut where proposals and quantities begin and end. Of proposals that overlap the later one is shown. */
export function linesOf(text: string, items: readonly Item[], quantities: readonly Quantity[]): TextLine[] {
  const byStart = [...items].sort((left, right) => left.start - right.start || left.n - right.n);
  const lines: TextLine[] = [];
  let [firstItem, firstQuantity] = [0, 0];
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    while (firstItem < byStart.length && byStart[firstItem]!.end <= start) firstItem++;
    while (firstQuantity < quantities.length && quantities[firstQuantity]!.end <= start) firstQuantity++;
    const own = within(byStart, firstItem, end).filter((item) => item.end > start);
    const numbers = within(quantities, firstQuantity, end);
    if (end > start) lines.push({ start, segments: cut(start, end, own, numbers) });
    start = end + 1;
  }
  return lines;
}

function within<Spanned extends { readonly start: number }>(
  all: readonly Spanned[],
  from: number,
  end: number,
): Spanned[] {
  const found: Spanned[] = [];
  for (let at = from; at < all.length && all[at]!.start < end; at++) found.push(all[at]!);
  return found;
}

function cut(start: number, end: number, items: readonly Item[], quantities: readonly Quantity[]): Segment[] {
  const edges = new Set([start, end]);
  for (const one of [...items, ...quantities]) {
    if (one.start > start && one.start < end) edges.add(one.start);
    if (one.end > start && one.end < end) edges.add(one.end);
  }
  const sorted = [...edges].sort((left, right) => left - right);
  return sorted.slice(0, -1).map((from, index) => ({
    start: from,
    end: sorted[index + 1]!,
    item: items.findLast((item) => item.start <= from && from < item.end)?.n,
    quantity: quantities.find((one) => one.start <= from && from < one.end),
  }));
}
