import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import type { Developed } from './develop.ts';
import type { Photo } from './model.ts';

/** The photos of a record that are not removed, in the order in which they came. Empty for a record out of sight. */
export async function readPhotos(tx: Tx, recordId: number): Promise<Photo[]> {
  const rows = await photoRows(tx).where('record_id', '=', recordId).where('removed_at', 'is', null).execute();
  return rows.map(shape);
}

/** Those that were removed and can still be brought back. */
export async function readRemoved(tx: Tx, recordId: number): Promise<Photo[]> {
  const rows = await photoRows(tx).where('record_id', '=', recordId).where('removed_at', 'is not', null).execute();
  return rows.map(shape);
}

/** How many photos each of these records has, with 0 for those that have none or are out of sight. */
export async function photosOf(tx: Tx, recordIds: readonly number[]): Promise<Map<number, number>> {
  const counts = new Map(recordIds.map((id) => [id, 0]));
  if (recordIds.length === 0) return counts;
  const { rows } = await sql<{ record_id: number; n: number }>`SELECT record_id, count(*) AS n FROM photo
    WHERE record_id = ANY (${[...recordIds]}::bigint[]) AND removed_at IS NULL GROUP BY record_id`.execute(tx);
  for (const { record_id, n } of rows) counts.set(record_id, n);
  return counts;
}

export interface StoredPhoto {
  readonly id: number;
  readonly recordId: number;
  readonly hash: string;
  readonly removed: boolean;
}

/** One photo by its number, removed or not; undefined when the actor may not see its record. */
export async function findPhoto(tx: Tx, id: number): Promise<StoredPhoto | undefined> {
  const row = await tx.selectFrom('photo').select(stored).where('id', '=', id).executeTakeFirst();
  return row && storedShape(row);
}

/** What was made by this key before. */
export async function findByKey(tx: Tx, recordId: number, key: string): Promise<StoredPhoto | undefined> {
  const found = tx.selectFrom('photo').select(stored).where('record_id', '=', recordId).where('key', '=', key);
  const row = await found.executeTakeFirst();
  return row && storedShape(row);
}

/** The same picture among the record's photos. */
export async function findByHash(tx: Tx, recordId: number, hash: string): Promise<StoredPhoto | undefined> {
  const found = tx.selectFrom('photo').select(stored).where('record_id', '=', recordId).where('hash', '=', hash);
  const row = await found.where('removed_at', 'is', null).executeTakeFirst();
  return row && storedShape(row);
}

export async function insertPhoto(
  tx: Tx,
  recordId: number,
  key: string,
  caption: string,
  { hash, full, width, height }: Omit<Developed, 'small'>,
  by: number,
): Promise<number> {
  const values = { record_id: recordId, key, hash, bytes: full.length, width, height, caption, created_by: by };
  const { id } = await tx.insertInto('photo').values(values).returning('id').executeTakeFirstOrThrow();
  return id;
}

export async function markRemoved(tx: Tx, id: number, by: number | null): Promise<void> {
  const change =
    by === null ? { removed_at: null, removed_by: null } : { removed_at: sql<Date>`now()`, removed_by: by };
  await tx.updateTable('photo').set(change).where('id', '=', id).execute();
}

export async function writeCaption(tx: Tx, id: number, caption: string): Promise<void> {
  await tx.updateTable('photo').set({ caption }).where('id', '=', id).execute();
}

/** Until the transaction ends, no file is swept away. */
export async function holdFiles(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock_shared(${filesLock})`.execute(tx);
}

/** Until the transaction ends, no photo is added. */
export async function holdPhotos(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${filesLock})`.execute(tx);
}

// Any number that nothing else in this database locks by.
const filesLock = 7_463_201;

const stored = ['id', 'record_id', 'hash', 'removed_at'] as const;

function storedShape(row: { id: number; record_id: number; hash: string; removed_at: Date | null }): StoredPhoto {
  return { id: row.id, recordId: row.record_id, hash: row.hash, removed: row.removed_at !== null };
}

function photoRows(db: Tx | Db) {
  return db
    .selectFrom('photo')
    .leftJoin('account', 'account.id', 'photo.created_by')
    .select(['photo.id', 'record_id', 'hash', 'bytes', 'width', 'height', 'caption', 'account.name as by'])
    .select('photo.created_at as at')
    .orderBy('photo.id');
}

function shape(row: Awaited<ReturnType<ReturnType<typeof photoRows>['execute']>>[number]): Photo {
  const { record_id, ...rest } = row;
  return { ...rest, recordId: record_id };
}
