import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import type { Slot } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { jaccard, pairsOf } from '#domain/duplicates/sketch.ts';
import type { Status } from '#domain/records/model.ts';
import { addDays, type Day } from '#kernel/day.ts';
import type { ProposedDraft } from './model.ts';

/** A record that may say what a proposal says. */
export interface SameRecord {
  readonly id: number;
  readonly title: string;
  readonly from: Day;
  readonly to: Day;
  readonly status: Status;
  readonly hosts: readonly number[];
  /** Every number that the proposal gives is the record's, or the titles are alike. */
  readonly by: 'numbers' | 'title';
}

const mostSeen = 400;
const mostShown = 3;
/** Records that last longer end beyond the proposal's days. */
const longest = 62;

type Row = Omit<SameRecord, 'by'> & Readonly<Record<Slot, number | null>>;

/**
 * Records that the actor sees of the same kind and unit on days of the proposal, with the same numbers or nearly the same
 * title, the surest first.
 */
export async function sameRecords(
  tx: Tx,
  { tree, catalogue }: Organisation,
  draft: ProposedDraft,
): Promise<SameRecord[]> {
  const hosts = draft.hosts.flatMap((code) => tree.find(code)?.id ?? []);
  if (hosts.length === 0) return [];
  const { rows } = await sql<Row>`
    SELECT DISTINCT ON (r.id) r.id, r.title, r.starts AS "from", r.day AS "to", r.status, r.hosts, r.m1, r.m2, r.m3, r.m4, r.m5, r.m6, r.m7, r.m8
    FROM record_scope s JOIN record r ON r.id = s.record_id
    WHERE s.unit_id = ANY (${hosts}::int[]) AND s.day BETWEEN ${draft.from} AND ${addDays(draft.to, longest)}::date
      AND r.kind = ${draft.kind} AND r.hosts && ${hosts}::int[] AND r.starts <= ${draft.to} AND r.status <> 'void' AND NOT r.generated
    ORDER BY r.id DESC LIMIT ${mostSeen}`.execute(tx);
  const stated = catalogue.measuresOf(draft.kind).flatMap(({ field, slot }) => {
    const value = draft.measures[field];
    return slot === null || value === undefined ? [] : [[`m${slot}` as Slot, value] as const];
  });
  // One lecture, or one of anything, says nothing.
  const tells = stated.some(([, value]) => value > 1) || stated.length > 1;
  const title = pairsOf(draft.title);
  return rows
    .flatMap(({ id, title: other, from, to, status, hosts: of, ...values }) => {
      const numbers = tells && stated.every(([slot, value]) => values[slot] === value);
      const score = jaccard(title, pairsOf(other)) + (numbers ? 1 : 0);
      if (score < 0.55) return [];
      return [
        {
          score,
          same: {
            id,
            title: other,
            from,
            to,
            status,
            hosts: of,
            by: numbers ? ('numbers' as const) : ('title' as const),
          },
        },
      ];
    })
    .sort((left, right) => right.score - left.score)
    .slice(0, mostShown)
    .map(({ same }) => same);
}
