import { type Finding, spanOf } from '../model.ts';
import { type CheckedText, inside, isSameCounter, sentencesOf } from '../text.ts';

/** A part, its whole and the percentage between them in one sentence: 共200场，其中80场，占40%. */
export function checkShares(checked: CheckedText): Finding[] {
  const { text } = checked;
  return checked.paragraphs.flatMap((paragraph) =>
    sentencesOf(text, paragraph).flatMap((sentence) => {
      const quantities = inside(checked.quantities, sentence);
      return quantities.flatMap((share, index): Finding[] => {
        const part = quantities[index - 1];
        const whole = quantities
          .slice(0, Math.max(0, index - 1))
          .findLast((one) => part && isSameCounter(one.unit, part.unit) && one.value >= part.value);
        if (share.kind !== 'percent' || !part || !whole || whole.value === 0) return [];
        if (
          !/占[^，,。]{0,6}$/.test(text.slice(part.end, share.start)) ||
          [part, whole, share].some((one) => one.qualifier !== 'exact')
        )
          return [];
        const real = (part.value / whole.value) * 100;
        const decimals = (share.text.split('.')[1] ?? '').replace(/\D/g, '').length;
        if (Math.abs(real - share.value) <= 0.51 * 10 ** -decimals) return [];
        const spans = [whole, part, share].map((one) => spanOf(text, one.start, one.end));
        return [
          {
            rule: 'share',
            severity: 'conflict',
            message: `${part.text}占${whole.text}的${real.toFixed(Math.max(1, decimals))}%，写的是${share.text}`,
            spans,
          },
        ];
      });
    }),
  );
}
