import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import { refuse } from '#kernel/problem.ts';
import type { Discrepancy, DiscrepancyState } from './model.ts';
import { isStateAllowed } from './rules.ts';
import { readDiscrepancy, readOwners, writeNote } from './store.ts';

/** What an act on discrepancies is given besides its transaction and actor. */
export interface Setting {
  readonly organisation: Organisation;
  readonly today: Day;
}

/** Gives a discrepancy to somebody, or to nobody. Raises ProblemError for an account that cannot see the unit. */
export async function assignDiscrepancy(
  tx: Tx,
  actor: Actor,
  id: number,
  owner: number | null,
  setting: Setting,
): Promise<void> {
  const found = await handled(tx, actor, id, setting);
  const unit = setting.organisation.tree.byId(found.unitId);
  const candidates = await readOwners(tx, setting.organisation.tree, unit, setting.today);
  const chosen = candidates.find((one) => one.id === owner);
  if (owner !== null && !chosen)
    refuse(
      'owner_unknown',
      { zh: '这个账号看不到该单位，不能指派给他', en: 'this account cannot see the unit' },
      'owner',
    );
  await tx.updateTable('discrepancy').set({ owner_id: owner }).where('id', '=', id).execute();
  await writeNote(tx, id, actor.accountId, 'assigned', chosen?.name ?? '');
}

/** Sets or takes away the day by which it should be settled. Raises ProblemError for a day that has passed. */
export async function setDue(tx: Tx, actor: Actor, id: number, due: Day | null, setting: Setting): Promise<void> {
  await handled(tx, actor, id, setting);
  if (due !== null && due < setting.today)
    refuse('due_passed', { zh: '期限已经过去，请选今天或以后的日期', en: 'the due date has passed' }, 'due');
  await tx.updateTable('discrepancy').set({ due }).where('id', '=', id).execute();
  await writeNote(tx, id, actor.accountId, 'due', due ?? '');
}

/** Adds to the discussion; what was said stays. Everybody who sees the unit's records may. */
export async function commentDiscrepancy(
  tx: Tx,
  actor: Actor,
  id: number,
  text: string,
  setting: Setting,
): Promise<void> {
  const found = await seen(tx, id);
  if (!can(actor, 'read', { scope: scopeOf(found, setting) })) refuseForbidden();
  if (text.trim() === '') refuse('comment_empty', { zh: '请写下您要说的话', en: 'the comment is empty' }, 'text');
  await writeNote(tx, id, actor.accountId, 'comment', text.trim());
}

/**
 * Closes a discrepancy: explained (both are right, and why), corrected (text or record was mended), dismissed (no fault,
 * and why); or opens it again. Raises ProblemError without the words that it needs, or when the step is not allowed.
 */
export async function decideDiscrepancy(
  tx: Tx,
  actor: Actor,
  id: number,
  to: DiscrepancyState,
  words: string,
  setting: Setting & { readonly now: Date },
): Promise<void> {
  const found = await handled(tx, actor, id, setting);
  const text = words.trim();
  if (!isStateAllowed(found.state, to))
    refuse('move_not_allowed', {
      zh: found.state === 'open' ? '这个差异本来就没有关闭' : '这个差异已经关闭，要改请先重新打开',
      en: found.state === 'open' ? 'the discrepancy is open already' : 'the discrepancy is closed; reopen it first',
    });
  if (text === '' && (to === 'explained' || to === 'dismissed'))
    refuse(
      'reason_missing',
      to === 'explained'
        ? { zh: '请写明差异从哪里来', en: 'say where the difference comes from' }
        : { zh: '请写明为什么不算问题，规则要靠它改进', en: 'say why it is no fault; the rules are judged by it' },
      'text',
    );
  const closed = to === 'open' ? null : setting.now;
  await tx
    .updateTable('discrepancy')
    .set({
      state: to,
      closed_at: closed,
      closed_by: to === 'open' ? null : actor.accountId,
      closed_how: to === 'open' ? null : to,
      ...(to !== 'open' && text !== '' && { explanation: text }),
    })
    .where('id', '=', id)
    .execute();
  await writeNote(tx, id, actor.accountId, to === 'open' ? 'reopened' : to, text);
}

/** Refuses an actor who does not compile the unit's summaries. */
export function refuseStrangers(actor: Actor, { tree }: Organisation, unit: Unit, today: Day): void {
  if (!can(actor, 'compile', { scope: tree.chainOn(unit, today) })) refuseForbidden();
}

async function handled(tx: Tx, actor: Actor, id: number, setting: Setting): Promise<Discrepancy> {
  const found = await seen(tx, id);
  refuseStrangers(actor, setting.organisation, setting.organisation.tree.byId(found.unitId), setting.today);
  return found;
}

async function seen(tx: Tx, id: number): Promise<Discrepancy> {
  await tx.selectFrom('discrepancy').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
  return (
    (await readDiscrepancy(tx, id)) ??
    refuse('discrepancy_unknown', {
      zh: `没有编号为 ${id} 的差异，或者您无权查看`,
      en: `there is no discrepancy ${id} that you may see`,
    })
  );
}

function scopeOf(found: Discrepancy, { organisation: { tree }, today }: Setting): readonly number[] {
  return tree.chainOn(tree.byId(found.unitId), today);
}

function refuseForbidden(): never {
  refuse('forbidden', {
    zh: '您的职务不能处理这个单位的差异',
    en: 'your posts do not let you handle discrepancies of this unit',
  });
}
