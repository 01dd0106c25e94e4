import type { Db, Tx } from '#db/open.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { isValidOn, type Unit } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';

/** Names that a text may use for units and people, as of a day. */
export interface KnownNames {
  /** The unit of exactly this name under `within`, else the only one there whose name holds it. */
  unit(name: string, within: Unit): Unit | undefined;
  /** The last unit named in these words, within this one. */
  lastUnitIn(words: string, within: Unit): Unit | undefined;
  /** Code of the person of this name; undefined where nobody or several have it. */
  person(name: string): string | undefined;
}

/** Reads names and aliases that hold on the day: a few thousand rows. */
export async function readKnownNames(db: Db | Tx, { tree }: Organisation, on: Day): Promise<KnownNames> {
  const units = new Map<string, Unit[]>();
  const add = (name: string, unit: Unit) => {
    if (name.length >= 2) units.set(name, [...(units.get(name) ?? []), unit]);
  };
  for (const unit of tree.units.filter((one) => isValidOn(one, on)))
    for (const name of new Set([unit.name, unit.short])) add(name, unit);
  for (const alias of await db.selectFrom('unit_alias').selectAll().execute()) {
    const unit = tree.findId(alias.unit_id);
    const holds = (!alias.valid_from || alias.valid_from <= on) && (!alias.valid_to || on <= alias.valid_to);
    if (unit && holds) add(alias.name, unit);
  }
  const people = Map.groupBy(
    await db.selectFrom('person').select(['code', 'name']).orderBy('id').execute(),
    (row) => row.name,
  );
  const longest = Math.max(2, ...[...units.keys()].map((name) => name.length));
  const exact = (name: string, within: Unit): Unit | undefined => {
    const found = [...new Set(units.get(name) ?? [])].filter((unit) => tree.isUnder(unit, within));
    return found.length === 1 ? found[0] : undefined;
  };
  return {
    unit(name, within) {
      const found = exact(name, within);
      if (found || name.length < 3) return found;
      const holding = tree
        .subtree(within)
        .filter((unit) => unit.short.startsWith(name) || unit.name.endsWith(`${name}分会`));
      return holding.length === 1 ? holding[0] : undefined;
    },
    lastUnitIn(words, within) {
      for (let end = words.length; end >= 3; end--) {
        for (let size = Math.min(longest, end); size >= 3; size--) {
          const found = exact(words.slice(end - size, end), within);
          if (found) return found;
        }
      }
      return undefined;
    },
    person(name) {
      const found = people.get(name) ?? [];
      return found.length === 1 ? found[0]!.code : undefined;
    },
  };
}
