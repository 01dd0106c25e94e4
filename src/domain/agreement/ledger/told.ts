import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import { type Slot, slots } from '#db/tables.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Window } from '#kernel/window.ts';

/** A verified record with an account worth telling, and its numbers. */
export interface ToldRecord {
  readonly id: number;
  readonly kind: string;
  readonly title: string;
  /** Title and account without marks. */
  readonly words: string;
  readonly values: Readonly<Record<Slot, number | null>>;
}

/** How many accounts are looked at; those with most to tell come first. */
const most = 2000;

/** The records of a unit and window whose accounts a summary may tell, the weightiest first. */
export async function readToldRecords(db: Db | Tx, unit: Unit, window: Window): Promise<ToldRecord[]> {
  const { rows } = await sql<{ id: number; kind: string; title: string; narrative: string } & ToldRecord['values']>`
    SELECT r.id, r.kind, r.title, r.narrative, ${sql.raw(slots.map((slot) => `r.${slot}`).join(', '))} FROM record r
    WHERE r.status = 'verified' AND r.weight > 0 AND r.day BETWEEN ${window.from} AND ${window.to}
      AND EXISTS (SELECT FROM record_scope s WHERE s.record_id = r.id AND s.unit_id = ${unit.id})
    ORDER BY r.weight DESC, r.id LIMIT ${most}`.execute(db);
  return rows.map((row) => ({ ...row, words: plain(`${row.title}${row.narrative}`), values: row }));
}

/** Whether words before a number are a record's own: a run of six characters that stands in its account. */
export function isToldOf(record: ToldRecord, words: string): boolean {
  const said = plain(words).slice(-40);
  for (let at = 0; at + 6 <= said.length; at++) if (record.words.includes(said.slice(at, at + 6))) return true;
  return false;
}

function plain(words: string): string {
  return words.replace(/[，。、“”"\s]/g, '');
}
