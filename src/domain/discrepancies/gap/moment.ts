import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import { type Slot, slots } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { FigureQuestion } from '#domain/figures/model.ts';
import { RecordDraft, type Status } from '#domain/records/model.ts';
import { withDefaults } from '#domain/records/rules.ts';
import { scopeOf } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import { isInside } from '#kernel/window.ts';
import { type Difference, type Differences, slotOf } from './differences.ts';
import type { GapReason } from './model.ts';

/**
 * A figure now against the same figure at an earlier moment. Only a record that took a step since then can count
 * otherwise; what it said then is in its revisions.
 */
export async function againstMoment(
  tx: Tx,
  organisation: Organisation,
  question: FigureQuestion,
  at: Date,
  limit: number,
): Promise<Differences> {
  const rows = await readMoved(tx, question, at);
  const differences = rows.flatMap((row): Difference[] => {
    const [left, right] = [valueNow(row, organisation, question), valueThen(row, organisation, question)];
    if (left === right) return [];
    return [{ ...row, left, right, reason: reasonOf(row, left, right) }];
  });
  const reasons = [...Map.groupBy(differences, (one) => one.reason)].map(([reason, all]) => ({
    reason,
    records: all.length,
    sum: all.reduce((sum, one) => sum + one.left - one.right, 0),
  }));
  const weight = (one: Difference) => Math.abs(one.left - one.right);
  return {
    rows: differences.toSorted((one, other) => weight(other) - weight(one) || other.id - one.id).slice(0, limit),
    reasons: reasons.toSorted((one, other) => Math.abs(other.sum) - Math.abs(one.sum)),
    total: differences.length,
  };
}

interface Moved extends Record<Slot, number | null> {
  readonly id: number;
  readonly title: string;
  readonly day: Day;
  readonly hosts: readonly number[];
  readonly scope: readonly number[];
  readonly kind: string;
  readonly classes: Readonly<Record<string, string>>;
  readonly status: Status;
  readonly people: readonly string[];
  readonly merged: boolean;
  /** Null where the record did not exist yet. */
  readonly status_then: Status | null;
  /** What it said then; null where it has never been changed. */
  readonly content_then: unknown;
}

async function readMoved(tx: Tx, question: FigureQuestion, at: Date): Promise<Moved[]> {
  // The clock of the database keeps microseconds; a moment given in milliseconds is its beginning.
  const { rows } = await sql<Moved>`
    SELECT r.id, r.title, r.day, r.hosts, r.scope, r.kind, f.classes, r.status, ${sql.raw(slots.map((slot) => `r.${slot}`).join(', '))},
      coalesce((SELECT array_agg(person.code) FROM record_person p JOIN person ON person.id = p.person_id WHERE p.record_id = r.id), '{}') AS people,
      EXISTS (SELECT FROM record_merge m WHERE m.dropped_id = r.id AND m.split_at IS NULL) AS merged,
      (SELECT t.to_status FROM record_step t WHERE t.record_id = r.id AND t.at <= ${at} ORDER BY t.at DESC, t.id DESC LIMIT 1) AS status_then,
      coalesce(
        (SELECT v.content FROM record_revision v WHERE v.record_id = r.id AND v.at <= ${at} ORDER BY v.revision DESC LIMIT 1),
        (SELECT v.content FROM record_revision v WHERE v.record_id = r.id ORDER BY v.revision LIMIT 1)) AS content_then
    FROM record r JOIN facet f ON f.id = r.facet_id
    WHERE r.id IN (SELECT t.record_id FROM record_step t WHERE t.at > ${at})
      AND (r.kind = ${question.measure.split('.')[0]!} OR EXISTS (SELECT FROM record_revision v WHERE v.record_id = r.id))`.execute(
    tx,
  );
  return rows;
}

function valueNow(row: Moved, organisation: Organisation, question: FigureQuestion): number {
  if (row.status !== 'verified') return 0;
  const slot = slotOf(organisation, question);
  return asked(question, organisation, row) ? (slot ? (row[slot] ?? 0) : 1) : 0;
}

function valueThen(row: Moved, organisation: Organisation, question: FigureQuestion): number {
  if (row.status_then !== 'verified') return 0;
  if (row.content_then === null) return valueNow({ ...row, status: 'verified' }, organisation, question);
  const { tree, catalogue } = organisation;
  const draft = RecordDraft.parse(row.content_then);
  const hosts = draft.hosts.map((code) => tree.find(code)!.id);
  const then = {
    kind: draft.kind,
    day: draft.to,
    classes: draft.classes,
    scope: scopeOf(tree, hosts, draft.to),
    people: draft.people.map((one) => one.person),
  };
  if (!asked(question, organisation, then)) return 0;
  const measure = catalogue.measure(question.measure);
  return measure ? (withDefaults(draft, catalogue)[measure.field] ?? 0) : 1;
}

type Said = Pick<Moved, 'kind' | 'day' | 'classes' | 'scope' | 'people'>;

function asked(
  { measure, unit, window, classes = {}, person }: FigureQuestion,
  { tree }: Organisation,
  said: Said,
): boolean {
  return (
    said.kind === measure.split('.')[0] &&
    isInside(said.day, window) &&
    said.scope.includes(tree.find(unit)!.id) &&
    Object.entries(classes).every(([family, code]) => said.classes[family] === code) &&
    (person === undefined || said.people.includes(person))
  );
}

function reasonOf(row: Moved, left: number, right: number): GapReason {
  if (right !== 0 && left === 0 && row.status !== 'verified') {
    if (row.status === 'void' && row.merged) return 'duplicate';
    if (row.status === 'returned' || row.status === 'void') return row.status;
    return 'awaiting';
  }
  if (right === 0 && left !== 0 && row.status_then === null) return 'late_filed';
  // A draft was its writer's own; what came in later was filed later.
  if (right === 0 && left !== 0 && row.status_then === 'draft') return 'late_filed';
  if (right === 0 && left !== 0 && row.status_then !== 'verified') return 'verified_later';
  return 'changed';
}
