import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '#db/open.ts';

/** OWASP session management: half an hour without a request ends a session, and twelve hours end it in any case. */
export const idleMinutes = 30;
export const absoluteHours = 12;

export interface SessionView {
  /** The beginning of its stored id; enough to name it among one's own, of no use as a token. */
  readonly handle: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly device: string;
}

/** Begins a session and returns its token: 256 random bits that are kept nowhere; the table has their SHA-256. */
export async function beginSession(system: Db, accountId: number, device: string, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await system.deleteFrom('session').where('expires_at', '<=', now).execute();
  await system
    .insertInto('session')
    .values({
      id: idOf(token),
      account_id: accountId,
      created_at: now,
      seen_at: now,
      expires_at: new Date(now.getTime() + absoluteHours * 3_600_000),
      device: device.slice(0, 200),
    })
    .execute();
  return token;
}

/** The account of a session that is still good, else undefined. Notes, once a minute at most, that it was used. */
export async function resumeSession(
  system: Db,
  token: string,
  now: Date,
): Promise<{ id: string; accountId: number } | undefined> {
  const id = idOf(token);
  const idleSince = new Date(now.getTime() - idleMinutes * 60_000);
  const row = await system
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .select(['session.account_id', 'session.seen_at'])
    .where('session.id', '=', id)
    .where('session.expires_at', '>', now)
    .where('session.seen_at', '>', idleSince)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row) return undefined;
  if (now.getTime() - row.seen_at.getTime() >= 60_000) {
    await system.updateTable('session').set({ seen_at: now }).where('id', '=', id).execute();
  }
  return { id, accountId: row.account_id };
}

/** The account's sessions that are still good, the last used first. */
export async function listSessions(system: Db, accountId: number, now: Date): Promise<SessionView[]> {
  const rows = await system
    .selectFrom('session')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .where('seen_at', '>', new Date(now.getTime() - idleMinutes * 60_000))
    .orderBy('seen_at', 'desc')
    .execute();
  return rows.map((row) => ({
    handle: handleOf(row.id),
    createdAt: row.created_at,
    seenAt: row.seen_at,
    device: row.device,
  }));
}

/** Ends one of the account's own sessions. False when it has none of that handle. */
export async function endSession(system: Db, accountId: number, handle: string): Promise<boolean> {
  const ended = await system
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .where((where) => where(where.fn('left', ['id', where.lit(handleLength)]), '=', handle))
    .executeTakeFirst();
  return ended.numDeletedRows > 0n;
}

const handleLength = 16;

export function handleOf(id: string): string {
  return id.slice(0, handleLength);
}

function idOf(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
