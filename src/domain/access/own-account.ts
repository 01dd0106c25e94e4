import type { Db, Tx } from '#db/open.ts';
import { addEntry } from '#domain/audit/store.ts';
import { type Problem, ProblemError, problem, refuse } from '#kernel/problem.ts';
import { asSystem } from './accounts.ts';
import { forgetFailures, pause, refuseLocked, takeAttempt } from './attempts.ts';
import { passwordProblems, rememberedPasswords } from './password-rules.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { endOtherSessions } from './sessions.ts';

/**
 * Asks for the password again before an act that decides who can get in. A wrong one counts like a failed sign-in: a session
 * left open is no place to guess. Raises ProblemError `password_wrong` or `sign_in_locked`.
 */
export async function confirmPassword(system: Db, accountId: number, password: string, now: Date): Promise<void> {
  const attempt = await takeAttempt(system, { accountId }, now);
  if (attempt?.lockedUntil && !attempt.last) refuseLocked(attempt.lockedUntil, now);
  if (!attempt?.hash || !(await isPassword(password, attempt.hash))) {
    await addEntry(system, 'session.refused', `account:${accountId}`, [], { step: 'password' });
    await pause(attempt?.delay ?? 0);
    if (attempt?.lockedUntil) refuseLocked(attempt.lockedUntil, now);
    refuse('password_wrong', { zh: '现在的密码不对', en: 'the present password is wrong' }, 'current');
  }
  await forgetFailures(system, accountId);
}

/**
 * Gives the account a new password and ends all its sessions. A demonstration account is none any more afterwards. Raises
 * ProblemError with everything that is wrong with the password.
 */
export async function changePassword(
  system: Db,
  account: { readonly accountId: number; readonly username: string },
  password: string,
  now: Date,
): Promise<void> {
  await refuseUnfit(system, account, password);
  const hash = await hashPassword(password);
  await asSystem(system, account.accountId, (tx) => writePassword(tx, account.accountId, hash, now));
}

/** Raises ProblemError with everything that is wrong with this password for this account. */
export async function refuseUnfit(
  system: Db,
  { accountId, username }: { readonly accountId: number; readonly username: string },
  password: string,
): Promise<void> {
  const problems: Problem[] = passwordProblems(password, username);
  if (await isRemembered(system, accountId, password)) {
    const text = {
      zh: `最近用过的 ${rememberedPasswords} 个密码不能再用，请换一个`,
      en: `it is one of the last ${rememberedPasswords} passwords; choose another`,
    };
    problems.push(problem('password_used_before', text, 'password'));
  }
  if (problems.length > 0) throw new ProblemError(problems);
}

/** Writes the hash, keeps the old one among the remembered, and ends every session of the account. */
export async function writePassword(tx: Tx, accountId: number, hash: string, now: Date): Promise<void> {
  await tx
    .insertInto('password_history')
    .columns(['account_id', 'hash'])
    .expression((eb) => eb.selectFrom('account').select(['id', 'password_hash']).where('id', '=', accountId))
    .execute();
  const kept = tx
    .selectFrom('password_history')
    .select('id')
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(rememberedPasswords - 1);
  await tx.deleteFrom('password_history').where('account_id', '=', accountId).where('id', 'not in', kept).execute();
  await tx
    .updateTable('account')
    .set({ password_hash: hash, password_at: now, demo: false, failures: 0, locked_until: null })
    .where('id', '=', accountId)
    .execute();
  await endOtherSessions(tx, accountId);
}

/** Whether it is the present password or one of those before it. */
async function isRemembered(system: Db, accountId: number, password: string): Promise<boolean> {
  const present = await system
    .selectFrom('account')
    .select('password_hash as hash')
    .where('id', '=', accountId)
    .executeTakeFirst();
  const before = await system
    .selectFrom('password_history')
    .select('hash')
    .where('account_id', '=', accountId)
    .execute();
  const matches = await Promise.all(
    [...(present ? [present] : []), ...before].map(({ hash }) => isPassword(password, hash)),
  );
  return matches.includes(true);
}
