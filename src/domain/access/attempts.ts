import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '#db/open.ts';
import { refuse } from '#kernel/problem.ts';

export const allowedFailures = 5;
export const lockMinutes = 15;

/** From the third failure in a row on, each answer takes longer: a person hardly notices, a program does. */
const delays = [0, 0, 0, 400, 800, 1600];

export interface Attempt {
  readonly accountId?: number;
  readonly hash?: string;
  /** Whether a second step follows, so that the right password alone forgets nothing. */
  readonly enrolled?: boolean;
  readonly lockedUntil: Date | null;
  /** The attempt that brought the lock: it may still turn out right. */
  readonly last: boolean;
  readonly delay: number;
}

/** Counts the attempt before the secret is looked at, so that many at once cannot slip in under the limit. Undefined for a name or id without an account. */
export async function takeAttempt(
  system: Db,
  who: { readonly username: string } | { readonly accountId: number },
  now: Date,
): Promise<Attempt | undefined> {
  const until = new Date(now.getTime() + lockMinutes * 60_000);
  const which = 'username' in who ? sql`username = ${who.username}` : sql`id = ${who.accountId}`;
  const { rows } = await sql<Row>`
    WITH before AS (
      SELECT id, failures, locked_until FROM account WHERE ${which} AND disabled_at IS NULL FOR UPDATE)
    UPDATE account SET
      failures = CASE WHEN before.locked_until > ${now} THEN account.failures WHEN before.locked_until IS NOT NULL THEN 1 ELSE before.failures + 1 END,
      locked_until = CASE WHEN before.locked_until > ${now} THEN before.locked_until
        WHEN before.locked_until IS NULL AND before.failures + 1 >= ${allowedFailures} THEN ${until} END
    FROM before WHERE account.id = before.id
    RETURNING account.id, account.password_hash AS hash, account.failures, account.locked_until,
      coalesce(before.locked_until > ${now}, false) AS was_locked,
      EXISTS (SELECT FROM second_factor f WHERE f.account_id = account.id AND f.secret IS NOT NULL) AS enrolled`.execute(
    system,
  );
  const row = rows[0];
  return (
    row && {
      accountId: row.id,
      hash: row.hash,
      enrolled: row.enrolled,
      lockedUntil: row.locked_until,
      last: row.locked_until !== null && !row.was_locked,
      delay: row.was_locked ? 0 : delayAfter(row.failures),
    }
  );
}

interface Row {
  readonly id: number;
  readonly hash: string;
  readonly failures: number;
  readonly locked_until: Date | null;
  readonly was_locked: boolean;
  readonly enrolled: boolean;
}

// Names without an account are counted here, a bounded number of them, so that a lock does not tell which names exist.
const unknown = new Map<string, { failures: number; lockedUntil: Date | null }>();
const unknownLimit = 10_000;

export function takeUnknown(username: string, now: Date): Attempt {
  const before = unknown.get(username) ?? { failures: 0, lockedUntil: null };
  if (before.lockedUntil && before.lockedUntil > now) return { lockedUntil: before.lockedUntil, last: false, delay: 0 };
  const failures = before.lockedUntil ? 1 : before.failures + 1;
  const lockedUntil = failures >= allowedFailures ? new Date(now.getTime() + lockMinutes * 60_000) : null;
  unknown.delete(username);
  unknown.set(username, { failures, lockedUntil });
  if (unknown.size > unknownLimit) unknown.delete(unknown.keys().next().value!);
  return { lockedUntil, last: lockedUntil !== null, delay: delayAfter(failures) };
}

/** Everything before is forgotten: whoever came in is the owner. */
export async function forgetFailures(system: Db, accountId: number): Promise<void> {
  await system
    .updateTable('account')
    .set({ failures: 0, locked_until: null })
    .where('id', '=', accountId)
    .where((where) => where.or([where('failures', '>', 0), where('locked_until', 'is not', null)]))
    .execute();
}

/**
 * Takes back this one attempt: it was right, but something is still to come. Were all forgotten here, whoever has stolen a
 * password could guess codes without end by giving the password again after each four.
 */
export async function takeBack(
  system: Db,
  { accountId, last }: Attempt & { readonly accountId: number },
): Promise<void> {
  await system
    .updateTable('account')
    .set((eb) => ({
      failures: sql<number>`greatest(${eb.ref('failures')} - 1, 0)`,
      ...(last && { locked_until: null }),
    }))
    .where('id', '=', accountId)
    .execute();
}

export async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds);
}

export function refuseLocked(until: Date, now: Date): never {
  const minutes = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000));
  refuse('sign_in_locked', {
    zh: `连续 ${allowedFailures} 次没有登录成功，为安全起见暂停登录，请 ${minutes} 分钟后再试；忘了密码请联系上级协会的管理员`,
    en: `after ${allowedFailures} failed attempts signing in is paused; try again in ${minutes} minutes, or ask your administrator for a new password`,
  });
}

function delayAfter(failures: number): number {
  return delays[Math.min(failures, delays.length - 1)]!;
}
