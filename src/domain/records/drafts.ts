import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import { canonicalJson, type Json } from '#kernel/canonical.ts';
import { refuse } from '#kernel/problem.ts';
import { refuseUnseen } from './unseen.ts';

/** A form under way: what its writer has put into it so far, complete or not. Nobody else sees it. */
export interface WorkingCopy {
  readonly key: string;
  readonly kind: KindCode;
  /** The record that it changes and the revision that it began from; null for what is no record yet. */
  readonly record: number | null;
  readonly base: number | null;
  readonly content: object;
  /** Goes up with every save; whoever saves says which one they saw. */
  readonly version: number;
  readonly at: Date;
}

export interface CopyToKeep extends Pick<WorkingCopy, 'key' | 'kind' | 'record' | 'base' | 'content'> {
  /** The version that the writer's form holds; 0 for a form that was never saved. */
  readonly seen: number;
}

/** So many forms somebody may leave unfinished. */
export const mostCopies = 200;

/**
 * Keeps a form as it stands now. Raises ProblemError when it was saved elsewhere since `seen`, is gone because it was sent
 * or thrown away, changes a record out of sight, or when too many lie unfinished. The same save twice is one.
 */
export async function keepCopy(
  tx: Tx,
  actor: Actor,
  copy: CopyToKeep,
): Promise<{ readonly version: number; readonly at: Date }> {
  const before = await findCopy(tx, actor, copy.key, true);
  if (before?.version === copy.seen + 1 && sameContent(before.content, copy.content)) return before;
  if (before && before.version !== copy.seen)
    refuse('copy_changed', {
      zh: '这份表格在别处（另一个窗口或另一台电脑）又保存过，请先看那一份',
      en: 'this form was saved elsewhere since; look at that version first',
    });
  if (before) {
    return await tx
      .updateTable('working_copy')
      .set({ content: JSON.stringify(copy.content), kind: copy.kind, version: copy.seen + 1, at: sql`now()` })
      .where('account_id', '=', actor.accountId)
      .where('key', '=', copy.key)
      .returning(['version', 'at'])
      .executeTakeFirstOrThrow();
  }
  if (copy.seen > 0)
    refuse('copy_gone', {
      zh: '这份表格已经在别处报送或删除了',
      en: 'this form was sent or thrown away elsewhere',
    });
  await refuseNew(tx, actor, copy);
  const made = await tx
    .insertInto('working_copy')
    .values({
      account_id: actor.accountId,
      key: copy.key,
      kind: copy.kind,
      record_id: copy.record,
      base: copy.base,
      content: JSON.stringify(copy.content),
      version: 1,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'key']).doNothing())
    .returning(['version', 'at'])
    .executeTakeFirst();
  // Two first saves at once: the second one finds the first.
  return made ?? (await keepCopy(tx, actor, copy));
}

/** One of the actor's own forms under way. */
export async function readCopy(tx: Tx, actor: Actor, key: string): Promise<WorkingCopy | undefined> {
  return await findCopy(tx, actor, key, false);
}

/** All of the actor's forms under way, the last saved first, with what they are called so far. */
export async function listCopies(
  tx: Tx,
  actor: Actor,
): Promise<readonly (Omit<WorkingCopy, 'content'> & { readonly title: string })[]> {
  const rows = await tx
    .selectFrom('working_copy')
    .select(['key', 'kind', 'record_id', 'base', 'version', 'at'])
    .select(sql<string>`coalesce(content->>'title', '')`.as('title'))
    .where('account_id', '=', actor.accountId)
    .orderBy('at', 'desc')
    .execute();
  return rows.map(({ record_id: record, kind, ...row }) => ({ ...row, kind: kind as KindCode, record }));
}

/** Forgets a form: it was sent, or its writer threw it away. False when there was none. */
export async function dropCopy(tx: Tx, actor: Actor, key: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('working_copy')
    .where('account_id', '=', actor.accountId)
    .where('key', '=', key)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

async function findCopy(tx: Tx, actor: Actor, key: string, lock: boolean): Promise<WorkingCopy | undefined> {
  const query = tx
    .selectFrom('working_copy')
    .select(['key', 'kind', 'record_id', 'base', 'content', 'version', 'at'])
    .where('account_id', '=', actor.accountId)
    .where('key', '=', key);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) return undefined;
  const { record_id: record, kind, ...rest } = row;
  return { ...rest, kind: kind as KindCode, record };
}

async function refuseNew(tx: Tx, actor: Actor, { record }: CopyToKeep): Promise<void> {
  if (record !== null) {
    const seen = await tx.selectFrom('record').select('id').where('id', '=', record).executeTakeFirst();
    if (!seen) refuseUnseen(record);
  }
  const { count } = await tx
    .selectFrom('working_copy')
    .select((one) => one.fn.countAll<number>().as('count'))
    .where('account_id', '=', actor.accountId)
    .executeTakeFirstOrThrow();
  if (count >= mostCopies)
    refuse('copies_full', {
      zh: `没写完的表格已有 ${count} 份，请先报送或删除一些`,
      en: `${count} forms lie unfinished; send or delete some first`,
    });
}

function sameContent(left: object, right: object): boolean {
  return canonicalJson(left as Json) === canonicalJson(right as Json);
}
