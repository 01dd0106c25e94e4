import { type Day, parseDay } from '#kernel/day.ts';
import type { Window } from '#kernel/window.ts';
import { isDigit } from './digits.ts';
import { fold } from './fold.ts';
import { windowForms } from './windowForms.ts';

/** A period that a text states in words, as days. Offsets are UTF-16 positions in the text given. */
export interface StatedWindow extends Window {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** 截至10月底 names no start, 7月份以来 no end: that side is the document's own. */
  readonly open?: 'from' | 'to';
  /** 暑期 and 开学期间 have no fixed days; the usual ones are given. */
  readonly approximate?: true;
}

/**
 * Every period stated in the text, in order, resolved against the document's period: 7月份以来, 截止到11月19日, 三季度,
 * 6月26日至10月31日, 2024年7-10月, 今年以来, 上半年, 秋季开学期间. A day without a year takes the latest year in which it
 * does not lie beyond the document's period. Days that do not exist are passed over.
 */
export function readWindows(text: string, period: Window): StatedWindow[] {
  const folded = fold(text);
  const found: StatedWindow[] = [];
  for (let at = 0; at < folded.length; ) {
    const window = openers.includes(folded[at]!) ? windowAt(folded, at, period) : undefined;
    if (window) {
      found.push({ ...window, text: text.slice(window.start, window.end) });
      at = window.end;
    } else at = runEnd(folded, at);
  }
  return found;
}

/** What a period in words begins with; everything else is passed over quickly. */
const openers = '0123456789一二三四五六七八九十自从截至到今本全上下前第暑寒秋春开国五元去';

// Every period holds one of these within its first words; looking for them spares most numbers the forms.
const holdsPeriodWord = /^.{0,12}[年月季目半期学假节以今去本全旦截五]/;

type Found = Omit<StatedWindow, 'text'>;

function windowAt(text: string, at: number, period: Window): Found | undefined {
  const ahead = text.slice(at, at + 40);
  if (!holdsPeriodWord.test(ahead)) return undefined;
  for (const { pattern, resolve } of windowForms) {
    const match = pattern.exec(ahead);
    if (!match) continue;
    const resolved = resolve(match.groups ?? {}, { period, before: text.slice(Math.max(0, at - 6), at) });
    const [from, to] = [resolved?.from && parseDay(resolved.from), resolved?.to && parseDay(resolved.to)];
    if (!resolved || !from || !to || from > to) continue;
    return {
      start: at,
      end: at + match[0].length,
      from: from as Day,
      to: to as Day,
      ...(resolved.open !== undefined && { open: resolved.open }),
      ...(resolved.approximate && { approximate: true as const }),
    };
  }
  return undefined;
}

/** Behind the run of digits or numerals that starts here: no period starts in the middle of one. */
function runEnd(text: string, at: number): number {
  let end = at + 1;
  if (isDigit(text, at)) while (isDigit(text, end)) end++;
  else if (numerals.includes(text[at]!)) while (end < text.length && numerals.includes(text[end]!)) end++;
  return end;
}

const numerals = '一二三四五六七八九十';
