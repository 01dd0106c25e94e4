import { sql } from 'kysely';
import { plannedOnce } from '#db/named-statements.ts';
import type { Db, Tx } from '#db/open.ts';
import { type Slot, slots } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { PersonRole } from '#domain/kinds/model.ts';
import { scopeOf } from '#domain/units/tree.ts';
import { canonicalJson } from '#kernel/canonical.ts';
import type { Day } from '#kernel/day.ts';
import type { RecordDraft, Status } from './model.ts';
import { contentHash, weightOf, withDefaults } from './rules.ts';

/** A draft as it is written: units, classes and measures resolved to the keys of the tables. */
export interface StoredForm {
  readonly hosts: readonly number[];
  /** Every unit that is, or contains, a host on the record's day. */
  readonly scope: readonly number[];
  readonly values: Readonly<Record<Slot, number | null>>;
  readonly hash: string;
}

/** Resolves a draft that has no problems. Additive measures fall back to what the catalogue says a silent record counts. */
export function storedForm(draft: RecordDraft, { tree, catalogue }: Organisation): StoredForm {
  const hosts = draft.hosts.map((code) => tree.find(code)!.id);
  const said = withDefaults(draft, catalogue);
  const values = Object.fromEntries(slots.map((slot) => [slot, null])) as Record<Slot, number | null>;
  for (const { field, slot } of catalogue.measuresOf(draft.kind)) {
    if (slot !== null) values[`m${slot}` as Slot] = said[field] ?? null;
  }
  return { hosts, scope: scopeOf(tree, hosts, draft.to), values, hash: contentHash(draft, catalogue) };
}

/**
 * The facet of a kind with these classes, made when it is new. Facets are never changed or taken away, so one that was found
 * need not be looked for again as long as the organisation is the same.
 */
export async function facetId(
  tx: Tx | Db,
  kind: string,
  classes: Readonly<Record<string, string>>,
  organisation?: Organisation,
): Promise<number> {
  const wanted = canonicalJson(classes);
  const name = `${kind} ${wanted}`;
  const known = organisation && knownTo(organisation);
  const kept = known?.get(name);
  if (kept !== undefined) return kept;
  const find = () =>
    sql<{ id: number; made_here: boolean | null }>`
      SELECT id, xmin = pg_current_xact_id_if_assigned()::xid AS made_here FROM facet
      WHERE kind = ${kind} AND classes = ${wanted}::jsonb`.execute(tx);
  const found = (await find()).rows[0];
  if (found) {
    // One made in this transaction is gone again if it is taken back.
    if (found.made_here !== true) known?.set(name, found.id);
    return found.id;
  }
  await sql`INSERT INTO facet (kind, classes) VALUES (${kind}, ${wanted}::jsonb) ON CONFLICT DO NOTHING`.execute(tx);
  return (await find()).rows[0]!.id;
}

const facetsKnown = new WeakMap<Organisation, Map<string, number>>();

function knownTo(organisation: Organisation): Map<string, number> {
  const known = facetsKnown.get(organisation) ?? new Map<string, number>();
  facetsKnown.set(organisation, known);
  return known;
}

/** Writes a new record with its scope, people and first step in one statement. Undefined when the key is taken. */
export async function insertRecord(
  tx: Tx,
  draft: RecordDraft,
  form: StoredForm,
  facet: number,
  status: Status,
  by: number | null,
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`${sql.raw(plannedOnce)}
    WITH new AS (
      INSERT INTO record (key, kind, facet_id, status, starts, day, title, place, partners, narrative, highlight, fields, hosts, scope,
        ${sql.raw(slots.join(', '))}, generated, weight, hash, created_by)
      VALUES (${draft.key}, ${draft.kind}, ${facet}, ${status}, ${draft.from}, ${draft.to}, ${draft.title}, ${draft.place},
        ${draft.partners}::text[], ${draft.narrative}, ${draft.highlight}, ${JSON.stringify(draft.fields)}::jsonb, ${[...form.hosts]}::int[], ${[...form.scope]}::int[],
        ${sql.join(slots.map((slot) => form.values[slot]))}, ${draft.generated}, ${weightOf(draft)}, ${form.hash}, ${by}::int)
      ON CONFLICT (key) DO NOTHING RETURNING id),
    scope AS (INSERT INTO record_scope SELECT u, ${draft.to}::date, id, ${facet}::int FROM new, unnest(${[...form.scope]}::int[]) AS u),
    people AS (INSERT INTO record_person SELECT new.id, person.id, named.role
      FROM new, jsonb_to_recordset(${JSON.stringify(draft.people)}::jsonb) AS named(person text, role text) JOIN person ON person.code = named.person),
    step AS (INSERT INTO record_step (record_id, to_status, by_account, hash) SELECT id, ${status}, ${by}::int, ${form.hash} FROM new)
    SELECT id FROM new`.execute(tx);
  return rows[0]?.id;
}

export interface StoredRecord {
  readonly id: number;
  readonly key: string;
  readonly status: Status;
  readonly facetId: number;
  readonly day: Day;
  readonly hash: string;
  readonly revision: number;
  readonly createdBy: number | null;
  readonly scope: readonly number[];
  readonly values: Readonly<Record<Slot, number | null>>;
}

/** What a step on a record needs, its row locked until the transaction ends. Undefined when the actor cannot see it. */
export async function lockRecord(tx: Tx, id: number): Promise<StoredRecord | undefined> {
  const row = await tx.selectFrom('record').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id,
    key: row.key,
    status: row.status as Status,
    facetId: row.facet_id,
    day: row.day,
    hash: row.hash,
    revision: row.revision,
    createdBy: row.created_by,
    scope: row.scope,
    values: row,
  };
}

export async function writeStep(
  tx: Tx,
  record: StoredRecord,
  to: Status,
  by: number | null,
  reason: string,
): Promise<void> {
  await tx.updateTable('record').set({ status: to, changed_at: sql`now()` }).where('id', '=', record.id).execute();
  await tx
    .insertInto('record_step')
    .values({
      record_id: record.id,
      from_status: record.status,
      to_status: to,
      by_account: by,
      reason,
      hash: record.hash,
    })
    .execute();
}

/** What a record says, as its writer would have given it. Undefined when there is no such record to be seen. */
export async function readDraft(
  db: Db | Tx,
  id: number,
  { tree, catalogue }: Organisation,
): Promise<RecordDraft | undefined> {
  const row = await db
    .selectFrom('record')
    .innerJoin('facet', 'facet.id', 'record.facet_id')
    .selectAll('record')
    .select('facet.classes')
    .where('record.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const people = await db
    .selectFrom('record_person')
    .innerJoin('person', 'person.id', 'record_person.person_id')
    .select(['person.code as person', 'record_person.role'])
    .where('record_id', '=', id)
    .orderBy('person.id')
    .execute();
  const measures = catalogue.measuresOf(row.kind).flatMap((measure) => {
    const value = measure.slot === null ? null : row[`m${measure.slot}` as Slot];
    return value === null ? [] : [[measure.field, value] as const];
  });
  return {
    kind: row.kind as RecordDraft['kind'],
    hosts: row.hosts.map((host) => tree.byId(host).code),
    from: row.starts,
    to: row.day,
    title: row.title,
    place: row.place,
    partners: row.partners,
    classes: row.classes,
    measures: Object.fromEntries(measures),
    narrative: row.narrative,
    highlight: row.highlight,
    people: people as RecordDraft['people'],
    fields: row.fields,
    key: row.key,
    generated: row.generated,
  };
}

/**
 * Replaces what the record says. The content before and after are both kept as revisions; the first one is written with
 * the first change, since until then the record itself says it.
 */
export async function updateRecord(
  tx: Tx,
  record: StoredRecord,
  before: RecordDraft,
  draft: RecordDraft,
  form: StoredForm,
  facet: number,
  by: number | null,
): Promise<void> {
  await sql`INSERT INTO record_revision (record_id, revision, content, by_account, at)
    SELECT id, revision, ${JSON.stringify(before)}::jsonb, created_by, created_at FROM record WHERE id = ${record.id}
    ON CONFLICT DO NOTHING`.execute(tx);
  await tx
    .updateTable('record')
    .set({
      kind: draft.kind,
      facet_id: facet,
      starts: draft.from,
      day: draft.to,
      title: draft.title,
      place: draft.place,
      partners: [...draft.partners],
      narrative: draft.narrative,
      highlight: draft.highlight,
      fields: JSON.stringify(draft.fields),
      hosts: [...form.hosts],
      scope: [...form.scope],
      ...form.values,
      generated: draft.generated,
      weight: weightOf(draft),
      hash: form.hash,
      revision: record.revision + 1,
      changed_at: sql`now()`,
    })
    .where('id', '=', record.id)
    .execute();
  await sql`SELECT rescope_record(${record.id})`.execute(tx);
  await tx.deleteFrom('record_person').where('record_id', '=', record.id).execute();
  for (const { person, role } of draft.people) await insertPerson(tx, record.id, person, role);
  await tx
    .insertInto('record_revision')
    .values({
      record_id: record.id,
      revision: record.revision + 1,
      content: JSON.stringify({ ...draft, key: record.key }),
      by_account: by,
    })
    .execute();
}

/** Which of these people are not known, in the order asked. */
export async function unknownPeople(db: Db | Tx, codes: readonly string[]): Promise<string[]> {
  if (codes.length === 0) return [];
  const known = await db.selectFrom('person').select('code').where('code', 'in', codes).execute();
  return codes.filter((code) => !known.some((row) => row.code === code));
}

async function insertPerson(tx: Tx, recordId: number, person: string, role: PersonRole): Promise<void> {
  await sql`INSERT INTO record_person SELECT ${recordId}, id, ${role} FROM person WHERE code = ${person}`.execute(tx);
}
