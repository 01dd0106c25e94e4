import { type Finding, spanOf } from '../model.ts';
import { type CheckedText, sentencesOf } from '../text.ts';

const digits: Readonly<Record<string, number>> = { 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10 };

/** A slogan that promises a number of classes against those listed: 六进 with five 进… after it. */
export function checkClasses(checked: CheckedText): Finding[] {
  const { text } = checked;
  return checked.paragraphs.flatMap((paragraph) =>
    sentencesOf(text, paragraph).flatMap((sentence): Finding[] => {
      const words = text.slice(sentence.start, sentence.end);
      const slogan = /([两三四五六七八九十])(进)(?![一-龥]?步)/.exec(words);
      if (!slogan) return [];
      const after = words.slice(slogan.index + slogan[0].length);
      const listed = [
        ...new Set(
          [...after.matchAll(/进([一-龥]{2,4}?)(?=[\d０-９一二三四五六七八九十百、，,。；])/g)].map(
            (match) => match[1]!,
          ),
        ),
      ];
      if (listed.length < 2) return [];
      const promised = digits[slogan[1]!]!;
      const start = sentence.start + slogan.index;
      const spans = [
        spanOf(text, start, start + slogan[0].length),
        spanOf(text, start + slogan[0].length, sentence.end),
      ];
      if (promised === listed.length)
        return [
          {
            rule: 'promised_classes',
            severity: 'note',
            holds: true,
            message: `“${slogan[0]}”列出了${listed.length}类，相符`,
            spans,
          },
        ];
      return [
        {
          rule: 'promised_classes',
          severity: 'doubt',
          message: `说的是“${slogan[0]}”，列出的只有${listed.length}类（${listed.join('、')}）`,
          spans,
        },
      ];
    }),
  );
}
