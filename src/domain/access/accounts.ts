import { sql } from 'kysely';
import type { Db } from '#db/open.ts';
import { addEntry } from '#domain/audit/store.ts';
import type { Day } from '#kernel/day.ts';
import { ProblemError, problem, refuse } from '#kernel/problem.ts';
import { hashPassword, isPassword, nobodysPassword, passwordProblems } from './passwords.ts';
import { type Actor, type Role, roles } from './policy.ts';

export const allowedFailures = 5;
export const lockMinutes = 15;

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
): Promise<{ accountId: number }> {
  const nobodys = await nobodysPassword();
  const name = username.normalize('NFC').trim().toLowerCase();
  const attempt = (await takeAttempt(system, name, now)) ?? takeUnknown(name, now);
  // Hashed in every case: how long the answer takes tells nothing.
  const right = await isPassword(password, attempt.hash ?? nobodys);
  if (attempt.lockedUntil && !attempt.last) refuseLocked(attempt.lockedUntil, now);
  if (!right || attempt.accountId === undefined) {
    // Only names that exist are noted: what is typed into the wrong field may be a password.
    if (attempt.accountId !== undefined)
      await addEntry(system, 'session.refused', `account:${attempt.accountId}`, [], {});
    if (attempt.lockedUntil) refuseLocked(attempt.lockedUntil, now);
    refuse('sign_in_failed', {
      zh: '用户名或密码不对，请再试一次',
      en: 'the user name or the password is wrong; please try again',
    });
  }
  await system
    .updateTable('account')
    .set({ failures: 0, locked_until: null })
    .where('id', '=', attempt.accountId)
    .execute();
  return { accountId: attempt.accountId };
}

/** Who the account is, with the posts in force on that day: its own, and those of the person it belongs to. */
export async function readActor(system: Db, accountId: number, today: Day): Promise<(Actor & AccountView) | undefined> {
  const account = await system
    .selectFrom('account')
    .select(['id', 'username', 'name', 'language', 'person_id'])
    .where('id', '=', accountId)
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
}

export async function changeLanguage(system: Db, accountId: number, language: 'zh' | 'en'): Promise<void> {
  await system.updateTable('account').set({ language }).where('id', '=', accountId).execute();
}

export interface NewAccount {
  readonly username: string;
  readonly name: string;
  readonly password: string;
  readonly posts: readonly {
    readonly role: Role;
    readonly unitId: number;
    readonly from: Day;
    readonly to?: Day | null;
  }[];
}

/** Makes an account with its posts. Raises ProblemError with everything that is wrong. */
export async function createAccount(system: Db, account: NewAccount): Promise<number> {
  const username = account.username.normalize('NFC').trim().toLowerCase();
  const problems = passwordProblems(account.password, username);
  if (!/^[\p{L}\p{N}._-]{2,40}$/u.test(username)) {
    problems.push(
      problem(
        'username_form',
        { zh: '用户名用 2 到 40 个字母、数字或汉字', en: 'a user name is 2 to 40 letters or digits' },
        'username',
      ),
    );
  }
  if (problems.length > 0) throw new ProblemError(problems);
  const hash = await hashPassword(account.password);
  return await system.transaction().execute(async (tx) => {
    const row = await tx
      .insertInto('account')
      .values({ username, name: account.name, password_hash: hash, person_id: null })
      .onConflict((conflict) => conflict.column('username').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!row) refuse('username_taken', { zh: '这个用户名已经有人用了', en: 'this user name is taken' }, 'username');
    for (const { role, unitId, from, to } of account.posts) {
      await tx
        .insertInto('post')
        .values({ account_id: row.id, person_id: null, unit_id: unitId, role, valid_from: from, valid_to: to ?? null })
        .execute();
    }
    return row.id;
  });
}

interface Attempt {
  readonly accountId?: number;
  readonly hash?: string;
  readonly lockedUntil: Date | null;
  /** The attempt that brought the lock: it may still turn out right. */
  readonly last: boolean;
}

/** Counts the attempt before the password is looked at, so that many at once cannot slip in under the limit. */
async function takeAttempt(system: Db, username: string, now: Date): Promise<Attempt | undefined> {
  const until = new Date(now.getTime() + lockMinutes * 60_000);
  const { rows } = await sql<{ id: number; hash: string; locked_until: Date | null; was_locked: boolean }>`
    WITH before AS (
      SELECT id, failures, locked_until FROM account WHERE username = ${username} AND disabled_at IS NULL FOR UPDATE)
    UPDATE account SET
      failures = CASE WHEN before.locked_until > ${now} THEN account.failures WHEN before.locked_until IS NOT NULL THEN 1 ELSE before.failures + 1 END,
      locked_until = CASE WHEN before.locked_until > ${now} THEN before.locked_until
        WHEN before.locked_until IS NULL AND before.failures + 1 >= ${allowedFailures} THEN ${until} END
    FROM before WHERE account.id = before.id
    RETURNING account.id, account.password_hash AS hash, account.locked_until, coalesce(before.locked_until > ${now}, false) AS was_locked`.execute(
    system,
  );
  const row = rows[0];
  return (
    row && {
      accountId: row.id,
      hash: row.hash,
      lockedUntil: row.locked_until,
      last: row.locked_until !== null && !row.was_locked,
    }
  );
}

// Names without an account are counted here, a bounded number of them, so that a lock does not tell which names exist.
const unknown = new Map<string, { failures: number; lockedUntil: Date | null }>();
const unknownLimit = 10_000;

function takeUnknown(username: string, now: Date): Attempt {
  const before = unknown.get(username) ?? { failures: 0, lockedUntil: null };
  if (before.lockedUntil && before.lockedUntil > now) return { lockedUntil: before.lockedUntil, last: false };
  const failures = before.lockedUntil ? 1 : before.failures + 1;
  const lockedUntil = failures >= allowedFailures ? new Date(now.getTime() + lockMinutes * 60_000) : null;
  unknown.delete(username);
  unknown.set(username, { failures, lockedUntil });
  if (unknown.size > unknownLimit) unknown.delete(unknown.keys().next().value!);
  return { lockedUntil, last: lockedUntil !== null };
}

function refuseLocked(until: Date, now: Date): never {
  const minutes = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000));
  refuse('sign_in_locked', {
    zh: `连续 ${allowedFailures} 次没有登录成功，为安全起见暂停登录，请 ${minutes} 分钟后再试；忘了密码请联系秘书处`,
    en: `after ${allowedFailures} failed attempts signing in is paused; try again in ${minutes} minutes, or ask the secretariat for a new password`,
  });
}
