import { addDays, type Day, dayInWords, firstOfMonth, lastOfMonth, parseDay } from './day.ts';
import { type Problem, ProblemError, problem } from './problem.ts';

/** A closed range of days; both ends belong to it. */
export interface Window {
  readonly from: Day;
  readonly to: Day;
}

/**
 * Reads `2024-07-01..2024-10-31`. Raises ProblemError with every problem: not two days, a day that does not exist, ends
 * in the wrong order.
 */
export function parseWindow(text: string, place = 'window'): Window {
  const parts = text.split('..');
  const [fromText = '', toText = ''] = parts.map((part) => part.trim());
  if (parts.length !== 2) {
    throw new ProblemError([
      problem(
        'window_form',
        {
          zh: `统计时段“${text}”写法不对，请写成 2024-07-01..2024-10-31`,
          en: `"${text}" is not a window; write it as 2024-07-01..2024-10-31`,
        },
        place,
      ),
    ]);
  }
  const from = parseDay(fromText);
  const to = parseDay(toText);
  const problems: Problem[] = [];
  if (!from) problems.push(noSuchDay(fromText, place));
  if (!to) problems.push(noSuchDay(toText, place));
  if (from && to && from > to) {
    problems.push(
      problem(
        'window_reversed',
        {
          zh: `统计时段的起止颠倒了：${from} 在 ${to} 之后，请写成 ${to}..${from}`,
          en: `the window is reversed: ${from} is after ${to}; write ${to}..${from}`,
        },
        place,
      ),
    );
  }
  if (problems.length > 0) throw new ProblemError(problems);
  return { from: from!, to: to! };
}

export function windowText(of: Window): string {
  return `${of.from}..${of.to}`;
}

/** 2024年7月1日至10月31日: the year is said once when both ends share it. */
export function windowInWords(of: Window): string {
  if (of.from === of.to) return dayInWords(of.from);
  const to = dayInWords(of.to);
  return `${dayInWords(of.from)}至${of.from.slice(0, 4) === of.to.slice(0, 4) ? to.slice(5) : to}`;
}

export function isInside(day: Day, of: Window): boolean {
  return of.from <= day && day <= of.to;
}

export interface WindowParts {
  /** First days of the months that lie wholly inside. */
  readonly months: { readonly from: Day; readonly to: Day } | undefined;
  /** Runs of days at the edges, in months that the window cuts. */
  readonly edges: readonly Window[];
}

/** Splits a window into one run of whole months and at most two runs of days. The parts cover it exactly once. */
export function splitWindow(of: Window): WindowParts {
  const firstWhole = of.from === firstOfMonth(of.from) ? of.from : addDays(lastOfMonth(of.from), 1);
  const lastWhole = of.to === lastOfMonth(of.to) ? of.to : addDays(firstOfMonth(of.to), -1);
  if (firstWhole > lastWhole) return { months: undefined, edges: [of] };
  const edges: Window[] = [];
  if (of.from < firstWhole) edges.push({ from: of.from, to: addDays(firstWhole, -1) });
  if (lastWhole < of.to) edges.push({ from: addDays(lastWhole, 1), to: of.to });
  return { months: { from: firstWhole, to: firstOfMonth(lastWhole) }, edges };
}

function noSuchDay(text: string, place: string): Problem {
  return problem(
    'day_unknown',
    {
      zh: `日期“${text}”不存在，请写成 年-月-日，例如 2024-07-01`,
      en: `"${text}" is not a day; write year-month-day, as in 2024-07-01`,
    },
    place,
  );
}
