import { counterWords, otherWords, placeCounters, unitWords } from './counterWords.ts';
import { skipBlanks } from './digits.ts';
import type { NumberRead } from './magnitudes.ts';
import type { QuantityKind } from './model.ts';
import { charIn, wordList } from './words.ts';

/** The counter or unit behind a number. */
export interface Counter {
  readonly end: number;
  /** As written, from the folded text; 篇(条) keeps its bracket. */
  readonly unit: string;
  /** Where the unit stands, so that it can be taken as written from the text itself. */
  readonly at: number;
  readonly kind: QuantityKind;
  readonly careful: boolean;
  /** 半 beside the unit: 1个半小时, 两年半. */
  readonly half: boolean;
  /** 多 or 余 inside the unit: 3个多月. */
  readonly more: boolean;
  /** What money is paid for: 500元/人. */
  readonly per?: string;
}

const kinds = new Map<string, { kind: QuantityKind; careful: boolean }>();
for (const care of ['plain', 'careful'] as const) {
  for (const word of counterWords[care].trim().split(/\s+/))
    kinds.set(word, { kind: 'count', careful: care === 'careful' });
}
for (const [kind, words] of Object.entries(unitWords)) {
  for (const word of words.trim().split(/\s+/)) kinds.set(word, { kind: kind as QuantityKind, careful: false });
}

const counters = wordList([...kinds.keys()]);
const places = new Set(placeCounters);

export function isPlaceCounter(unit: string): boolean {
  return places.has(unit);
}

/** The counter that starts at `at`, right behind a number. Undefined when there is none, or the characters are another word. */
export function readCounter(text: string, at: number, number: NumberRead): Counter | undefined {
  const start = number.script === 'arabic' ? skipBlanks(text, at) : at;
  return readPeriod(text, start) ?? readWithParallel(text, start) ?? readBracketed(text, start);
}

/** 个 with something inside: 3个多月, 1个半小时. */
function readPeriod(text: string, at: number): Counter | undefined {
  if (text[at] !== '个' || !charIn('多余半', text, at + 1)) return undefined;
  const inner = text[at + 1]!;
  const word = counters.at(text, at + 2);
  const whole = `个${word}`;
  const known = kinds.get(whole) ?? (word === '' ? undefined : kinds.get(word));
  const unit = text.startsWith('月', at + 2) ? '个月' : whole;
  if (unit !== '个月' && known?.kind !== 'duration') return undefined;
  const end = at + 1 + unit.length;
  return { end, unit, at: -1, kind: 'duration', careful: false, half: inner === '半', more: inner !== '半' };
}

function readWithParallel(text: string, at: number): Counter | undefined {
  const word = plainCounter(text, at);
  if (word === undefined) return undefined;
  const { kind, careful } = kinds.get(word)!;
  let end = at + word.length;
  if (kind === 'duration' && text[end] === '半' && !charIn('数天年月个', text, end + 1)) {
    return { end: end + 1, unit: word, at, kind, careful, half: true, more: false };
  }
  let per: string | undefined;
  const bracket = parallelBracket(text, end);
  if (bracket !== undefined && kind === 'count') end = bracket;
  if (text[end] === '/') {
    const other = counters.at(text, end + 1);
    if (kind === 'count' && kinds.get(other)?.kind === 'count') end += 1 + other.length;
    else if (kind === 'money' || charIn('天日月年周', text, end + 1)) per = slashBase(text, end + 1);
  }
  return {
    end,
    unit: text.slice(at, end),
    at,
    kind,
    careful,
    half: false,
    more: false,
    ...(per !== undefined && { per }),
  };
}

/** The longest counter here that is not the beginning of another word. */
function plainCounter(text: string, at: number): string | undefined {
  return (
    counters.at(text, at, (word) => {
      if (/^[A-Za-z]+$/.test(word)) return !/[A-Za-z0-9]/.test(text[at + word.length] ?? '');
      const next = at + word.length;
      const others = otherWords.get(word) ?? otherWords.get(word.at(-1)!);
      return !others?.some((part) => text.startsWith(part, next));
    }) || undefined
  );
}

/** End of (条) behind 篇, or of (幅、件). The bracket holds counters only. */
function parallelBracket(text: string, at: number): number | undefined {
  if (text[at] !== '(') return undefined;
  const length = text.slice(at, at + 9).indexOf(')');
  if (length < 0) return undefined;
  const close = at + length;
  const inner = text.slice(at + 1, close).split(/[、,/]/);
  return inner.every((word) => kinds.get(word)?.kind === 'count' || word === '组') ? close + 1 : undefined;
}

/** 120(人): the unit stands in a bracket of its own. */
function readBracketed(text: string, at: number): Counter | undefined {
  const end = parallelBracket(text, at);
  if (end === undefined) return undefined;
  return {
    end,
    unit: text.slice(at + 1, end - 1),
    at: at + 1,
    kind: 'count',
    careful: false,
    half: false,
    more: false,
  };
}

function slashBase(text: string, at: number): string | undefined {
  const base = text[at];
  return base !== undefined && '人月年天日周次场户件份条名位家篇组期课节'.includes(base) ? `每${base}` : undefined;
}
