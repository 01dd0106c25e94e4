import { readFileSync } from 'node:fs';
import type { Quantity } from '#domain/reading/model.ts';

/** A sentence with every quantity in it, labelled by hand after the reading rules. `optional` ones are not scored. */
export interface GoldSentence {
  readonly sentence: string;
  readonly quantities: readonly GoldQuantity[];
}

export type GoldQuantity = Omit<Quantity, 'end' | 'owner' | 'section'> & {
  readonly owner?: string;
  readonly optional?: boolean;
};

export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface Evaluation {
  /** Right in span, value, counter word and qualifier at once. */
  readonly whole: Score;
  readonly span: Score;
  readonly value: Score;
  readonly unit: Score;
  readonly qualifier: Score;
  /** Share of the found quantities whose flag (cumulative, target) or noun is as labelled. */
  readonly cumulative: number;
  readonly target: number;
  readonly kind: number;
  readonly noun: number;
  readonly misses: readonly string[];
}

export function readGold(file: URL): GoldSentence[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as GoldSentence);
}

/** Reads every sentence and compares. A quantity counts as found when its span is the labelled one, to the character. */
export function evaluate(gold: readonly GoldSentence[], read: (text: string) => readonly Quantity[]): Evaluation {
  const right = { whole: 0, span: 0, value: 0, unit: 0, qualifier: 0, cumulative: 0, target: 0, kind: 0, noun: 0 };
  let labelled = 0;
  let found = 0;
  const misses: string[] = [];
  for (const { sentence, quantities } of gold) {
    const read_ = read(sentence);
    const optional = quantities.filter((one) => one.optional);
    const wanted = quantities.filter((one) => !one.optional);
    const given = read_.filter((one) => !optional.some((other) => overlaps(one, other)));
    labelled += wanted.length;
    found += given.length;
    for (const want of wanted) {
      const got = given.find((one) => one.start === want.start && one.text === want.text);
      if (!got) {
        misses.push(`missed ${show(want)} in ${sentence}`);
        continue;
      }
      const value = near(got.value, want.value) && near(got.valueMax ?? 0, want.valueMax ?? 0);
      const unit = got.unit === want.unit;
      const qualifier = got.qualifier === want.qualifier;
      right.span++;
      if (value) right.value++;
      if (unit) right.unit++;
      if (qualifier) right.qualifier++;
      if (value && unit && qualifier) right.whole++;
      else misses.push(`wrong ${show(got)} for ${show(want)} in ${sentence}`);
      if (got.cumulative === want.cumulative) right.cumulative++;
      if ((got.target ?? false) === (want.target ?? false)) right.target++;
      if (got.kind === want.kind) right.kind++;
      if (want.noun === '' || got.noun.includes(want.noun) || (got.noun !== '' && want.noun.includes(got.noun)))
        right.noun++;
    }
    for (const one of given) {
      if (!wanted.some((want) => want.start === one.start && want.text === one.text))
        misses.push(`invented ${show(one)} in ${sentence}`);
    }
  }
  const score = (count: number): Score => scoreOf(count, found, labelled);
  const share = (count: number): number => count / Math.max(1, right.span);
  return {
    whole: score(right.whole),
    span: score(right.span),
    value: score(right.value),
    unit: score(right.unit),
    qualifier: score(right.qualifier),
    cumulative: share(right.cumulative),
    target: share(right.target),
    kind: share(right.kind),
    noun: share(right.noun),
    misses,
  };
}

function scoreOf(right: number, found: number, labelled: number): Score {
  const precision = found === 0 ? 1 : right / found;
  const recall = labelled === 0 ? 1 : right / labelled;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function overlaps(one: Quantity, other: GoldQuantity): boolean {
  return one.start < other.start + other.text.length && other.start < one.end;
}

function near(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-4 * Math.max(1, Math.abs(right));
}

function show(one: Quantity | GoldQuantity): string {
  return `[${one.text} = ${one.value} ${one.unit} ${one.qualifier}]`;
}
