import { sql } from 'kysely';
import type { Db } from '#db/open.ts';

/** Seals entries into the chain, oldest first. Returns how many. */
export async function sealAudit(db: Db, most = 5000): Promise<number> {
  const { rows } = await sql<{ sealed: number }>`SELECT seal_audit(${most}) AS sealed`.execute(db);
  return rows[0]!.sealed;
}

export interface ChainFault {
  readonly seq: number;
  readonly fault: 'changed' | 'missing' | 'cut_off';
}

/**
 * Walks the whole chain: every entry's hash is computed again from its content and the hash before it. Finds entries that
 * were changed, taken out, or cut off at the end. `head` is the hash to write down elsewhere: a chain with this head is whole.
 */
export async function verifyAudit(db: Db): Promise<{ entries: number; head: string; faults: ChainFault[] }> {
  while ((await sealAudit(db)) > 0);
  const { rows } = await sql<{ seq: number; gap: boolean; same: boolean }>`
    WITH walked AS (
      SELECT e.seq, e.seq <> coalesce(lag(e.seq) OVER chain, 0) + 1 AS gap,
        e.hash = audit_hash(e.previous, e) AND e.previous = coalesce(lag(e.hash) OVER chain, repeat('0', 64)) AS same
      FROM audit_entry e WHERE e.seq IS NOT NULL WINDOW chain AS (ORDER BY e.seq))
    SELECT seq, gap, same FROM walked WHERE gap OR NOT same ORDER BY seq LIMIT 100`.execute(db);
  const end = await sql<{ entries: number; last: number; seq: number; hash: string }>`
    SELECT (SELECT count(*) FROM audit_entry) AS entries, (SELECT coalesce(max(seq), 0) FROM audit_entry) AS last, seq, hash FROM audit_head`.execute(
    db,
  );
  const { entries, last, seq, hash } = end.rows[0]!;
  const faults = rows.map((row): ChainFault => ({ seq: row.seq, fault: row.gap ? 'missing' : 'changed' }));
  if (last < seq) faults.push({ seq: last + 1, fault: 'cut_off' });
  return { entries, head: hash, faults };
}
