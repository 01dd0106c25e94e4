import type { Scale } from './model.ts';

/** A numeral's value; `max` when it is a fuzzy pair (三四十 is 30 to 40). */
export interface NumeralValue {
  readonly value: number;
  readonly max?: number;
  readonly scale?: Scale;
  /** A magnitude with no digit before it: 百, 千, 百万. */
  readonly bare?: boolean;
}

const digits: Readonly<Record<string, number>> = {
  ...{ 〇: 0, 零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
  ...{ 壹: 1, 贰: 2, 叁: 3, 肆: 4, 伍: 5, 陆: 6, 柒: 7, 捌: 8, 玖: 9 },
};
const tens: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 拾: 10, 佰: 100, 仟: 1000, 廿: 20, 卅: 30 };
const myriads: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 };

/** No numeral of a report is longer; a longer run of numeral characters is not a number. */
const longest = 16;

/** What a Chinese numeral character stands for; undefined for any other character. */
export function isNumeralChar(char: string): boolean {
  return char in digits || char in tens || char in myriads;
}

export function numeralDigit(char: string): number | undefined {
  return digits[char];
}

export function magnitude(char: string): number | undefined {
  return tens[char] ?? myriads[char];
}

/**
 * Reads a whole run of numeral characters: 三百二十, 两千三百, 一亿三千万, 一万二, 百万, 三四十, 十七八, 二〇二四.
 * Undefined when the run is no number (万万万, 十一五).
 */
export function parseNumeral(run: string): NumeralValue | undefined {
  if (run.length > longest) return undefined;
  return isPositional(run) ? parsePositional(run) : parseStandard(run);
}

function isPositional(run: string): boolean {
  return run.length > 2 && [...run].every((char) => char in digits);
}

/** Digit by digit, as years and codes are written. Three digits or less without a zero are a list, not a number. */
function parsePositional(run: string): NumeralValue | undefined {
  if (run.length < 4 && !/[〇零]/.test(run)) return undefined;
  return { value: Number([...run].map((char) => digits[char]).join('')) };
}

interface Section {
  readonly low: number;
  readonly high: number;
}

function parseStandard(run: string): NumeralValue | undefined {
  const bare = /^[百千万亿佰仟]/.test(run);
  if (bare && !/^(百|千|佰|仟)?[万亿]{0,1}$/.test(run)) return undefined;
  let rest = run;
  let low = 0;
  let high = 0;
  let scale: Scale | undefined;
  for (const mark of ['亿', '万'] as const) {
    const cut = rest.indexOf(mark);
    if (cut < 0) continue;
    const head = rest.slice(0, cut);
    const part = head === '' && bare ? { low: 1, high: 1 } : parseUpToMyriad(head);
    // 万亿 is one magnitude.
    if (!part && !(mark === '亿' && head.endsWith('万'))) return undefined;
    const before = part ?? timesMyriad(parseUpToMyriad(head.slice(0, -1)));
    if (!before) return undefined;
    low += before.low * myriads[mark]!;
    high += before.high * myriads[mark]!;
    scale ??= myriads[mark] as Scale;
    rest = rest.slice(cut + 1);
  }
  if (rest !== '') {
    const tail =
      scale !== undefined && rest.length === 1 && digits[rest] ? shortTail(rest, scale) : parseUpToMyriad(rest);
    if (!tail || (high !== low && tail.low > 0)) return undefined;
    low += tail.low;
    high += tail.high;
  }
  return {
    value: low,
    ...(high !== low && { max: high }),
    ...(scale !== undefined && { scale }),
    ...(bare && { bare }),
  };
}

/** 一万二 is 12,000: the last digit stands one step below the magnitude before it. */
function shortTail(digit: string, scale: Scale): Section {
  const value = digits[digit]! * (scale / 10);
  return { low: value, high: value };
}

function timesMyriad(section: Section | undefined): Section | undefined {
  return section && { low: section.low * 10_000, high: section.high * 10_000 };
}

/** 一 to 九千九百九十九, fuzzy pairs included. Undefined for anything else. */
function parseUpToMyriad(run: string): Section | undefined {
  let low = 0;
  let high = 0;
  let step = 10_000;
  let pending: Section | undefined;
  let zero = false;
  for (const char of run) {
    const digit = digits[char];
    if (digit !== undefined) {
      if (digit === 0) {
        if (pending || zero) return undefined;
        zero = true;
      } else if (pending) {
        const pair = fuzzyPair(pending, digit);
        if (!pair) return undefined;
        pending = pair;
      } else pending = { low: digit, high: digit };
      continue;
    }
    const unit = tens[char];
    if (unit === undefined || unit >= step || high !== low) return undefined;
    if (!pending && unit % 100 === 0 && low > 0) return undefined;
    const times = pending ?? { low: 1, high: 1 };
    low += times.low * unit;
    high += times.high * unit;
    pending = undefined;
    zero = false;
    step = unit;
  }
  if (pending) {
    // 三百五 is 350, 三百零五 is 305.
    const place = step >= 100 && step < 10_000 && !zero ? step / 10 : 1;
    if (high !== low) return undefined;
    low += pending.low * place;
    high += pending.high * place;
  } else if (zero && run.length > 1) return undefined;
  return run === '' ? undefined : { low, high };
}

/** Two neighbouring digits as an approximation: 三四, 七八, also 三五. */
function fuzzyPair(first: Section, second: number): Section | undefined {
  if (first.low !== first.high) return undefined;
  const fits = second === first.low + 1 || (first.low === 3 && second === 5);
  return fits ? { low: first.low, high: second } : undefined;
}
