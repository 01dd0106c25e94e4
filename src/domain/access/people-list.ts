import { type SqlBool, sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import type { Time } from './entrance.ts';
import { readAllHeld } from './holders.ts';
import type { Actor, Role } from './policy.ts';
import { mayManage } from './rules.ts';

export const accountStates = ['active', 'locked', 'disabled', 'without_factor', 'without_post'] as const;
export type AccountState = (typeof accountStates)[number];

/** Which accounts the list holds; every condition narrows. */
export interface PeopleQuery {
  /** With a post at this unit or below it. */
  readonly unit: Unit;
  readonly role?: Role;
  readonly state?: AccountState;
  /** In the name or the user name. */
  readonly text?: string;
}

export interface ListedAccount {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly demo: boolean;
  readonly disabled: boolean;
  readonly lockedUntil: Date | null;
  readonly seenAt: Date | null;
  readonly secondFactor: boolean;
  /** Whether the actor may disable, unlock and reset it. */
  readonly manages: boolean;
  /** Those that the actor may see, the latest first. */
  readonly posts: readonly ListedPost[];
}

export interface ListedPost {
  readonly id: number;
  readonly role: Role;
  readonly unitId: number;
  readonly from: Day;
  readonly to: Day | null;
  /** False for a post of the register of people, which is not ended here. */
  readonly own: boolean;
}

/** One page of the accounts that the transaction's actor may see, by user name, with how many there are in all. */
export async function listAccounts(
  tx: Tx,
  actor: Actor,
  query: PeopleQuery,
  { now, today }: Time,
  size: number,
  after?: string,
): Promise<{ rows: ListedAccount[]; total: number; next?: string }> {
  const ids = await holdersAt(tx, query, today);
  const [among, matching] = [
    sql`managed_account a JOIN unnest(${ids}::int[]) AS found(id) ON found.id = a.id`,
    conditions(query, now),
  ];
  const { rows: found } = await sql<FoundRow>`
    SELECT a.* FROM ${among} WHERE ${matching} AND (${after ?? null}::text IS NULL OR a.username > ${after ?? null}::text)
    ORDER BY a.username LIMIT ${size + 1}`.execute(tx);
  const { rows: counted } = await sql<{ total: number }>`
    SELECT count(*) AS total FROM ${among} WHERE ${matching}`.execute(tx);
  const shown = found.slice(0, size);
  const page = shown.map((row) => row.id);
  const [posts, held] = [await postsOf(tx, page), await readAllHeld(tx, page)];
  const rows = shown.map((row) => ({
    id: row.id,
    username: row.username,
    name: row.name,
    demo: row.demo,
    disabled: row.disabled_at !== null,
    lockedUntil: row.locked_until !== null && row.locked_until > now ? row.locked_until : null,
    seenAt: row.seen_at,
    secondFactor: row.second_factor,
    manages: mayManage(actor, { accountId: row.id, posts: held.get(row.id) ?? [] }, today),
    posts: posts.get(row.id) ?? [],
  }));
  const next = found.length > size ? shown.at(-1)?.username : undefined;
  return { rows, total: counted[0]!.total, ...(next !== undefined && { next }) };
}

interface FoundRow {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly demo: boolean;
  readonly disabled_at: Date | null;
  readonly locked_until: Date | null;
  readonly seen_at: Date | null;
  readonly second_factor: boolean;
}

/** Accounts by their posts, found first and by themselves: joined to the rest, the planner takes them for very few and compares all with all. */
async function holdersAt(tx: Tx, { unit, role, state }: PeopleQuery, today: Day): Promise<number[]> {
  const { rows } = await sql<{ id: number; works: boolean }>`
    SELECT p.account_id AS id, bool_or(p.valid_from <= ${today} AND (p.valid_to IS NULL OR p.valid_to >= ${today})) AS works
    FROM managed_post p JOIN unit u ON u.id = p.unit_id GROUP BY p.account_id
    HAVING bool_or((u.path = ${unit.path} OR (u.path >= ${`${unit.path}/`} AND u.path < ${`${unit.path}0`}))
      AND (${role ?? null}::text IS NULL OR p.role = ${role ?? null}::text))`.execute(tx);
  const kept = rows.filter(({ works }) => (state === 'active' ? works : state === 'without_post' ? !works : true));
  return kept.map((row) => row.id);
}

function conditions({ state, text }: PeopleQuery, now: Date) {
  const parts = [sql<SqlBool>`true`];
  if (text !== undefined) {
    const pattern = `%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
    parts.push(sql<SqlBool>`(lower(a.name) LIKE ${pattern} OR a.username LIKE ${pattern})`);
  }
  if (state === 'disabled') parts.push(sql<SqlBool>`a.disabled_at IS NOT NULL`);
  else if (state !== undefined) parts.push(sql<SqlBool>`a.disabled_at IS NULL`);
  if (state === 'locked') parts.push(sql<SqlBool>`a.locked_until > ${now}`);
  if (state === 'without_factor') parts.push(sql<SqlBool>`NOT a.second_factor`);
  return sql.join(parts, sql` AND `);
}

async function postsOf(tx: Tx, accounts: readonly number[]): Promise<Map<number, ListedPost[]>> {
  if (accounts.length === 0) return new Map();
  const rows = await tx
    .selectFrom('managed_post')
    .selectAll()
    .where('account_id', 'in', accounts)
    .orderBy('valid_from', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const byAccount = new Map<number, ListedPost[]>();
  for (const { account_id, id, role, unit_id, valid_from, valid_to, own } of rows) {
    const post = { id, role: role as Role, unitId: unit_id, from: valid_from, to: valid_to, own };
    byAccount.set(account_id, [...(byAccount.get(account_id) ?? []), post]);
  }
  return byAccount;
}

export interface OpenInvitation {
  readonly id: number;
  readonly kind: 'invitation' | 'reset';
  readonly name: string;
  readonly username: string;
  readonly role: Role | null;
  readonly unitId: number | null;
  readonly from: Day | null;
  readonly to: Day | null;
  readonly by: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** All invitations and links that are still open and that the transaction's actor may see, those that end first in front. */
export async function listInvitations(tx: Tx, now: Date): Promise<OpenInvitation[]> {
  const rows = await tx
    .selectFrom('invitation')
    .innerJoin('account', 'account.id', 'invitation.created_by')
    .select([
      'invitation.id',
      'kind',
      'invitation.name',
      'invitation.username',
      'role',
      'unit_id',
      'valid_from',
      'valid_to',
    ])
    .select(['invitation.created_at', 'expires_at', 'account.name as by'])
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('expires_at')
    .orderBy('invitation.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    username: row.username,
    role: row.role as Role | null,
    unitId: row.unit_id,
    from: row.valid_from,
    to: row.valid_to,
    by: row.by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }));
}
