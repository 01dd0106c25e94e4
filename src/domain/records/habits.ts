import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import type { Catalogue } from '#domain/classes/model.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { KindCode, PersonRole } from '#domain/kinds/model.ts';
import { isValidOn, type Unit } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';

/** One of the things that a form offers. */
export interface Choice {
  readonly code: string;
  readonly label: string;
}

/** The outlets' media levels by code: choosing an outlet answers the question for its level. */
export type OutletLevels = ReadonlyMap<string, { readonly family: string; readonly level: string }>;

/** What a form offers before anybody types: from the units' own last records and the organisation's registers. */
export interface Habits {
  readonly units: readonly Unit[];
  readonly joint: readonly Unit[];
  readonly last: { readonly id: number } | undefined;
  readonly titles: readonly string[];
  readonly places: readonly string[];
  readonly partners: readonly string[];
  readonly people: Readonly<Record<PersonRole, readonly Choice[]>>;
  readonly outlets: readonly Choice[];
}

const looksBack = 60;
const offered = 3;

/** For a record of this kind by somebody who may record for these units. */
export async function readHabits(
  tx: Tx,
  actor: Actor,
  { tree, catalogue }: Organisation,
  units: readonly Unit[],
  kind: KindCode,
  today: Day,
): Promise<Habits> {
  const own = postUnits(actor, tree);
  const records = own[0] ? await lastRecords(tx, own, kind) : [];
  const { outlets } = await readOutlets(tx, catalogue, today);
  return {
    units,
    joint: tree.units.filter((unit) => isValidOn(unit, today)),
    last: records[0],
    titles: top(records.map((record) => record.title)),
    places: top(records.map((record) => record.place)),
    partners: top(records.flatMap((record) => record.partners)),
    people: await readPeople(tx, own, tree, today),
    outlets,
  };
}

/** The outlets in force, and for each the level that it answers. */
export async function readOutlets(
  tx: Tx,
  catalogue: Catalogue,
  today: Day,
): Promise<{ readonly outlets: readonly Choice[]; readonly levels: OutletLevels }> {
  const outlets = await tx
    .selectFrom('outlet')
    .select(['code', 'name', 'level'])
    .where('valid_from', '<=', today)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>=', today)]))
    .orderBy('name')
    .execute();
  const family = catalogue.families.find((one) => outlets.some((outlet) => catalogue.labelOf(one.code, outlet.level)));
  return {
    outlets: outlets.map(({ code, name }) => ({ code, label: name })),
    levels: new Map(family ? outlets.map(({ code, level }) => [code, { family: family.code, level }]) : []),
  };
}

/** Units in force that this actor may record for: their own first, then those below in tree order. */
export function unitsToRecordFor(actor: Actor, tree: Organisation['tree'], today: Day): Unit[] {
  const own = postUnits(actor, tree);
  const below = own.flatMap((unit) => tree.subtree(unit));
  return [...new Set([...own, ...below])].filter(
    (unit) => isValidOn(unit, today) && can(actor, 'record', { scope: tree.chainOn(unit, today) }),
  );
}

function postUnits(actor: Actor, tree: Organisation['tree']): Unit[] {
  return [...new Set(actor.posts.flatMap((post) => tree.findId(post.unitId) ?? []))];
}

/** The latest records of the kind that one of these units led, from a bounded look back over its days. */
async function lastRecords(tx: Tx, own: readonly Unit[], kind: KindCode) {
  const ids = own.map((unit) => unit.id);
  const { rows } = await sql<{ id: number; title: string; place: string; partners: string[] }>`
    SELECT r.id, r.title, r.place, r.partners FROM (
      SELECT record_id, day FROM record_scope WHERE unit_id = ANY (${ids}::int[]) ORDER BY day DESC, record_id DESC LIMIT ${looksBack * 10}) AS s
    JOIN record r ON r.id = s.record_id
    WHERE r.kind = ${kind} AND r.hosts[1] = ANY (${ids}::int[]) AND r.status <> 'void'
    ORDER BY r.day DESC, r.id DESC LIMIT ${looksBack}`.execute(tx);
  return rows;
}

function top(values: readonly string[]): string[] {
  return [...new Set(values.filter((value) => value !== ''))].slice(0, offered);
}

/** Whom a role may name: everybody who holds a post of that very role, and the people of one's own units. */
async function readPeople(
  tx: Tx,
  own: readonly Unit[],
  tree: Organisation['tree'],
  today: Day,
): Promise<Record<PersonRole, Choice[]>> {
  const inside = new Set(own.flatMap((unit) => tree.subtree(unit).map((one) => one.id)));
  const posts = await tx
    .selectFrom('post')
    .innerJoin('person', 'person.id', 'post.person_id')
    .select(['person.code', 'person.name', 'post.role', 'post.unit_id'])
    .where('post.valid_from', '<=', today)
    .where((where) => where.or([where('post.valid_to', 'is', null), where('post.valid_to', '>=', today)]))
    .orderBy('post.id')
    .execute();
  const named = posts.map((post) => ({ ...post, own: inside.has(post.unit_id) }));
  const choices = (role: PersonRole) => {
    const chosen = named.filter((post) => post.own || post.role === role);
    const ordered = [...chosen].sort((left, right) => Number(right.role === role) - Number(left.role === role));
    return [...new Map(ordered.map((post) => [post.code, post])).values()]
      .slice(0, 300)
      .map((post) => ({ code: post.code, label: `${post.name}（${tree.findId(post.unit_id)?.short ?? ''}）` }));
  };
  return {
    leader: choices('leader'),
    lecturer: choices('lecturer'),
    featured: choices('featured'),
    author: choices('author'),
  };
}
