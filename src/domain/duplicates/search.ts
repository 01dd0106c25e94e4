import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { RecordDraft, Status } from '#domain/records/model.ts';
import { scopeOf, type UnitTree } from '#domain/units/tree.ts';
import { addDays } from '#kernel/day.ts';
import type { Window } from '#kernel/window.ts';
import type { Likeness, Told } from './model.ts';
import { likeness, pairsAmong, prepare } from './rules.ts';

/** A record that may tell the same event as another. */
export interface Similar extends Told {
  readonly id: number;
  readonly status: Status;
  readonly revision: number;
  readonly generated: boolean;
  readonly likeness: Likeness;
}

/** What is known of a record while it is being written. */
export type Sketched = Pick<RecordDraft, 'kind' | 'hosts' | 'from' | 'to' | 'title'> &
  Partial<Pick<RecordDraft, 'place' | 'partners' | 'people' | 'classes' | 'fields'>>;

const shown = 5;
/** A record that lasts longer than this is not looked for on its first days. */
const longest = 31;

/**
 * The records, among those the transaction's actor may see, that may tell the event being written: at most five, the likeliest
 * first. `except` is the record's own id. Hosts and people that are not known are passed over.
 */
export async function similarRecords(
  tx: Tx,
  { tree }: Organisation,
  written: Sketched,
  except?: number,
): Promise<readonly Similar[]> {
  const told = await toldOf(tx, tree, written);
  if (told.hosts.length === 0) return [];
  const near = scopeOf(tree, told.hosts, told.day);
  const candidates = await readCandidates(
    tx,
    sql`s.unit_id = ANY (${near}::int[]) AND s.day BETWEEN ${told.starts} AND ${addDays(told.day, longest)}::date
      AND r.kind = ${told.kind} AND r.starts <= ${told.day} AND r.id <> ${except ?? 0}`,
  );
  const apart = except === undefined ? [] : await toldApart(tx, [except]);
  const mine = prepare(told);
  return candidates
    .filter((one) => !apart.some((pair) => pair.includes(one.id)))
    .flatMap((one) => {
      const like = likeness(mine, prepare(one), namesIn(tree));
      return like ? [{ ...one, likeness: like }] : [];
    })
    .sort((left, right) => right.likeness.score - left.likeness.score)
    .slice(0, shown);
}

/**
 * Units next to the lead host, out of the writer's own sight, that sent in something on these days that may be the same event.
 * Only their names leave this function: `system` sees all records, the writer learns nothing of what they say.
 */
export async function nearbyUnits(
  system: Db,
  { tree }: Organisation,
  written: Sketched,
  inSight: (scope: readonly number[]) => boolean,
): Promise<readonly number[]> {
  const told = await toldOf(system, tree, written);
  const lead = told.hosts[0];
  const above = lead === undefined ? undefined : tree.chainOn(tree.byId(lead), told.day)[1];
  if (above === undefined) return [];
  const candidates = await readCandidates(
    system,
    sql`s.unit_id = ${above} AND s.day BETWEEN ${told.starts} AND ${addDays(told.day, longest)}::date AND r.status <> 'draft'
      AND r.kind = ${told.kind} AND r.starts <= ${told.day}`,
  );
  const mine = prepare(told);
  const units = candidates
    .filter((one) => !inSight(one.scope) && likeness(mine, prepare(one), namesIn(tree)))
    .map((one) => one.hosts[0]!);
  return [...new Set(units)];
}

export interface SuspectPair {
  readonly one: Similar;
  readonly other: Similar;
}

/** Records looked through at most; a longer window is refused by whoever asks. */
export const mostSearched = 20_000;

/**
 * Pairs of records of a unit and below, ended in the window, that may tell the same event and that nobody has told apart; the
 * likeliest first. Records made up to fill a stated total are like each other by nature and left out. `searched` is how many
 * records were compared. Undefined when there are more than can be.
 */
export async function suspectPairs(
  tx: Tx,
  { tree }: Organisation,
  unit: number,
  window: Window,
): Promise<{ readonly pairs: readonly SuspectPair[]; readonly searched: number } | undefined> {
  const records = await readCandidates(
    tx,
    sql`s.unit_id = ${unit} AND s.day BETWEEN ${window.from} AND ${window.to} AND r.status <> 'draft'
      AND NOT (r.generated AND r.status = 'verified')`,
    mostSearched + 1,
  );
  if (records.length > mostSearched) return undefined;
  const found = pairsAmong(records, namesIn(tree));
  const apart = new Set(
    (
      await toldApart(
        tx,
        found.flatMap(({ one, other }) => [one.id, other.id]),
      )
    ).map(([one, other]) => `${one} ${other}`),
  );
  const pairs = found
    .filter(({ one, other }) => !apart.has(`${Math.min(one.id, other.id)} ${Math.max(one.id, other.id)}`))
    .map(({ one, other, likeness: like }) => ({
      one: { ...one, likeness: like },
      other: { ...other, likeness: like },
    }));
  return { pairs, searched: records.length };
}

type Candidate = Omit<Similar, 'likeness'> & { readonly scope: readonly number[] };

async function readCandidates(db: Db | Tx, where: RawBuilder<unknown>, most = 5000): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    SELECT DISTINCT ON (r.id) r.id, r.kind, r.status, r.revision, r.starts, r.day, r.hosts, r.scope, r.title, r.place, r.partners, r.fields,
      r.generated, f.classes,
      ARRAY(SELECT p.person_id FROM record_person p WHERE p.record_id = r.id) AS people
    FROM record_scope s JOIN record r ON r.id = s.record_id JOIN facet f ON f.id = r.facet_id
    WHERE ${where} AND r.status <> 'void' ORDER BY r.id DESC LIMIT ${most}`.execute(db);
  return rows;
}

async function toldOf(db: Db | Tx, tree: UnitTree, written: Sketched): Promise<Told> {
  const codes = (written.people ?? []).map((one) => one.person);
  const people =
    codes.length === 0 ? [] : await db.selectFrom('person').select('id').where('code', 'in', codes).execute();
  return {
    kind: written.kind,
    starts: written.from,
    day: written.to,
    hosts: written.hosts.flatMap((code) => tree.find(code)?.id ?? []),
    title: written.title,
    place: written.place ?? '',
    partners: written.partners ?? [],
    people: people.map((one) => one.id),
    classes: written.classes ?? {},
    fields: written.fields ?? {},
  };
}

async function toldApart(tx: Tx, ids: readonly number[]): Promise<readonly (readonly [number, number])[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ one_id: number; other_id: number }>`
    SELECT one_id, other_id FROM record_distinct
    WHERE one_id = ANY (${[...ids]}::bigint[]) OR other_id = ANY (${[...ids]}::bigint[])`.execute(tx);
  return rows.map((row) => [row.one_id, row.other_id] as const);
}

function namesIn(tree: UnitTree): (unit: number) => readonly string[] {
  return (id) => {
    const unit = tree.findId(id);
    return unit ? [unit.name, unit.short] : [];
  };
}
