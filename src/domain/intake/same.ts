import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import type { Slot } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { jaccard, type Pairs, pairsOf } from '#domain/duplicates/sketch.ts';
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

type Row = Omit<SameRecord, 'by'> & Readonly<Record<Slot, number | null>> & { readonly pairs: Pairs };

/** Looks for records that say what proposals say. What it has read of a unit and time it keeps for the next proposal. */
export class SameRecords {
  readonly #tx: Tx;
  readonly #organisation: Organisation;
  readonly #read = new Map<string, Promise<readonly Row[]>>();

  constructor(tx: Tx, organisation: Organisation) {
    this.#tx = tx;
    this.#organisation = organisation;
  }

  /**
   * Records that the actor sees of the same kind and unit on days of the proposal, with the same numbers or nearly the same
   * title, the surest first.
   */
  async of(draft: ProposedDraft): Promise<SameRecord[]> {
    const { tree, catalogue } = this.#organisation;
    const hosts = draft.hosts.flatMap((code) => tree.find(code)?.id ?? []);
    if (hosts.length === 0) return [];
    const stated = catalogue.measuresOf(draft.kind).flatMap(({ field, slot }) => {
      const value = draft.measures[field];
      return slot === null || value === undefined ? [] : [[`m${slot}` as Slot, value] as const];
    });
    // One lecture, or one of anything, says nothing.
    const tells = stated.some(([, value]) => value > 1) || stated.length > 1;
    const title = pairsOf(draft.title);
    return (await this.#near(draft, hosts))
      .flatMap((row) => {
        const numbers = tells && stated.every(([slot, value]) => row[slot] === value);
        const score = jaccard(title, row.pairs) + (numbers ? 1 : 0);
        return score < least ? [] : [{ row, score, numbers }];
      })
      .sort((left, right) => right.score - left.score)
      .slice(0, mostShown)
      .map(({ row: { id, title: named, from, to, status, hosts: of }, numbers }) => ({
        ...{ id, title: named, from, to, status, hosts: of },
        by: numbers ? 'numbers' : 'title',
      }));
  }

  #near(draft: ProposedDraft, hosts: readonly number[]): Promise<readonly Row[]> {
    const key = `${draft.kind} ${hosts.join()} ${draft.from} ${draft.to}`;
    const read = this.#read.get(key) ?? readNear(this.#tx, draft, hosts);
    this.#read.set(key, read);
    return read;
  }
}

const least = 0.55;

async function readNear(tx: Tx, draft: ProposedDraft, hosts: readonly number[]): Promise<readonly Row[]> {
  const { rows } = await sql<Omit<Row, 'pairs'>>`
    SELECT DISTINCT ON (r.id) r.id, r.title, r.starts AS "from", r.day AS "to", r.status, r.hosts, r.m1, r.m2, r.m3, r.m4, r.m5, r.m6, r.m7, r.m8
    FROM record_scope s JOIN record r ON r.id = s.record_id
    WHERE s.unit_id = ANY (${[...hosts]}::int[]) AND s.day BETWEEN ${draft.from} AND ${addDays(draft.to, longest)}::date
      AND r.kind = ${draft.kind} AND r.hosts && ${[...hosts]}::int[] AND r.starts <= ${draft.to} AND r.status <> 'void' AND NOT r.generated
    ORDER BY r.id DESC LIMIT ${mostSeen}`.execute(tx);
  return rows.map((row) => ({ ...row, pairs: pairsOf(row.title) }));
}
