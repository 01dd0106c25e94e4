import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import type { BulkAct, BulkRefusal } from './bulk-model.ts';
import type { Status } from './model.ts';
import type { StoredRecord } from './store.ts';

/** A record as an act on many finds it. */
export interface BulkTarget extends Pick<StoredRecord, 'id' | 'status' | 'scope' | 'createdBy' | 'revision' | 'hash'> {
  readonly title: string;
  readonly highlight: boolean;
}

/** Those of the records that the actor sees, by id; with `lock` their rows are held, in the order of ids, until the transaction ends. */
export async function readTargets(tx: Tx, ids: readonly number[], lock: boolean): Promise<Map<number, BulkTarget>> {
  const query = tx
    .selectFrom('record')
    .select(['id', 'status', 'scope', 'created_by', 'revision', 'hash', 'title', 'highlight'])
    .where((where) => where('id', '=', sql<number>`ANY (${[...ids]}::bigint[])`))
    .orderBy('id');
  const rows = await (lock ? query.forUpdate() : query).execute();
  return new Map(
    rows.map(({ created_by, status, ...row }) => [row.id, { ...row, status: status as Status, createdBy: created_by }]),
  );
}

/** The act of that key if it was done before; else begins it and returns its number. */
export async function beginAct(
  tx: Tx,
  account: number,
  act: { readonly key: string; readonly act: BulkAct; readonly reason: string; readonly asked: number },
): Promise<{ readonly id: number; readonly repeated: boolean }> {
  const made = await tx
    .insertInto('bulk_act')
    .values({ ...act, account_id: account })
    .onConflict((conflict) => conflict.columns(['account_id', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) return { id: made.id, repeated: false };
  const { id } = await tx
    .selectFrom('bulk_act')
    .select('id')
    .where('account_id', '=', account)
    .where('key', '=', act.key)
    .executeTakeFirstOrThrow();
  return { id, repeated: true };
}

/** Notes what each record was and what it is now, and which were refused. */
export async function closeAct(
  tx: Tx,
  id: number,
  before: readonly BulkTarget[],
  refused: readonly BulkRefusal[],
): Promise<void> {
  await tx
    .updateTable('bulk_act')
    .set({ refused: JSON.stringify(refused) })
    .where('id', '=', id)
    .execute();
  const was = before.map(({ id: record, status, revision, hash }) => ({ record, status, revision, hash }));
  await sql`INSERT INTO bulk_act_record
      (act_id, record_id, before_status, before_revision, before_hash, after_status, after_revision, last_step)
    SELECT ${id}, r.id, was.status, was.revision, was.hash, r.status, r.revision,
      (SELECT max(s.id) FROM record_step s WHERE s.record_id = r.id)
    FROM jsonb_to_recordset(${JSON.stringify(was)}::jsonb) AS was(record bigint, status text, revision int, hash text)
    JOIN record r ON r.id = was.record`.execute(tx);
}

export interface StoredAct {
  readonly id: number;
  readonly act: BulkAct;
  readonly asked: number;
  readonly refused: readonly BulkRefusal[];
  readonly at: Date;
  readonly undoneAt: Date | null;
  readonly records: readonly ActedRecord[];
}

export interface ActedRecord {
  readonly id: number;
  readonly before: { readonly status: Status; readonly revision: number; readonly hash: string };
  readonly after: { readonly status: Status; readonly revision: number; readonly lastStep: number };
}

/** One of the actor's own acts, its row locked. Undefined when there is none of that number. */
export async function lockAct(tx: Tx, id: number): Promise<StoredAct | undefined> {
  const act = await tx.selectFrom('bulk_act').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!act) return undefined;
  const rows = await tx
    .selectFrom('bulk_act_record')
    .selectAll()
    .where('act_id', '=', id)
    .orderBy('record_id')
    .execute();
  return {
    id,
    act: act.act as BulkAct,
    asked: act.asked,
    refused: act.refused as readonly BulkRefusal[],
    at: act.at,
    undoneAt: act.undone_at,
    records: rows.map((row) => ({
      id: row.record_id,
      before: { status: row.before_status as Status, revision: row.before_revision, hash: row.before_hash },
      after: { status: row.after_status as Status, revision: row.after_revision, lastStep: row.last_step },
    })),
  };
}

/** The last step of each of these records. */
export async function lastSteps(tx: Tx, ids: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ record_id: number; last: number }>`
    SELECT record_id, max(id) AS last FROM record_step WHERE record_id = ANY (${[...ids]}::bigint[]) GROUP BY record_id`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.record_id, row.last]));
}

export interface RecentAct {
  readonly id: number;
  readonly act: BulkAct;
  readonly at: Date;
  readonly done: number;
}

/** The actor's own acts since that moment that are not taken back, the latest first. */
export async function recentActs(tx: Tx, since: Date): Promise<RecentAct[]> {
  const { rows } = await sql<RecentAct>`
    SELECT b.id, b.act, b.at, count(r.*) AS done FROM bulk_act b JOIN bulk_act_record r ON r.act_id = b.id
    WHERE b.at >= ${since} AND b.undone_at IS NULL AND b.account_id = app_account()
    GROUP BY b.id ORDER BY b.id DESC LIMIT 20`.execute(tx);
  return rows;
}
