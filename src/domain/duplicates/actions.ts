import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import { editRecord, type Setting, verifyRecord, voidRecord } from '#domain/records/actions.ts';
import { mergeDrafts } from '#domain/records/merge.ts';
import { RecordDraft } from '#domain/records/model.ts';
import { readDraft, type StoredRecord, writeStep } from '#domain/records/store.ts';
import { lockSeen } from '#domain/records/unseen.ts';
import { refuse } from '#kernel/problem.ts';
import { type Choices, mergedDraft } from './merged.ts';

/**
 * Adds a unit to the hosts of a record that tells its event already, instead of a second record. Returns the revision it has
 * then. Raises ProblemError when the record has moved on since `base`, is out of reach, or the actor may not record for the unit.
 */
export async function joinRecord(
  tx: Tx,
  actor: Actor,
  id: number,
  base: number,
  unit: string,
  setting: Setting,
): Promise<{ revision: number }> {
  const record = await lockSeen(tx, id);
  const { tree } = setting.organisation;
  const host = tree.find(unit);
  if (!host || !can(actor, 'record', { scope: tree.chainOn(host, record.day) }))
    return refuse(
      'forbidden',
      { zh: '您的职务不能替这个单位填报', en: 'your posts do not let you record for this unit' },
      'unit',
    );
  const draft = (await readDraft(tx, id, setting.organisation))!;
  if (draft.hosts.includes(unit)) return { revision: record.revision };
  await editRecord(tx, actor, id, base, { ...draft, hosts: [...draft.hosts, unit] }, setting);
  return { revision: record.revision + 1 };
}

export interface MergeRequest {
  readonly kept: number;
  readonly dropped: number;
  /** The revisions that the person saw side by side. */
  readonly keptRevision: number;
  readonly droppedRevision: number;
  readonly choices: Choices;
  readonly reason: string;
  /** Verifies the kept one in the same act, where the actor may. */
  readonly verify: boolean;
}

/**
 * Makes one record of two that tell the same event: the kept one gets what the other had more, the other becomes void and
 * points to it. What was verified leaves the counts until it is verified again. Returns the merge's id. Raises ProblemError
 * when either moved on since it was seen, is void, or is out of the actor's reach.
 */
export async function mergeRecords(tx: Tx, actor: Actor, request: MergeRequest, setting: Setting): Promise<number> {
  if (request.kept === request.dropped)
    refuse('merge_same', { zh: '请选择两条不同的记录', en: 'choose two different records' });
  // Always in one order, so that two clerks who merge the same pair do not wait for each other.
  const [low, high] = [Math.min(request.kept, request.dropped), Math.max(request.kept, request.dropped)];
  const pair = [await lockSeen(tx, low), await lockSeen(tx, high)];
  const find = (id: number) => pair.find((one) => one.id === id)!;
  const [kept, dropped] = [find(request.kept), find(request.dropped)];
  for (const record of pair) refuseUnfit(actor, record);
  if (kept.revision !== request.keptRevision || dropped.revision !== request.droppedRevision)
    refuse('record_changed', {
      zh: '您打开之后，有人改过其中一条。请重新对照后再合并',
      en: 'one of them was changed after you opened it; compare them again',
    });
  const { organisation } = setting;
  const before = (await readDraft(tx, kept.id, organisation))!;
  const other = (await readDraft(tx, dropped.id, organisation))!;
  if (before.kind !== other.kind)
    refuse('merge_kinds', {
      zh: '两条记录的类型不同，不能合并；请先改成同一类型',
      en: 'the two are of different kinds; change one first',
    });
  const after = mergedDraft(before, other, request.choices);
  await editRecord(tx, actor, kept.id, kept.revision, after, setting);
  const reason = request.reason.trim();
  await voidRecord(tx, actor, dropped.id, `与第 ${kept.id} 号记录是同一场活动，已并入${reason && `：${reason}`}`);
  const { id } = await tx
    .insertInto('record_merge')
    .values({
      kept_id: kept.id,
      dropped_id: dropped.id,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
      by_account: actor.accountId,
      reason,
      split_at: null,
      split_by: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (request.verify && (await lockSeen(tx, kept.id)).status === 'submitted') await verifyRecord(tx, actor, kept.id);
  return id;
}

/**
 * Takes a merge back: the kept record loses what the merge brought, as far as nobody has changed it since, and the other is
 * sent in again, to be verified anew. Raises ProblemError when there is no such merge in the actor's reach or it was split.
 */
export async function splitRecords(tx: Tx, actor: Actor, merge: number, setting: Setting): Promise<void> {
  const row = await tx.selectFrom('record_merge').selectAll().where('id', '=', merge).forUpdate().executeTakeFirst();
  if (!row) return refuse('merge_unknown', { zh: '没有这次合并，或者您无权查看', en: 'there is no such merge' });
  if (row.split_at !== null) refuse('merge_split', { zh: '这次合并已经拆分过了', en: 'this merge has been split' });
  const kept = await lockSeen(tx, row.kept_id);
  const dropped = await lockSeen(tx, row.dropped_id);
  for (const record of [kept, dropped])
    if (!can(actor, 'record', record))
      refuse('forbidden', { zh: '您的职务不能拆分这次合并', en: 'your posts do not let you split this merge' });
  if (kept.status === 'void')
    refuse('record_void', { zh: '留下的那条后来作废了，不能再拆分', en: 'the record that was kept is void' });
  const now = (await readDraft(tx, kept.id, setting.organisation))!;
  const { merged } = mergeDrafts(RecordDraft.parse(row.after), now, RecordDraft.parse(row.before));
  await editRecord(tx, actor, kept.id, kept.revision, merged, setting);
  await writeStep(tx, dropped, 'submitted', actor.accountId, `与第 ${kept.id} 号记录拆分，需要重新核定`);
  await tx
    .updateTable('record_merge')
    .set({ split_at: sql`now()`, split_by: actor.accountId })
    .where('id', '=', merge)
    .execute();
}

/** Notes that two records tell two events; they are not shown as a pair again. Saying it twice changes nothing. */
export async function tellApart(tx: Tx, actor: Actor, one: number, other: number): Promise<void> {
  for (const id of [one, other]) {
    const record = await lockSeen(tx, id);
    if (!can(actor, 'record', record))
      refuse('forbidden', { zh: '您的职务不能处理这两条记录', en: 'your posts do not let you handle these records' });
  }
  if (one === other) refuse('merge_same', { zh: '请选择两条不同的记录', en: 'choose two different records' });
  await tx
    .insertInto('record_distinct')
    .values({
      one_id: Math.min(one, other),
      other_id: Math.max(one, other),
      by_account: actor.accountId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes `tellApart` back. */
export async function untellApart(tx: Tx, actor: Actor, one: number, other: number): Promise<void> {
  for (const id of [one, other]) if (!can(actor, 'record', await lockSeen(tx, id))) return;
  await tx
    .deleteFrom('record_distinct')
    .where('one_id', '=', Math.min(one, other))
    .where('other_id', '=', Math.max(one, other))
    .execute();
}

export interface MergeView {
  readonly id: number;
  readonly kept: number;
  readonly dropped: number;
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
  readonly split: boolean;
}

/** The merges that a record was part of, the latest first. */
export async function mergesOf(tx: Tx, id: number): Promise<readonly MergeView[]> {
  const rows = await tx
    .selectFrom('record_merge')
    .innerJoin('account', 'account.id', 'record_merge.by_account')
    .select(['record_merge.id', 'kept_id', 'dropped_id', 'account.name as by', 'at', 'reason', 'split_at'])
    .where((where) => where.or([where('kept_id', '=', id), where('dropped_id', '=', id)]))
    .orderBy('record_merge.id', 'desc')
    .execute();
  return rows.map(({ kept_id, dropped_id, split_at, ...row }) => ({
    ...row,
    kept: kept_id,
    dropped: dropped_id,
    split: split_at !== null,
  }));
}

function refuseUnfit(actor: Actor, record: StoredRecord): void {
  if (!can(actor, 'record', record))
    refuse('forbidden', { zh: '您的职务不能合并这两条记录', en: 'your posts do not let you merge these records' });
  if (record.status === 'void' || record.status === 'draft')
    refuse('merge_status', {
      zh: `第 ${record.id} 号记录是${record.status === 'void' ? '作废的' : '草稿'}，不能合并`,
      en: `record ${record.id} is ${record.status} and cannot be merged`,
    });
}
