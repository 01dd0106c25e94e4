import type { Unit, UnitKind, UnitTree } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import { isInside } from '#kernel/window.ts';
import type { Cell, CellCounts, CellState, MatrixRow, Period, ReportingSection, Source, Statement } from './model.ts';

/**
 * What a cell says. Blank means that nobody said anything: no record on its way or counted, and no statement. A record
 * outweighs a statement; drafts are their writers' own and say nothing yet.
 */
export function cellState(
  { verified, submitted, returned }: CellCounts,
  statement: Statement | undefined,
  asked: boolean,
): CellState {
  if (verified > 0) return 'reported';
  if (submitted > 0) return 'waiting';
  if (returned > 0) return 'returned';
  if (statement) return 'nothing';
  return asked ? 'blank' : 'not_asked';
}

/** Something is still to come from the unit: it said nothing, or what it sent came back to it. */
export function isOpen(cell: Cell): boolean {
  return cell.state === 'blank' || (cell.state === 'returned' && cell.asked);
}

export function isComplete(row: MatrixRow): boolean {
  return !row.cells.some(isOpen);
}

/** Whether a source speaks of this unit at all. */
export function appliesTo(source: Source, unit: Unit, tree: UnitTree, period: Pick<Period, 'unitId'>): boolean {
  if (source.of === undefined || unit.id === period.unitId) return true;
  if (source.own) return unit.kind === source.of && unit.parentId === period.unitId;
  return unit.kind === source.of || tree.units.some((one) => one.kind === source.of && tree.isUnder(one, unit));
}

/** Whether a record with these marks falls into the section, by one of these sources. */
export function belongs(
  sources: readonly Source[],
  record: {
    readonly kind: string;
    readonly classes: Readonly<Record<string, string>>;
    readonly highlight: boolean;
    readonly day: Day;
  },
): boolean {
  return sources.some(
    (source) =>
      source.kind === record.kind &&
      (source.highlight ?? record.highlight) === record.highlight &&
      Object.entries(source.classes).every(([family, code]) => record.classes[family] === code) &&
      isInside(record.day, source.window),
  );
}

/**
 * Whether the unit is asked to report to the section: the kinds that give the summary its paragraphs, those that have a
 * day of their own in this round, and those that the section names. The round's own unit compiles and is not asked.
 */
export function isAsked(
  section: ReportingSection,
  unit: Unit,
  tree: UnitTree,
  period: Pick<Period, 'unitId' | 'dueByKind'>,
): boolean {
  if (unit.id === period.unitId) return false;
  if (unit.kind === contributingKind(unit, tree) || period.dueByKind[unit.kind] !== undefined) return true;
  return section.sources.some((source) => source.of === unit.kind && appliesTo(source, unit, tree, period));
}

/** The last day of this unit. */
export function dueOf(unit: Pick<Unit, 'kind'>, period: Pick<Period, 'due' | 'dueByKind'>): Day | null {
  return period.dueByKind[unit.kind] ?? period.due;
}

/** The units of a matrix: the unit, then those directly below that stood at some time of the round, those that are asked first. */
export function rowUnits(unit: Unit, tree: UnitTree, period: Period): Unit[] {
  const { window } = period;
  const below = tree
    .childrenOf(unit)
    .filter((one) => one.validFrom <= window.to && (one.validTo === null || one.validTo >= window.from));
  const leads = (one: Unit) => one.kind === contributingKind(one, tree) || period.dueByKind[one.kind] !== undefined;
  return [unit, ...below.filter(leads), ...below.filter((one) => !leads(one))];
}

/** Districts under a city, branches under a district, stations under a branch: whoever leads a part of the tree there. */
function contributingKind(unit: Unit, tree: UnitTree): UnitKind | undefined {
  if (unit.parentId === null) return undefined;
  const kinds = new Set(tree.childrenOf(tree.byId(unit.parentId)).map((one) => one.kind));
  return (['association', 'branch', 'station'] as const).find((kind) => kinds.has(kind));
}
