const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** 1..99 in Chinese as headings use it: 一, 十, 十二, 二十三. */
export function chineseOrdinal(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 99) throw new RangeError(`no heading number for ${value}`);
  const tens = Math.floor(value / 10);
  return `${tens === 0 ? '' : `${tens === 1 ? '' : digits[tens]}十`}${digits[value % 10]}`;
}

/** The four levels of GB/T 9704: 一、 （一） 1. （1） */
export function headingNumber(level: 1 | 2 | 3 | 4, value: number): string {
  if (level === 1) return `${chineseOrdinal(value)}、`;
  if (level === 2) return `（${chineseOrdinal(value)}）`;
  return level === 3 ? `${value}.` : `（${value}）`;
}

/** Counts headings while a document is walked: a heading starts the count of the levels below it anew. */
export class HeadingCounter {
  readonly #counts = [0, 0, 0, 0];

  next(level: 1 | 2 | 3 | 4): string {
    this.#counts[level - 1]! += 1;
    this.#counts.fill(0, level);
    return headingNumber(level, this.#counts[level - 1]!);
  }
}
