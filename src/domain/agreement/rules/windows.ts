import { type Finding, spanOf } from '../model.ts';
import type { CheckedText } from '../text.ts';

// 7-10月, 1-10月, 2024年6月26日至10月31日, 截止到11月19日, 7月份以来, 至10月底, 三季度
const stated =
  /(?:\d{4}年)?(?:\d{1,2}月\d{1,2}日[至到~—-]+(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}月?[-—~至到]\d{1,2}月份?|截[止至]到?\d{1,2}月\d{1,2}日|[至到]\d{1,2}月底|\d{1,2}月份?以来|(?:第?[一二三四]季度)|上半年|下半年)/g;

/** How many different periods a document's numbers come from. Figures of different periods must not be compared. */
export function checkWindows({ text }: CheckedText): Finding[] {
  const places = [...text.matchAll(stated)];
  const distinct = new Map<string, number>();
  for (const match of places) {
    const said = match[0]
      .replace(/^\d{4}年/, '')
      .replace(/[—~至到]/g, '-')
      .replace(/月份?-/, '-')
      .replace(/月份$/, '月');
    if (!distinct.has(said)) distinct.set(said, match.index);
  }
  if (distinct.size < 2) return [];
  const spans = [...distinct.values()].map((start) =>
    spanOf(text, start, start + places.find((one) => one.index === start)![0].length),
  );
  return [
    {
      rule: 'windows_differ',
      severity: 'note',
      message: `全文用了${distinct.size}个不同的统计时段（${spans.map((span) => span.text).join('、')}），不同时段的数字不能相互比较`,
      spans,
    },
  ];
}
