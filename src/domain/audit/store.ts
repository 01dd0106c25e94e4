import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import { type AuditEntry, type AuditQuery, auditGroups, type SealedEntry } from './model.ts';

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
  const older = before === undefined ? sql`` : sql`AND e.id < ${before}::bigint`;
  const { rows } = await sql<AuditEntry>`
    SELECT ${columns} FROM audit_entry e LEFT JOIN account a ON a.id = e.account_id
    WHERE ${asked(query)} ${older} ORDER BY e.id DESC LIMIT ${size}`.execute(db);
  return rows;
}

/** How many there are of these, exactly. */
export async function countEntries(db: Db | Tx, query: AuditQuery): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM audit_entry e LEFT JOIN account a ON a.id = e.account_id WHERE ${asked(query)}`.execute(
    db,
  );
  return rows[0]!.n;
}

/** One entry with its place in the chain. Undefined when the actor may not see it. */
export async function readEntry(db: Db | Tx, id: number): Promise<SealedEntry | undefined> {
  const { rows } = await sql<SealedEntry>`
    SELECT ${columns}, e.previous, e.hash FROM audit_entry e LEFT JOIN account a ON a.id = e.account_id WHERE e.id = ${id}`.execute(
    db,
  );
  return rows[0];
}

const columns = sql.raw(
  'e.id, e.seq, e.at, e.account_id AS "accountId", a.name AS account, e.action, e.subject, e.scope, e.detail',
);

/** The organisation's days begin at midnight of its own clock. */
const zone = 'Asia/Shanghai';

function asked({ group, who, subject, unit, from, to, text, actions }: AuditQuery): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (group) {
    const begins = auditGroups[group].map((start) => sql`starts_with(e.action, ${start})`);
    conditions.push(sql`(${sql.join(begins, sql` OR `)})`);
  }
  if (who) conditions.push(sql`a.name ILIKE ${pattern(who)}`);
  if (subject) conditions.push(sql`e.subject = ${subject}`);
  if (unit !== undefined) conditions.push(sql`e.scope @> ${[unit]}::int[]`);
  if (from) conditions.push(sql`e.at >= (${from}::date)::timestamp AT TIME ZONE ${sql.lit(zone)}`);
  if (to) conditions.push(sql`e.at < (${to}::date + 1)::timestamp AT TIME ZONE ${sql.lit(zone)}`);
  for (const word of text?.trim().split(/\s+/).filter(Boolean) ?? []) {
    conditions.push(
      sql`(e.detail::text ILIKE ${pattern(word)} OR e.subject ILIKE ${pattern(word)} OR e.action = ANY (${[...(actions ?? [])]}::text[]))`,
    );
  }
  return sql.join(conditions, sql` AND `);
}

function pattern(word: string): string {
  return `%${word.replaceAll(/[\\%_]/g, (one) => `\\${one}`)}%`;
}
