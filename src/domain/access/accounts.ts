import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import { addEntry } from '#domain/audit/store.ts';
import type { Day } from '#kernel/day.ts';
import { type Problem, ProblemError, problem, refuse } from '#kernel/problem.ts';
import { forgetFailures, pause, refuseLocked, takeAttempt, takeBack, takeUnknown } from './attempts.ts';
import { passwordProblems } from './password-rules.ts';
import { hashPassword, isPassword, nobodysPassword } from './passwords.ts';
import { type Actor, type Role, roles } from './policy.ts';

/**
 * The account of this name and password. An unknown name and a wrong password get the same sentence after the same time;
 * after five failures a name is shut for fifteen minutes, whether it exists or not. Raises ProblemError `sign_in_failed` or
 * `sign_in_locked`.
 */
export async function signIn(
  system: Db,
  username: string,
  password: string,
  now: Date,
  wait: (milliseconds: number) => Promise<void> = pause,
): Promise<{ accountId: number }> {
  const nobodys = await nobodysPassword();
  const name = username.normalize('NFC').trim().toLowerCase();
  const attempt = (await takeAttempt(system, { username: name }, now)) ?? takeUnknown(name, now);
  // Hashed in every case: how long the answer takes tells nothing.
  const right = await isPassword(password, attempt.hash ?? nobodys);
  if (attempt.lockedUntil && !attempt.last) refuseLocked(attempt.lockedUntil, now);
  if (!right || attempt.accountId === undefined) {
    // Only names that exist are noted: what is typed into the wrong field may be a password.
    if (attempt.accountId !== undefined)
      await addEntry(system, 'session.refused', `account:${attempt.accountId}`, [], {});
    await wait(attempt.delay);
    if (attempt.lockedUntil) refuseLocked(attempt.lockedUntil, now);
    refuse('sign_in_failed', {
      zh: '用户名或密码不对，请再试一次',
      en: 'the user name or the password is wrong; please try again',
    });
  }
  if (attempt.enrolled) await takeBack(system, { ...attempt, accountId: attempt.accountId });
  else await forgetFailures(system, attempt.accountId);
  return { accountId: attempt.accountId };
}

/** Who the account is, with the posts in force on that day: its own, and those of the person it belongs to. */
export async function readActor(
  system: Db | Tx,
  accountId: number,
  today: Day,
): Promise<(Actor & AccountView) | undefined> {
  const account = await system
    .selectFrom('account')
    .leftJoin('second_factor', 'second_factor.account_id', 'account.id')
    .select(['account.id', 'username', 'name', 'language', 'person_id', 'demo', 'password_at'])
    .select((eb) => eb('second_factor.secret', 'is not', null).as('enrolled'))
    .where('account.id', '=', accountId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (!account) return undefined;
  const posts = await system
    .selectFrom('post')
    .innerJoin('unit', 'unit.id', 'post.unit_id')
    .select(['post.role', 'post.unit_id', 'unit.path', 'post.valid_from', 'post.valid_to'])
    .where((where) =>
      where.or([where('post.account_id', '=', accountId), where('post.person_id', '=', account.person_id)]),
    )
    .where('post.role', 'in', roles)
    .where('post.valid_from', '<=', today)
    .where((where) => where.or([where('post.valid_to', 'is', null), where('post.valid_to', '>=', today)]))
    .orderBy('post.id')
    .execute();
  return {
    accountId,
    username: account.username,
    name: account.name,
    language: account.language === 'en' ? 'en' : 'zh',
    demo: account.demo,
    enrolled: Boolean(account.enrolled),
    passwordAt: account.password_at,
    posts: posts.map((row) => ({
      role: row.role as Role,
      unitId: row.unit_id,
      path: row.path,
      from: row.valid_from,
      to: row.valid_to,
    })),
  };
}

export interface AccountView {
  readonly username: string;
  readonly language: 'zh' | 'en';
  /** Came with a pack, and its published password is still in force. */
  readonly demo: boolean;
  /** Has a second factor. */
  readonly enrolled: boolean;
  readonly passwordAt: Date;
}

export async function changeLanguage(system: Db, accountId: number, language: 'zh' | 'en'): Promise<void> {
  await system.updateTable('account').set({ language }).where('id', '=', accountId).execute();
}

export interface NewAccount {
  readonly username: string;
  readonly name: string;
  readonly password: string;
  /** Of a demonstration: its password is no secret, so no second factor is asked for. */
  readonly demo?: boolean;
  readonly posts: readonly {
    readonly role: Role;
    readonly unitId: number;
    readonly from: Day;
    readonly to?: Day | null;
  }[];
}

/** Makes an account with its posts. Raises ProblemError with everything that is wrong. */
export async function createAccount(system: Db, account: NewAccount): Promise<number> {
  const username = plainUsername(account.username);
  const problems = [...usernameProblems(username), ...passwordProblems(account.password, username)];
  if (problems.length > 0) throw new ProblemError(problems);
  const hash = await hashPassword(account.password);
  return await system.transaction().execute((tx) => insertAccount(tx, { ...account, username }, hash));
}

/** Writes the account with its posts. Raises ProblemError `username_taken`. */
export async function insertAccount(
  tx: Tx,
  account: Omit<NewAccount, 'password'>,
  passwordHash: string,
): Promise<number> {
  const { username, name, demo = false } = account;
  const row = await tx
    .insertInto('account')
    .values({ username, name, password_hash: passwordHash, person_id: null, demo })
    .onConflict((conflict) => conflict.column('username').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row)
    refuse('username_taken', { zh: '这个用户名已经有人用了，请换一个', en: 'this user name is taken' }, 'username');
  for (const { role, unitId, from, to } of account.posts) {
    await tx
      .insertInto('post')
      .values({ account_id: row.id, person_id: null, unit_id: unitId, role, valid_from: from, valid_to: to ?? null })
      .execute();
  }
  return row.id;
}

export function plainUsername(username: string): string {
  return username.normalize('NFC').trim().toLowerCase();
}

export function usernameProblems(username: string): Problem[] {
  if (/^[\p{L}\p{N}._-]{2,40}$/u.test(username)) return [];
  const text = {
    zh: '用户名用 2 到 40 个字母、数字或汉字，可以有 . _ -',
    en: 'a user name is 2 to 40 letters or digits, with . _ - among them',
  };
  return [problem('username_form', text, 'username')];
}

/** Runs `work` in a transaction of the system in which the audit names this account as the one that acts. */
export function asSystem<Result>(system: Db, accountId: number, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return system.transaction().execute(async (tx) => {
    await actAs(tx, accountId);
    return await work(tx);
  });
}

/** From here on the transaction's audit entries name this account. */
export async function actAs(tx: Tx, accountId: number): Promise<void> {
  await sql`SELECT set_config('app.account', ${String(accountId)}, true)`.execute(tx);
}
