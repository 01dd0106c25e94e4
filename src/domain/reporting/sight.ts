import type { Tx } from '#db/open.ts';
import { type Actor, can, readingPosts, type Verb } from '#domain/access/policy.ts';
import type { Unit, UnitTree } from '#domain/units/tree.ts';
import { refuse } from '#kernel/problem.ts';
import type { Period } from './model.ts';
import { readPeriods } from './store.ts';

/** Rounds that concern the actor: of the units that they read, and of those above, to which they report. The newest first. */
export async function periodsInSight(tx: Tx, actor: Actor, tree: UnitTree): Promise<Period[]> {
  const periods = await readPeriods(tx);
  return periods.filter((period) => concerns(actor, tree, period));
}

/** The round of that code. What does not concern the actor and what does not exist get the same answer. */
export async function periodInSight(tx: Tx, actor: Actor, tree: UnitTree, code: string): Promise<Period> {
  const [period] = await readPeriods(tx, { code });
  if (period && concerns(actor, tree, period)) return period;
  return refuse(
    'round_unknown',
    { zh: `没有代码为“${code}”的报送期，或者与您的单位无关`, en: `there is no round ${code} that concerns your units` },
    'round',
  );
}

/** The unit, if the actor reads it and it reports to the round. */
export function unitOfPeriod(actor: Actor, tree: UnitTree, period: Period, code: string): Unit {
  const unit = tree.find(code);
  const below = unit && tree.isUnder(unit, tree.byId(period.unitId));
  if (below && can(actor, 'read', { scope: chainNow(unit, tree) })) return unit;
  return refuse(
    'unit_unknown',
    { zh: `没有代码为“${code}”的单位，或者您无权查看`, en: `there is no unit ${code} that you may see` },
    'unit',
  );
}

/** The unit and all above it as they stand now. */
export function chainNow(unit: Unit, tree: UnitTree): number[] {
  return unit.path.split('/').map((one) => tree.find(one)!.id);
}

/** Refuses with 403 unless the actor may do this at the unit. */
export function refuseUnless(actor: Actor, verb: Verb, unit: Unit, tree: UnitTree, zh: string, en: string): void {
  if (can(actor, verb, { scope: chainNow(unit, tree) })) return;
  refuse('forbidden', { zh: `您的职务不能${zh}`, en: `your posts do not let you ${en}` });
}

function concerns(actor: Actor, tree: UnitTree, { unitId }: Pick<Period, 'unitId'>): boolean {
  const unit = tree.byId(unitId);
  return readingPosts(actor).some((post) => {
    const own = tree.findId(post.unitId);
    return own !== undefined && (tree.isUnder(own, unit) || tree.isUnder(unit, own));
  });
}
