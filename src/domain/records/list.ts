import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import { type Slot, slots } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import { sumCells } from '#domain/tallies/store.ts';
import { type Day, day } from '#kernel/day.ts';
import type { Window } from '#kernel/window.ts';
import type { Status } from './model.ts';

/** Which records a list holds. Units, people and classes by code; every condition narrows. */
export interface ListQuery {
  /** Records of this unit and everything under it. */
  readonly unit: string;
  /** Of these units together, each record once; all inside `unit`. */
  readonly union?: readonly string[];
  readonly kind?: KindCode;
  readonly classes?: Readonly<Record<string, string>>;
  readonly window?: Window;
  readonly status?: Status;
  readonly highlight?: boolean;
  /** Words in the title, the place or the account. */
  readonly text?: string;
  readonly person?: string;
  /** Words in the place. */
  readonly place?: string;
  /** Held by several units together. */
  readonly joint?: true;
  /** Made by this import of a sheet. */
  readonly batch?: number;
  readonly record?: number;
}

/** Where a page ends; the next one begins after it. */
export interface Cursor {
  readonly day: Day;
  readonly id: number;
}

export interface ListedRecord {
  readonly id: number;
  readonly key: string;
  readonly kind: KindCode;
  readonly status: Status;
  readonly starts: Day;
  readonly day: Day;
  readonly title: string;
  readonly place: string;
  readonly hosts: readonly number[];
  readonly classes: Readonly<Record<string, string>>;
  readonly highlight: boolean;
  readonly generated: boolean;
  readonly values: Readonly<Record<Slot, number | null>>;
}

export interface ListPage {
  readonly rows: readonly ListedRecord[];
  /** Absent on the last page. */
  readonly next?: Cursor;
}

/**
 * One page of the records that the transaction's actor may see, the latest first. Walks the scope of the unit by day, with
 * one short walk for each facet where kind or classes are asked for; what is not counted yet is found from its own small
 * index. Never skips rows by counting them.
 */
export async function listRecords(
  db: Db | Tx,
  organisation: Organisation,
  query: ListQuery,
  size: number,
  after?: Cursor,
): Promise<ListPage> {
  const wanted = await sourceOf(db, organisation, query);
  if (!wanted) return { rows: [] };
  const { rows } = await sql<Row>`
    SELECT page.*, f.classes FROM (${wanted(size + 1, after)}) AS page JOIN facet f ON f.id = page.facet_id
    ORDER BY page.day DESC, page.id DESC`.execute(db);
  const shown = rows.slice(0, size).map(({ hosts, ...row }) => ({ ...row, hosts, values: row }));
  const last = shown.at(-1);
  return rows.length > size && last ? { rows: shown, next: { day: last.day, id: last.id } } : { rows: shown };
}

/**
 * How many records the list holds in all, exactly. Verified ones come from the tallies and the rest from the small index of
 * what is not counted, as long as the query asks for nothing that the tallies do not know.
 */
export async function countRecords(db: Db | Tx, organisation: Organisation, query: ListQuery): Promise<number> {
  if (asksMore(query)) return await countWalked(db, organisation, query);
  const verified =
    query.status === undefined || query.status === 'verified' ? await countTallied(db, organisation, query) : 0;
  const others = query.status === 'verified' ? 0 : await countNotCounted(db, organisation, query);
  return verified + others;
}

/** Whether the query asks for something that the tallies do not know. */
export function asksMore({ union, highlight, text, person, place, joint, batch, record }: ListQuery): boolean {
  return [union, highlight, text, person, place, joint, batch, record].some((one) => one !== undefined);
}

/** The ids of what the list holds, the latest first; one more than `most` tells that there are more. */
export async function listIds(
  db: Db | Tx,
  organisation: Organisation,
  query: ListQuery,
  most: number,
): Promise<number[]> {
  const source = await sourceOf(db, organisation, query);
  if (!source) return [];
  const { rows } = await sql<{
    id: number;
  }>`SELECT id FROM (${source(most + 1)}) AS found ORDER BY day DESC, id DESC`.execute(db);
  return rows.map((row) => row.id);
}

type Row = Omit<ListedRecord, 'values'> & Record<Slot, number | null>;
type Source = (limit: number, after?: Cursor) => RawBuilder<unknown>;

// Taken where the record is found: joining it a second time would ask row level security a second time.
const columns = sql.raw(
  [
    'id',
    'key',
    'kind',
    'facet_id',
    'status',
    'starts',
    'day',
    'title',
    'place',
    'hosts',
    'highlight',
    'generated',
    ...slots,
  ]
    .map((one) => `r.${one}`)
    .join(', '),
);

/** How the page is found, by what narrows most. Undefined when no record can match. */
export async function sourceOf(db: Db | Tx, organisation: Organisation, query: ListQuery): Promise<Source | undefined> {
  const { tree } = organisation;
  const unit = tree.find(query.unit)!.id;
  const facets = await facetsOf(db, query);
  if (facets?.length === 0) return undefined;
  const among = (alias: string) => (facets ? sql`AND ${sql.ref(`${alias}.facet_id`)} = ANY (${facets}::int[])` : sql``);
  const units = query.union?.map((code) => tree.find(code)!.id);
  const inside = units ? sql`s.unit_id = ANY (${units}::int[])` : sql`s.unit_id = ${unit}`;

  if (query.record !== undefined || query.person !== undefined) {
    const person =
      query.person === undefined
        ? sql``
        : sql`JOIN record_person p ON p.record_id = r.id JOIN person ON person.id = p.person_id AND person.code = ${query.person}`;
    const one = query.record === undefined ? sql`` : sql`AND r.id = ${query.record}`;
    return (limit, after) => sql`SELECT DISTINCT ${columns} FROM record r ${person}
      WHERE EXISTS (SELECT FROM record_scope s WHERE s.record_id = r.id AND ${inside}) ${one} ${among('r')} ${onDays('r', query)} ${saying(query)} ${beyond('r.day', 'r.id', after)}
      ORDER BY day DESC, id DESC LIMIT ${limit}`;
  }
  if (query.status !== undefined && query.status !== 'verified') {
    return (limit, after) => sql`SELECT ${columns} FROM record r
      WHERE EXISTS (SELECT FROM record_scope s WHERE s.record_id = r.id AND ${inside}) ${among('r')} ${onDays('r', query)} ${saying(query)} ${beyond('r.day', 'r.id', after)}
      ORDER BY day DESC, id DESC LIMIT ${limit}`;
  }
  const walk = (
    from: RawBuilder<unknown>,
    limit: number,
    after?: Cursor,
  ) => sql`SELECT ${columns} FROM record_scope s JOIN record r ON r.id = s.record_id
    WHERE ${from} ${onDays('s', query)} ${saying(query)} ${beyond('s.day', 's.record_id', after)} ORDER BY s.day DESC, s.record_id DESC LIMIT ${limit}`;
  if (!facets && !units) return (limit, after) => walk(sql`s.unit_id = ${unit}`, limit, after);
  const starts = sql`(SELECT DISTINCT u.id AS unit, f.id AS facet FROM unnest(${units ?? [unit]}::int[]) AS u(id) CROSS JOIN unnest(${facets ?? [null]}::int[]) AS f(id)) AS start`;
  const from = facets ? sql`s.unit_id = start.unit AND s.facet_id = start.facet` : sql`s.unit_id = start.unit`;
  return (
    limit,
    after,
  ) => sql`SELECT DISTINCT part.* FROM ${starts} CROSS JOIN LATERAL (${walk(from, limit, after)}) AS part
    ORDER BY day DESC, id DESC LIMIT ${limit}`;
}

/** The facets of a kind with these classes; undefined when the query names neither. */
export async function facetsOf(db: Db | Tx, { kind, classes = {} }: ListQuery): Promise<number[] | undefined> {
  if (kind === undefined && Object.keys(classes).length === 0) return undefined;
  const ofKind = kind === undefined ? sql`` : sql`AND kind = ${kind}`;
  const { rows } = await sql<{
    id: number;
  }>`SELECT id FROM facet WHERE classes @> ${JSON.stringify(classes)}::jsonb ${ofKind}`.execute(db);
  return rows.map((row) => row.id);
}

function onDays(alias: string, { window }: ListQuery): RawBuilder<unknown> {
  return window ? sql`AND ${sql.ref(`${alias}.day`)} BETWEEN ${window.from} AND ${window.to}` : sql``;
}

/** Conditions on the record itself. */
function saying({ status, highlight, text, place, joint, batch }: ListQuery): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [];
  // The literal lets the planner use the indexes that hold one status only.
  if (status === 'verified') conditions.push(sql`AND r.status = 'verified'`);
  else if (status !== undefined) conditions.push(sql`AND r.status <> 'verified' AND r.status = ${status}`);
  if (highlight !== undefined) conditions.push(sql`AND r.highlight = ${highlight}`);
  if (joint) conditions.push(sql`AND cardinality(r.hosts) > 1`);
  if (batch !== undefined)
    conditions.push(sql`AND r.id = ANY (ARRAY(SELECT record_id FROM import_row WHERE batch_id = ${batch}))`);
  for (const word of wordsOf(place)) conditions.push(sql`AND r.place ILIKE ${containing(word)}`);
  for (const word of wordsOf(text)) {
    const pattern = containing(word);
    conditions.push(
      sql`AND (r.title ILIKE ${pattern} OR r.place ILIKE ${pattern} OR r.narrative ILIKE ${pattern} OR r.key = ${word})`,
    );
  }
  return sql.join(conditions, sql` `);
}

function wordsOf(text: string | undefined): string[] {
  return text?.trim().split(/\s+/).filter(Boolean) ?? [];
}

function containing(word: string): string {
  return `%${word.replaceAll(/[\\%_]/g, (one) => `\\${one}`)}%`;
}

function beyond(dayColumn: string, idColumn: string, after?: Cursor): RawBuilder<unknown> {
  return after
    ? sql`AND (${sql.ref(dayColumn)}, ${sql.ref(idColumn)}) < (${after.day}::date, ${after.id}::bigint)`
    : sql``;
}

async function countTallied(db: Db | Tx, { tree }: Organisation, query: ListQuery): Promise<number> {
  const facets = await facetsOf(db, query);
  const cells = await sumCells(db, [tree.find(query.unit)!.id], query.window ?? allTime);
  return cells.reduce((sum, cell) => (facets === undefined || facets.includes(cell.facetId) ? sum + cell.n : sum), 0);
}

export const allTime: Window = { from: day('0001-01-01'), to: day('9999-12-31') };

async function countNotCounted(db: Db | Tx, { tree }: Organisation, query: ListQuery): Promise<number> {
  const facets = await facetsOf(db, query);
  const { rows } = await sql<{ count: number }>`SELECT count(*) FROM record r
    WHERE r.status <> 'verified' ${onDays('r', query)} ${saying(query)} ${facets ? sql`AND r.facet_id = ANY (${facets}::int[])` : sql``}
      AND EXISTS (SELECT FROM record_scope s WHERE s.record_id = r.id AND s.unit_id = ${tree.find(query.unit)!.id})`.execute(
    db,
  );
  return rows[0]!.count;
}

async function countWalked(db: Db | Tx, organisation: Organisation, query: ListQuery): Promise<number> {
  const source = await sourceOf(db, organisation, query);
  if (!source) return 0;
  const { rows } = await sql<{ count: number }>`SELECT count(*) FROM (${source(2_147_483_647)}) AS every_one`.execute(
    db,
  );
  return rows[0]!.count;
}
