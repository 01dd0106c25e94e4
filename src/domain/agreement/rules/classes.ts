import { type Finding, fault, holding, spanOf } from '../model.ts';
import { type CheckedText, sentencesOf } from '../text.ts';

const numerals: Readonly<Record<string, number>> = {
  ...{ 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10 },
};

/** A slogan that promises a number of classes against those listed: 六进 with five 进… after it. */
export function checkClasses(checked: CheckedText): Finding[] {
  const { text } = checked;
  return checked.paragraphs.flatMap((paragraph) =>
    sentencesOf(text, paragraph).flatMap((sentence): Finding[] => {
      const words = text.slice(sentence.start, sentence.end);
      const slogan = /([两三四五六七八九十])进(?![一-龥]?步)/.exec(words);
      if (!slogan) return [];
      const after = words.slice(slogan.index + slogan[0].length);
      const listed = [
        ...new Set(
          [...after.matchAll(/进([一-龥]{2,4}?)(?=[\d０-９一二三四五六七八九十百、，,。；和及与等])/g)].map(
            (match) => match[1]!,
          ),
        ),
      ];
      if (listed.length < 2 || /进[一-龥]{2,4}等|\d[场次]*等/.test(after)) return [];
      const promised = numerals[slogan[1]!]!;
      const start = sentence.start + slogan.index;
      const spans = [
        spanOf(text, start, start + slogan[0].length),
        spanOf(text, start + slogan[0].length, sentence.end),
      ];
      const [zh, count] = [slogan[0], listed.length];
      if (promised === count)
        return [holding('promised_classes', spans, `“${zh}”列出了${count}类，相符`, `${zh} lists ${count} classes`)];
      return [
        fault(
          'promised_classes',
          spans,
          `说的是“${zh}”，列出的${promised > count ? '只' : '却'}有${count}类（${listed.join('、')}）`,
          `${zh} promises ${promised} classes; ${count} are listed (${listed.join(', ')})`,
          [zh, `${count}类`],
        ),
      ];
    }),
  );
}
