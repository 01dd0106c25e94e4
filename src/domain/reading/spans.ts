import { type Counter, readCounter } from './counters.ts';
import { isLasting } from './durations.ts';
import type { NumberRead } from './magnitudes.ts';
import type { NameSpan } from './names.ts';
import { mayStartNumber, readNumber } from './numbers.ts';
import { isOrdinalAt } from './ordinals.ts';
import { isAmount, rangeAfterCounter, rangeAfterNumber } from './ranges.ts';
import { isRefused } from './refusals.ts';
import { isScore } from './scores.ts';
import { type Hedged, type Span, spanOf, withHedges } from './span.ts';
import { isUnitlessCount } from './unitless.ts';
import { charIn } from './words.ts';

/**
 * Every quantity of a stretch of folded text: number, then counter, then the hedges on both sides, then the rules that
 * say it is none. Numbers inside `names` are passed over. Each character is looked at a bounded number of times.
 */
export function findSpans(text: string, from: number, to: number, names: readonly NameSpan[]): Span[] {
  const spans: Span[] = [];
  let name = 0;
  let ordinalEnd = -1;
  for (let at = from; at < to; ) {
    if (!mayStartNumber(text, at)) {
      at++;
      continue;
    }
    while (name < names.length && names[name]!.end <= at) name++;
    if (name < names.length && names[name]!.start <= at) {
      at = names[name]!.end;
      continue;
    }
    const { next, number } = readNumber(text, at);
    if (!number) {
      at = next;
      continue;
    }
    const followsOrdinal = ordinalEnd >= 0 && isListSign(text, ordinalEnd, at);
    const span = readSpan(text, number, followsOrdinal);
    if (typeof span === 'object' && span.end <= to) {
      spans.push(span);
      at = span.end;
      continue;
    }
    if (followsOrdinal || isOrdinalAt(text, at)) ordinalEnd = number.end;
    else if (text[at - 1] === '届') ordinalEnd = number.end + 1;
    at = Math.max(next, typeof span === 'number' ? span : 0);
  }
  return spans;
}

/** The span of one number; otherwise where to go on, when the number is part of a code. */
function readSpan(text: string, first: NumberRead, followsOrdinal: boolean): Span | number | undefined {
  const direct = rangeAfterNumber(text, first);
  if (typeof direct === 'number') return direct;
  const amount = direct ?? { number: first, end: first.end };
  if (!isAmount(text, amount.number)) return undefined;
  const counter = readCounter(text, amount.end, amount.number);
  if (amount.number.part === '%' || amount.number.part === '‰') return partSpan(text, amount.number, amount.end);
  if (!counter) return unitlessSpan(text, amount.number, amount.end);
  const range = direct ? undefined : rangeAfterCounter(text, first, counter);
  const span = range
    ? counted(text, range.number, range.counter, followsOrdinal)
    : counted(text, amount.number, counter, followsOrdinal);
  return span ?? undefined;
}

function counted(text: string, read: NumberRead, counter: Counter, followsOrdinal: boolean): Span | undefined {
  const number = withoutListNumber(text, read, counter);
  const hedged = withHedges(text, number, counter.end, counter);
  const reading = {
    number,
    counter,
    start: hedged.start,
    end: hedged.end,
    hedged: hedged.hedges.length > 0,
    followsOrdinal,
  };
  if (isRefused(text, reading)) return undefined;
  if (counter.kind === 'duration' && !isLasting(text, { ...hedged, unit: counter.unit, value: number.value }))
    return undefined;
  if (counter.kind === 'score' && !isScore(text, number, counter.end)) return undefined;
  if (counter.unit === '成') return partSpanOf(text, number, hedged);
  const kind = counter.kind === 'duration' && isServiceTime(text, number, counter) ? 'measure' : counter.kind;
  return {
    ...spanOf(text, number, hedged),
    unitStart: counter.at,
    unit: counter.unit,
    kind,
    ...withHalf(number, counter),
  };
}

/** 1.3个基地 at the head of a line is list number 1 and 3个基地: things are not counted in decimals. */
function withoutListNumber(text: string, number: NumberRead, { kind }: Counter): NumberRead {
  const opensLine = number.start === 0 || charIn('\n \t', text, number.start - 1);
  if (!number.decimal || kind !== 'count' || number.scale !== undefined || !opensLine) return number;
  const point = number.start + text.slice(number.start, number.end).indexOf('.');
  const value = Number.parseInt(text.slice(point + 1, number.end), 10);
  return point < number.start || value === 0 ? number : { ...number, start: point + 1, value, decimal: false };
}

/** Hours of service are summed like any other measure; a talk of two hours is a duration. */
function isServiceTime(text: string, number: NumberRead, { unit }: Counter): boolean {
  if (!unit.endsWith('小时') && unit !== '分钟') return false;
  if (number.scale !== undefined || number.value >= 100) return true;
  return /(志愿服务|服务|人均)(总?时长|时间|累计|共)?(达|为|超过?|达到)?$/.test(
    text.slice(Math.max(0, number.start - 12), number.start),
  );
}

function withHalf(number: NumberRead, counter: Counter): { value?: number; per?: string } {
  return {
    ...(counter.half && { value: number.value + 0.5 }),
    ...(counter.per !== undefined && { per: counter.per }),
  };
}

/** 七成 and 百分之七十 are both 70 %. */
function partSpanOf(text: string, number: NumberRead, hedged: Hedged): Span | undefined {
  if (number.value > 10 || number.value < 1) return undefined;
  const tenfold = { ...number, value: number.value * 10, ...(number.max !== undefined && { max: number.max * 10 }) };
  return { ...spanOf(text, tenfold, hedged), unitStart: -1, unit: '%', kind: 'percent' };
}

function partSpan(text: string, number: NumberRead, end: number): Span {
  return { ...spanOf(text, number, withHedges(text, number, end)), unitStart: -1, unit: number.part!, kind: 'percent' };
}

function unitlessSpan(text: string, number: NumberRead, end: number): Span | undefined {
  if (number.about || number.value === 0.5) return undefined;
  const hedged = withHedges(text, number, end);
  if (!isUnitlessCount(text, number, hedged.start, hedged.end, hedged.hedges.length > 0)) return undefined;
  return {
    ...spanOf(text, number, hedged),
    unitStart: -1,
    unit: '',
    kind: number.part === 'fraction' ? 'ratio' : 'count',
  };
}

function isListSign(text: string, from: number, to: number): boolean {
  return to === from + 1 && charIn('、和-~至到及或,', text, from);
}
