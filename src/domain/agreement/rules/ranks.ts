import { isSameCounter } from '#domain/reading/counterGroups.ts';
import type { Quantity } from '#domain/reading/model.ts';
import { runsOf } from '#domain/reading/sums.ts';
import { type Finding, fault, spanOf } from '../model.ts';
import { areCompatible } from '../periods.ts';
import { type CheckedText, digits, sentencesWith } from '../text.ts';
import { columnMeaning, sumsOf } from './columns.ts';

/** Ranks in prose: values must not rise, equal values share a rank, and none that ties with the last may be left out. */
export function checkRanks(checked: CheckedText): Finding[] {
  return sentencesWith(checked).flatMap(({ sentence, quantities }) => [
    ...byNumber(checked, sentence, quantities),
    ...runsOf(checked.text, quantities).flatMap((run) =>
      byList(
        checked,
        sentence,
        run.map((index) => quantities[index]!),
      ),
    ),
  ]);
}

type Sentence = { readonly start: number; readonly end: number };

const numerals = '一二三四五六七八九十';

/** 第一名甲30篇，第二名乙20篇: every rank with the number that follows it. */
function byNumber({ text }: CheckedText, sentence: Sentence, quantities: readonly Quantity[]): Finding[] {
  const words = text.slice(sentence.start, sentence.end);
  const ranks = [
    ...words.matchAll(/第([一二三四五六七八九十]|\d{1,2})名?(?=的?是?为?[一-龥]{2})|(冠军|亚军|季军)/g),
  ].flatMap((match, index, all) => {
    const from = sentence.start + match.index + match[0].length;
    const next = all[index + 1];
    const to = next ? sentence.start + next.index : sentence.end;
    const value = quantities.find((one) => one.start >= from && one.end <= to);
    const rank = match[2] ? ['冠军', '亚军', '季军'].indexOf(match[2]) + 1 : rankOf(match[1]!);
    return value ? [{ rank, value }] : [];
  });
  const findings: Finding[] = [];
  for (const [index, { rank, value }] of ranks.entries()) {
    const before = ranks[index - 1];
    if (!before || rank !== before.rank + 1 || !isSameCounter(before.value.unit, value.unit)) continue;
    findings.push(...pair(text, before.value, value, before.rank, rank));
  }
  return findings;
}

function pair(text: string, before: Quantity, after: Quantity, first: number, second: number): Finding[] {
  const spans = [after, before].map((one) => spanOf(text, one.start, one.end));
  const sides = [before.text, after.text] as const;
  if (after.value > before.value) {
    return [
      fault(
        'rank_order',
        spans,
        `第${second}名是${after.text}，比第${first}名的${before.text}还多`,
        `rank ${second} has ${after.text}, more than rank ${first} with ${before.text}`,
        sides,
      ),
    ];
  }
  if (after.value < before.value || after.qualifier !== 'exact') return [];
  return [
    fault(
      'rank_ties',
      spans,
      `第${first}名和第${second}名都是${after.text}，应当并列`,
      `ranks ${first} and ${second} both have ${after.text} and should share a rank`,
      sides,
    ),
  ];
}

/** 居前三位的依次是甲30篇、乙20篇、丙25篇, and what the tables of the text say of those left out. */
function byList(checked: CheckedText, sentence: Sentence, list: readonly Quantity[]): Finding[] {
  const { text } = checked;
  const [first, last] = [list[0]!, list.at(-1)!];
  if (list.length < 2) return [];
  const cue = text.slice(Math.max(sentence.start, first.start - 60), first.start);
  const isOrdered = /依次|从高到低|由多到少|前[两二三四五六七八九十\d]+[名位]|排名前|居前/.test(cue);
  const isTop = isOrdered || /最多|最高/.test(cue);
  if (!isTop) return [];
  const findings: Finding[] = [];
  if (isOrdered) {
    const rising = list.findIndex((one, index) => index > 0 && one.value > list[index - 1]!.value);
    if (rising > 0) {
      const [before, after] = [list[rising - 1]!, list[rising]!];
      findings.push(
        fault(
          'rank_order',
          [after, before].map((one) => spanOf(text, one.start, one.end)),
          `按名次排列，${after.text}排在${before.text}后面却更多`,
          `listed by rank, ${after.text} comes after ${before.text} but is more`,
          [before.text, after.text],
        ),
      );
    }
  }
  return [...findings, ...leftOut(checked, text.slice(sentence.start, sentence.end), list, last)];
}

/** Rows of a table that rank as high as the last one listed, or higher, and are not listed. */
function leftOut(checked: CheckedText, words: string, list: readonly Quantity[], last: Quantity): Finding[] {
  const { text, tables } = checked;
  const least = Math.min(...list.map((one) => one.value));
  return tables.flatMap((table) => {
    const { rows, columns } = sumsOf(table);
    return columns.flatMap(({ column, title }): Finding[] => {
      const { noun, counter } = columnMeaning(title);
      const isThis = noun.length >= 2 && words.includes(noun) && (counter === '' || isSameCounter(counter, last.unit));
      const named = rows.filter((row) => words.includes(row[0]!.text));
      const hasList = named.length === list.length && list.every((one) => one.appliesTo === undefined);
      if (!isThis || !hasList || !areCompatible(checked.periods.at(table.start), checked.periods.at(last.start)))
        return [];
      const missing = rows.filter((row) => !words.includes(row[0]!.text) && Number(row[column]!.text) >= least);
      return missing.slice(0, 3).map((row): Finding => {
        const [name, value] = [row[0]!.text, Number(row[column]!.text)];
        const spans = [spanOf(text, last.start, last.end), spanOf(text, row[column]!.start, row[column]!.end)];
        const sides = [digits(least), digits(value)] as const;
        return value === least
          ? fault(
              'rank_ties',
              spans,
              `${name}也是${digits(value)}，与列出的最后一名并列，不能漏掉`,
              `${name} also has ${digits(value)} and ties with the last one listed`,
              sides,
            )
          : fault(
              'rank_order',
              spans,
              `${name}有${digits(value)}，多于列出的${digits(least)}，却不在前列`,
              `${name} has ${digits(value)}, more than the ${digits(least)} listed, and is not named`,
              sides,
            );
      });
    });
  });
}

function rankOf(text: string): number {
  const at = numerals.indexOf(text);
  return at >= 0 ? at + 1 : Number(text);
}
