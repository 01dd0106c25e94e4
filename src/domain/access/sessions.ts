import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';

/** OWASP session management: half an hour without a request ends a session, and twelve hours end it in any case. */
export const idleMinutes = 30;
export const absoluteHours = 12;
/** What is left between password and second step. */
const pendingMinutes = 10;

export interface SessionView {
  /** The beginning of its stored id; enough to name it among one's own, of no use as a token. */
  readonly handle: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly device: string;
}

/** pending: the second step is missing; expired: a new password is; both allow nothing else. */
export type SessionState = 'pending' | 'expired' | 'open';

export interface SessionStart {
  readonly state?: SessionState;
  /** A second factor was given. */
  readonly coded?: boolean;
}

/** Begins a session and returns its token: 256 random bits that are kept nowhere; the table has their SHA-256. */
export async function beginSession(
  system: Db | Tx,
  accountId: number,
  device: string,
  now: Date,
  { state = 'open', coded = false }: SessionStart = {},
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const minutes = state === 'open' ? absoluteHours * 60 : pendingMinutes;
  await system.deleteFrom('session').where('expires_at', '<=', now).execute();
  await system
    .insertInto('session')
    .values({
      id: idOf(token),
      account_id: accountId,
      created_at: now,
      seen_at: now,
      expires_at: new Date(now.getTime() + minutes * 60_000),
      device: device.slice(0, 200),
      state,
      coded,
    })
    .execute();
  if (state === 'open') await noteSeen(system, accountId, now);
  return token;
}

export interface Resumed {
  readonly id: string;
  readonly accountId: number;
  readonly state: SessionState;
  readonly coded: boolean;
}

/** The account of a session that is still good, else undefined. Notes, once a minute at most, that it was used. */
export async function resumeSession(system: Db, token: string, now: Date): Promise<Resumed | undefined> {
  const id = idOf(token);
  const idleSince = new Date(now.getTime() - idleMinutes * 60_000);
  const row = await system
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .select(['session.account_id', 'session.seen_at', 'session.state', 'session.coded'])
    .where('session.id', '=', id)
    .where('session.expires_at', '>', now)
    .where('session.seen_at', '>', idleSince)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row) return undefined;
  const state = row.state as SessionState;
  if (state === 'open' && now.getTime() - row.seen_at.getTime() >= 60_000) {
    await system.updateTable('session').set({ seen_at: now }).where('id', '=', id).execute();
    await noteSeen(system, row.account_id, now);
  }
  return { id, accountId: row.account_id, state, coded: row.coded };
}

/** The account's sessions that are still good, the last used first. */
export async function listSessions(system: Db, accountId: number, now: Date): Promise<SessionView[]> {
  const rows = await system
    .selectFrom('session')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('state', '=', 'open')
    .where('expires_at', '>', now)
    .where('seen_at', '>', new Date(now.getTime() - idleMinutes * 60_000))
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    handle: handleOf(row.id),
    createdAt: row.created_at,
    seenAt: row.seen_at,
    device: row.device,
  }));
}

/** Ends one of the account's own sessions. False when it has none of that handle. */
export async function endSession(system: Db | Tx, accountId: number, handle: string): Promise<boolean> {
  const ended = await system
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .where((where) => where(where.fn('left', ['id', where.lit(handleLength)]), '=', handle))
    .executeTakeFirst();
  return ended.numDeletedRows > 0n;
}

/** Ends all sessions of the account but the one of this id; all of them without one. Returns how many. */
export async function endOtherSessions(system: Db | Tx, accountId: number, but?: string): Promise<number> {
  const ended = await system
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .where(sql<boolean>`id IS DISTINCT FROM ${but ?? null}`)
    .executeTakeFirst();
  return Number(ended.numDeletedRows);
}

const handleLength = 16;

export function handleOf(id: string): string {
  return id.slice(0, handleLength);
}

async function noteSeen(system: Db | Tx, accountId: number, now: Date): Promise<void> {
  await system.updateTable('account').set({ seen_at: now }).where('id', '=', accountId).execute();
}

function idOf(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
