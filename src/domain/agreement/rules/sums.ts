import { isConfusable } from '#domain/reading/counterGroups.ts';
import { addIntervals, type Interval, intervalOf, isExact, meets } from '#domain/reading/interval.ts';
import type { Quantity } from '#domain/reading/model.ts';
import { partsInterval, runsOf, type StatedSum, statedSums } from '#domain/reading/sums.ts';
import { type Finding, fault, holding, spanOf } from '../model.ts';
import { type CheckedText, digits } from '../text.ts';

/**
 * Parts and their total. 分别是 promises that the list is whole, 其中 and a ranking do not; hedged parts never sum to an
 * exact total without a warning; a total in persons has no parts in attendances.
 */
export function checkSums(checked: CheckedText): Finding[] {
  const { text, quantities } = checked;
  return [...statedSums(text, quantities).flatMap((sum) => judge(checked, sum)), ...mixedCounters(checked)];
}

function judge({ text, quantities }: CheckedText, sum: StatedSum): Finding[] {
  const total = quantities[sum.total]!;
  const parts = sum.parts.map((part) => quantities[part]!);
  const [added, whole] = [partsInterval(parts), intervalOf(total)];
  const spans = [total, ...parts].map((one) => spanOf(text, one.start, one.end));
  const said = intervalText(added);
  const sides = [total.text, `${said}${total.unit}`] as const;
  if (sum.promise === 'ranking') return judgeRanking({ sum, total, added, whole, spans, said, sides });
  if (meets(added, whole)) {
    if (parts.length < 2 || (sum.promise === 'some' && !isExact(added))) return [];
    if (isExact(whole) && !isExact(added)) {
      return [
        fault(
          'hedged_parts',
          spans,
          `总数${total.text}是准数，各项里却有约数，加起来是${said}，不能核对到个位`,
          `the total ${total.text} is exact but parts are hedged; together they are ${said}`,
          sides,
        ),
      ];
    }
    const list = parts.map((one) => digits(one.value * (one.appliesTo ?? 1))).join('+');
    return [
      holding(
        'parts_total',
        spans,
        `各项相加等于${total.text}：${list}=${said}`,
        `the parts add up to ${total.text}: ${list} = ${said}`,
      ),
    ];
  }
  const times = isExact(added) && isExact(whole) && parts.length >= 3 ? tenfold(added.low, whole.low) : undefined;
  if (times !== undefined) {
    return [
      fault(
        'power_of_ten',
        spans,
        `各项相加是${said}，总数写的是${total.text}，正好差${times}倍，可能多写或漏写了一个0或“万”`,
        `the parts come to ${said}; the total ${total.text} is off by exactly ${times} times`,
        sides,
      ),
    ];
  }
  if (added.low > whole.high) {
    return [
      fault(
        'parts_exceed_total',
        spans,
        `各项相加是${said}，超过了总数${total.text}`,
        `the parts come to ${said}, more than the total ${total.text}`,
        sides,
      ),
    ];
  }
  if (sum.promise === 'some') return [];
  const lacking = digits(whole.low - added.high);
  return [
    sum.promise === 'whole'
      ? fault(
          'parts_total',
          spans,
          `各项相加是${said}，总数写的是${total.text}，少了${lacking}`,
          `the parts come to ${said}; the total says ${total.text}, ${lacking} more`,
          sides,
        )
      : fault(
          'parts_below_total',
          spans,
          `列出的各项合计${said}，比${total.text}少${lacking}，请说明其余在哪里`,
          `the parts listed come to ${said}, ${lacking} below ${total.text}; say where the rest is`,
          sides,
        ),
  ];
}

/** 10, 100, … where one is exactly that many times the other. */
function tenfold(one: number, other: number): number | undefined {
  const [small, large] = [Math.min(one, other), Math.max(one, other)];
  const power = small > 0 ? Math.round(Math.log10(large / small)) : 0;
  return power > 0 && small * 10 ** power === large ? 10 ** power : undefined;
}

interface Ranking {
  readonly sum: StatedSum;
  readonly total: Quantity;
  readonly added: Interval;
  readonly whole: Interval;
  readonly spans: Finding['spans'];
  readonly said: string;
  readonly sides: readonly [string, string];
}

function judgeRanking({ sum, total, added, whole, spans, said, sides }: Ranking): Finding[] {
  if (added.low > whole.high) {
    return [
      fault(
        'ranking_exceeds',
        spans,
        `前${sum.parts.length}名相加是${said}，超过了总数${total.text}`,
        `the first ${sum.parts.length} come to ${said}, more than the whole ${total.text}`,
        sides,
      ),
    ];
  }
  const share = Math.round((added.high / whole.high) * 100);
  const rest = digits(Math.max(0, whole.high - added.high));
  return [
    fault(
      'ranking_covers',
      spans,
      `排名只列出${sum.parts.length}个，合计${said}，占${total.text}的${share}%，其余${rest}没有列出，无法核对`,
      `the ranking names ${sum.parts.length} with ${said} together, ${share}% of ${total.text}; the other ${rest} are not listed`,
      sides,
    ),
  ];
}

/** 共3000人，分别是小学1000人次、中学2000人次: the counter words cannot be added up. */
function mixedCounters({ text, quantities }: CheckedText): Finding[] {
  return runsOf(text, quantities).flatMap((run): Finding[] => {
    const [first, last] = [quantities[run[0]!]!, quantities[run.at(-1)!]!];
    const total = quantities[run[0]! - 1];
    if (run.length < 2 || !total || !isConfusable(total.unit, first.unit)) return [];
    const between = text.slice(total.end, first.start);
    if (between.length > 30 || /[。！？；\n]/.test(between) || !/分别|包括/.test(between)) return [];
    const sum = addIntervals(run.map((index) => intervalOf(quantities[index]!)));
    const spans = [spanOf(text, total.start, total.end), spanOf(text, first.start, last.end)];
    return [
      fault(
        'counters_mixed',
        spans,
        `总数用“${total.unit}”，分项用“${first.unit}”，不能相加（分项合计${intervalText(sum)}${first.unit}）`,
        `the total counts ${total.unit}, the parts count ${first.unit}; they cannot be added up`,
        [total.text, `${intervalText(sum)}${first.unit}`],
      ),
    ];
  });
}

function intervalText(of: Interval): string {
  if (isExact(of)) return digits(of.low);
  return of.high === Number.POSITIVE_INFINITY ? `不少于${digits(of.low)}` : `${digits(of.low)}至${digits(of.high)}`;
}
