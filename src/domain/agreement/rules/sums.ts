import type { Quantity } from '#domain/reading/model.ts';
import { addIntervals, intervalOf, isExact, meets } from '../interval.ts';
import { type Finding, spanOf } from '../model.ts';
import { type CheckedText, digits, inside, isSameCounter, type Stretch, sentencesOf } from '../text.ts';

/**
 * Parts and their total. A list of three or more numbers with one counter word is compared with the total announced
 * before it in the same paragraph: 分别 promises that the list is whole, 最多 and 其中 do not.
 */
export function checkSums(checked: CheckedText): Finding[] {
  return checked.paragraphs.flatMap((paragraph) => {
    const quantities = inside(checked.quantities, paragraph).filter(
      (one) => one.kind === 'count' || one.kind === 'money',
    );
    return listsIn(checked.text, quantities).flatMap((list) => compare(checked, paragraph, quantities, list));
  });
}

/** Runs of quantities that stand in one enumeration: close to each other, no sentence end between, one counter word. */
export function listsIn(text: string, quantities: readonly Quantity[]): Quantity[][] {
  const lists: Quantity[][] = [];
  let run: Quantity[] = [];
  for (const quantity of quantities) {
    const last = run.at(-1);
    const between = last ? text.slice(last.end, quantity.start) : '';
    if (
      last &&
      isSameCounter(last.unit, quantity.unit) &&
      /^[、，,；;]/.test(between) &&
      between.length <= 18 &&
      !/[。！？]/.test(between) &&
      !/[共总：:]|其中|分别|包括|依次/.test(between)
    )
      run.push(quantity);
    else {
      if (run.length >= 3) lists.push(run);
      run = [quantity];
    }
  }
  if (run.length >= 3) lists.push(run);
  return lists;
}

function compare(
  checked: CheckedText,
  paragraph: Stretch,
  quantities: readonly Quantity[],
  list: readonly Quantity[],
): Finding[] {
  const { text } = checked;
  const first = list[0]!;
  const largest = Math.max(...list.map((one) => one.value));
  const totals = quantities.filter(
    (one) =>
      one.end <= first.start &&
      isSameCounter(one.unit, first.unit) &&
      one.value >= largest &&
      !list.includes(one) &&
      !isInList(one, quantities, text, list),
  );
  const total = nearestTotal(text, paragraph, totals, first);
  if (!total) return [];
  const sum = addIntervals(list.map(intervalOf));
  const whole = intervalOf(total);
  const spans = [total, ...list].map((one) => spanOf(text, one.start, one.end));
  const cue = text.slice(total.end, first.start);
  const ranking = /最多|最高|居前|前[三五十3510]|名列|排名|靠前/.test(
    text.slice(total.end, Math.min(list.at(-1)!.end + 8, paragraph.end)),
  );
  const sumText = isExact(sum) ? digits(sum.low) : `${digits(sum.low)}至${digits(sum.high)}`;
  if (meets(sum, whole)) {
    if (isExact(whole) && !isExact(sum)) {
      return [
        {
          rule: 'hedged_parts',
          severity: 'doubt',
          message: `总数${total.text}是准数，各项里却有约数，加起来是${sumText}，不能核对到个位`,
          spans,
        },
      ];
    }
    return [
      {
        rule: 'parts_total',
        severity: 'note',
        holds: true,
        message: `各项相加等于${total.text}：${list.map((one) => digits(one.value)).join('+')}=${sumText}`,
        spans,
      },
    ];
  }
  if (sum.low > whole.high)
    return [
      {
        rule: 'parts_exceed_total',
        severity: 'conflict',
        message: `各项相加是${sumText}，超过了总数${total.text}`,
        spans,
      },
    ];
  if (ranking) {
    const share = Math.round((sum.high / whole.high) * 100);
    return [
      {
        rule: 'ranking_covers',
        severity: 'note',
        message: `排名只列出${list.length}个，合计${sumText}，占${total.text}的${share}%，其余${digits(whole.high - sum.high)}没有列出，无法核对`,
        spans,
      },
    ];
  }
  const promised = /分别|依次|包括|即|：|:/.test(cue);
  return [
    promised
      ? {
          rule: 'parts_total',
          severity: 'conflict',
          message: `各项相加是${sumText}，总数写的是${total.text}，少了${digits(whole.low - sum.high)}`,
          spans,
        }
      : {
          rule: 'parts_below_total',
          severity: 'doubt',
          message: `列出的各项合计${sumText}，比${total.text}少${digits(whole.low - sum.high)}，请说明其余在哪里`,
          spans,
        },
  ];
}

/** The total of the same sentence if there is one, else the last one before that was announced with 共, 总 or the like. */
function nearestTotal(
  text: string,
  paragraph: Stretch,
  totals: readonly Quantity[],
  first: Quantity,
): Quantity | undefined {
  const sentence = sentencesOf(text, paragraph).find((one) => one.start <= first.start && first.end <= one.end);
  const near = totals.filter((one) => sentence && one.start >= sentence.start).at(-1);
  if (near) return near;
  return totals
    .filter((one) => /[共总计]/.test(text.slice(Math.max(paragraph.start, one.start - 8), one.start)))
    .at(-1);
}

/** Members of another enumeration are no totals. */
function isInList(one: Quantity, quantities: readonly Quantity[], text: string, list: readonly Quantity[]): boolean {
  return listsIn(text, quantities).some((other) => other[0] !== list[0] && other.includes(one));
}
