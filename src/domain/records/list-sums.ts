import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import { type Slot, slots } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { KindCode, PersonRole } from '#domain/kinds/model.ts';
import { sumCells } from '#domain/tallies/store.ts';
import { allTime, asksMore, facetsOf, type ListQuery, sourceOf } from './list.ts';

/** What the records of one kind in a list come to. */
export interface KindSum {
  readonly kind: KindCode;
  readonly records: number;
  /** In the smallest steps of the measures. */
  readonly values: Readonly<Record<Slot, number>>;
}

/**
 * Sums of everything that the list holds, all pages together, by kind: of what is counted, or, where the query asks for
 * another status, of that. From the tallies as long as the query asks for nothing that they do not know.
 */
export async function sumRecords(db: Db | Tx, organisation: Organisation, query: ListQuery): Promise<KindSum[]> {
  const status = query.status ?? 'verified';
  return status === 'verified' && !asksMore(query)
    ? await sumTallied(db, organisation, query)
    : await sumWalked(db, organisation, { ...query, status });
}

async function sumTallied(db: Db | Tx, organisation: Organisation, query: ListQuery): Promise<KindSum[]> {
  const facets = await facetsOf(db, query);
  const unit = organisation.tree.find(query.unit)!.id;
  const cells = await sumCells(db, [unit], query.window ?? allTime, facets);
  if (cells.length === 0) return [];
  const kinds = await db
    .selectFrom('facet')
    .select(['id', 'kind'])
    .where(
      'id',
      'in',
      cells.map((cell) => cell.facetId),
    )
    .execute();
  const kindOf = new Map(kinds.map((row) => [row.id, row.kind as KindCode]));
  const sums = new Map<KindCode, { records: number; values: Record<Slot, number> }>();
  for (const { facetId, n, values } of cells) {
    const kind = kindOf.get(facetId)!;
    const sum = sums.get(kind) ?? { records: 0, values: noValues() };
    sum.records += n;
    for (const slot of slots) sum.values[slot] += values[slot];
    sums.set(kind, sum);
  }
  return [...sums].map(([kind, sum]) => ({ kind, ...sum }));
}

async function sumWalked(db: Db | Tx, organisation: Organisation, query: ListQuery): Promise<KindSum[]> {
  const source = await sourceOf(db, organisation, query);
  if (!source) return [];
  return await sumByKind(db, sql`(${source(2_147_483_647)})`);
}

/** Sums by kind of the rows of a query that has `kind` and the measure columns. */
export async function sumByKind(db: Db | Tx, rows: ReturnType<typeof sql>): Promise<KindSum[]> {
  const sums = sql.raw(slots.map((slot) => `coalesce(sum(${slot}), 0)::bigint AS ${slot}`).join(', '));
  const found = await sql<{ kind: KindCode; records: number } & Record<Slot, number>>`
    SELECT kind, count(*) AS records, ${sums} FROM ${rows} AS listed GROUP BY kind`.execute(db);
  return found.rows.map((row) => ({ kind: row.kind, records: row.records, values: row }));
}

function noValues(): Record<Slot, number> {
  return Object.fromEntries(slots.map((slot) => [slot, 0])) as Record<Slot, number>;
}

export interface NamedPerson {
  readonly code: string;
  readonly name: string;
  readonly role: PersonRole;
}

/** Who is named on each of these records. */
export async function peopleOn(db: Db | Tx, ids: readonly number[]): Promise<Map<number, NamedPerson[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('record_person')
    .innerJoin('person', 'person.id', 'record_person.person_id')
    .select(['record_person.record_id', 'record_person.role', 'person.code', 'person.name'])
    .where('record_person.record_id', 'in', [...ids])
    .orderBy('person.id')
    .execute();
  const named = Map.groupBy(rows, (row) => row.record_id);
  return new Map(
    [...named].map(([id, people]) => [
      id,
      people.map(({ code, name, role }) => ({ code, name, role: role as PersonRole })),
    ]),
  );
}
