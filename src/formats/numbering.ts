import type { HeadingLevel } from './blocks.ts';

const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const places = ['', '十', '百', '千'];

/** 1..9999 in Chinese as headings use it: 一, 十, 十二, 一百零五. Raises RangeError for anything else. */
export function chineseOrdinal(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 9999) throw new RangeError(`no heading number for ${value}`);
  const written = [...String(value)];
  const words = written
    .map((digit, index) => (digit === '0' ? '零' : `${digits[Number(digit)]}${places[written.length - 1 - index]}`))
    .join('')
    .replace(/零+/g, '零')
    .replace(/零$/, '');
  return words.replace(/^一十/, '十');
}

/** The four levels of GB/T 9704: 一、 （一） 1. （1） */
export function headingNumber(level: HeadingLevel, value: number): string {
  if (level === 1) return `${chineseOrdinal(value)}、`;
  if (level === 2) return `（${chineseOrdinal(value)}）`;
  return level === 3 ? `${value}.` : `（${value}）`;
}

/** Counts headings while a document is walked: a heading starts the count of the levels below it anew. */
export class HeadingCounter {
  readonly #counts = [0, 0, 0, 0];

  next(level: HeadingLevel): string {
    this.#counts[level - 1]! += 1;
    this.#counts.fill(0, level);
    return headingNumber(level, this.#counts[level - 1]!);
  }
}
