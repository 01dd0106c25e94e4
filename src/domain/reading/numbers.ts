import { isNumeralChar, magnitude, numeralDigit, parseNumeral } from './chineseNumber.ts';
import { digitsEnd, isDigit } from './digits.ts';
import { finish, type NumberRead, withMagnitudes } from './magnitudes.ts';

export interface NumberScan {
  /** Where to go on looking; always beyond the start. */
  readonly next: number;
  readonly number?: NumberRead;
}

const starters = new Uint8Array(65_536);
for (const char of '0123456789〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖十百千万亿拾佰仟廿卅数几半')
  starters[char.charCodeAt(0)] = 1;

/** Whether a number may start here. One look-up, because it is asked for every character of a text. */
export function mayStartNumber(text: string, at: number): boolean {
  return starters[text.charCodeAt(at)] === 1;
}

/** Reads the number that starts at `at` in folded text. Without `number` the run is a date, a code or no number at all. */
export function readNumber(text: string, at: number): NumberScan {
  const char = text[at]!;
  if (isDigit(text, at)) return readArabic(text, at);
  if (char === '数' || char === '几') return readIndefinite(text, at);
  if (char === '半') return { next: at + 1, number: finish(text, at, at + 1, { value: 0.5 }, 'chinese') };
  return readChinese(text, at);
}

/** More digits than any count has; such runs are codes. */
const mostDigits = 13;

function readArabic(text: string, at: number): NumberScan {
  let end = digitsEnd(text, at);
  let whole = text.slice(at, Math.min(end, at + mostDigits + 1));
  if (end - at <= 3) {
    while (isThousands(text, end)) {
      whole += text.slice(end + 1, end + 4);
      end += 4;
    }
  }
  let decimal = false;
  if (text[end] === '.' && isDigit(text, end + 1)) {
    const fraction = digitsEnd(text, end + 1);
    whole += text.slice(end, Math.min(fraction, end + mostDigits));
    end = fraction;
    decimal = true;
  }
  const chained = chainEnd(text, end);
  if (chained > end) return readFraction(text, at, end, chained) ?? { next: chained };
  if (whole.length > mostDigits + (decimal ? mostDigits : 0) || /^0\d/.test(whole)) return { next: end };
  const scaled = withMagnitudes(text, end, Number(whole));
  return { next: scaled.end, number: finish(text, at, scaled.end, scaled, 'arabic', decimal) };
}

/** 1/3 and 2/3; other slashes between digits are dates and codes. */
function readFraction(text: string, at: number, end: number, chained: number): NumberScan | undefined {
  const form = /^(\d{1,2})\/(\d{1,2})$/.exec(text.slice(at, Math.min(chained, at + 6)));
  if (!form || text[end] !== '/') return undefined;
  const [above, below] = [Number(form[1]), Number(form[2])];
  if (above >= below || below > 10 || above === 0 || text[chained] === '月') return undefined;
  return { next: chained, number: finish(text, at, chained, { value: above / below }, 'arabic', false, 'fraction') };
}

// Signs that tie digits into a date, a time, a score, a model or a product: 9:30, 6·26, 2024/7/10, 3+6, 7x24.
const chainSigns = ':/·.*×xX+_';

/** End of a chain of digit runs tied by signs, or `at` when nothing is tied here. */
function chainEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && chainSigns.includes(text[end]!)) {
    const tail = text[end] === '+' && /[A-Za-z]/.test(text[end + 1] ?? '') ? end + 2 : digitsEnd(text, end + 1);
    if (tail === end + 1) break;
    end = tail;
  }
  return end;
}

function readChinese(text: string, at: number, insidePart = false): NumberScan {
  let end = at;
  while (end < text.length && isNumeralChar(text[end]!)) end++;
  if (text.startsWith('分之', end)) return insidePart ? { next: end } : readPart(text, at, end);
  const numeral = parseNumeral(text.slice(at, Math.min(end, at + 20)));
  if (!numeral || end - at > 20) return { next: end };
  const point = readPoint(text, end, insidePart);
  if (point && numeral.value < 1000) {
    const scaled = withMagnitudes(text, point.end, numeral.value + point.value);
    return { next: scaled.end, number: finish(text, at, scaled.end, scaled, 'chinese', true) };
  }
  return { next: end, number: finish(text, at, end, numeral, 'chinese') };
}

/** 点五 in 三点五万. Only where a magnitude or a continuous unit follows: 三点五十分 is a time. */
function readPoint(text: string, at: number, insidePart: boolean): { end: number; value: number } | undefined {
  if (text[at] !== '点') return undefined;
  let end = at + 1;
  let figures = '';
  while (end < text.length && end < at + 8 && numeralDigit(text[end]!) !== undefined)
    figures += numeralDigit(text[end++]!);
  if (figures === '' || insidePart) return figures === '' ? undefined : { end, value: Number(`0.${figures}`) };
  if (!/^(万|亿|倍|个百分点|公里|元|吨|亩|%)/.test(text.slice(end, end + 4))) return undefined;
  return { end, value: Number(`0.${figures}`) };
}

/** 百分之九十五, 百分之30, 千分之二, 三分之二. */
function readPart(text: string, at: number, end: number): NumberScan {
  const below = text.slice(at, Math.min(end, at + 20));
  const after = end + 2;
  if (!isDigit(text, after) && !isNumeralChar(text[after] ?? '无')) return { next: after };
  const above = isDigit(text, after) ? readArabic(text, after) : readChinese(text, after, true);
  if (!above.number || above.number.part) return { next: Math.max(after, above.next) };
  const part = below === '百' ? '%' : below === '千' ? '‰' : 'fraction';
  const base = part === 'fraction' ? parseNumeral(below)?.value : 1;
  if (!base) return { next: above.next };
  const read = above.number;
  const bare = read.bare && part === '%' && read.value === 100 ? false : read.bare;
  return {
    next: above.next,
    number: { ...read, start: at, value: read.value / base, script: 'chinese', bare, part },
  };
}

/** 数百, 几十, 数十万, and 十几 is read as a numeral with 几 after it. */
function readIndefinite(text: string, at: number): NumberScan {
  let end = at + 1;
  while (end < text.length && end <= at + 4 && magnitude(text[end]!) !== undefined) end++;
  const numeral = end > at + 1 ? parseNumeral(text.slice(at + 1, end)) : undefined;
  if (!numeral) return { next: at + 1 };
  const { value, scale } = numeral;
  const read = finish(text, at, end, { value, ...(scale !== undefined && { scale }) }, 'chinese');
  return { next: end, number: { ...read, indefinite: true, more: true } };
}

function isThousands(text: string, at: number): boolean {
  return (
    (text[at] === ',' || text[at] === '，') &&
    isDigit(text, at + 1) &&
    isDigit(text, at + 2) &&
    isDigit(text, at + 3) &&
    !isDigit(text, at + 4)
  );
}
