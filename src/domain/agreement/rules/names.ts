import type { Quantity } from '#domain/reading/model.ts';
import { type Finding, spanOf } from '../model.ts';
import { type CheckedText, digits, inside, sentencesOf } from '../text.ts';
import { listsIn } from './sums.ts';

const people = new Set(['位', '名', '人', '个', '家', '支']);

/** A stated number of people or bodies against the names listed with their figures: 16位讲师, thirteen named. */
export function checkNames(checked: CheckedText): Finding[] {
  const { text } = checked;
  return checked.paragraphs.flatMap((paragraph) =>
    sentencesOf(text, paragraph).flatMap((sentence) => {
      const quantities = inside(checked.quantities, sentence);
      return listsIn(text, quantities).flatMap((list): Finding[] => {
        const named = list.filter((one, index) => isNamed(text, one, list[index - 1]));
        if (named.length < list.length - 1 || named.length < 3) return [];
        const announced = quantities
          .filter(
            (one) =>
              one.end <= list[0]!.start && people.has(one.unit) && one.qualifier === 'exact' && !list.includes(one),
          )
          .at(-1);
        if (!announced || list.some((one) => one.unit === announced.unit)) return [];
        if (/^[^。；]{0,4}等/.test(text.slice(list.at(-1)!.end, sentence.end))) return [];
        const spans = [spanOf(text, announced.start, announced.end), spanOf(text, list[0]!.start, list.at(-1)!.end)];
        if (announced.value === list.length)
          return [
            {
              rule: 'named_count',
              severity: 'note',
              holds: true,
              message: `${announced.text}与列出的${list.length}个名字相符`,
              spans,
            },
          ];
        return [
          {
            rule: 'named_count',
            severity: 'doubt',
            message: `前面说的是${announced.text}${announced.noun}，后面列出名字的只有${list.length}个，差${Math.abs(announced.value - list.length)}个；列出的数字合计${digits(list.reduce((sum, one) => sum + one.value, 0))}${list[0]!.unit}`,
            spans,
          },
        ];
      });
    }),
  );
}

/** Two to ten Chinese characters directly before the number, after a list mark: a name. */
function isNamed(text: string, one: Quantity, before: Quantity | undefined): boolean {
  const lead = text.slice(before?.end ?? Math.max(0, one.start - 8), one.start);
  return /[一-龥]{2,10}$/.test(lead.replace(/^[、，,；;]/, '')) && !/[的了]$/.test(lead);
}
