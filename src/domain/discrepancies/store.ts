import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import type { Severity } from '#domain/agreement/model.ts';
import type { RuleCode } from '#domain/agreement/rules.ts';
import type { FigureQuestion } from '#domain/figures/model.ts';
import type { Unit, UnitTree } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import type { ClosedHow, Discrepancy, DiscrepancyState, Note, NoteAct, SourceKind } from './model.ts';

export interface DiscrepancyQuery {
  /** Of this unit and everything under it. */
  readonly unit: Unit;
  readonly state?: DiscrepancyState | undefined;
  readonly severity?: Severity | undefined;
  readonly rule?: string | undefined;
  readonly owner?: number | undefined;
  readonly source?: { readonly kind: SourceKind; readonly key: string } | undefined;
}

/** The discrepancies that the transaction's actor may see: the gravest open ones first. At most `limit`, and how many there are in all. */
export async function listDiscrepancies(
  tx: Tx,
  tree: UnitTree,
  query: DiscrepancyQuery,
  limit: number,
): Promise<{ readonly rows: Discrepancy[]; readonly total: number }> {
  let base = tx.selectFrom('discrepancy').where(
    'discrepancy.unit_id',
    'in',
    tree.subtree(query.unit).map((unit) => unit.id),
  );
  if (query.state) base = base.where('discrepancy.state', '=', query.state);
  if (query.severity) base = base.where('discrepancy.severity', '=', query.severity);
  if (query.rule) base = base.where('discrepancy.rule', '=', query.rule);
  if (query.owner !== undefined) base = base.where('discrepancy.owner_id', '=', query.owner);
  if (query.source) base = base.where('source_kind', '=', query.source.kind).where('source_key', '=', query.source.key);
  const { total } = await base.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await withNames(base)
    .orderBy(sql`state <> 'open'`)
    .orderBy(sql`array_position(ARRAY['conflict', 'doubt', 'note'], severity)`)
    .orderBy(sql`due NULLS LAST`)
    .orderBy('discrepancy.id', 'desc')
    .limit(limit)
    .execute();
  return { rows: rows.map(shaped), total };
}

/** One discrepancy; undefined when there is none that the actor may see. */
export async function readDiscrepancy(tx: Tx, id: number): Promise<Discrepancy | undefined> {
  const row = await withNames(tx.selectFrom('discrepancy')).where('discrepancy.id', '=', id).executeTakeFirst();
  return row && shaped(row);
}

export async function readNotes(tx: Tx, id: number): Promise<Note[]> {
  const rows = await tx
    .selectFrom('discrepancy_note')
    .leftJoin('account', 'account.id', 'discrepancy_note.by_account')
    .select(['act', 'at', 'text', 'account.name as by'])
    .where('discrepancy_id', '=', id)
    .orderBy('discrepancy_note.id')
    .execute();
  return rows.map((row) => ({ ...row, act: row.act as NoteAct, by: row.by ?? '' }));
}

export async function writeNote(tx: Tx, id: number, by: number, act: NoteAct, text = ''): Promise<void> {
  await tx.insertInto('discrepancy_note').values({ discrepancy_id: id, by_account: by, act, text }).execute();
}

export interface Candidate {
  readonly id: number;
  readonly name: string;
}

/** The accounts that can see the unit by a post in force: who may be given something of it to do. */
export async function readOwners(tx: Tx, tree: UnitTree, unit: Unit, today: Day): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    SELECT id, name FROM accounts_at(${[...tree.chainOn(unit, today)]}::int[], ${today}::date)`.execute(tx);
  return rows;
}

type Base = ReturnType<typeof base>;
function base(tx: Tx) {
  return tx.selectFrom('discrepancy');
}

function withNames(query: Base) {
  return query
    .leftJoin('account as owner', 'owner.id', 'discrepancy.owner_id')
    .leftJoin('account as opener', 'opener.id', 'discrepancy.opened_by')
    .leftJoin('account as closer', 'closer.id', 'discrepancy.closed_by')
    .selectAll('discrepancy')
    .select(['owner.name as owner_name', 'opener.name as opener_name', 'closer.name as closer_name']);
}

type Row = Awaited<ReturnType<ReturnType<typeof withNames>['executeTakeFirstOrThrow']>>;

function shaped(row: Row): Discrepancy {
  return {
    id: row.id,
    rule: row.rule as RuleCode,
    severity: row.severity as Severity,
    message: row.message,
    spans: row.spans,
    sides: row.sides,
    question: row.question as FigureQuestion | null,
    source: { kind: row.source_kind as SourceKind, key: row.source_key, title: row.source_title },
    unitId: row.unit_id,
    state: row.state as DiscrepancyState,
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
    due: row.due,
    explanation: row.explanation,
    openedAt: row.opened_at,
    openedBy: row.opener_name ?? '',
    foundAt: row.found_at,
    closedAt: row.closed_at,
    closedBy: row.closer_name,
    closedHow: row.closed_how as ClosedHow | null,
  };
}
