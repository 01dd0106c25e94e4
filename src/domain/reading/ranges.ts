import { type Counter, readCounter } from './counters.ts';
import { isDigit, skipBlanks } from './digits.ts';
import type { NumberRead } from './magnitudes.ts';
import { mayStartNumber, readNumber } from './numbers.ts';
import { charIn } from './words.ts';

export interface Amount {
  readonly number: NumberRead;
  readonly end: number;
}

/** 10-15, 三至五, 3-5万: the range behind a first number. A number instead of a range says where a code (0731-8888) ends. */
export function rangeAfterNumber(text: string, first: NumberRead): Amount | number | undefined {
  const joint = jointEnd(text, first.end);
  if (joint === undefined || !mayStartNumber(text, joint)) return undefined;
  const { next, number: second } = readNumber(text, joint);
  const dashed = text[first.end] === '-';
  if (!second) return dashed ? next : undefined;
  if (dashed && text[second.end] === '-' && isDigit(text, second.end + 1)) return codeEnd(text, second.end);
  if (second.part !== undefined || first.part !== undefined) return undefined;
  const low =
    second.scale !== undefined && first.scale === undefined && first.value * second.scale < second.value
      ? first.value * second.scale
      : first.value;
  if (low >= (second.max ?? second.value)) return dashed ? next : undefined;
  return { number: joined(first, second, low), end: second.end };
}

/** 10场至15场, 63%-68%, 200元到500元. 从10家到15家 is a change, not a range. */
export function rangeAfterCounter(
  text: string,
  first: NumberRead,
  counter: Counter,
): { number: NumberRead; counter: Counter } | undefined {
  const joint = jointEnd(text, counter.end);
  if (joint === undefined || !mayStartNumber(text, joint)) return undefined;
  if (charIn('从由自', text, first.start - 1)) return undefined;
  const { number: second } = readNumber(text, joint);
  if (!second || second.part !== undefined || first.more || second.value <= first.value) return undefined;
  const other = readCounter(text, second.end, second);
  if (!other || other.kind !== counter.kind || other.unit !== counter.unit) return undefined;
  return { number: joined(first, second, first.value), counter: other };
}

/** The second end of a range is not read as a number of its own, and half of nothing is no amount. */
export function isAmount(text: string, number: NumberRead): boolean {
  if (text[number.start] !== '半') return true;
  return !charIn('上下大前后小一每多过各年个月天', text, number.start - 1);
}

function joined(first: NumberRead, second: NumberRead, low: number): NumberRead {
  const scale = second.scale ?? first.scale;
  return {
    ...second,
    start: first.start,
    value: low,
    max: second.max ?? second.value,
    ...(scale !== undefined && { scale }),
    bare: false,
    decimal: first.decimal || second.decimal,
  };
}

/** Where the second number of a range starts, when a joint stands here: a dash (or two), ~, 至, 到. */
function jointEnd(text: string, at: number): number | undefined {
  const start = skipBlanks(text, at);
  let end = start;
  while (end < start + 2 && text[end] === '-') end++;
  if (end === start && charIn('~至到', text, start)) end++;
  return end === start ? undefined : skipBlanks(text, end);
}

function codeEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && (text[end] === '-' || isDigit(text, end))) end++;
  return end;
}
