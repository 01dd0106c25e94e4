import { chance } from '#kernel/chance.ts';
import type { Day } from '#kernel/day.ts';
import { type Problem, problem } from '#kernel/problem.ts';
import type { DemoRecord } from './demo-record.ts';
import type { Spread, SpreadText } from './spread-model.ts';

interface Row {
  readonly at: number;
  readonly day: Day;
  readonly unit: string;
  readonly classes: Readonly<Record<string, string>>;
  readonly measures: Readonly<Record<string, number>>;
}

const slot = /<([^<>]+)>/g;
const token = /\{([a-z_]+)\}/g;

/** Words no list has and measures the spread does not count: such a text could never be written. */
export function checkTexts(spread: Spread): Problem[] {
  const problems: Problem[] = [];
  spread.texts.forEach((text, at) => {
    const all = [...text.titles, ...text.narratives, text.place, ...text.partners].join('\n');
    const place = `${spread.key}/texts/${at}`;
    for (const name of namesIn(all, slot)) {
      if (name === 'unit' || spread.words[name] !== undefined) continue;
      problems.push(problem('spread_word', { zh: `没有词表“${name}”`, en: `there is no word list "${name}"` }, place));
    }
    for (const name of namesIn(all, token)) {
      if (spread.measures[name] !== undefined) continue;
      problems.push(
        problem('spread_token', { zh: `没有指标“${name}”`, en: `"${name}" is not a measure of the spread` }, place),
      );
    }
  });
  return problems;
}

/**
 * Title, place, partners and narrative of one row, from the texts that fit its classes, its month and the measures it
 * carries. Adds a problem when none fits.
 */
export function textFor(
  spread: Spread,
  row: Row,
  problems: Problem[],
): Pick<DemoRecord, 'title' | 'place' | 'partners' | 'narrative'> {
  const luck = chance(`${spread.seed}/${spread.key}/text/${row.at}`);
  const fitting = spread.texts.flatMap((text) => {
    if (!fits(text, row)) return [];
    const pairs = pairsOf(text).filter((pair) => carries(pair.title + pair.narrative, row));
    return pairs.length > 0 ? [{ text, pairs }] : [];
  });
  if (fitting.length === 0) {
    problems.push(
      problem(
        'spread_text_none',
        { zh: `没有适用的文字：${row.day}，${describeRow(row)}`, en: `no text fits: ${row.day}, ${describeRow(row)}` },
        `${spread.key}/texts`,
      ),
    );
    return { title: '', place: '', partners: [], narrative: '' };
  }
  const { text, pairs } = luck.pick(fitting);
  const { title, narrative } = luck.pick(pairs);
  const chosen = new Map([['unit', row.unit]]);
  const fill = (template: string) =>
    template.replace(slot, (_, name: string) => {
      const word = chosen.get(name) ?? luck.pick(spread.words[name]!);
      chosen.set(name, word);
      return word;
    });
  return {
    title: fill(title),
    place: fill(text.place),
    partners: text.partners.map(fill),
    narrative: fill(narrative),
  };
}

/** The first title goes with the first narrative and so on; the shorter list starts again from its head. */
function pairsOf({ titles, narratives }: SpreadText): { title: string; narrative: string }[] {
  return Array.from({ length: Math.max(titles.length, narratives.length) }, (_, at) => ({
    title: titles[at % titles.length]!,
    narrative: narratives[at % narratives.length]!,
  }));
}

function fits(text: SpreadText, row: Row): boolean {
  if (text.months !== undefined && !text.months.includes(Number(row.day.slice(5, 7)))) return false;
  return Object.entries(text.when).every(([family, codes]) => codes.includes(row.classes[family] ?? ''));
}

function carries(template: string, row: Row): boolean {
  return namesIn(template, token).every((name) => row.measures[name] !== undefined);
}

function namesIn(text: string, form: RegExp): string[] {
  return [...text.matchAll(form)].map((match) => match[1]!);
}

function describeRow(row: Row): string {
  return [...Object.values(row.classes), ...Object.keys(row.measures)].join(' ');
}
