import type { Db, Tx } from '#db/open.ts';
import type { Day } from '#kernel/day.ts';
import { refuse } from '#kernel/problem.ts';
import type { Actor, Role } from './policy.ts';
import { type Grant, mayManage } from './rules.ts';

export interface ManagedAccount {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly disabled: boolean;
}

/**
 * The account, when the actor may manage it. Raises ProblemError `account_unknown` when it is not among those that the actor's
 * lists show, whether it exists or not, and `forbidden` when it has posts that are not the actor's to give.
 */
export async function managedAccount(tx: Tx, actor: Actor, accountId: number, today: Day): Promise<ManagedAccount> {
  const account = await listedAccount(tx, accountId);
  if (!mayManage(actor, { accountId, posts: await readHeld(tx, accountId) }, today)) {
    refuse('forbidden', {
      zh: '这个账号还有您不能管理的任职，请由上级的管理员办理；自己的账号请到“我的账号”里改',
      en: 'this account has posts that are not yours to manage; ask an administrator above. Your own is under My account',
    });
  }
  return account;
}

/** The account, when it is among those that the actor's lists show. Raises ProblemError `account_unknown` otherwise. */
export async function listedAccount(tx: Tx, accountId: number): Promise<ManagedAccount> {
  const row = await tx
    .selectFrom('managed_account')
    .select(['id', 'username', 'name', 'disabled_at'])
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (!row)
    refuse('account_unknown', { zh: '没有这个账号，或者不归您管理', en: 'there is no such account below yours' });
  return { id: row.id, username: row.username, name: row.name, disabled: row.disabled_at !== null };
}

/** All posts of the account that bring rights, past, present and to come, whoever may see them. */
export async function readHeld(db: Db | Tx, accountId: number): Promise<readonly Grant[]> {
  return (await readAllHeld(db, [accountId])).get(accountId) ?? [];
}

/** The same for many accounts. */
export async function readAllHeld(db: Db | Tx, accounts: readonly number[]): Promise<Map<number, Grant[]>> {
  const held = new Map<number, Grant[]>();
  if (accounts.length === 0) return held;
  const rows = await db
    .selectFrom('account_post')
    .innerJoin('unit', 'unit.id', 'account_post.unit_id')
    .select(['account_id', 'account_post.role', 'unit.path', 'account_post.valid_from', 'account_post.valid_to'])
    .where('account_post.account_id', 'in', accounts)
    .execute();
  for (const { account_id, role, path, valid_from, valid_to } of rows) {
    const grant = { role: role as Role, path, from: valid_from, to: valid_to };
    held.set(account_id, [...(held.get(account_id) ?? []), grant]);
  }
  return held;
}
