import { readWindows } from '#domain/reading/windows.ts';
import { day } from '#kernel/day.ts';
import { windowText } from '#kernel/window.ts';
import { type Finding, spanOf } from '../model.ts';
import type { CheckedText } from '../text.ts';

/** How many different periods a document's numbers come from. Figures of different periods must not be compared. */
export function checkWindows({ text }: CheckedText): Finding[] {
  // Months without a year are of the year that the document names first.
  const year = /(?<!\d)(20\d{2})年/.exec(text)?.[1] ?? '2000';
  const stated = readWindows(text, { from: day(`${year}-01-01`), to: day(`${year}-12-31`) });
  // A feast or a season (国庆节, 暑期) says when something was done, not what was counted.
  const counted = stated.filter((one) => /\d|季度|半年|以来|截/.test(text.slice(one.start, one.end)));
  const distinct = [...new Map(counted.toReversed().map((one) => [windowText(one), one])).values()].reverse();
  if (distinct.length < 2) return [];
  const spans = distinct.map(({ start, end }) => spanOf(text, start, end));
  const said = spans.map((span) => span.text).join('、');
  const message = `全文用了${distinct.length}个不同的统计时段（${said}），不同时段的数字不能相互比较`;
  return [{ rule: 'windows_differ', severity: 'note', message, spans }];
}
