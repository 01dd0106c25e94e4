import type { Catalogue } from '#domain/classes/model.ts';
import { type Problem, problem } from '#kernel/problem.ts';
import { windowInWords } from '#kernel/window.ts';
import type { ProposedDraft } from './model.ts';

/** A proposal as far as counting twice is concerned. */
export interface Claim {
  readonly n: number;
  readonly draft: Pick<ProposedDraft, 'kind' | 'hosts' | 'from' | 'to' | 'measures' | 'title'>;
}

/** From this value on a number is a sum over some time, which another sum may contain. */
const aggregate = 2;

/**
 * Proposals that may count the same things as an earlier one of the document: sums of one unit and measure, of which one's
 * time contains the other's and is longer. Of those only the later one is doubted.
 */
export function overlapsIn(claims: readonly Claim[], catalogue: Catalogue): ReadonlyMap<number, Problem> {
  const doubts = new Map<number, Problem>();
  const sums = Map.groupBy(
    claims.flatMap((claim) => {
      const [first] = catalogue
        .measuresOf(claim.draft.kind)
        .filter((one) => one.slot !== null && one.defaultValue !== null);
      const value = first && claim.draft.measures[first.field];
      return first && value !== undefined && value >= aggregate ? [claim] : [];
    }),
    ({ draft }) => `${draft.kind} ${draft.hosts[0]}`,
  );
  for (const group of sums.values()) {
    for (const [at, later] of group.entries()) {
      const earlier = group.slice(0, at).find((one) => isNested(one.draft, later.draft));
      if (!earlier) continue;
      const { title, from, to } = earlier.draft;
      doubts.set(
        later.n,
        problem('may_count_twice', {
          zh: `可能与“${title}”（${windowInWords({ from, to })}）重复计算：同一单位，一个时段包含另一个。只留一边，或改时段`,
          en: `it may count again what "${title}" (${from} to ${to}) counts: one period contains the other`,
        }),
      );
    }
  }
  return doubts;
}

type Days = Pick<ProposedDraft, 'from' | 'to'>;

function isNested(one: Days, other: Days): boolean {
  const isSame = one.from === other.from && one.to === other.to;
  return !isSame && (contains(one, other) || contains(other, one));
}

function contains(outer: Days, inner: Days): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}
