import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import { type Actor, can, type Role, roles } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import type { Status } from '#domain/records/model.ts';
import { scopeOf } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';

export interface OwnRecord {
  readonly id: number;
  readonly kind: KindCode;
  readonly status: Status;
  readonly day: Day;
  readonly title: string;
  readonly hosts: readonly number[];
  /** Why it was returned; empty for all others. */
  readonly reason: string;
  /** Messages of others that the actor has not seen. */
  readonly unread: number;
}

export interface OwnRecords {
  readonly mine: readonly OwnRecord[];
  /** Whether `mine` is everything. */
  readonly complete: boolean;
  /** Returned ones: the actor's own, and those that the actor's very units lead, whoever wrote them. */
  readonly returned: readonly OwnRecord[];
}

export const shownAtMost = 20;

export async function readOwnRecords(tx: Tx, actor: Actor): Promise<OwnRecords> {
  const units = actor.posts.map((post) => post.unitId);
  const reason = sql`CASE WHEN r.status = 'returned' THEN coalesce(
    (SELECT s.reason FROM record_step s WHERE s.record_id = r.id AND s.to_status = 'returned' ORDER BY s.id DESC LIMIT 1), '') ELSE '' END AS reason`;
  const columns = sql`r.id, r.kind, r.status, r.day, r.title, r.hosts, (SELECT count(*) FROM record_message m WHERE m.record_id = r.id
    AND m.account_id <> ${actor.accountId} AND m.id > coalesce((SELECT l.message_id FROM record_look l WHERE l.record_id = r.id AND l.account_id = ${actor.accountId}), 0)) AS unread`;
  const mine = await sql<OwnRecord>`SELECT ${columns}, ${reason} FROM record r WHERE r.created_by = ${actor.accountId}
    ORDER BY r.id DESC LIMIT ${shownAtMost + 1}`.execute(tx);
  const returned = await sql<OwnRecord>`SELECT ${columns}, ${reason} FROM record r
    WHERE r.status <> 'verified' AND r.status = 'returned' AND (r.created_by = ${actor.accountId} OR r.hosts[1] = ANY (${units}::int[]))
    ORDER BY r.day DESC, r.id DESC LIMIT 100`.execute(tx);
  return { mine: mine.rows.slice(0, shownAtMost), complete: mine.rows.length <= shownAtMost, returned: returned.rows };
}

/** Names of those nearest above the record who may verify it, at most three. */
export async function readVerifiers(
  tx: Tx,
  actor: Actor,
  { tree }: Organisation,
  hosts: readonly string[],
  day: Day,
): Promise<string[]> {
  const lead = tree.find(hosts[0]!)!;
  const scope = scopeOf(
    tree,
    hosts.map((code) => tree.find(code)!.id),
    day,
  );
  const rows = await tx
    .selectFrom('post')
    .innerJoin('account', 'account.id', 'post.account_id')
    .select(['account.id', 'account.name', 'post.role', 'post.unit_id', 'post.valid_from', 'post.valid_to'])
    .where('post.unit_id', 'in', scope)
    .where('post.role', 'in', roles)
    .where('post.valid_from', '<=', day)
    .where((where) => where.or([where('post.valid_to', 'is', null), where('post.valid_to', '>=', day)]))
    .orderBy('account.id')
    .execute();
  const may = rows.filter((row) => {
    const post = { role: row.role as Role, unitId: row.unit_id, path: '', from: row.valid_from, to: row.valid_to };
    return can({ accountId: row.id, name: row.name, posts: [post] }, 'verify', { scope, createdBy: actor.accountId });
  });
  for (const unit of tree.chainOn(lead, day)) {
    const there = may.filter((row) => row.unit_id === unit).map((row) => row.name);
    if (there.length > 0) return there.slice(0, 3);
  }
  return [];
}
