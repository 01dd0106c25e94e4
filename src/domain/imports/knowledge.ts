import type { Db, Tx } from '#db/open.ts';
import type { Unit, UnitTree } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';

/** A name with the time in which it meant this. */
interface Meaning<Thing> {
  readonly thing: Thing;
  readonly from: Day | null;
  readonly to: Day | null;
}

export interface Person {
  readonly code: string;
  readonly name: string;
}

export interface Outlet {
  readonly code: string;
  readonly name: string;
  readonly level: string;
}

/** What names in sheets stand for. */
export interface Knowledge {
  readonly units: Names<Unit>;
  readonly people: Names<Person>;
  readonly outlets: Names<Outlet>;
}

/** Names of units (code, name, short name, aliases of the time), people and media. A few thousand rows, read at once. */
export async function readKnowledge(db: Db | Tx, tree: UnitTree): Promise<Knowledge> {
  const units = new Names<Unit>((unit) => `${unit.name}（${unit.code}）`);
  for (const unit of tree.units) {
    for (const name of [unit.code, unit.name, unit.short]) units.add(name, unit, unit.validFrom, unit.validTo);
  }
  for (const alias of await db.selectFrom('unit_alias').selectAll().execute()) {
    const unit = tree.findId(alias.unit_id);
    if (unit) units.add(alias.name, unit, alias.valid_from, alias.valid_to);
  }
  const people = new Names<Person>((person) => `${person.name}（${person.code}）`);
  for (const person of await db.selectFrom('person').select(['code', 'name']).orderBy('id').execute()) {
    for (const name of [person.code, person.name]) people.add(name, person, null, null);
  }
  const outlets = new Names<Outlet>((outlet) => outlet.name);
  for (const row of await db.selectFrom('outlet').selectAll().orderBy('code').execute()) {
    for (const name of [row.code, row.name, ...row.aliases]) outlets.add(name, row, row.valid_from, row.valid_to);
  }
  return { units, people, outlets };
}

/** What is searched for near ones costs time; a sheet of nonsense is told about only so many. */
const mostSearches = 200;

/** Things by their names. A name may mean several things, and other things at other times. */
export class Names<Thing extends object> {
  readonly #meanings = new Map<string, Meaning<Thing>[]>();
  readonly #near = new Map<string, readonly string[]>();
  readonly #describe: (thing: Thing) => string;

  constructor(describe: (thing: Thing) => string) {
    this.#describe = describe;
  }

  add(name: string, thing: Thing, from: Day | null, to: Day | null): void {
    const key = plainName(name);
    if (key === '') return;
    const meanings = this.#meanings.get(key);
    if (meanings) meanings.push({ thing, from, to });
    else this.#meanings.set(key, [{ thing, from, to }]);
  }

  /**
   * What a name means on that day; without a day, or when it meant nothing then, what it means at any time. Several where
   * it is not clear, none where it is unknown.
   */
  find(name: string, on: Day | undefined): readonly Thing[] {
    const all = this.#meaningsOf(name);
    const then = on === undefined ? all : all.filter(({ from, to }) => (!from || from <= on) && (!to || on <= to));
    return [...new Set((then.length > 0 ? then : all).map((one) => one.thing))];
  }

  /** As they are written, most names are known already; only others are made plain. */
  #meaningsOf(name: string): readonly Meaning<Thing>[] {
    return this.#meanings.get(name) ?? this.#meanings.get(plainName(name)) ?? [];
  }

  /** Up to three names that are like this one, for the sentence that says it is unknown. */
  near(name: string): readonly string[] {
    const key = plainName(name);
    const known = this.#near.get(key);
    if (known !== undefined || key.length < 2 || this.#near.size >= mostSearches) return known ?? [];
    const scored = new Map<Thing, number>();
    for (const [other, meanings] of this.#meanings) {
      const score = likeness(key, other);
      if (score < 0.5) continue;
      for (const { thing } of meanings) scored.set(thing, Math.max(score, scored.get(thing) ?? 0));
    }
    const found = [...scored]
      .sort((left, right) => right[1] - left[1])
      .slice(0, 3)
      .map(([thing]) => this.#describe(thing));
    this.#near.set(key, found);
    return found;
  }

  describe(things: readonly Thing[]): string {
    return things.slice(0, 5).map(this.#describe).join('、');
  }
}

function plainName(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();
}

/** Share of the pairs of characters that two names have in common, 0 to 1. */
function likeness(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 12) return 0;
  const pairs = new Set(Array.from({ length: left.length - 1 }, (_, at) => left.slice(at, at + 2)));
  let common = 0;
  for (let at = 0; at < right.length - 1; at++) if (pairs.has(right.slice(at, at + 2))) common++;
  const all = Math.max(1, left.length + right.length - 2);
  return (2 * common) / all;
}
