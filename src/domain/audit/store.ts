import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';

export interface AuditEntry {
  readonly id: number;
  /** Place in the chain; null until it is sealed, a second or so after the act. */
  readonly seq: number | null;
  readonly at: Date;
  readonly account: string | null;
  readonly action: string;
  /** What it was done to: `record:12`, `edition:2024-07-10`. */
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface AuditQuery {
  /** Beginning of an action's name: `record.`, `session.`. */
  readonly action?: string;
  readonly account?: string;
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Notes an act that leaves no trace of its own: an export, a failed sign-in. */
export async function addEntry(
  tx: Tx | Db,
  action: string,
  subject: string,
  scope: readonly number[],
  detail: object,
): Promise<void> {
  await sql`SELECT audit_add(${action}, ${subject}, ${[...scope]}::int[], ${JSON.stringify(detail)}::jsonb)`.execute(
    tx,
  );
}

/** Entries that the transaction's actor may see, the latest first, at most `size`, older than `before`. */
export async function readEntries(
  db: Db | Tx,
  query: AuditQuery,
  size: number,
  before?: number,
): Promise<AuditEntry[]> {
  const { rows } = await sql<AuditEntry>`
    SELECT e.id, e.seq, e.at, a.name AS account, e.action, e.subject, e.detail
    FROM audit_entry e LEFT JOIN account a ON a.id = e.account_id
    WHERE (${before ?? null}::bigint IS NULL OR e.id < ${before ?? null}::bigint)
      AND (${query.action ?? null}::text IS NULL OR starts_with(e.action, ${query.action ?? null}::text))
      AND (${query.subject ?? null}::text IS NULL OR e.subject = ${query.subject ?? null}::text)
      AND (${query.account ?? null}::text IS NULL OR a.name = ${query.account ?? null}::text)
      AND (${query.from ?? null}::date IS NULL OR e.at >= ${query.from ?? null}::date)
      AND (${query.to ?? null}::date IS NULL OR e.at < ${query.to ?? null}::date + 1)
    ORDER BY e.id DESC LIMIT ${size}`.execute(db);
  return rows;
}
