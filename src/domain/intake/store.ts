import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import type { Problem } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';
import type { Window } from '#kernel/window.ts';
import type { ItemState, Proposal, ProposedDraft, SortedQuantity, Span, TotalQuestion } from './model.ts';

export interface StoredDocument {
  readonly id: number;
  readonly unitId: number;
  readonly name: string;
  readonly format: string;
  readonly hash: string;
  readonly text: string;
  readonly headings: readonly { readonly start: number; readonly level: number }[];
  readonly remarks: readonly Text[];
  readonly period: Window;
  /** How far it has been read. */
  readonly readTo: number;
  readonly at: Date;
}

export type NewDocument = Omit<StoredDocument, 'id' | 'readTo' | 'at'>;

/** Writes a document; undefined when the same one is there for this unit and period. */
export async function insertDocument(tx: Tx, by: number, one: NewDocument): Promise<number | undefined> {
  const row = await tx
    .insertInto('intake_document')
    .values({
      unit_id: one.unitId,
      account_id: by,
      name: one.name,
      format: one.format,
      hash: one.hash,
      body: one.text,
      headings: JSON.stringify(one.headings),
      remarks: JSON.stringify(one.remarks),
      from_day: one.period.from,
      to_day: one.period.to,
      read_to: 0,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function findSameDocument(tx: Tx, one: NewDocument): Promise<number | undefined> {
  const row = await tx
    .selectFrom('intake_document')
    .select('id')
    .where('unit_id', '=', one.unitId)
    .where('hash', '=', one.hash)
    .where('from_day', '=', one.period.from)
    .where('to_day', '=', one.period.to)
    .executeTakeFirst();
  return row?.id;
}

/** A document that the transaction's actor may see; locked when it is going to be read on. */
export async function readDocumentRow(tx: Tx, id: number, lock = false): Promise<StoredDocument | undefined> {
  const query = tx.selectFrom('intake_document').selectAll().where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return (
    row && {
      ...{ id: row.id, unitId: row.unit_id, name: row.name, format: row.format, hash: row.hash, text: row.body },
      ...{ headings: row.headings, remarks: row.remarks, readTo: row.read_to, at: row.at },
      period: { from: row.from_day, to: row.to_day },
    }
  );
}

/** Keeps what a stretch of the document came to, and how far the document has been read. */
export async function insertReading(
  tx: Tx,
  document: number,
  {
    quantities,
    proposals,
  }: { readonly quantities: readonly SortedQuantity[]; readonly proposals: readonly Proposal[] },
  readTo: number,
  isLast: boolean,
): Promise<void> {
  const [items, numbers] = [await nextOf(tx, 'intake_item', document), await nextOf(tx, 'intake_quantity', document)];
  const itemOf = new Map(proposals.flatMap((one, at) => one.quantities.map((index) => [index, items + at] as const)));
  const rows = proposals.map((one, at) => ({
    ...{ n: items + at, start_at: one.start, end_at: one.end, section: one.section, draft: one.draft },
    ...{ why: one.why, doubts: one.doubts },
  }));
  await sql`INSERT INTO intake_item (document_id, n, start_at, end_at, section, draft, why, doubts)
    SELECT ${document}::int, n, start_at, end_at, section, draft, why, doubts
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS one(n int, start_at int, end_at int, section text, draft jsonb, why jsonb, doubts jsonb)`.execute(tx);
  const found = quantities.map(({ start, end, base, why, asks, ...content }, at) => ({
    ...{ n: numbers + at, start_at: start, end_at: end, content, base, why, asks, item: itemOf.get(at) },
  }));
  await sql`INSERT INTO intake_quantity (document_id, n, start_at, end_at, content, base, why, asks, item)
    SELECT ${document}::int, n, start_at, end_at, content, base, why, asks, item
    FROM jsonb_to_recordset(${JSON.stringify(found)}::jsonb)
      AS one(n int, start_at int, end_at int, content jsonb, base text, why jsonb, asks jsonb, item int)`.execute(tx);
  await tx
    .updateTable('intake_document')
    .set({ read_to: readTo, ...(isLast && { read_at: sql<Date>`now()` }) })
    .where('id', '=', document)
    .execute();
}

async function nextOf(tx: Tx, table: 'intake_item' | 'intake_quantity', document: number): Promise<number> {
  const row = await tx
    .selectFrom(table)
    .select((of) => of.fn.max('n').as('last'))
    .where('document_id', '=', document)
    .executeTakeFirstOrThrow();
  return row.last === null ? 0 : Number(row.last) + 1;
}

export interface StoredItem extends Span {
  readonly n: number;
  readonly section: string;
  readonly draft: ProposedDraft;
  readonly why: readonly Text[];
  readonly doubts: readonly Problem[];
  readonly state: ItemState;
  readonly recordId: number | null;
  readonly recordHash: string | null;
  readonly attempt: number;
  readonly version: number;
}

/** The proposals of a document in its order. */
export async function readItems(tx: Tx, document: number): Promise<StoredItem[]> {
  const rows = await tx
    .selectFrom('intake_item')
    .selectAll()
    .where('document_id', '=', document)
    .orderBy('start_at')
    .orderBy('n')
    .execute();
  return rows.map(itemOf);
}

export async function lockItem(tx: Tx, document: number, n: number): Promise<StoredItem | undefined> {
  const row = await tx
    .selectFrom('intake_item')
    .selectAll()
    .where('document_id', '=', document)
    .where('n', '=', n)
    .forUpdate()
    .executeTakeFirst();
  return row && itemOf(row);
}

function itemOf(row: {
  n: number;
  start_at: number;
  end_at: number;
  section: string;
  draft: object;
  why: readonly Text[];
  doubts: readonly Problem[];
  state: string;
  record_id: number | null;
  record_hash: string | null;
  attempt: number;
  version: number;
}): StoredItem {
  return {
    ...{ n: row.n, start: row.start_at, end: row.end_at, section: row.section, why: row.why, doubts: row.doubts },
    ...{ recordId: row.record_id, recordHash: row.record_hash, attempt: row.attempt, version: row.version },
    draft: row.draft as ProposedDraft,
    state: row.state as ItemState,
  };
}

export interface StoredQuantity extends SortedQuantity {
  readonly n: number;
  readonly item: number | null;
}

export async function readStoredQuantities(tx: Tx, document: number): Promise<StoredQuantity[]> {
  const rows = await tx
    .selectFrom('intake_quantity')
    .selectAll()
    .where('document_id', '=', document)
    .orderBy('n')
    .execute();
  return rows.map((row) => ({
    ...(row.content as Omit<SortedQuantity, 'start' | 'end' | 'base' | 'why' | 'asks'>),
    ...{ n: row.n, start: row.start_at, end: row.end_at, item: row.item, why: row.why },
    base: row.base as SortedQuantity['base'],
    ...(row.asks && { asks: row.asks as TotalQuestion }),
  }));
}

export interface ItemChange {
  readonly draft?: ProposedDraft;
  readonly doubts?: readonly Problem[];
  readonly state?: ItemState;
  readonly recordId?: number | null;
  readonly recordHash?: string | null;
  readonly attempt?: number;
}

/** Writes what a person made of a proposal; the version tells later writers that they saw an older one. */
export async function updateItem(
  tx: Tx,
  document: number,
  { n, version }: Pick<StoredItem, 'n' | 'version'>,
  change: ItemChange,
  by: number,
): Promise<void> {
  await tx
    .updateTable('intake_item')
    .set({
      ...(change.draft && { draft: JSON.stringify(change.draft) }),
      ...(change.doubts && { doubts: JSON.stringify(change.doubts) }),
      ...(change.state && { state: change.state }),
      ...(change.recordId !== undefined && { record_id: change.recordId }),
      ...(change.recordHash !== undefined && { record_hash: change.recordHash }),
      ...(change.attempt !== undefined && { attempt: change.attempt }),
      ...{ version: version + 1, changed_by: by, changed_at: sql<Date>`now()` },
    })
    .where('document_id', '=', document)
    .where('n', '=', n)
    .execute();
}

/** Adds a doubt to proposals, keeping what is doubted already. */
export async function addDoubts(
  tx: Tx,
  document: number,
  doubts: ReadonlyMap<number, readonly Problem[]>,
): Promise<void> {
  const rows = [...doubts].map(([n, added]) => ({ n, added }));
  if (rows.length === 0) return;
  await sql`UPDATE intake_item SET doubts = doubts || added
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS one(n int, added jsonb)
    WHERE document_id = ${document} AND intake_item.n = one.n`.execute(tx);
}
