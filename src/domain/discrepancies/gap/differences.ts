import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import { type Slot, slots } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { FigureQuestion } from '#domain/figures/model.ts';
import type { Day } from '#kernel/day.ts';
import type { Window } from '#kernel/window.ts';
import type { GapReason } from './model.ts';

/** A record that does not count the same on both sides, in the measure's smallest steps. */
export interface Difference {
  readonly id: number;
  readonly title: string;
  readonly day: Day;
  readonly hosts: readonly number[];
  readonly left: number;
  readonly right: number;
  readonly reason: GapReason;
}

export interface Differences {
  readonly rows: readonly Difference[];
  readonly total: number;
  readonly reasons: readonly { readonly reason: GapReason; readonly records: number; readonly sum: number }[];
}

/** The figure of a unit against those of its children added up: joint events, the unit's own, units that moved. */
export async function againstChildren(
  tx: Tx,
  organisation: Organisation,
  question: FigureQuestion,
  children: readonly number[],
  limit: number,
): Promise<Differences> {
  const unit = organisation.tree.find(question.unit)!.id;
  return await summed(
    tx,
    sql`SELECT ${columnsOf(organisation, question)}, part.above::int AS on_left, part.below AS on_right,
        CASE WHEN part.above AND part.below > 1 THEN 'joint'
             WHEN part.above AND r.hosts @> ARRAY[${unit}::int] THEN 'own_level' ELSE 'moved_unit' END AS reason
      FROM (SELECT s.record_id, bool_or(s.unit_id = ${unit}) AS above, count(*) FILTER (WHERE s.unit_id = ANY (${[...children]}::int[])) AS below
        FROM record_scope s WHERE s.unit_id = ANY (${[unit, ...children]}::int[]) AND s.day BETWEEN ${question.window.from} AND ${question.window.to}
        GROUP BY s.record_id) AS part
      JOIN record r ON r.id = part.record_id JOIN facet f ON f.id = r.facet_id
      WHERE r.status = 'verified' AND ${matches(question)} AND part.above::int <> part.below`,
    limit,
  );
}

/** The same figure in two windows: the records that lie in one of them. */
export async function againstWindow(
  tx: Tx,
  organisation: Organisation,
  question: FigureQuestion,
  other: Window,
  limit: number,
): Promise<Differences> {
  const { catalogue, tree } = organisation;
  const unit = tree.find(question.unit)!.id;
  const { window } = question;
  // Where a class is not in the list of the other window, its records there stand under another name.
  const isListed = Object.entries(question.classes ?? {}).every(([family, code]) =>
    [window.to, other.to].every((day) => catalogue.listOn(family, day)?.classes.some((one) => one.code === code)),
  );
  const reason = isListed ? 'other_window' : 'class_list';
  return await summed(
    tx,
    sql`SELECT ${columnsOf(organisation, question)}, (s.day BETWEEN ${window.from} AND ${window.to})::int AS on_left,
        (s.day BETWEEN ${other.from} AND ${other.to})::int AS on_right, ${reason} AS reason
      FROM record_scope s JOIN record r ON r.id = s.record_id JOIN facet f ON f.id = r.facet_id
      WHERE s.unit_id = ${unit} AND (s.day BETWEEN ${window.from} AND ${window.to}) <> (s.day BETWEEN ${other.from} AND ${other.to})
        AND (s.day BETWEEN ${window.from} AND ${window.to} OR s.day BETWEEN ${other.from} AND ${other.to})
        AND r.status = 'verified' AND ${matches(question)}`,
    limit,
  );
}

/** What is verified against all that was ever reported: waiting, returned, void. */
export async function againstReported(
  tx: Tx,
  organisation: Organisation,
  question: FigureQuestion,
  limit: number,
): Promise<Differences> {
  const unit = organisation.tree.find(question.unit)!.id;
  const { from, to } = question.window;
  return await summed(
    tx,
    sql`SELECT ${columnsOf(organisation, question)}, 0 AS on_left, 1 AS on_right,
        CASE WHEN r.status = 'submitted' THEN 'waiting'
             WHEN r.status = 'void' AND EXISTS (SELECT FROM record_merge m WHERE m.dropped_id = r.id AND m.split_at IS NULL) THEN 'duplicate'
             ELSE r.status END AS reason
      FROM record r JOIN facet f ON f.id = r.facet_id
      WHERE r.status <> 'verified' AND r.status IN ('submitted', 'returned', 'void') AND r.day BETWEEN ${from} AND ${to}
        AND EXISTS (SELECT FROM record_scope s WHERE s.record_id = r.id AND s.unit_id = ${unit})
        -- A draft that was thrown away was never reported.
        AND EXISTS (SELECT FROM record_step t WHERE t.record_id = r.id AND t.to_status = 'submitted') AND ${matches(question)}`,
    limit,
  );
}

/** The column of a measure, or 1 for each record. */
export function slotOf({ catalogue }: Organisation, { measure }: FigureQuestion): Slot | undefined {
  const slot = catalogue.measure(measure)?.slot;
  return slots.find((one) => one === `m${slot}`);
}

function columnsOf(organisation: Organisation, question: FigureQuestion): RawBuilder<unknown> {
  const slot = slotOf(organisation, question);
  return sql`r.id, r.title, r.day, r.hosts, ${slot ? sql`coalesce(${sql.ref(`r.${slot}`)}, 0)` : sql`1::bigint`} AS value`;
}

function matches({ measure, classes = {}, person }: FigureQuestion): RawBuilder<unknown> {
  const named =
    person === undefined
      ? sql``
      : sql`AND EXISTS (SELECT FROM record_person p JOIN person ON person.id = p.person_id WHERE p.record_id = r.id AND person.code = ${person})`;
  return sql`r.kind = ${measure.split('.')[0]!} AND f.classes @> ${JSON.stringify(classes)}::jsonb ${named}`;
}

/** The sums over all differing records, and the weightiest of them. One that adds nothing on either side is none. */
async function summed(tx: Tx, differing: RawBuilder<unknown>, limit: number): Promise<Differences> {
  const { rows: reasons } = await sql<{ reason: GapReason; records: number; sum: number }>`
    SELECT reason, count(*) AS records, sum(value * (on_left - on_right))::bigint AS sum FROM (${differing}) AS one
    WHERE value <> 0 GROUP BY reason ORDER BY abs(sum(value * (on_left - on_right))) DESC, reason`.execute(tx);
  const { rows } = await sql<Difference>`
    SELECT id, title, day, hosts, (value * on_left)::bigint AS left, (value * on_right)::bigint AS right, reason FROM (${differing}) AS one
    WHERE value <> 0 ORDER BY abs(value * (on_left - on_right)) DESC, day DESC, id DESC LIMIT ${limit}`.execute(tx);
  return { rows, reasons, total: reasons.reduce((sum, one) => sum + one.records, 0) };
}
