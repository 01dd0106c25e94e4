import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import { type Slot, slots } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { RecordDraft, Status } from '#domain/records/model.ts';
import type { Day } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';
import { hullOf } from './matrix.ts';
import type { LateReason, Period } from './model.ts';
import { belongs } from './rules.ts';

export interface LateRecord {
  readonly id: number;
  readonly kind: string;
  readonly title: string;
  readonly day: Day;
  readonly hosts: readonly number[];
  readonly status: Status;
  readonly reason: LateReason;
  /** When it last moved or changed. */
  readonly at: Date;
  /** Sections that it falls into, or fell into before it was changed. */
  readonly sections: readonly string[];
  /** An edition of the round was frozen after that, with the record as it is. */
  readonly included: boolean;
}

/** What the records that no edition has yet add to a section; takes away where negative. In the measure's counter words. */
export interface LateEffect {
  readonly section: string;
  readonly measure: string;
  readonly label: Text;
  readonly unit: string;
  readonly by: number;
}

export interface Late {
  /** Records that moved or changed after this moment are late: the closing, or the freezing of the last edition. */
  readonly since: Date | null;
  readonly records: readonly LateRecord[];
  /** How many go into the next edition, because none has them. */
  readonly carried: number;
  readonly effects: readonly LateEffect[];
}

/**
 * What came to a round after it was closed or its edition was frozen, whichever was first: filed, verified, changed or taken
 * out. Late against the round's state as it was then; what an edition has already is listed and not carried. A record that
 * was moved out of the round's unit by an edit is missed here; the audit has it.
 */
export async function lateRecords(tx: Tx | Db, { catalogue, tree }: Organisation, period: Period): Promise<Late> {
  const moments = await readMoments(tx, period);
  if (!moments) return { since: null, records: [], carried: 0, effects: [] };
  const records: LateRecord[] = [];
  const effects = new Map<string, LateEffect>();
  for (const row of await readTouched(tx, period, moments)) {
    const now = stateNow(row);
    const then = stateThen(row, now, catalogue);
    const reason = reasonOf(row);
    const sections = period.sections.filter(
      ({ sources }) => belongs(sources, now.marks) || belongs(sources, then.marks),
    );
    if (!reason || sections.length === 0) continue;
    const { id, kind, title, day, hosts, status, at, included } = row;
    const codes = sections.map((section) => section.code);
    records.push({
      id,
      kind,
      title,
      day,
      hosts: hosts.filter((host) => tree.findId(host)),
      status,
      reason,
      at,
      sections: codes,
      included,
    });
    for (const section of sections) {
      const parts = [
        ...(row.base_status === 'verified' && belongs(section.sources, then.marks) ? [{ sign: -1, state: then }] : []),
        ...(status === 'verified' && belongs(section.sources, now.marks) ? [{ sign: 1, state: now }] : []),
      ];
      for (const { sign, state } of parts) {
        for (const measure of catalogue.measuresOf(state.marks.kind)) {
          const value = measure.slot === null ? null : state.values[`m${measure.slot}` as Slot];
          if (!value) continue;
          const key = `${section.code} ${measure.code}`;
          const by = (effects.get(key)?.by ?? 0) + (sign * value) / measure.scale;
          effects.set(key, {
            section: section.code,
            measure: measure.code,
            label: measure.label,
            unit: measure.unit,
            by,
          });
        }
      }
    }
  }
  return {
    since: moments.since,
    records,
    carried: records.filter((one) => !one.included).length,
    effects: [...effects.values()].filter((one) => one.by !== 0),
  };
}

interface Moments {
  readonly since: Date;
  /** As the database writes them: its moments are finer than a Date. */
  readonly sinceText: string;
  /** From when the effects are reckoned. */
  readonly baseText: string;
  readonly frozenText: string | null;
}

/** Undefined for a round that is open and of which no edition was frozen. */
async function readMoments(tx: Tx | Db, { id }: Period): Promise<Moments | undefined> {
  const { rows } = await sql<Moments & { since: Date | null }>`
    SELECT least(p.closed_at, e.frozen) AS since, least(p.closed_at, e.frozen)::text AS "sinceText",
      coalesce(e.frozen, p.closed_at)::text AS "baseText", e.frozen::text AS "frozenText"
    FROM (SELECT max(frozen_at) AS frozen FROM edition WHERE round_id = ${id}) AS e LEFT JOIN period p ON p.round_id = ${id}`.execute(
    tx,
  );
  return rows[0]?.since ? rows[0] : undefined;
}

type Values = Readonly<Record<Slot, number | null>>;

interface Touched extends Values {
  readonly id: number;
  readonly kind: string;
  readonly title: string;
  readonly day: Day;
  readonly hosts: readonly number[];
  readonly status: Status;
  readonly highlight: boolean;
  readonly classes: Readonly<Record<string, string>>;
  readonly at: Date;
  readonly included: boolean;
  /** Where it stood, and what it said, when the round was closed; null when it was not there yet. */
  readonly then_status: Status | null;
  readonly was_returned: boolean;
  readonly was_changed: boolean;
  /** The same at the moment that the effects are reckoned from. */
  readonly base_status: Status | null;
  readonly base_content: RecordDraft | null;
}

/** Records of the round with a step or a revision after that moment, the latest first. */
async function readTouched(tx: Tx | Db, period: Period, moments: Moments): Promise<Touched[]> {
  const hull = hullOf(period.sections.flatMap((section) => section.sources));
  // Given as values, so that the planner knows that they are near the end of the log.
  const since = sql`${moments.sinceText}::timestamptz`;
  const base = sql`${moments.baseText}::timestamptz`;
  const stoodAt = (moment: RawBuilder<unknown>) => sql`(SELECT s.to_status FROM record_step s
    WHERE s.record_id = r.id AND s.at <= ${moment} ORDER BY s.id DESC LIMIT 1)`;
  const { rows } = await sql<Touched>`
    WITH touched AS MATERIALIZED (
      SELECT record_id, max(at) AS at FROM (
        SELECT record_id, at FROM record_step WHERE at > ${since}
        UNION ALL SELECT record_id, at FROM record_revision WHERE at > ${since} AND revision > 1) AS one GROUP BY 1)
    SELECT r.id, r.kind, r.title, r.day, r.hosts, r.status, r.highlight, f.classes, ${sql.raw(slots.map((slot) => `r.${slot}`).join(', '))}, t.at,
      coalesce(t.at <= ${moments.frozenText}::timestamptz, false) AS included,
      ${stoodAt(since)} AS then_status, ${stoodAt(base)} AS base_status,
      EXISTS (SELECT FROM record_step s WHERE s.record_id = r.id AND s.at > ${since} AND s.to_status = 'returned') AS was_returned,
      EXISTS (SELECT FROM record_revision v WHERE v.record_id = r.id AND v.at > ${since} AND v.revision > 1) AS was_changed,
      (SELECT v.content FROM record_revision v WHERE v.record_id = r.id AND v.at <= ${base} ORDER BY v.revision DESC LIMIT 1) AS base_content
    FROM touched t JOIN record r ON r.id = t.record_id JOIN facet f ON f.id = r.facet_id
    WHERE r.scope @> ${[period.unitId]}::int[] AND r.status <> 'draft' AND (r.day BETWEEN ${hull.from} AND ${hull.to} OR EXISTS (
      SELECT FROM record_revision v WHERE v.record_id = r.id AND v.content ->> 'to' BETWEEN ${hull.from} AND ${hull.to}))
    ORDER BY t.at DESC, r.id DESC`.execute(tx);
  return rows;
}

interface State {
  readonly marks: Parameters<typeof belongs>[1];
  readonly values: Values;
}

function stateNow(row: Touched): State {
  return { marks: row, values: row };
}

function stateThen(row: Touched, now: State, catalogue: Organisation['catalogue']): State {
  const content = row.base_content;
  if (!content) return now;
  const values = Object.fromEntries(slots.map((slot) => [slot, null])) as Record<Slot, number | null>;
  for (const measure of catalogue.measuresOf(content.kind)) {
    if (measure.slot !== null)
      values[`m${measure.slot}` as Slot] = content.measures[measure.field] ?? measure.defaultValue;
  }
  return { marks: { ...content, day: content.to }, values };
}

/** Why it is late; undefined when nothing that is counted or waits came or went. */
function reasonOf({ status, then_status, was_returned, was_changed }: Touched): LateReason | undefined {
  if (status === 'returned' || status === 'void') return then_status === 'verified' ? 'taken_out' : undefined;
  if (then_status === null || then_status === 'draft') return 'late_filing';
  if (then_status === 'returned' || was_returned) return 'resubmitted';
  if (was_changed) return 'changed_after';
  return then_status === 'submitted' && status === 'verified' ? 'verified_late' : undefined;
}
