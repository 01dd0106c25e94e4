import { addDays, type Day, daysBetween, lastOfMonth } from '#kernel/day.ts';
import { type Window, windowInWords } from '#kernel/window.ts';

/**
 * The window after this one: as many whole months where it has whole months, else as many days.
 */
export function windowAfter({ from, to }: Window): Window {
  const next = addDays(to, 1);
  if (!isWholeMonths({ from, to })) return { from: next, to: addDays(next, daysBetween(from, to)) };
  return { from: next, to: lastOfMonth(addMonths(next, monthsIn({ from, to }) - 1)) };
}

/**
 * The window of a part in the next round. One from New Year on begins at New Year again; any other goes on where it ended, so
 * that no day is missed or counted twice. It ends with the round, or as many days later as it did before.
 */
export function partAfter(part: Window, window: Window, next: Window): Window {
  if (part.from === window.from && part.to === window.to) return next;
  const to = addDays(next.to, daysBetween(window.to, part.to));
  const from = part.from.endsWith('-01-01') ? (`${to.slice(0, 4)}-01-01` as Day) : addDays(part.to, 1);
  return from <= to ? { from, to } : next;
}

/** 2024年11—12月, or the days where the months are not whole. */
export function windowTitle(window: Window): string {
  if (!isWholeMonths(window)) return windowInWords(window);
  const [year, month] = window.from.split('-').map(Number);
  const [endYear, endMonth] = window.to.split('-').map(Number);
  if (year !== endYear) return `${year}年${month}月—${endYear}年${endMonth}月`;
  return month === endMonth ? `${year}年${month}月` : `${year}年${month}—${endMonth}月`;
}

/** 2024-11-12, as rounds are named; the unit's code goes before it below the top. */
export function roundCode({ from, to }: Window, unit: string | undefined): string {
  const span = from.slice(0, 4) === to.slice(0, 4) ? to.slice(5, 7) : to.slice(0, 7);
  return [...(unit === undefined ? [] : [unit]), from.slice(0, 7), span].join('-');
}

function isWholeMonths({ from, to }: Window): boolean {
  return from.endsWith('-01') && addDays(to, 1).endsWith('-01');
}

function monthsIn({ from, to }: Window): number {
  const [year, month] = from.split('-').map(Number) as [number, number];
  const [endYear, endMonth] = to.split('-').map(Number) as [number, number];
  return (endYear - year) * 12 + endMonth - month + 1;
}

function addMonths(first: Day, count: number): Day {
  const [year, month] = first.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1 + count, 1)).toISOString().slice(0, 10) as Day;
}
