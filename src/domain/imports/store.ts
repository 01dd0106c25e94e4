import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import { slots } from '#db/tables.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import type { Status } from '#domain/records/model.ts';
import { weightOf } from '#domain/records/rules.ts';
import { facetId } from '#domain/records/store.ts';
import type { GoodRow } from './check.ts';
import type { ImportCounts, RefusedRow } from './model.ts';

/** Which of these keys records have already. */
export async function takenKeys(db: Db | Tx, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await sql<{ key: string }>`SELECT key FROM record WHERE key = ANY (${[...keys]}::text[])`.execute(
    db,
  );
  return new Set(rows.map((row) => row.key));
}

export async function insertBatch(
  tx: Tx,
  batch: {
    readonly kind: KindCode;
    readonly accountId: number;
    readonly source: string;
    readonly sheet: string;
    readonly headings: readonly string[];
  },
): Promise<number> {
  const { kind, accountId, source, sheet, headings } = batch;
  const row = await tx
    .insertInto('import_batch')
    .values({ kind, account_id: accountId, unit_id: null, source, sheet, headings: [...headings], undone_by: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Writes what the import came to, when everything is written. */
export async function closeBatch(tx: Tx, id: number, unitId: number, counts: ImportCounts): Promise<void> {
  const { read, fresh, repeated, refused, skipped } = counts;
  await tx
    .updateTable('import_batch')
    .set({ unit_id: unitId, read, fresh, repeated, refused, skipped })
    .where('id', '=', id)
    .execute();
}

/** Facets are few: each is looked up once an import. */
export class Facets {
  readonly #ids = new Map<string, number>();

  /** Looks up, or makes, the facets of these rows. */
  async learn(tx: Tx, rows: readonly GoodRow[]): Promise<void> {
    for (const { draft } of rows) {
      const name = facetName(draft);
      if (!this.#ids.has(name)) this.#ids.set(name, await facetId(tx, draft.kind, draft.classes));
    }
  }

  of({ draft }: GoodRow): number {
    return this.#ids.get(facetName(draft))!;
  }
}

function facetName({ kind, classes }: GoodRow['draft']): string {
  return `${kind} ${JSON.stringify(classes)}`;
}

/**
 * Writes rows, whose facets are learnt, as submitted records of the batch's account. Returns how many were new; a key that
 * is taken makes nothing.
 */
export async function insertRows(tx: Tx, batch: number, rows: readonly GoodRow[], facets: Facets): Promise<number> {
  if (rows.length === 0) return 0;
  const { kind } = rows[0]!.draft;
  const answer = await sql<{ made: number }>`SELECT import_records(${batch}, ${kind}, ${sql.join(
    columns.map(({ type, of }) => {
      const values = rows.map((row) => of(row, facets));
      // A column that is silent in every row costs nothing to write, send and read.
      return sql`${values.every((value) => value === null) ? [] : values}::${sql.raw(type)}[]`;
    }),
  )}) AS made`.execute(tx);
  return answer.rows[0]!.made;
}

interface Column {
  readonly type: 'int' | 'text' | 'date' | 'boolean' | 'bigint';
  of(row: GoodRow, facets: Facets): string | number | boolean | null;
}

/** What a record says, in the order of the arguments of `import_records`; null where it is silent. */
const columns: readonly Column[] = [
  { type: 'int', of: ({ row }) => row },
  { type: 'text', of: ({ draft }) => draft.key },
  { type: 'int', of: (row, facets) => facets.of(row) },
  { type: 'date', of: ({ draft }) => draft.from },
  { type: 'date', of: ({ draft }) => draft.to },
  { type: 'text', of: ({ draft }) => draft.title },
  { type: 'text', of: ({ draft }) => draft.place || null },
  { type: 'text', of: ({ draft }) => (draft.partners.length > 0 ? textArray(draft.partners) : null) },
  { type: 'text', of: ({ draft }) => draft.narrative || null },
  { type: 'boolean', of: ({ draft }) => draft.highlight || null },
  { type: 'text', of: ({ draft }) => (Object.keys(draft.fields).length > 0 ? JSON.stringify(draft.fields) : null) },
  { type: 'text', of: ({ form }) => `{${form.hosts.join(',')}}` },
  { type: 'text', of: ({ form }) => `{${form.scope.join(',')}}` },
  { type: 'text', of: ({ form }) => form.hash },
  { type: 'int', of: ({ draft }) => weightOf(draft) || null },
  { type: 'text', of: ({ draft }) => (draft.people.length > 0 ? JSON.stringify(draft.people) : null) },
  ...slots.map((slot): Column => ({ type: 'bigint', of: ({ form }) => form.values[slot] })),
];

/** The literal of a text array. */
function textArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

export async function insertRefused(tx: Tx, batch: number, rows: readonly RefusedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`INSERT INTO import_row_refused (batch_id, row, cells, problems)
    SELECT ${batch}, row, cells, problems FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS one(row int, cells jsonb, problems jsonb)`.execute(
    tx,
  );
}

export interface Batch {
  readonly id: number;
  readonly unitId: number;
  readonly fresh: number;
}

/** The import, its row locked until the transaction ends. Undefined when the actor cannot see it. */
export async function lockBatch(tx: Tx, id: number): Promise<Batch | undefined> {
  const row = await tx.selectFrom('import_batch').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row?.unit_id ? { id: row.id, unitId: row.unit_id, fresh: row.fresh } : undefined;
}

export interface ImportedRecord {
  readonly row: number;
  readonly id: number;
  readonly status: Status;
  readonly revision: number;
  readonly scope: readonly number[];
}

/** Records that the import made and that the actor may see, locked, in the order of the sheet. */
export async function lockImported(tx: Tx, batch: number): Promise<ImportedRecord[]> {
  const { rows } = await sql<ImportedRecord>`SELECT i.row, r.id, r.status, r.revision, r.scope
    FROM import_row i JOIN record r ON r.id = i.record_id WHERE i.batch_id = ${batch} ORDER BY i.row FOR UPDATE OF r`.execute(
    tx,
  );
  return rows;
}

/** Takes those of the records that are counted out of the counts, by an increment each. */
export async function uncountImported(tx: Tx, ids: readonly number[]): Promise<void> {
  await sql`INSERT INTO tally_increment (record_id, units, day, facet_id, n, ${sql.raw(slots.join(', '))})
    SELECT id, scope, day, facet_id, -1, ${sql.raw(slots.map((slot) => `-${slot}`).join(', '))} FROM record
    WHERE id = ANY (${[...ids]}::bigint[]) AND status = 'verified'`.execute(tx);
}

/**
 * Takes records of an import out for good; they stay readable, and their keys are free again, so that the mended sheet can
 * be imported. The audit gets one entry for the import from whoever asked for it.
 */
export async function voidImported(
  tx: Tx,
  batch: number,
  ids: readonly number[],
  by: number,
  reason: string,
): Promise<void> {
  await sql`SELECT set_config('app.bulk', 'on', true)`.execute(tx);
  await sql`INSERT INTO record_step (record_id, from_status, to_status, by_account, reason, hash)
    SELECT id, status, 'void', ${by}::int, ${reason}, hash FROM record WHERE id = ANY (${[...ids]}::bigint[])`.execute(
    tx,
  );
  await sql`SELECT set_config('app.bulk', '', true)`.execute(tx);
  await sql`UPDATE record SET status = 'void', key = key || '-undone-' || ${batch}::int, changed_at = now()
    WHERE id = ANY (${[...ids]}::bigint[])`.execute(tx);
  await tx.updateTable('import_batch').set({ undone_at: sql`now()`, undone_by: by }).where('id', '=', batch).execute();
}
