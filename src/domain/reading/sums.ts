import { isSameCounter } from './counterGroups.ts';
import { addIntervals, type Interval, intervalOf, meets, timesInterval } from './interval.ts';
import type { Quantity } from './model.ts';

/** A list of numbers and the total announced before it, by their places among the quantities of the text. */
export interface StatedSum {
  readonly total: number;
  readonly parts: readonly number[];
  /** whole: 分别是, 包括, a colon. some: 其中. ranking: 最多, 前三. Otherwise the text says nothing of it. */
  readonly promise: 'whole' | 'some' | 'ranking' | 'unsaid';
}

/**
 * The lists of a text that have a total: runs of numbers with one counter word, and the number with that counter word
 * announced before them in the same paragraph. Takes time in proportion to the number of quantities.
 */
export function statedSums(text: string, quantities: readonly Quantity[]): StatedSum[] {
  const runs = runsOf(text, quantities);
  const inLongRun = new Set(runs.filter((run) => run.length >= 3).flat());
  const found: StatedSum[] = [];
  for (const run of runs) {
    const total = totalOf(text, quantities, run, inLongRun);
    if (total === undefined) continue;
    const promise = promiseOf(text, quantities, total, run);
    // A list of one or two says nothing unless the text announces it.
    if (run.length < least[promise]) continue;
    found.push({ total, parts: run, promise });
  }
  return found;
}

const least = { whole: 2, some: 1, ranking: 2, unsaid: 3 } as const;

/** Whether a sum holds: what its parts can be together meets what the total can be. */
export function agrees(quantities: readonly Quantity[], { total, parts }: StatedSum): boolean {
  return meets(partsInterval(parts.map((part) => quantities[part]!)), intervalOf(quantities[total]!));
}

/** What parts can be together; one number said of three things counts three times. */
export function partsInterval(parts: readonly Quantity[]): Interval {
  return addIntervals(parts.map((part) => timesInterval(intervalOf(part), part.appliesTo ?? 1)));
}

/** Lists that are whole, by their words or because they add up: `sums` of the reader's output. */
export function wholeSums(
  text: string,
  quantities: readonly Quantity[],
): { readonly total: number; readonly parts: readonly number[]; readonly agrees: boolean }[] {
  return statedSums(text, quantities).flatMap((sum) => {
    const holds = agrees(quantities, sum);
    const isWhole = sum.promise === 'whole' || (holds && sum.promise !== 'ranking' && sum.parts.length >= 2);
    return isWhole ? [{ total: sum.total, parts: sum.parts, agrees: holds }] : [];
  });
}

/** Runs of quantities that stand in one enumeration: close to each other, no sentence end between, one counter word. */
export function runsOf(text: string, quantities: readonly Quantity[]): number[][] {
  const runs: number[][] = [];
  let run: number[] = [];
  const close = () => {
    if (run.length > 0) runs.push(run);
    run = [];
  };
  for (const [index, quantity] of quantities.entries()) {
    if (!isSummable(quantity)) {
      close();
      continue;
    }
    const last = run.length > 0 ? quantities[run.at(-1)!]! : undefined;
    if (last && (!isJoined(text, last, quantity) || (run.length === 1 && isAnnounced(text, last)))) close();
    run.push(index);
  }
  close();
  return runs;
}

// Hours of service are added up like anything else; shares and marks are not.
const summable: ReadonlySet<string> = new Set(['count', 'money', 'measure', 'duration']);

function isSummable({ kind, per, target }: Quantity): boolean {
  return summable.has(kind) && per === undefined && !target;
}

function isJoined(text: string, last: Quantity, next: Quantity): boolean {
  if (!isSameCounter(last.unit, next.unit) || next.start - last.end > 24) return false;
  const between = text.slice(last.end, next.start);
  return (
    /^[、，,；;和及与]|^以及/.test(between) &&
    !/[。！？\n]/.test(between) &&
    !/[共总：:]|其中|分别|包括|依次/.test(between)
  );
}

/** 共组织活动90场，甲32场、乙28场: the first number is the total of those that follow, not one of them. */
function isAnnounced(text: string, one: Quantity): boolean {
  return /(共|总计|合计|累计)[^，。；、：\n]{0,12}$/.test(text.slice(Math.max(0, one.start - 16), one.start));
}

/** How many numbers before a list may stand between it and its total. */
const reach = 40;

function totalOf(
  text: string,
  quantities: readonly Quantity[],
  run: readonly number[],
  inLongRun: ReadonlySet<number>,
): number | undefined {
  const first = quantities[run[0]!]!;
  const largest = Math.max(...run.map((index) => quantities[index]!.value));
  const lead = leadOf(text, first.start);
  let announced: number | undefined;
  for (let index = run[0]! - 1; index >= Math.max(0, run[0]! - reach); index--) {
    const one = quantities[index]!;
    const between = text.slice(one.end, first.start);
    if (between.includes('\n') || between.length > 400) break;
    if (inLongRun.has(index) || !isSummable(one) || !isSameCounter(one.unit, first.unit)) continue;
    if (!/[。！？；;]/.test(between)) {
      // 其中 and 分别 refer to the number before them even where it is too small: that is the fault to be found.
      if (one.value >= largest || /其中|分别|包括/.test(between)) return index;
      continue;
    }
    if (lead === 'part' || one.value < largest) continue;
    if (announced === undefined && /[共总计]/.test(text.slice(Math.max(0, one.start - 8), one.start)))
      announced = index;
  }
  return run.length >= 3 || lead === 'whole' ? announced : undefined;
}

function leadOf(text: string, start: number): 'part' | 'whole' | 'none' {
  const clause = /[^。！？；;\n]*$/.exec(text.slice(Math.max(0, start - 40), start))?.[0] ?? '';
  if (clause.includes('其中')) return 'part';
  return /分别|包括|依次/.test(clause) ? 'whole' : 'none';
}

function promiseOf(
  text: string,
  quantities: readonly Quantity[],
  total: number,
  run: readonly number[],
): StatedSum['promise'] {
  const from = quantities[total]!.end;
  const [first, last] = [quantities[run[0]!]!, quantities[run.at(-1)!]!];
  const cue = text.slice(from, first.start);
  const whole = text.slice(from, Math.min(text.length, last.end + 8));
  if (/最多|最高|居前|前[两二三四五六七八九十\d]+[名位个]?|名列|排名|排在|靠前|较多/.test(whole)) return 'ranking';
  if (/等/.test(text.slice(last.end, last.end + 2))) return 'some';
  if (/分别|依次|包括|即|：|:/.test(cue.slice(-30))) return 'whole';
  return cue.includes('其中') ? 'some' : 'unsaid';
}
