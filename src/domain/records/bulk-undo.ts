import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import { addEntry } from '#domain/audit/store.ts';
import { appendIncrement } from '#domain/tallies/store.ts';
import { refuse } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';
import { editRecord, type Setting } from './actions.ts';
import { type BulkAct, bulkLabels, bulkSteps, undoHours } from './bulk-model.ts';
import { type ActedRecord, lastSteps, lockAct, readTargets } from './bulk-store.ts';
import { type Status, statusLabels } from './model.ts';
import { isCounted } from './rules.ts';
import { lockRecord, readDraft, type StoredRecord, writeStep } from './store.ts';

export interface UndoneBulk {
  readonly restored: readonly number[];
  /** What stays as it is, and why. */
  readonly kept: readonly { readonly id: number; readonly title: string; readonly why: Text }[];
}

/**
 * Takes back one of the actor's own acts on many records: each that nobody has changed since is what it was before, in the
 * counts as well. Says which stay and why. Raises ProblemError when there is no such act, it was taken back already, or too
 * long ago.
 */
export async function undoBulk(tx: Tx, actor: Actor, id: number, now: Date, setting: Setting): Promise<UndoneBulk> {
  const done = await lockAct(tx, id);
  if (!done) return refuse('bulk_unknown', { zh: '没有这次批量操作', en: 'there is no such act' });
  if (done.undoneAt) refuse('bulk_undone', { zh: '这次批量操作已经撤销过了', en: 'this was taken back already' });
  if (now.getTime() - done.at.getTime() > undoHours * 3_600_000)
    refuse('bulk_too_late', {
      zh: `批量操作只能在 ${undoHours} 小时内撤销，请逐条处理`,
      en: `an act can be taken back within ${undoHours} hours`,
    });
  const ids = done.records.map((one) => one.id);
  const targets = await readTargets(tx, ids, true);
  const steps = await lastSteps(tx, ids);
  const restored: number[] = [];
  const kept: { id: number; title: string; why: Text }[] = [];
  for (const one of done.records) {
    const target = targets.get(one.id);
    const record = target && (await lockRecord(tx, one.id));
    const why = record ? whyKept(actor, done.act, one, record, steps.get(one.id)) : outOfSight;
    if (!why && record) {
      const mended = await restore(tx, actor, done.act, one, record, id, setting);
      if (mended) restored.push(one.id);
      else kept.push({ id: one.id, title: target.title, why: toVerify });
    } else kept.push({ id: one.id, title: target?.title ?? '', why: why! });
  }
  await tx.updateTable('bulk_act').set({ undone_at: now }).where('id', '=', id).execute();
  await addEntry(
    tx,
    'bulk.undone',
    `bulk:${id}`,
    actor.posts.map((post) => post.unitId),
    {
      restored: restored.length,
      kept: kept.length,
    },
  );
  return { restored, kept };
}

const outOfSight: Text = { zh: '您已无权查看', en: 'is out of your sight now' };
const toVerify: Text = {
  zh: '标记已恢复，但计算口径变过，要重新核定才入数',
  en: 'the mark is back, but it must be verified again',
};

function whyKept(
  actor: Actor,
  act: BulkAct,
  { after }: ActedRecord,
  record: StoredRecord,
  lastStep: number | undefined,
): Text | undefined {
  const verb = act === 'verify' || act === 'return' ? 'verify' : 'record';
  if (!can(actor, verb, record)) return { zh: '不在您的职务范围内', en: 'is not within your posts' };
  if (record.status !== after.status)
    return {
      zh: `之后变成了“${statusLabels[record.status].zh}”`,
      en: `became ${statusLabels[record.status].en} since`,
    };
  if (record.revision !== after.revision || lastStep !== after.lastStep)
    return { zh: '之后有人改过或办理过', en: 'was changed or handled since' };
  return undefined;
}

/** False when the content is back but is not what was verified, so that it stays out of the counts. */
async function restore(
  tx: Tx,
  actor: Actor,
  act: BulkAct,
  { id, before }: ActedRecord,
  record: StoredRecord,
  number: number,
  setting: Setting,
): Promise<boolean> {
  let current = record;
  if (bulkSteps[act] === undefined) {
    const draft = (await readDraft(tx, id, setting.organisation))!;
    const highlight = act === 'unhighlight';
    await editRecord(tx, actor, id, record.revision, { ...draft, highlight }, setting);
    current = (await lockRecord(tx, id))!;
    if (current.status === before.status) return true;
  }
  // Only the very content that was verified enters the counts without being verified anew.
  if (isCounted(before.status) && current.hash !== before.hash) return false;
  await takeBack(tx, actor, current, before.status, `撤销批量${bulkLabels[act].zh}（${number} 号），恢复原状`);
  return true;
}

async function takeBack(tx: Tx, actor: Actor, record: StoredRecord, to: Status, reason: string): Promise<void> {
  await writeStep(tx, record, to, actor.accountId, reason);
  const sign = Number(isCounted(to)) - Number(isCounted(record.status));
  if (sign !== 1 && sign !== -1) return;
  const { id: recordId, scope: units, day, facetId, values } = record;
  await appendIncrement(tx, { recordId, units, day, facetId, sign, values });
}
