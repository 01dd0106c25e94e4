import type { Span } from './model.ts';
import type { Line } from './outline.ts';
import { doing, opening } from './words.ts';

/** A stretch of a line that tells of one deed. */
export interface Piece extends Span {
  readonly line: Line;
}

interface Cut extends Span {
  /** The sign before it: a semicolon sets items of a list apart. */
  readonly after: string;
  /** The sign behind it. */
  readonly before: string;
}

/**
 * The deeds of a paragraph of folded text: parted by semicolons where each part does something, and by full stops where a
 * sentence has numbers of its own or opens with a deed. What only explains goes with the deed before it. `numbered` says
 * whether a stretch holds a quantity.
 */
export function piecesOf(folded: string, line: Line, numbered: (span: Span) => boolean): Piece[] {
  const pieces: { start: number; end: number; does: boolean; firm: boolean }[] = [];
  for (const cut of cutsOf(folded, line)) {
    const words = folded.slice(cut.start, cut.end);
    const counts = numbered(cut);
    const does = counts || doing.test(words);
    const opens = does && opening.test(words);
    const isOwn = counts || (cut.after === '；' ? does : opens);
    const last = pieces.at(-1);
    // A general word at the beginning belongs to the deed that follows.
    if (last && (!isOwn || !last.firm)) {
      last.end = cut.end;
      last.does ||= does;
      last.firm ||= isOwn;
    } else
      pieces.push({ start: cut.start, end: cut.end, does, firm: isOwn || (words.length > 0 && cut.before === '；') });
  }
  return pieces.filter((piece) => piece.does).map(({ start, end }) => ({ line, start, end }));
}

const pairs: Readonly<Record<string, string>> = { '“': '”', '《': '》', '(': ')', '「': '」', '‘': '’' };
/** An opening sign that is not closed within this many characters opens nothing. */
const reach = 120;

function cutsOf(folded: string, line: Line): Cut[] {
  const cuts: Cut[] = [];
  let start = line.body;
  let after = '';
  let closer = '';
  const close = (end: number, sign: string) => {
    const from =
      start + (/^[\s“”]*/.exec(folded.slice(start, Math.min(end, start + 4)))?.[0].replaceAll(/[“”]/g, '').length ?? 0);
    if (folded.slice(from, end).trim() !== '') cuts.push({ start: from, end, after, before: sign });
    after = sign;
  };
  for (let at = line.body; at < line.end; at++) {
    const sign = folded[at]!;
    if (closer !== '') {
      if (sign === closer) closer = '';
      continue;
    }
    const pair = pairs[sign];
    if (pair !== undefined && folded.slice(at + 1, at + 1 + reach).includes(pair)) closer = pair;
    else if ('。！？；'.includes(sign)) {
      close(at, sign);
      start = at + 1;
    }
  }
  close(line.end, '');
  return cuts;
}
