import type { Span } from './model.ts';
import type { Line } from './outline.ts';

/** About this much is read at a time: a fraction of a second, so that nobody waits for a long document. */
const step = 24_000;

/**
 * The next stretch of the document to read, from `from`: some ten pages, ending where a section begins or, in a long
 * section, before a paragraph that no table hangs on.
 */
export function nextRange(lines: readonly Line[], from: number, length: number): Span {
  if (length - from <= step * 1.5) return { start: from, end: length };
  for (const [index, line] of lines.entries()) {
    if (line.start < from + step) continue;
    const isSection = line.section !== lines[index - 1]?.section;
    const isLate = line.start > from + step * 1.5 && isProse(lines, index);
    if (isSection || isLate) return { start: from, end: line.start };
  }
  return { start: from, end: length };
}

/** A heading row and the words above a table must stay with it. */
function isProse(lines: readonly Line[], index: number): boolean {
  const near = lines.slice(Math.max(0, index - 1), index + 3);
  const line = lines[index]!;
  return line.unit !== undefined && line.kind === 'paragraph' && near.every((one) => one.kind !== 'row');
}
