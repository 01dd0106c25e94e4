import { type Problem, problem } from '#kernel/problem.ts';
import { splitWhole } from './split.ts';
import { luckOf, outOfReach, repeat, sumOf } from './spread-deal.ts';
import type { HostRule, Spread, SpreadContext } from './spread-model.ts';

/** The host units of each row, the lead first: shares inside every rule's bounds, in a shuffled order. */
export function dealHosts(spread: Spread, context: SpreadContext, problems: Problem[]): string[][] {
  const luck = luckOf(spread, 'hosts');
  const rules = hostRules(spread, context, problems);
  const codes = [...rules.keys()];
  const parts = [...rules.values()].map((rule) => ({
    least: rule.records ?? rule.at_least ?? 0,
    most: rule.records ?? rule.at_most ?? Number.POSITIVE_INFINITY,
    weight: (0.35 + luck.fraction()) ** 2,
  }));
  const counts = splitWhole(spread.records, parts);
  if (counts === undefined) {
    problems.push(outOfReach(spread, 'hosts', spread.records, sumOf(parts, 'least'), sumOf(parts, 'most')));
    return [];
  }
  const hosts = luck.shuffled(repeat(codes, counts)).map((code) => [code]);
  addCoHosts(spread, hosts, problems);
  return hosts;
}

function hostRules(spread: Spread, context: SpreadContext, problems: Problem[]): Map<string, HostRule> {
  const named = new Set(spread.hosts.flatMap((rule) => rule.units ?? (rule.unit === undefined ? [] : [rule.unit])));
  const rules = new Map<string, HostRule>();
  spread.hosts.forEach((rule, at) => {
    const codes =
      rule.under === undefined
        ? (rule.units ?? [rule.unit!])
        : context.unitsUnder(rule.under, rule.kind).filter((code) => !named.has(code));
    if (codes.length === 0) {
      problems.push(
        problem(
          'spread_hosts_none',
          { zh: `“${rule.under}”下面没有可用的单位`, en: `there is no unit to use under "${rule.under}"` },
          `${spread.key}/hosts/${at}`,
        ),
      );
    }
    for (const code of codes) {
      if (!rules.has(code)) {
        rules.set(code, rule);
        continue;
      }
      problems.push(
        problem(
          'spread_host_twice',
          { zh: `单位“${code}”出现在两条规则里`, en: `unit "${code}" is in two rules` },
          `${spread.key}/hosts/${at}`,
        ),
      );
    }
  });
  return rules;
}

function addCoHosts(spread: Spread, hosts: string[][], problems: Problem[]): void {
  const rule = spread.co_hosts;
  if (rule === undefined) return;
  const luck = luckOf(spread, 'co_hosts');
  if (rule.rows > hosts.length) problems.push(outOfReach(spread, 'co_hosts/rows', rule.rows, 0, hosts.length));
  for (const row of luck.shuffled(hosts).slice(0, rule.rows)) {
    const others = luck.shuffled(rule.units.filter((code) => code !== row[0]));
    if (others.length < rule.each) {
      problems.push(outOfReach(spread, 'co_hosts/each', rule.each, 0, others.length));
      return;
    }
    row.push(...others.slice(0, rule.each));
  }
}
