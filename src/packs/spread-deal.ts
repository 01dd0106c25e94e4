import { type Chance, chance } from '#kernel/chance.ts';
import { type Problem, problem } from '#kernel/problem.ts';
import { splitWhole } from './split.ts';
import type { MeasureRule, Shares, Spread } from './spread-model.ts';

/** The value on each row, undefined where the row does not carry the measure. They add up to the total. */
export function dealMeasure(
  spread: Spread,
  name: string,
  rule: MeasureRule,
  problems: Problem[],
): readonly (number | undefined)[] {
  const luck = luckOf(spread, `measures/${name}`);
  const { step } = rule;
  const count = rule.rows ?? spread.records;
  const parts = Array.from({ length: count }, () => ({
    least: Math.ceil(rule.min / step),
    most: Math.floor(rule.max / step),
    weight: (0.35 + luck.fraction()) ** 2,
  }));
  if (count > spread.records) problems.push(outOfReach(spread, `measures/${name}/rows`, count, 0, spread.records));
  const values = rule.total % step === 0 && rule.min <= rule.max ? splitWhole(rule.total / step, parts) : undefined;
  if (values === undefined || count > spread.records) {
    if (values === undefined) {
      const place = step === 1 ? `measures/${name}` : `measures/${name} (step ${step})`;
      problems.push(outOfReach(spread, place, rule.total, sumOf(parts, 'least') * step, sumOf(parts, 'most') * step));
    }
    return [];
  }
  const carried = values.map((value): number | undefined => value * step);
  const empty = Array.from({ length: spread.records - count }, () => undefined);
  return luck.shuffled([...carried, ...empty]);
}

/** One code for each of `rows` rows, in a shuffled order. */
export function dealShares(spread: Spread, place: string, shares: Shares, rows: number, problems: Problem[]): string[] {
  if (typeof shares === 'string') return Array.from({ length: rows }, () => shares);
  const luck = luckOf(spread, place);
  if (!Array.isArray(shares) && 'counts' in shares) {
    const total = Object.values(shares.counts).reduce((all, one) => all + one, 0);
    if (total !== rows) problems.push(outOfReach(spread, place, rows, total, total));
    return luck.shuffled(repeat(Object.keys(shares.counts), Object.values(shares.counts)));
  }
  const weights = Array.isArray(shares) ? Object.fromEntries(shares.map((code) => [code, 1])) : shares.weights;
  const parts = Object.values(weights).map((weight) => ({ least: 0, most: Number.POSITIVE_INFINITY, weight }));
  return luck.shuffled(repeat(Object.keys(weights), splitWhole(rows, parts) ?? []));
}

export function luckOf(spread: Spread, part: string): Chance {
  return chance(`${spread.seed}/${spread.key}/${part}`);
}

export function repeat(codes: readonly string[], counts: readonly number[]): string[] {
  return codes.flatMap((code, at) => Array.from({ length: counts[at] ?? 0 }, () => code));
}

export function sumOf(parts: readonly { least: number; most: number }[], end: 'least' | 'most'): number {
  return parts.reduce((all, part) => all + part[end], 0);
}

export function outOfReach(spread: Spread, place: string, asked: number, least: number, most: number): Problem {
  const range = least === most ? `${least}` : `${least}..${most}`;
  return problem(
    'spread_total',
    {
      zh: `${asked} 无法满足：各项规则合起来是 ${range}`,
      en: `${asked} cannot hold: the rules together give ${range}`,
    },
    `${spread.key}/${place}`,
  );
}
