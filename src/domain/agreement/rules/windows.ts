import { windowText } from '#kernel/window.ts';
import { type Finding, fault, spanOf } from '../model.ts';
import type { CheckedText } from '../text.ts';

/** How many different periods a document's numbers come from. Figures of different periods must not be compared. */
export function checkWindows({ text, periods }: CheckedText): Finding[] {
  const counted = periods.stated.filter((one) => one.to > one.from);
  const distinct = [...new Map(counted.toReversed().map((one) => [windowText(one), one])).values()].reverse();
  if (distinct.length < 2) return [];
  const spans = distinct.map(({ start, end }) => spanOf(text, start, end));
  const said = spans.map((span) => span.text);
  return [
    fault(
      'windows_differ',
      spans,
      `全文用了${distinct.length}个不同的统计时段（${said.join('、')}），不同时段的数字不能相互比较`,
      `the text uses ${distinct.length} different windows (${said.join(', ')}); their numbers must not be compared`,
    ),
  ];
}
