import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import type { UnitTree } from '#domain/units/tree.ts';
import { addDays, type Day } from '#kernel/day.ts';
import { ProblemError, refuse } from '#kernel/problem.ts';
import { asSystem } from './accounts.ts';
import type { Time } from './entrance.ts';
import { listedAccount, managedAccount } from './holders.ts';
import { type Actor, can, type Role } from './policy.ts';
import { givingPosts, grantProblems, mayGive } from './rules.ts';

export interface NewPost {
  readonly role: Role;
  /** Code of the unit. */
  readonly unit: string;
  readonly from: Day;
  readonly to: Day | null;
}

/** Gives somebody else's account a further post. Raises ProblemError with everything that speaks against it. */
export async function addPost(
  tx: Tx,
  actor: Actor,
  accountId: number,
  { role, unit: code, from, to }: NewPost,
  tree: UnitTree,
): Promise<number> {
  refuseOwn(actor, accountId);
  await listedAccount(tx, accountId);
  const unit = tree.find(code);
  const problems = grantProblems(actor, { role, from, to }, unit);
  if (problems.length > 0 || !unit) throw new ProblemError(problems);
  const { id } = await tx
    .insertInto('post')
    .values({ account_id: accountId, person_id: null, unit_id: unit.id, role, valid_from: from, valid_to: to })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Ends a post on a day, its last one; its rights end with it. The day before its first takes it back altogether. Raises
 * ProblemError `post_unknown` when it is not the actor's to end, `post_reversed`, `post_outlasts_yours`.
 */
export async function endPost(tx: Tx, actor: Actor, postId: number, to: Day, tree: UnitTree): Promise<void> {
  const post = await tx.selectFrom('managed_post').selectAll().where('id', '=', postId).executeTakeFirst();
  if (!post?.own)
    refuse('post_unknown', { zh: '没有这项任职，或者不归您管理', en: 'there is no such post below yours' });
  refuseOwn(actor, post.account_id);
  if (to < addDays(post.valid_from, -1)) {
    refuse('post_reversed', { zh: '结束日期早于开始日期，请改一改', en: 'the last day is before the first' }, 'to');
  }
  const { path } = tree.byId(post.unit_id);
  const role = post.role as Role;
  // Ending it must not make it last longer than its giver may give.
  if (!givingPosts(actor).some((own) => mayGive(actor, { role, path, from: own.from, to }))) {
    const text = { zh: '不能超出您自己的任期', en: 'it may not outlast your own post' };
    refuse('post_outlasts_yours', text, 'to');
  }
  await tx.updateTable('post').set({ valid_to: to }).where('id', '=', postId).execute();
}

export type AccountAct = 'disable' | 'enable' | 'unlock' | 'reset_factor';

/** Acts on somebody else's account; all but unlocking and enabling end its sessions. Raises ProblemError `account_unknown`, `forbidden`. */
export async function manageAccount(
  tx: Tx,
  actor: Actor,
  accountId: number,
  act: AccountAct,
  { today }: Time,
): Promise<void> {
  await managedAccount(tx, actor, accountId, today);
  await sql`SELECT manage_account(${accountId}, ${act})`.execute(tx);
}

/** Sets for how many days passwords are good, for the whole organisation; null for as long as they are. Raises ProblemError `forbidden` below its top. */
export async function setPasswordDays(system: Db, actor: Actor, days: number | null, tree: UnitTree): Promise<void> {
  if (!can(actor, 'administer', { scope: [tree.root().id] })) {
    refuse('forbidden', {
      zh: '这项设置由市级的系统管理员决定',
      en: 'this is for an administrator of the whole organisation',
    });
  }
  const value = JSON.stringify({ password_days: days });
  await asSystem(system, actor.accountId, async (tx) => {
    await tx
      .insertInto('setting')
      .values({ name: 'accounts', value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
    await sql`SELECT audit_add('setting.accounts', 'setting:accounts', ${[tree.root().id]}::int[], ${value}::jsonb)`.execute(
      tx,
    );
  });
}

function refuseOwn(actor: Actor, accountId: number): void {
  if (accountId !== actor.accountId) return;
  refuse('own_account', { zh: '自己的任职要由别人来定', en: 'nobody decides on their own posts' });
}
