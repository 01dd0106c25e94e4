import type { UnitAlias } from '#domain/reading/model.ts';
import { isValidOn, type Unit, type UnitTree } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';

export interface AliasRow {
  readonly unitId: number;
  readonly name: string;
  readonly from: Day | null;
  readonly to: Day | null;
}

interface Meaning {
  readonly unit: Unit;
  readonly from: Day | null;
  readonly to: Day | null;
}

const longestName = 40;

/** Units by the names under which texts write them, below one unit. What a name meant depends on the day. */
export class UnitNames {
  readonly #meanings = new Map<string, Meaning[]>();
  readonly #tree: UnitTree;
  readonly #home: Unit;

  constructor(tree: UnitTree, home: Unit, aliases: readonly AliasRow[]) {
    this.#tree = tree;
    this.#home = home;
    for (const unit of tree.subtree(home)) {
      for (const name of new Set([unit.name, unit.short])) this.#add(name, unit, unit.validFrom, unit.validTo);
    }
    for (const { unitId, name, from, to } of aliases) {
      const unit = tree.findId(unitId);
      if (unit && tree.isUnder(unit, home)) this.#add(name, unit, from, to);
    }
  }

  /**
   * The unit that a name means on that day, among those below `near` first; towns that have become another sort of town
   * since, and streets without their ending, are found too. Undefined when nobody bears the name, or several do.
   */
  find(name: string, on: Day, near: Unit = this.#home): Unit | undefined {
    for (const written of [name, ...variants(name)]) {
      const units = this.#unitsOf(written, on);
      if (units.length === 0) continue;
      const close = units.filter((unit) => this.#tree.isUnder(unit, near));
      const [unit, ...others] = close.length > 0 ? close : units;
      return others.length === 0 ? unit : undefined;
    }
    return undefined;
  }

  /** The longest name that begins at this place of the text, and its unit. */
  at(text: string, start: number, on: Day, near: Unit): { readonly unit: Unit; readonly end: number } | undefined {
    for (let length = Math.min(longestName, text.length - start); length >= 2; length--) {
      const name = text.slice(start, start + length);
      if (!this.#meanings.has(name)) continue;
      const units = this.#unitsOf(name, on);
      const close = units.filter((unit) => this.#tree.isUnder(unit, near));
      const [unit, ...others] = close.length > 0 ? close : units;
      if (unit && others.length === 0) return { unit, end: start + length };
    }
    return undefined;
  }

  /** For the quantity reader: owners found under these names. */
  aliases(): UnitAlias[] {
    return [...this.#meanings].flatMap(([name, meanings]) =>
      meanings.map(({ from, to }) => ({ name, unit: name, ...(from && { from }), ...(to && { to }) })),
    );
  }

  #add(name: string, unit: Unit, from: Day | null, to: Day | null): void {
    if (name.length < 2) return;
    const meanings = this.#meanings.get(name) ?? [];
    this.#meanings.set(name, [...meanings, { unit, from, to }]);
  }

  #unitsOf(name: string, on: Day): Unit[] {
    const all = this.#meanings.get(name) ?? [];
    const then = all.filter(({ unit, from, to }) => (!from || from <= on) && (!to || on <= to) && isValidOn(unit, on));
    return [...new Set((then.length > 0 ? then : all).map((one) => one.unit))];
  }
}

/** 坡子街 for 坡子街街道, 蕉溪乡 for 蕉溪镇: how names drift. */
function variants(name: string): string[] {
  const stem = name.replace(/(街道|乡|镇)?(分会)?$/, '');
  if (stem.length < 2) return [];
  return ['街道', '镇', '乡', '街道分会', '镇分会'].map((ending) => `${stem}${ending}`).filter((one) => one !== name);
}
