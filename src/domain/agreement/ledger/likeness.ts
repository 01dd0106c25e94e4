import type { Catalogue, Measure } from '#domain/classes/model.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { isSameCounter } from '#domain/reading/counterGroups.ts';
import type { Day } from '#kernel/day.ts';

/** The words that stand around a number. */
export interface Words {
  /** What is counted, as the reader found it. */
  readonly noun: string;
  /** The number's own clause, up to it. */
  readonly clause: string;
  /** What follows it, up to the next sign. */
  readonly after: string;
  /** Earlier in the sentence, where 其中 or 分别 refers to it. */
  readonly before: string;
  readonly section: string;
  readonly counter: string;
}

export interface Likeness {
  readonly measure: Measure;
  readonly classes: Readonly<Record<string, string>>;
  /** How much the words say of the measure; from 2 on they say enough. */
  readonly score: number;
}

/** The measures that words may speak of, the likeliest first: their counter word fits, and their labels stand in the words. */
export function likelyMeasures(catalogue: Catalogue, words: Words, on: Day): Likeness[] {
  return catalogue.measures
    .filter((one) => one.additive === 'sum' && one.slot !== null && isSameCounter(one.unit, words.counter))
    .map((measure) => {
      const classes = classesIn(catalogue, measure.kind, words, on);
      return { measure, classes, score: scoreOf(measure, words) + 2 * Object.keys(classes).length };
    })
    .filter((one) => one.score > 1)
    .sort((left, right) => right.score - left.score);
}

function scoreOf({ label, unit, kind }: Measure, words: Words): number {
  const { noun, clause, after, before, section, counter } = words;
  const kindLabel = kinds[kind as KindCode].label.zh;
  // 覆盖人次 is told by 覆盖; its counter word stands with the number.
  const core = label.zh.endsWith(unit) && label.zh.length > unit.length ? label.zh.slice(0, -unit.length) : label.zh;
  const own = Math.max(shared(core, noun), shared(core, `${clause}${after}`));
  const elsewhere = !section.includes(kindLabel) && Object.values(kinds).some((one) => section.includes(one.label.zh));
  return (
    3 * own +
    shared(kindLabel, section) +
    0.8 * shared(kindLabel, clause) +
    0.4 * shared(core, before) +
    (unit === counter ? 0.5 : 0) -
    (elsewhere ? 2 : 0)
  );
}

/** The share of a label's pairs of characters that stand in the words; its last pair, the head of the noun, says most. */
function shared(label: string, words: string): number {
  if (words === '' || label.length < 2) return 0;
  if (words.includes(label)) return 1;
  let hits = 0;
  for (let at = 0; at + 1 < label.length; at++) if (words.includes(label.slice(at, at + 2))) hits++;
  return Math.max(hits / (label.length - 1), words.includes(label.slice(-2)) ? 0.6 : 0);
}

/** The classes that the number's own words name, else those that the sentence named before 其中 or 分别. */
function classesIn(catalogue: Catalogue, kind: string, words: Words, on: Day): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { family } of kinds[kind as KindCode].classes) {
    const list = catalogue.listOn(family, on)?.classes ?? [];
    const named = classIn(list, `${words.clause} ${words.noun}`) ?? classIn(list, words.before);
    if (named !== undefined) found[family] = named;
  }
  return found;
}

function classIn(
  list: readonly { readonly code: string; readonly label: { readonly zh: string } }[],
  words: string,
): string | undefined {
  const named = list.filter(({ label }) => label.zh.length >= 2 && isNamedIn(label.zh, words));
  return named.toSorted((left, right) => right.label.zh.length - left.label.zh.length)[0]?.code;
}

/** 分会会长 is written 分会长 too. */
function isNamedIn(label: string, words: string): boolean {
  return words.includes(label) || words.includes(label.replace(/(.)\1/g, '$1'));
}
