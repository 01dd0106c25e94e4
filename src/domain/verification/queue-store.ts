import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import { type Slot, slots } from '#db/tables.ts';
import { can, type Role, roles } from '#domain/access/policy.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import type { ListedRecord } from '#domain/records/list.ts';
import type { Status } from '#domain/records/model.ts';
import type { Day } from '#kernel/day.ts';
import type { Window } from '#kernel/window.ts';
import { undoReason } from './model.ts';

/** A submitted record among those that wait. */
export interface Waiting {
  readonly id: number;
  readonly kind: KindCode;
  readonly day: Day;
  readonly hosts: readonly number[];
  readonly scope: readonly number[];
  readonly createdBy: number | null;
  readonly revision: number;
  /** When it was first sent in. */
  readonly filedAt: Date;
  /** When it came to wait this time, also in microseconds: what the queue is sorted by. */
  readonly cameAt: Date;
  readonly order: number;
  /** What it was before that. */
  readonly from: Status | null;
  /** The unit whose turn it is; null where nobody may verify it. */
  readonly turn: number | null;
}

export interface WaitingQuery {
  readonly unit: number;
  /** Inside `unit`. */
  readonly below?: number;
  readonly kind?: KindCode;
  readonly text?: string;
  /** One record only. */
  readonly record?: number;
}

/** Roles that the policy lets verify. */
const verifyingRoles: readonly Role[] = roles.filter((role) => {
  const post = { role, unitId: 0, path: '', from: '' as Day, to: null };
  return can({ accountId: 0, name: '', posts: [post] }, 'verify', { scope: [0], createdBy: null });
});

/** How every step begins that takes a verification back; it leaves the record in its place in the queue. */
const takenBack = undoReason.slice(0, 2);

/**
 * Every submitted record of a unit and below that the transaction's actor may see, the oldest first, and whose turn each is
 * on `today`: that of the nearest unit, upwards from the lead host as it stood on the record's day, at which an account other
 * than the writer's may verify (docs/decisions/0007).
 */
export async function readWaiting(tx: Tx, query: WaitingQuery, today: Day): Promise<Waiting[]> {
  const { rows } = await sql<Omit<Waiting, 'createdBy'> & { created_by: number | null }>`
    WITH waiting AS MATERIALIZED (
      SELECT r.id, r.kind, r.day, r.hosts, r.scope, r.created_by, r.revision, coalesce(place.path, lead.path) AS path
      FROM record r JOIN unit lead ON lead.id = r.hosts[1]
      LEFT JOIN unit_place place ON place.unit_id = r.hosts[1] AND r.day BETWEEN place.valid_from AND place.valid_to
      WHERE r.status <> 'verified' AND r.status = 'submitted' AND r.scope @> ${[query.unit]}::int[] ${narrowed(query)}),
    verifier AS MATERIALIZED (SELECT * FROM verifying_posts(${[...verifyingRoles]}::text[], ${today}::date)),
    standing AS (SELECT DISTINCT path, created_by FROM waiting),
    turn AS (SELECT path, created_by, (
      SELECT u.id FROM unnest(string_to_array(path, '/')) WITH ORDINALITY AS above(code, depth) JOIN unit u ON u.code = above.code
      WHERE EXISTS (SELECT FROM verifier v WHERE v.unit_id = u.id AND v.account_id IS DISTINCT FROM standing.created_by)
      ORDER BY depth DESC LIMIT 1) AS unit_id FROM standing)
    SELECT w.id, w.kind, w.day, w.hosts, w.scope, w.created_by, w.revision, sent.first AS "filedAt", sent.last AS "cameAt",
      (extract(epoch FROM sent.last) * 1000000)::bigint AS "order", sent.was AS "from", turn.unit_id AS turn
    FROM waiting w JOIN turn ON turn.path = w.path AND turn.created_by IS NOT DISTINCT FROM w.created_by
    CROSS JOIN LATERAL (
      SELECT min(at) AS first, max(at) AS last, (array_agg(from_status ORDER BY id DESC))[1] AS was
      FROM record_step s WHERE s.record_id = w.id AND s.to_status = 'submitted'
        AND NOT (s.from_status IS NOT DISTINCT FROM 'verified' AND s.reason LIKE ${`${takenBack}%`})) AS sent
    ORDER BY sent.last, w.id`.execute(tx);
  return rows.map(({ created_by, ...row }) => ({ ...row, createdBy: created_by }));
}

function narrowed({ below, kind, text, record }: WaitingQuery): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [];
  if (below !== undefined) conditions.push(sql`AND r.scope @> ${[below]}::int[]`);
  if (kind !== undefined) conditions.push(sql`AND r.kind = ${kind}`);
  if (record !== undefined) conditions.push(sql`AND r.id = ${record}`);
  for (const word of text?.trim().split(/\s+/).filter(Boolean) ?? []) {
    const pattern = `%${word.replaceAll(/[\\%_]/g, (one) => `\\${one}`)}%`;
    conditions.push(
      sql`AND (r.title ILIKE ${pattern} OR r.place ILIKE ${pattern} OR r.narrative ILIKE ${pattern} OR r.key = ${word})`,
    );
  }
  return sql.join(conditions, sql` `);
}

/** A record with what the warnings ask of it. */
export interface WaitingRecord extends ListedRecord {
  readonly narrative: string;
  readonly fields: Readonly<Record<string, string>>;
}

export async function readWaitingRecords(tx: Tx, ids: readonly number[]): Promise<Map<number, WaitingRecord>> {
  const { rows } = await sql<Omit<WaitingRecord, 'values'> & Record<Slot, number | null>>`
    SELECT r.id, r.key, r.kind, r.status, r.starts, r.day, r.title, r.place, r.hosts, r.highlight, r.generated, r.narrative, r.fields,
      ${columns('r')}, f.classes
    FROM record r JOIN facet f ON f.id = r.facet_id WHERE r.id = ANY (${[...ids]}::bigint[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, { ...row, values: row }]));
}

/** Which verified records are wanted: of a unit and below, in these facets, since a day. */
export interface SampleAsked {
  readonly unit: number;
  readonly facets: readonly number[];
  readonly from: Day;
}

/** The latest of such records, so many at most, their values by measure column; all samples in one query. */
export async function readSamples(
  tx: Tx,
  asked: readonly SampleAsked[],
  most: number,
): Promise<Readonly<Record<Slot, readonly number[]>>[]> {
  const questions = asked.map((one, no) => ({ ...one, no }));
  const values = slots.map(
    (slot) => `coalesce(array_agg(r.${slot}::float8) FILTER (WHERE r.${slot} IS NOT NULL), '{}') AS ${slot}`,
  );
  const { rows } = await sql<{ no: number } & Record<Slot, number[]>>`
    SELECT ask.no, ${sql.raw(values.join(', '))}
    FROM jsonb_to_recordset(${JSON.stringify(questions)}::jsonb) AS ask(no int, unit int, facets int[], "from" date)
    CROSS JOIN LATERAL (
      SELECT found.record_id FROM unnest(ask.facets) AS one(facet) CROSS JOIN LATERAL (
        SELECT s.record_id, s.day FROM record_scope s WHERE s.unit_id = ask.unit AND s.facet_id = one.facet AND s.day >= ask."from"
        ORDER BY s.day DESC, s.record_id DESC LIMIT ${most}) AS found
      ORDER BY found.day DESC, found.record_id DESC LIMIT ${most}) AS sampled
    JOIN record r ON r.id = sampled.record_id AND r.status = 'verified'
    GROUP BY ask.no`.execute(tx);
  const found = new Map(rows.map((row) => [row.no, row]));
  return asked.map((_, no) => found.get(no) ?? nothing);
}

const nothing = Object.fromEntries(slots.map((slot) => [slot, []])) as unknown as Readonly<
  Record<Slot, readonly number[]>
>;

/** How many records of a unit and below ended in the window. */
export async function countFiled(tx: Tx, unit: number, { from, to }: Window): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM record_scope WHERE unit_id = ${unit} AND day BETWEEN ${from} AND ${to}`.execute(tx);
  return rows[0]!.n;
}

/** Every facet of these kinds. */
export async function readFacets(
  tx: Tx,
  kinds: readonly string[],
): Promise<{ readonly id: number; readonly kind: string; readonly classes: Readonly<Record<string, string>> }[]> {
  if (kinds.length === 0) return [];
  return await tx.selectFrom('facet').selectAll().where('kind', 'in', kinds).execute();
}

function columns(alias: string): RawBuilder<unknown> {
  return sql.raw(slots.map((slot) => `${alias}.${slot}`).join(', '));
}
