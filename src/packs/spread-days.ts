import type { Chance } from '#kernel/chance.ts';
import { addDays, type Day, daysBetween } from '#kernel/day.ts';
import type { Problem } from '#kernel/problem.ts';
import type { Window } from '#kernel/window.ts';
import { luckOf, outOfReach } from './spread-deal.ts';
import type { Spread } from './spread-model.ts';

/** The day of each row, in order. */
export function drawDays(spread: Spread, problems: Problem[]): Day[] {
  const luck = luckOf(spread, 'dates');
  const clusters = spread.dates.clusters.map((cluster) => ({
    window: cluster.window,
    count: Math.round(cluster.share * spread.records),
  }));
  const clustered = clusters.reduce((all, one) => all + one.count, 0);
  if (clustered > spread.records) problems.push(outOfReach(spread, 'dates/clusters', clustered, 0, spread.records));
  const rest = { window: spread.window, count: Math.max(0, spread.records - clustered) };
  return [...clusters, rest].flatMap(({ window, count }) => daysIn(window, count, spread.dates.weekend, luck)).sort();
}

/** One day for each of `count` equal slices of the window's weight, so that the rows spread evenly over it. */
function daysIn(window: Window, count: number, weekend: number, luck: Chance): Day[] {
  const length = daysBetween(window.from, window.to) + 1;
  const reached: number[] = [];
  let weight = 0;
  for (let at = 0; at < length; at += 1) {
    weight += isWeekend(addDays(window.from, at)) ? weekend : 1;
    reached.push(weight);
  }
  return Array.from({ length: count }, (_, at) => {
    const aim = ((at + luck.fraction()) / count) * weight;
    return addDays(
      window.from,
      Math.max(
        0,
        reached.findIndex((sum) => aim < sum),
      ),
    );
  });
}

function isWeekend(day: Day): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}
