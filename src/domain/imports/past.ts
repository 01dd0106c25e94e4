import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import type { Status } from '#domain/records/model.ts';
import type { Problem } from '#kernel/problem.ts';
import type { ImportCounts, RefusedRow } from './model.ts';

/** An import that was made. */
export interface PastImport extends ImportCounts {
  readonly id: number;
  readonly kind: KindCode;
  readonly at: Date;
  readonly accountId: number;
  readonly by: string;
  readonly unitId: number | null;
  readonly source: string;
  readonly sheet: string;
  readonly headings: readonly string[];
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
}

/** Imports that the transaction's actor may see, the latest first, at most `size`, older than `before`. */
export async function listImports(tx: Db | Tx, size: number, before?: number): Promise<PastImport[]> {
  const { rows } = await sql<PastImport>`${select} ${before === undefined ? sql`` : sql`WHERE b.id < ${before}`}
    ORDER BY b.id DESC LIMIT ${size}`.execute(tx);
  return rows;
}

export async function countImports(tx: Db | Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM import_batch`.execute(tx);
  return rows[0]!.n;
}

/** One import. Undefined when the actor may not see it. */
export async function readImport(tx: Db | Tx, id: number): Promise<PastImport | undefined> {
  const { rows } = await sql<PastImport>`${select} WHERE b.id = ${id}`.execute(tx);
  return rows[0];
}

/** How many records an import made stand where now; of those that the actor may see. */
export async function countImported(tx: Db | Tx, id: number): Promise<{ status: Status; n: number }[]> {
  const { rows } = await sql<{ status: Status; n: number }>`SELECT r.status, count(*) AS n
    FROM import_row i JOIN record r ON r.id = i.record_id WHERE i.batch_id = ${id} GROUP BY r.status ORDER BY r.status`.execute(
    tx,
  );
  return rows;
}

/** Rows that an import refused, in the order of the sheet, after row `after`. */
export async function readRefused(tx: Db | Tx, id: number, size: number, after = 0): Promise<RefusedRow[]> {
  const { rows } = await sql<{ row: number; cells: string[]; problems: Problem[] }>`
    SELECT row, cells, problems FROM import_row_refused WHERE batch_id = ${id} AND row > ${after} ORDER BY row LIMIT ${size}`.execute(
    tx,
  );
  return rows;
}

const select = sql`SELECT b.id, b.kind, b.at, b.account_id AS "accountId", a.name AS by, b.unit_id AS "unitId", b.source, b.sheet, b.headings,
    b.read, b.fresh, b.repeated, b.refused, b.skipped, b.undone_at AS "undoneAt", u.name AS "undoneBy"
  FROM import_batch b JOIN account a ON a.id = b.account_id LEFT JOIN account u ON u.id = b.undone_by`;
