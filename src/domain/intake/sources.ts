import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';

/** The words of a document that a record rests on. */
export interface RecordSource {
  readonly id: number;
  readonly document: number;
  readonly documentName: string;
  readonly item: number;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly by: string;
  readonly at: Date;
  /** Whether the reader may open the document itself; the quotation may be read by whoever sees the record. */
  readonly opens: boolean;
}

const longestQuote = 1000;

/** Ties a record to a span of a document. The quotation stays with the record whoever may see the document. */
export async function addSource(
  tx: Tx,
  source: {
    readonly record: number;
    readonly document: number;
    readonly documentName: string;
    readonly item: number;
    readonly start: number;
    readonly end: number;
    readonly text: string;
  },
  by: number,
): Promise<void> {
  await tx
    .insertInto('record_source')
    .values({
      record_id: source.record,
      document_id: source.document,
      document_name: source.documentName,
      item: source.item,
      start_at: source.start,
      end_at: source.end,
      quote: source.text.slice(source.start, Math.min(source.end, source.start + longestQuote)).toWellFormed(),
      by_account: by,
    })
    .execute();
}

/** Unties a proposal from its record; the row stays and says who did it. */
export async function removeSource(tx: Tx, document: number, item: number, by: number): Promise<void> {
  await tx
    .updateTable('record_source')
    .set({ removed_at: sql<Date>`now()`, removed_by: by })
    .where('document_id', '=', document)
    .where('item', '=', item)
    .where('removed_at', 'is', null)
    .execute();
}

/** What a record rests on, in the order in which it was taken in. */
export async function readSources(tx: Tx, record: number): Promise<RecordSource[]> {
  const { rows } = await sql<RecordSource>`
    SELECT s.id, s.document_id AS document, s.document_name AS "documentName", s.item, s.start_at AS start, s.end_at AS "end", s.quote,
      a.name AS by, s.at, EXISTS (SELECT FROM intake_document d WHERE d.id = s.document_id) AS opens
    FROM record_source s JOIN account a ON a.id = s.by_account
    WHERE s.record_id = ${record} AND s.removed_at IS NULL ORDER BY s.id`.execute(tx);
  return rows;
}
