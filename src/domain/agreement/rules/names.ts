import type { Quantity } from '#domain/reading/model.ts';
import { runsOf } from '#domain/reading/sums.ts';
import { type Finding, fault, holding, spanOf } from '../model.ts';
import { type CheckedText, digits, sentencesWith } from '../text.ts';

const people = new Set(['位', '名', '人', '个', '家', '支']);

/** A stated number of people or bodies against the names listed with their figures: 16位讲师, thirteen named. */
export function checkNames(checked: CheckedText): Finding[] {
  const { text } = checked;
  return sentencesWith(checked).flatMap(({ sentence, quantities }) =>
    runsOf(text, quantities).flatMap((run): Finding[] => {
      const list = run.map((index) => quantities[index]!);
      if (list.length < 3) return [];
      const named = list.filter((one, index) => isNamed(text, one, list[index - 1]));
      if (named.length < list.length - 1 || named.length < 3) return [];
      const announced = quantities
        .slice(0, run[0]!)
        .findLast((one) => people.has(one.unit) && one.qualifier === 'exact' && one.value >= 2);
      if (!announced || list.some((one) => one.unit === announced.unit)) return [];
      if (!isOfList(text, announced, list[0]!)) return [];
      if (/其余|其他|其它/.test(text.slice(list[0]!.start, list.at(-1)!.start))) return [];
      if (/^[^。；]{0,4}等/.test(text.slice(list.at(-1)!.end, sentence.end))) return [];
      const spans = [spanOf(text, announced.start, announced.end), spanOf(text, list[0]!.start, list.at(-1)!.end)];
      const count = list.reduce((sum, one) => sum + (one.appliesTo ?? 1), 0);
      if (announced.value === count) {
        return [
          holding(
            'named_count',
            spans,
            `${announced.text}与列出的${count}个名字相符`,
            `${announced.text} are announced and ${count} are named`,
          ),
        ];
      }
      const sum = digits(list.reduce((all, one) => all + one.value * (one.appliesTo ?? 1), 0));
      const [off, unit] = [Math.abs(announced.value - count), list[0]!.unit];
      return [
        fault(
          'named_count',
          spans,
          `前面说的是${announced.text}${announced.noun}，后面列出名字的${announced.value > count ? '只' : '却'}有${count}个，差${off}个；列出的数字合计${sum}${unit}`,
          `${announced.text} are announced and ${count} are named, ${off} off; the numbers listed come to ${sum}${unit}`,
          [announced.text, `${count}个`],
        ),
      ];
    }),
  );
}

/** The announced ones are those listed: 13个街道开展讲座55场 counts streets, the list after it may be of schools. */
function isOfList(text: string, announced: Quantity, first: Quantity): boolean {
  const between = text.slice(announced.end, first.start);
  return between.length <= 60 && !/[。；]/.test(between);
}

/** Two to ten Chinese characters directly before the number, after a list mark: a name. */
function isNamed(text: string, one: Quantity, before: Quantity | undefined): boolean {
  const lead = text
    .slice(before?.end ?? Math.max(0, one.start - 8), one.start)
    .replace(/^[、，,；;]/, '')
    .replace(/^.*[，。：:,]/, '');
  return /^(其中)?[一-龥]{2,10}$/.test(lead) && !/[的了]$/.test(lead) && !/^(进|向|在|到|对)/.test(lead);
}
