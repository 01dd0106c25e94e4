import { readWindows, type StatedWindow } from '#domain/reading/windows.ts';
import type { Text } from '#kernel/text.ts';
import { type Window, windowInWords } from '#kernel/window.ts';
import type { Span } from './model.ts';

/** When something was done, and how that is known. */
export interface Dated extends Window {
  readonly why: Text;
  readonly stated: boolean;
}

/** The periods that a document states, in order. */
export class Dates {
  readonly #text: string;
  readonly #offset: number;
  readonly #windows: readonly StatedWindow[];
  readonly #period: Window;

  /** `offset` is where the text stands in the document; spans are those of the document. */
  constructor(text: string, period: Window, offset = 0) {
    this.#text = text;
    this.#offset = offset;
    this.#windows = readWindows(text, period)
      .filter((one) => !isListed(text, one))
      .map((one) => ({
        ...one,
        start: one.start + offset,
        end: one.end + offset,
      }));
    this.#period = period;
  }

  /**
   * When what stands in `span` was done: the period it states, else the last one stated before it since `from` (the
   * beginning of its paragraph, or the words above its table), else the document's own.
   */
  of(span: Span, from: number): Dated {
    const inside = this.#windows.filter((one) => span.start <= one.start && one.end <= span.end);
    const before = this.#windows.filter((one) => from <= one.start && one.end <= span.start);
    // 开学之际 says when its own sentence was; what comes after it may be of another time.
    const chosen =
      narrowest(inside) ??
      before.findLast((one) => !one.approximate || !this.#between(one.end, span.start).includes('。'));
    if (!chosen)
      return {
        ...this.#period,
        stated: false,
        why: {
          zh: `原文没有写日期，按材料的时段（${windowInWords(this.#period)}）`,
          en: `no day is stated; the document's own period (${this.#period.from} to ${this.#period.to})`,
        },
      };
    const { from: first, to: last, text } = chosen;
    return {
      from: first,
      to: last,
      stated: true,
      why: {
        zh: `“${text}”是${chosen.approximate ? '大约的时间，按' : ''}${windowInWords({ from: first, to: last })}`,
        en: `"${text}" is ${chosen.approximate ? 'taken as ' : ''}${first} to ${last}`,
      },
    };
  }

  #between(from: number, to: number): string {
    return this.#text.slice(from - this.#offset, to - this.#offset);
  }

  /**
   * Whether what these words tell lies in years before the document's: the period it states, or else the year that the words
   * open with (2023年开展…, 自2019年…).
   */
  isEarlier(dated: Dated, words: string): boolean {
    const first = this.#period.from.slice(0, 4);
    if (dated.stated) return dated.to.slice(0, 4) < first;
    const year = /^(?:在|自|从)?((?:19|20)\d\d) ?年/.exec(words.trimStart())?.[1];
    return year !== undefined && year < first;
  }
}

/** 利用开学、重阳节、国庆节等节点: one of several occasions is no period. */
function isListed(text: string, { approximate, start, end }: StatedWindow): boolean {
  return approximate === true && (text[start - 1] === '、' || /^(节)?[、等]/.test(text.slice(end, end + 2)));
}

/** In 2024年，截止到11月19日 the second words narrow the first. */
function narrowest(windows: readonly StatedWindow[]): StatedWindow | undefined {
  const [first, second] = windows;
  if (!first || !second) return first;
  const narrows = second.start - first.end <= 4 && first.from <= second.from && second.to <= first.to;
  return narrows ? second : first;
}
