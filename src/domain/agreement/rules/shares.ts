import { isSameCounter } from '#domain/reading/counterGroups.ts';
import type { Quantity } from '#domain/reading/model.ts';
import { type Finding, fault, spanOf } from '../model.ts';
import { type CheckedText, sentencesWith } from '../text.ts';

/** Percentages that follow from two numbers of their sentence: 共200场，其中80场，占40%; 由80场增至100场，增长25%. */
export function checkShares(checked: CheckedText): Finding[] {
  return sentencesWith(checked).flatMap(({ quantities }) =>
    quantities.flatMap((percent, index) =>
      percent.kind === 'percent' ? [...share(checked, quantities, index), ...growth(checked, quantities, index)] : [],
    ),
  );
}

function share({ text }: CheckedText, quantities: readonly Quantity[], index: number): Finding[] {
  const [percent, part] = [quantities[index]!, quantities[index - 1]];
  const whole = quantities
    .slice(0, Math.max(0, index - 1))
    .findLast((one) => part && isSameCounter(one.unit, part.unit) && one.value >= part.value);
  if (!part || !whole || whole.value === 0 || !areExact(part, whole, percent)) return [];
  if (!/占[^，,。]{0,6}$/.test(text.slice(part.end, percent.start))) return [];
  if (!isOfWhole(text, part, percent, whole)) return [];
  const real = (part.value / whole.value) * 100;
  if (isRounded(real, percent)) return [];
  const shown = `${real.toFixed(Math.max(1, decimalsOf(percent)))}%`;
  return [
    fault(
      'share',
      [percent, part, whole].map((one) => spanOf(text, one.start, one.end)),
      `${part.text}占${whole.text}的${shown}，写的是${percent.text}`,
      `${part.text} is ${shown} of ${whole.text}; the text says ${percent.text}`,
      [percent.text, shown],
    ),
  ];
}

/** In 成本2045万元，费用98万元，占总支出的4.59% the share is of something else, which the words name. */
function isOfWhole(text: string, part: Quantity, percent: Quantity, whole: Quantity): boolean {
  const base = /占([一-龥]{2,6})的?$/.exec(text.slice(part.end, percent.start))?.[1]?.replace(/的$/, '');
  if (base === undefined || /^(总数|总量|总人数|全部|其中|比例?|到|了)$/.test(base)) return true;
  const said = `${text.slice(Math.max(0, whole.start - 16), whole.start)}${whole.noun}`;
  return said.includes(base.replace(/^[总全]|(总数|总量|总人数|人数)$/g, ''));
}

function growth({ text }: CheckedText, quantities: readonly Quantity[], index: number): Finding[] {
  const [percent, after, before] = [quantities[index]!, quantities[index - 1], quantities[index - 2]];
  if (!after || !before || before.value === 0 || !isSameCounter(before.unit, after.unit)) return [];
  if (!areExact(before, after, percent)) return [];
  const turn = text.slice(before.end, after.start);
  const rate = text.slice(after.end, percent.start);
  if (!/^[^，。]{0,8}(增|提高|上升|扩大|下降|减少|降)[^，。]{0,3}(至|到|为)[^，。]{0,4}$/.test(turn)) return [];
  if (!/(增长|增幅|增加|提高|上升|下降|减少|降幅|降低)(了|为|达)?$/.test(rate) || rate.length > 12) return [];
  const real = (Math.abs(after.value - before.value) / before.value) * 100;
  const rises = !/下降|减少|降/.test(rate);
  if (isRounded(real, percent) && rises === after.value >= before.value) return [];
  const shown = `${after.value >= before.value ? '增长' : '下降'}${real.toFixed(Math.max(1, decimalsOf(percent)))}%`;
  return [
    fault(
      'growth',
      [percent, before, after].map((one) => spanOf(text, one.start, one.end)),
      `由${before.text}到${after.text}是${shown}，写的是${percent.text}`,
      `from ${before.text} to ${after.text} is ${real.toFixed(1)}%; the text says ${percent.text}`,
      [percent.text, shown],
    ),
  ];
}

function areExact(...all: readonly Quantity[]): boolean {
  return all.every((one) => one.qualifier === 'exact' || one.qualifier === 'cumulative');
}

function decimalsOf(percent: Quantity): number {
  return (percent.text.split('.')[1] ?? '').replace(/\D/g, '').length;
}

function isRounded(real: number, percent: Quantity): boolean {
  return Math.abs(real - percent.value) <= 0.51 * 10 ** -decimalsOf(percent);
}
