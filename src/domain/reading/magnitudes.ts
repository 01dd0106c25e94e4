import { magnitude } from './chineseNumber.ts';
import { digitsEnd, isDigit, skipBlanks } from './digits.ts';
import type { Scale } from './model.ts';

/** A number as it stands in folded text, with the hedges that are written inside it (十余万, 3000多). */
export interface NumberRead {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly max?: number;
  readonly scale?: Scale;
  readonly script: 'arabic' | 'chinese';
  readonly bare: boolean;
  /** 数百, 几十: no digit at all. */
  readonly indefinite: boolean;
  /** 余, 多, 几 or + after the digits. */
  readonly more: boolean;
  /** 来 after the digits (十来个). */
  readonly about: boolean;
  /** 百分之, 千分之, 三分之二 carry their unit in front. */
  readonly part?: '%' | '‰' | 'fraction';
  readonly decimal: boolean;
}

/** A value with what its digits and magnitudes say. */
interface Scaled {
  readonly value: number;
  readonly max?: number;
  readonly scale?: Scale;
  readonly bare?: boolean;
}

/** Adds the hedges written inside: 30余, 10多万, 十几, 3000多, 十来. */
export function finish(
  text: string,
  start: number,
  end: number,
  of: Scaled,
  script: NumberRead['script'],
  decimal = false,
  part?: NumberRead['part'],
): NumberRead {
  let { value } = of;
  let { max, scale } = of;
  let at = end;
  let more = false;
  let about = false;
  const mark = innerHedge(text, end, value, script);
  if (mark) {
    at = mark.end;
    more = !mark.about;
    about = mark.about;
    const scaled = withMagnitudes(text, at, value);
    if (scaled.end > at) {
      if (max !== undefined) max *= scaled.value / value;
      value = scaled.value;
      scale = scaled.scale ?? scale;
      at = scaled.end;
      const again = innerHedge(text, at, value, script);
      if (again && !again.about) {
        at = again.end;
        more = true;
      }
    }
  }
  return {
    start,
    end: at,
    value: exactDecimal(value),
    ...(max !== undefined && { max: exactDecimal(max) }),
    ...(scale !== undefined && { scale }),
    script,
    bare: of.bare ?? false,
    indefinite: false,
    more,
    about,
    ...(part !== undefined && { part }),
    decimal,
  };
}

/** 余 and 多 after any number, 几 and 来 only after a round one. A blank may stand between Arabic digits and the hedge. */
function innerHedge(
  text: string,
  at: number,
  value: number,
  script: string,
): { end: number; about: boolean } | undefined {
  const place = script === 'arabic' ? skipBlanks(text, at) : at;
  const char = text[place];
  if (char === '余' || char === '多') return { end: place + 1, about: false };
  if (char === '+' && script === 'arabic') return { end: place + 1, about: false };
  const round = value >= 10 && value % 10 === 0;
  if (char === '几' && round) return { end: place + 1, about: false };
  if (char === '来' && round && text[place + 1] !== '自') return { end: place + 1, about: true };
  return undefined;
}

/** 万, 千万, 亿, 百 after Arabic digits, and the second part of 1亿3000万. 千 before 米, 克, 瓦 belongs to the unit. */
export function withMagnitudes(
  text: string,
  at: number,
  value: number,
  isTail = false,
): Scaled & { readonly end: number } {
  let end = at;
  let result = value;
  let scale: Scale | undefined;
  for (let steps = 0; steps < 3; steps++) {
    const place = end === at ? skipBlanks(text, end) : end;
    const factor = text[place] === undefined ? undefined : magnitude(text[place]!);
    if (factor === undefined || factor === 10 || factor === 20 || factor === 30) break;
    if (text[place] === '千' && '米克瓦伏卡帕字'.includes(text[place + 1] ?? '无')) break;
    if (text.startsWith('百分', place)) break;
    // 3百 and 12千 are written, 2024百公里 is a year and a name.
    if (factor < 10_000 && value >= 100) break;
    result *= factor;
    if (factor >= 10_000) scale = text[place] === '亿' ? 100_000_000 : 10_000;
    end = place + 1;
  }
  if (scale && !isTail && isDigit(text, end)) {
    const tailEnd = digitsEnd(text, end);
    const tail = tailEnd - end <= 4 ? withMagnitudes(text, tailEnd, Number(text.slice(end, tailEnd)), true) : undefined;
    if (tail && tail.end > tailEnd && tail.value < result) return { end: tail.end, value: result + tail.value, scale };
  }
  return { end, value: exactDecimal(result), ...(scale !== undefined && { scale }) };
}

/** 1061.23 x 10,000 is 10,612,300, not 10612299.999999998. */
function exactDecimal(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(14));
}
