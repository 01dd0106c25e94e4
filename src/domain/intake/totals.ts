import type { Quantity } from '#domain/reading/model.ts';
import { agrees, type StatedSum, statedSums } from '#domain/reading/sums.ts';
import type { Text } from '#kernel/text.ts';
import type { Line } from './outline.ts';

/** A number that says what others come to, or says the same once more; no record is made of it. */
export interface StatedTotal {
  readonly why: Text;
  /** What it is compared with in the text itself, when its parts do not come to it. */
  readonly disagrees?: true;
  /** One of the first of those that a total, at this place, is made of. */
  readonly rankOf?: number;
  readonly ranks?: true;
}

export interface TotalSetting {
  readonly folded: string;
  readonly quantities: readonly Quantity[];
  readonly lineOf: (quantity: number) => Line | undefined;
  /** How well the parts of a list tell what a record needs; of two lists of one total the better is kept. */
  readonly worth: (parts: readonly number[]) => number;
}

/**
 * Which quantities are stated totals, by place. A list that adds up is kept in parts and its total is stated; a list that
 * does not leaves the total as the record and its parts as stated; of two lists of one total only one is kept; ranks are
 * stated, since those named are among others.
 */
export function totalsIn(setting: TotalSetting): ReadonlyMap<number, StatedTotal> {
  const { folded, quantities, lineOf } = setting;
  const totals = new Map<number, StatedTotal>();
  const sums = statedSums(folded, quantities);
  for (const [total, lists] of Map.groupBy(sums, (sum) => sum.total)) takeLists(setting, totals, total, lists);
  for (const index of quantities.keys()) {
    if (totals.has(index)) continue;
    const line = lineOf(index);
    if (line?.ranking || isRanked(folded, quantities, index)) totals.set(index, ranked);
    else if (isOverall(folded, quantities, index, sums)) totals.set(index, overall);
  }
  return totals;
}

const ranked: StatedTotal = {
  ranks: true,
  why: { zh: '排名里的数，包含在总数之内，不另作记录', en: 'a rank; it is contained in a total and makes no record' },
};

const overall: StatedTotal = {
  why: { zh: '对前面各项的合计', en: 'a total of what was listed before it' },
};

/** 进学校78场、进社区23场，总授课覆盖人群超50000人次: what a sentence says of its whole list at the end. */
function isOverall(
  folded: string,
  quantities: readonly Quantity[],
  index: number,
  sums: readonly StatedSum[],
): boolean {
  const { start } = quantities[index]!;
  const clause = /[^，。；！？\n]*$/.exec(folded.slice(Math.max(0, start - 30), start))?.[0] ?? '';
  if (!/^(总|合计|共计|累计共)/.test(clause)) return false;
  return sums.some(({ parts }) => {
    const last = quantities[parts.at(-1)!]!;
    return last.end <= start && start - last.end < 60 && !/[。\n]/.test(folded.slice(last.end, start));
  });
}

function takeLists(
  { quantities, worth }: TotalSetting,
  totals: Map<number, StatedTotal>,
  total: number,
  lists: readonly StatedSum[],
): void {
  const [whole, text] = [quantities[total]!, quantities[total]!.text];
  const isRank = lists.some((list) => list.promise === 'ranking');
  const adding = lists.filter((list) => list.promise !== 'ranking' && agrees(quantities, list));
  const promised = lists.filter((list) => list.promise === 'whole' && !adding.includes(list));
  const kept = [...adding, ...promised].sort((left, right) => worth(right.parts) - worth(left.parts))[0];
  if (kept) {
    const holds = adding.includes(kept);
    const sum = kept.parts.reduce((all, part) => all + quantities[part]!.value * (quantities[part]!.appliesTo ?? 1), 0);
    totals.set(total, {
      why: holds
        ? {
            zh: `总数，与其后 ${kept.parts.length} 项之和相符`,
            en: `a total; it agrees with the ${kept.parts.length} numbers after it`,
          }
        : {
            zh: `总数，但其后 ${kept.parts.length} 项之和是 ${sum}，对不上`,
            en: `a total, but the ${kept.parts.length} numbers after it come to ${sum}`,
          },
      ...(!holds && { disagrees: true as const }),
    });
  } else if (isRank)
    totals.set(total, { why: { zh: '总数，其后只列了前几名', en: 'a total; only the first ranks follow' } });
  for (const list of lists) {
    if (list === kept) continue;
    const why =
      list.promise === 'ranking'
        ? ranked.why
        : kept
          ? {
              zh: `${text}的另一种拆法，为免重复不另作记录`,
              en: `another way to part ${text}; it makes no record of its own`,
            }
          : { zh: `${whole.text}中的一部分，已含在内`, en: `part of ${whole.text} and contained in it` };
    const rank = list.promise === 'ranking' ? { ranks: true as const, rankOf: total } : {};
    for (const part of list.parts) totals.set(part, { why, ...rank });
  }
}

/** 数量最多，分别报道483篇、178篇、129篇: two numbers or more of a sentence that ranks. */
function isRanked(folded: string, quantities: readonly Quantity[], index: number): boolean {
  const { start, unit } = quantities[index]!;
  const before = /[^。；！\n]*$/.exec(folded.slice(Math.max(0, start - 120), start))?.[0] ?? '';
  if (!/最多|最高|居前|前[三五十两]名?|排名|名列|位列|位居/.test(before) || !before.includes('分别')) return false;
  return [index - 1, index + 1].some((other) => {
    const beside = quantities[other];
    return beside?.unit === unit && Math.abs(beside.start - start) < 40;
  });
}
