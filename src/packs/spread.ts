import { type PersonRole, personRoles } from '#domain/kinds/model.ts';
import type { Day } from '#kernel/day.ts';
import { type Problem, ProblemError, problem } from '#kernel/problem.ts';
import type { DemoRecord } from './demo-record.ts';
import { drawDays } from './spread-days.ts';
import { dealMeasure, dealShares } from './spread-deal.ts';
import { dealHosts } from './spread-hosts.ts';
import type { Shares, Spread, SpreadContext } from './spread-model.ts';
import { checkTexts, textFor } from './spread-text.ts';

/**
 * The rows of a spread in the order of their days. The same spread and tree give the same rows, byte for byte; the sums of
 * every measure, class, person and host equal the stated totals. Raises ProblemError with every total that cannot hold.
 */
export function expandSpread(spread: Spread, context: SpreadContext): DemoRecord[] {
  const problems: Problem[] = checkTexts(spread);
  const plan = planRows(spread, context, problems);
  const rows = problems.length > 0 ? [] : plan.days.map((_, at) => buildRow(spread, plan, at, context, problems));
  if (problems.length > 0) throw new ProblemError(problems);
  return rows;
}

/** Name -> one value for each row; undefined where the row does not carry it. */
type Dealt<T> = ReadonlyMap<string, readonly (T | undefined)[]>;

interface Plan {
  readonly days: readonly Day[];
  readonly hosts: readonly (readonly string[])[];
  readonly measures: Dealt<number>;
  readonly classes: Dealt<string>;
  readonly people: Dealt<string>;
  readonly fields: Dealt<string>;
}

function planRows(spread: Spread, context: SpreadContext, problems: Problem[]): Plan {
  const deal = (part: 'classes' | 'people', shares: Readonly<Record<string, Shares>>) =>
    new Map(
      Object.entries(shares).map(([name, one]) => [
        name,
        dealShares(spread, `${part}/${name}`, one, spread.records, problems),
      ]),
    );
  const hosts = dealHosts(spread, context, problems);
  const measures = new Map(
    Object.entries(spread.measures).map(([name, rule]) => [name, dealMeasure(spread, name, rule, problems)]),
  );
  return {
    days: drawDays(spread, problems),
    hosts,
    measures,
    classes: deal('classes', spread.classes),
    people: deal('people', spread.people),
    fields: dealFields(spread, measures, problems),
  };
}

function dealFields(spread: Spread, measures: Dealt<number>, problems: Problem[]): Dealt<string> {
  return new Map(
    Object.entries(spread.fields).map(([name, rule]) => {
      const place = `fields/${name}`;
      if (typeof rule === 'string' || Array.isArray(rule) || !('with' in rule)) {
        return [name, dealShares(spread, place, rule, spread.records, problems)];
      }
      const carried = measures.get(rule.with);
      if (carried === undefined) problems.push(noMeasure(spread, place, rule.with));
      const rows = (carried ?? []).flatMap((value, at) => (value === undefined ? [] : [at]));
      const codes = dealShares(spread, place, rule.of, rows.length, problems);
      const values = Array.from({ length: spread.records }, (): string | undefined => undefined);
      rows.forEach((row, at) => {
        values[row] = codes[at];
      });
      return [name, values];
    }),
  );
}

function buildRow(spread: Spread, plan: Plan, at: number, context: SpreadContext, problems: Problem[]): DemoRecord {
  const day = plan.days[at]!;
  const hosts = [...plan.hosts[at]!];
  const classes = rowOf(plan.classes, at);
  const measures = rowOf(plan.measures, at);
  const row = { at, day, classes, measures, unit: context.nameOf(hosts[0]!) };
  const people = spreadRoles(spread).map((role) => ({ person: ofHost(plan.people.get(role)![at]!, hosts[0]!), role }));
  return {
    key: `${spread.key}-${String(at + 1).padStart(4, '0')}`,
    kind: spread.kind,
    hosts,
    from: day,
    to: day,
    ...textFor(spread, row, problems),
    classes,
    measures,
    people,
    fields: rowOf(plan.fields, at),
    highlight: spread.highlight,
    generated: true,
    status: 'verified',
  };
}

function spreadRoles(spread: Spread): PersonRole[] {
  return personRoles.filter((role) => spread.people[role] !== undefined);
}

/** A person's code may name the lead host, as in `p-<host>-president`. */
function ofHost(code: string, host: string): string {
  return code.replaceAll('<host>', host);
}

function rowOf<T>(dealt: Dealt<T>, at: number): Record<string, T> {
  const row: Record<string, T> = {};
  for (const [name, values] of dealt) {
    const value = values[at];
    if (value !== undefined) row[name] = value;
  }
  return row;
}

function noMeasure(spread: Spread, place: string, name: string): Problem {
  return problem(
    'spread_token',
    { zh: `没有指标“${name}”`, en: `"${name}" is not a measure of the spread` },
    `${spread.key}/${place}`,
  );
}
