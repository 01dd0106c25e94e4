import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import { addEntry } from '#domain/audit/store.ts';
import { type Problem, ProblemError, problem, refuse } from '#kernel/problem.ts';
import {
  editRecord,
  moveProblem,
  problemsOf,
  returnRecord,
  type Setting,
  submitRecord,
  verifyRecord,
  voidRecord,
} from './actions.ts';
import { type BulkAct, type BulkOutcome, type BulkRefusal, bulkLimit, bulkSteps } from './bulk-model.ts';
import { type BulkTarget, beginAct, closeAct, lockAct, readTargets } from './bulk-store.ts';
import { type KindSum, sumByKind } from './list-sums.ts';
import { readDraft } from './store.ts';
import { unseenRecord } from './unseen.ts';

export interface BulkPreview {
  readonly asked: number;
  /** The records that it would be done to, in the order asked. */
  readonly may: readonly { readonly id: number; readonly title: string }[];
  readonly refused: readonly BulkRefusal[];
  /** What enters the figures with it (verifying), or leaves them. */
  readonly effect: { readonly sign: 1 | -1; readonly sums: readonly KindSum[] };
}

export interface BulkRequest {
  readonly act: BulkAct;
  readonly ids: readonly number[];
  readonly reason: string;
  /** The sender's own key: the same key never acts a second time. */
  readonly key: string;
}

/** What an act on these records would come to, without doing it. Raises ProblemError for none or too many. */
export async function previewBulk(
  tx: Tx,
  actor: Actor,
  act: BulkAct,
  asked: readonly number[],
  setting: Setting,
): Promise<BulkPreview> {
  const ids = [...new Set(asked)];
  refuseNumber(ids.length);
  const targets = await readTargets(tx, ids, false);
  const may: BulkTarget[] = [];
  const refused: BulkRefusal[] = [];
  for (const id of ids) {
    const target = targets.get(id);
    const problems = target ? await whyNot(tx, actor, act, target, setting) : [unseenRecord(id)];
    if (target && problems.length === 0) may.push(target);
    else refused.push({ id, title: target?.title ?? '', problems });
  }
  const status = act === 'verify' ? 'submitted' : act === 'submit' ? undefined : 'verified';
  const moved = may.filter((one) => one.status === status).map((one) => one.id);
  const sums =
    moved.length === 0 ? [] : await sumByKind(tx, sql`(SELECT * FROM record WHERE id = ANY (${moved}::bigint[]))`);
  return {
    asked: ids.length,
    may: may.map(({ id, title }) => ({ id, title })),
    refused,
    effect: { sign: act === 'verify' ? 1 : -1, sums },
  };
}

/**
 * Does one thing to many records in one transaction, each by the same rules as alone; what cannot be done is left as it was
 * and reported. Raises ProblemError, and does nothing, for none or too many, or when a reason is missing.
 */
export async function performBulk(
  tx: Tx,
  actor: Actor,
  { act, ids: asked, reason, key }: BulkRequest,
  setting: Setting,
): Promise<BulkOutcome> {
  const ids = [...new Set(asked)];
  refuseNumber(ids.length);
  if ((act === 'return' || act === 'void') && reason.trim() === '')
    refuse('reason_missing', { zh: '请写明原因，填报人会看到', en: 'say why; the writers will read it' }, 'reason');
  const begun = await beginAct(tx, actor.accountId, { key, act, reason: reason.trim(), asked: ids.length });
  if (begun.repeated) return await outcomeOf(tx, begun.id);
  const targets = await readTargets(tx, ids, true);
  const done: BulkTarget[] = [];
  const refused: BulkRefusal[] = [];
  // In the order of ids, as their rows were locked.
  for (const id of ids.toSorted((left, right) => left - right)) {
    const target = targets.get(id);
    const problems = target ? await tryOne(tx, actor, act, target, reason, setting) : [unseenRecord(id)];
    if (target && problems.length === 0) done.push(target);
    else refused.push({ id, title: target?.title ?? '', problems });
  }
  await closeAct(tx, begun.id, done, refused);
  if (done.length > 0)
    await addEntry(
      tx,
      `bulk.${act}`,
      `bulk:${begun.id}`,
      actor.posts.map((post) => post.unitId),
      {
        done: done.length,
        refused: refused.length,
      },
    );
  return {
    ...(done.length > 0 && { act: begun.id }),
    asked: ids.length,
    done: done.map((one) => one.id),
    refused,
  };
}

async function tryOne(
  tx: Tx,
  actor: Actor,
  act: BulkAct,
  target: BulkTarget,
  reason: string,
  setting: Setting,
): Promise<readonly Problem[]> {
  try {
    // Every act refuses before it writes anything.
    await verbs[act](tx, actor, target, reason, setting);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems;
  }
}

type Verb = (tx: Tx, actor: Actor, target: BulkTarget, reason: string, setting: Setting) => Promise<void>;

const verbs: Readonly<Record<BulkAct, Verb>> = {
  submit: (tx, actor, { id }, _, setting) => submitRecord(tx, actor, id, setting),
  verify: (tx, actor, { id }) => verifyRecord(tx, actor, id),
  return: (tx, actor, { id }, reason) => returnRecord(tx, actor, id, reason),
  highlight: (tx, actor, target, _, setting) => mark(tx, actor, target, true, setting),
  unhighlight: (tx, actor, target, _, setting) => mark(tx, actor, target, false, setting),
  void: (tx, actor, { id }, reason) => voidRecord(tx, actor, id, reason),
};

/** A mark is part of what the record says: a verified one leaves the counts until it is verified again. */
async function mark(tx: Tx, actor: Actor, target: BulkTarget, on: boolean, setting: Setting): Promise<void> {
  if (target.highlight === on) throw new ProblemError([alreadyMarked(on)]);
  const draft = (await readDraft(tx, target.id, setting.organisation))!;
  await editRecord(tx, actor, target.id, target.revision, { ...draft, highlight: on }, setting);
}

/** What `verbs` would refuse with. */
async function whyNot(
  tx: Tx,
  actor: Actor,
  act: BulkAct,
  target: BulkTarget,
  setting: Setting,
): Promise<readonly Problem[]> {
  const to = bulkSteps[act];
  if (to) {
    const refusal = moveProblem(actor, target, to);
    if (refusal) return [refusal];
    if (act !== 'submit') return [];
    return await problemsOf(tx, (await readDraft(tx, target.id, setting.organisation))!, true, setting);
  }
  const on = act === 'highlight';
  if (target.highlight === on) return [alreadyMarked(on)];
  if (!can(actor, 'record', { scope: target.scope }))
    return [
      problem('forbidden', { zh: '您的职务不能修改这条记录', en: 'your posts do not let you change this record' }),
    ];
  if (target.status === 'void')
    return [problem('record_void', { zh: '这条记录已经作废，不能再改', en: 'this record is void' })];
  const draft = (await readDraft(tx, target.id, setting.organisation))!;
  return await problemsOf(tx, { ...draft, highlight: on }, target.status !== 'draft', setting);
}

async function outcomeOf(tx: Tx, id: number): Promise<BulkOutcome> {
  const { asked, refused, records } = (await lockAct(tx, id))!;
  return { ...(records.length > 0 && { act: id }), asked, done: records.map((one) => one.id), refused };
}

function refuseNumber(count: number): void {
  if (count === 0) refuse('bulk_empty', { zh: '还没有选记录', en: 'no record is chosen' }, 'ids');
  if (count > bulkLimit) refuseTooMany(count);
}

/** Raises ProblemError: more than can be done at a time. */
export function refuseTooMany(count: number): never {
  return refuse('bulk_too_many', {
    zh: `符合条件的有 ${count} 条，一次最多处理 ${bulkLimit} 条，请再加一个筛选条件`,
    en: `${count} records; at most ${bulkLimit} at a time. Please narrow the filters`,
  });
}

function alreadyMarked(on: boolean): Problem {
  return on
    ? problem('already_marked', { zh: '已经是亮点', en: 'is a highlight already' })
    : problem('not_marked', { zh: '本来就不是亮点', en: 'is not a highlight' });
}
