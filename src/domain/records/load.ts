import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import { slots } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { canonicalJson } from '#kernel/canonical.ts';
import type { RecordDraft, Status } from './model.ts';
import { weightOf } from './rules.ts';
import { facetId, storedForm } from './store.ts';

export interface LoadedRecord {
  readonly draft: RecordDraft;
  readonly status: Status;
  /** Why it was returned. */
  readonly reason?: string | undefined;
}

const batchSize = 4000;

/**
 * Writes many records whose drafts have no problems, with their steps up to their status, some thousand in a statement.
 * Tallies are left to `rebuildTallies` in the same transaction. Returns how many were written; a key that is taken fails
 * the whole load.
 */
export async function loadRecords(
  tx: Tx,
  organisation: Organisation,
  records: Iterable<LoadedRecord>,
): Promise<number> {
  // The audit gets one entry for the load from whoever asked for it, not one for every row.
  await sql`SELECT set_config('app.bulk', 'on', true)`.execute(tx);
  const facets = new Map<string, number>();
  let written = 0;
  let batch: LoadedRecord[] = [];
  const flush = async () => {
    for (const { draft } of batch) {
      const key = facetKey(draft);
      if (!facets.has(key)) facets.set(key, await facetId(tx, draft.kind, draft.classes));
    }
    await writeBatch(
      tx,
      batch.map((record) => row(record, organisation, facets.get(facetKey(record.draft))!)),
    );
    written += batch.length;
    batch = [];
  };
  for (const record of records) {
    batch.push(record);
    if (batch.length === batchSize) await flush();
  }
  if (batch.length > 0) await flush();
  await sql`SELECT set_config('app.bulk', '', true)`.execute(tx);
  return written;
}

function facetKey(draft: RecordDraft): string {
  return `${draft.kind} ${canonicalJson(draft.classes)}`;
}

function row({ draft, status, reason }: LoadedRecord, organisation: Organisation, facet: number) {
  const form = storedForm(draft, organisation);
  return {
    ...draft,
    ...form.values,
    facet,
    status,
    reason: reason ?? '',
    starts: draft.from,
    day: draft.to,
    hosts: form.hosts,
    scope: form.scope,
    hash: form.hash,
    weight: weightOf(draft),
    steps: stepsTo(status),
  };
}

function stepsTo(status: Status): Status[] {
  if (status === 'draft') return ['draft'];
  return status === 'submitted' ? ['submitted'] : ['submitted', status];
}

async function writeBatch(tx: Tx, rows: readonly object[]): Promise<void> {
  const columns = sql.raw(slots.join(', '));
  await sql`
    WITH input AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS one(
        key text, kind text, facet int, status text, reason text, starts date, day date, title text, place text, partners text[], narrative text,
        highlight boolean, fields jsonb, hosts int[], scope int[], hash text, weight int, generated boolean, people jsonb, steps text[],
        ${sql.raw(slots.map((slot) => `${slot} bigint`).join(', '))})),
    new AS (
      INSERT INTO record (key, kind, facet_id, status, starts, day, title, place, partners, narrative, highlight, fields, hosts, scope, ${columns},
        generated, weight, hash, created_at, changed_at)
      SELECT key, kind, facet, status, starts, day, title, place, partners, narrative, highlight, fields, hosts, scope, ${columns},
        generated, weight, hash, day + time '18:00', day + time '18:00' FROM input RETURNING id, key),
    scope AS (INSERT INTO record_scope (unit_id, day, record_id, facet_id)
      SELECT u, day, id, facet FROM input JOIN new USING (key) CROSS JOIN LATERAL unnest(input.scope) AS u),
    people AS (INSERT INTO record_person (record_id, person_id, role)
      SELECT new.id, person.id, named.role FROM input JOIN new USING (key)
      CROSS JOIN LATERAL jsonb_to_recordset(people) AS named(person text, role text) JOIN person ON person.code = named.person)
    INSERT INTO record_step (record_id, from_status, to_status, at, reason, hash)
    SELECT id, lag(step.status) OVER (PARTITION BY id ORDER BY step.n), step.status, day + time '18:00' + (step.n - 1) * interval '1 day',
      CASE WHEN step.status = 'returned' THEN reason ELSE '' END, hash
    FROM input JOIN new USING (key) CROSS JOIN LATERAL unnest(steps) WITH ORDINALITY AS step(status, n)`.execute(tx);
}
