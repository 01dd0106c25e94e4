import { isConfusable } from '#domain/reading/counterGroups.ts';
import type { StatedWindow } from '#domain/reading/windows.ts';
import { daysBetween } from '#kernel/day.ts';
import { type Finding, fault, spanOf } from '../model.ts';
import { type CheckedText, inside, sentencesWith } from '../text.ts';

const compares = /比|较|相比|对比|同比|环比/;
const moves = /增|升|降|减|多|少|提高|超过|翻/;

/** Comparisons between windows of different length, or between counter words that do not count the same. */
export function checkComparisons(checked: CheckedText): Finding[] {
  const { text } = checked;
  return sentencesWith(checked).flatMap(({ sentence, quantities }): Finding[] => {
    const words = text.slice(sentence.start, sentence.end);
    if (quantities.length < 2 || !compares.test(words) || !moves.test(words)) return [];
    return [...ofWindows(checked, sentence), ...ofCounters(checked, quantities)];
  });
}

function ofWindows(
  { text, periods }: CheckedText,
  sentence: { readonly start: number; readonly end: number },
): Finding[] {
  const stated = inside(periods.stated, sentence);
  return stated.flatMap((later, index): Finding[] => {
    const earlier = stated[index - 1];
    if (!earlier || !compares.test(text.slice(earlier.end, later.start))) return [];
    const [one, other] = [days(earlier), days(later)];
    // Half-years and quarters differ by a day or two.
    if (Math.abs(one - other) <= 3 + 0.05 * Math.max(one, other)) return [];
    return [
      fault(
        'windows_compared',
        [earlier, later].map((each) => spanOf(text, each.start, each.end)),
        `“${earlier.text}”有${one}天，“${later.text}”有${other}天，长短不同，不能直接相比`,
        `${earlier.text} has ${one} days and ${later.text} ${other}; they cannot be compared directly`,
        [earlier.text, later.text],
      ),
    ];
  });
}

function ofCounters({ text }: CheckedText, quantities: CheckedText['quantities']): Finding[] {
  return quantities.flatMap((after, index): Finding[] => {
    const before = quantities[index - 1];
    if (!before || !isConfusable(before.unit, after.unit)) return [];
    const between = text.slice(before.end, after.start);
    const behind = text.slice(after.end, after.end + 8);
    if (between.length > 16 || !/[，,]?[^，。]{0,4}(比|较|相比)/.test(between) || !moves.test(behind)) return [];
    return [
      fault(
        'counters_compared',
        [before, after].map((one) => spanOf(text, one.start, one.end)),
        `${before.text}与${after.text}计数词不同，不能相比`,
        `${before.text} and ${after.text} count different things and cannot be compared`,
        [before.text, after.text],
      ),
    ];
  });
}

function days(window: StatedWindow): number {
  return daysBetween(window.from, window.to) + 1;
}
