import type { Day } from '#kernel/day.ts';

export const unitKinds = ['association', 'branch', 'industry_branch', 'station', 'studio', 'corps', 'base'] as const;
export type UnitKind = (typeof unitKinds)[number];

export interface Unit {
  readonly id: number;
  readonly code: string;
  readonly kind: UnitKind;
  readonly name: string;
  readonly short: string;
  /** Place in tree order among all units; the order of paragraphs and tables. */
  readonly position: number;
  readonly parentId: number | null;
  /** Codes from the root down, joined by '/'; where the unit stands now. */
  readonly path: string;
  readonly validFrom: Day;
  readonly validTo: Day | null;
}

/** Where a unit stood from one day to another (closed; `to` null when it still stands there). */
export interface UnitPlace {
  readonly unitId: number;
  readonly path: string;
  readonly from: Day;
  readonly to: Day | null;
}

/** The organisation as of now, with the places its units had before. Immutable; a change of units makes a new one. */
export interface UnitTree {
  readonly units: readonly Unit[];
  byId(id: number): Unit;
  findId(id: number): Unit | undefined;
  find(code: string): Unit | undefined;
  root(): Unit;
  childrenOf(unit: Unit): readonly Unit[];
  /** The unit and everything under it now, in tree order. */
  subtree(unit: Unit): readonly Unit[];
  isUnder(unit: Unit, above: Unit): boolean;
  /** The unit and all above it as they stood on that day, nearest first. */
  chainOn(unit: Unit, day: Day): readonly number[];
}

export function isValidOn(unit: Unit, day: Day): boolean {
  return unit.validFrom <= day && (unit.validTo === null || day <= unit.validTo);
}

/** Every unit that is, or contains, one of the hosts on that day: the set in which a record counts once. Sorted by id. */
export function scopeOf(tree: UnitTree, hosts: readonly number[], day: Day): number[] {
  const scope = new Set<number>();
  for (const host of hosts) for (const unit of tree.chainOn(tree.byId(host), day)) scope.add(unit);
  return [...scope].sort((left, right) => left - right);
}

export function makeTree(units: readonly Unit[], places: readonly UnitPlace[]): UnitTree {
  const ordered = [...units].sort((left, right) => left.position - right.position);
  const ids = new Map(ordered.map((unit) => [unit.id, unit]));
  const codes = new Map(ordered.map((unit) => [unit.code, unit]));
  const children = Map.groupBy(ordered, (unit) => unit.parentId);
  const placed = Map.groupBy(places, (place) => place.unitId);

  const byId = (id: number): Unit => {
    const unit = ids.get(id);
    if (!unit) throw new RangeError(`no unit ${id}`);
    return unit;
  };
  const isUnder = (unit: Unit, above: Unit) => unit.path === above.path || unit.path.startsWith(`${above.path}/`);
  return {
    units: ordered,
    byId,
    findId: (id) => ids.get(id),
    find: (code) => codes.get(code),
    root: () => {
      const root = ordered.find((unit) => unit.parentId === null);
      if (!root) throw new RangeError('the tree has no root');
      return root;
    },
    childrenOf: (unit) => children.get(unit.id) ?? [],
    subtree: (unit) => ordered.filter((other) => isUnder(other, unit)),
    isUnder,
    chainOn: (unit, day) => {
      const place = placed.get(unit.id)?.find((one) => one.from <= day && (one.to === null || day <= one.to));
      return (place?.path ?? unit.path)
        .split('/')
        .reverse()
        .map((code) => codes.get(code)!.id);
    },
  };
}
