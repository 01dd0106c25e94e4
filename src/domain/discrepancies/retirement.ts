import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import { isRuleCode, type RuleCode, ruleCodes } from '#domain/agreement/rules.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import { refuse } from '#kernel/problem.ts';

export interface RuleUse {
  readonly rule: RuleCode;
  /** Discrepancies of this rule that somebody has decided on, and those of them that were dismissed. */
  readonly decided: number;
  readonly dismissed: number;
  readonly open: number;
  readonly retired: { readonly unitId: number; readonly by: string; readonly at: Date; readonly reason: string } | null;
}

/** Rules retired at the unit or above it: they are not run for its texts. */
export async function readRetired(tx: Tx, organisation: Organisation, unit: Unit): Promise<Set<RuleCode>> {
  const rows = await retirementsOf(tx, organisation, unit);
  return new Set(rows.map((row) => row.rule));
}

/** Every rule: how often people of the unit's subtree dismissed it, and whether it is retired there. */
export async function readRuleUse(tx: Tx, organisation: Organisation, unit: Unit): Promise<RuleUse[]> {
  const units = organisation.tree.subtree(unit).map((one) => one.id);
  const counts = await tx
    .selectFrom('discrepancy')
    .select(['rule', 'state'])
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('unit_id', 'in', units)
    .groupBy(['rule', 'state'])
    .execute();
  const retired = new Map((await retirementsOf(tx, organisation, unit)).map((row) => [row.rule, row]));
  const countOf = (rule: RuleCode, states: readonly string[]) =>
    counts.filter((row) => row.rule === rule && states.includes(row.state)).reduce((sum, row) => sum + row.count, 0);
  return ruleCodes.map((rule) => {
    const row = retired.get(rule);
    return {
      rule,
      decided: countOf(rule, ['explained', 'corrected', 'dismissed']),
      dismissed: countOf(rule, ['dismissed']),
      open: countOf(rule, ['open']),
      retired: row ? { unitId: row.unit_id, by: row.by ?? '', at: row.retired_at, reason: row.reason } : null,
    };
  });
}

/** Stops a rule for the unit and all below it. Raises ProblemError when the actor is no secretary there, or it is retired already. */
export async function retireRule(
  tx: Tx,
  actor: Actor,
  organisation: Organisation,
  unit: Unit,
  rule: RuleCode,
  reason: string,
  today: Day,
): Promise<void> {
  refuseOthers(actor, organisation, unit, today);
  if (reason.trim() === '')
    refuse('reason_missing', { zh: '请写明停用的原因', en: 'say why the rule is retired' }, 'reason');
  if ((await readRetired(tx, organisation, unit)).has(rule))
    refuse('rule_retired', { zh: '这条规则已经停用', en: 'the rule is retired already' });
  await tx
    .insertInto('rule_retirement')
    .values({ rule, unit_id: unit.id, reason: reason.trim(), retired_by: actor.accountId })
    .execute();
}

/** Brings a rule back that was retired at this unit. Raises ProblemError when it was not, or the actor may not. */
export async function restoreRule(
  tx: Tx,
  actor: Actor,
  organisation: Organisation,
  unit: Unit,
  rule: RuleCode,
  now: Date,
): Promise<void> {
  refuseOthers(actor, organisation, unit, now.toISOString().slice(0, 10) as Day);
  const { numUpdatedRows } = await tx
    .updateTable('rule_retirement')
    .set({ restored_at: now, restored_by: actor.accountId })
    .where('rule', '=', rule)
    .where('unit_id', '=', unit.id)
    .where('restored_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n)
    refuse('rule_not_retired', {
      zh: '这条规则没有在本单位停用；如果是上级停用的，请由上级恢复',
      en: 'the rule was not retired at this unit',
    });
}

/** Only who may freeze the unit's summaries may retire a rule there. */
function refuseOthers(actor: Actor, { tree }: Organisation, unit: Unit, today: Day): void {
  if (can(actor, 'freeze', { scope: tree.chainOn(unit, today) })) return;
  refuse('forbidden', { zh: '您的职务不能停用或恢复规则', en: 'your posts do not let you retire or restore rules' });
}

async function retirementsOf(tx: Tx, { tree }: Organisation, unit: Unit) {
  const chain = unit.path.split('/').map((code) => tree.find(code)!.id);
  const rows = await tx
    .selectFrom('rule_retirement')
    .leftJoin('account', 'account.id', 'rule_retirement.retired_by')
    .select(['rule', 'unit_id', 'retired_at', 'reason', 'account.name as by'])
    .where('unit_id', 'in', chain)
    .where('restored_at', 'is', null)
    .orderBy('rule_retirement.id')
    .execute();
  return rows.flatMap(({ rule, ...row }) => (isRuleCode(rule) ? [{ ...row, rule }] : []));
}
