import type { Text } from '#kernel/text.ts';
import type { SiteColumn } from './model.ts';

interface ColumnRow {
  readonly code: string;
  readonly parent: string | null;
  readonly title: Text;
  readonly unitId: number | null;
}

/** The tree of columns from its rows in display order. A row whose parent is missing stands at the top. */
export function makeColumns(rows: readonly ColumnRow[]): SiteColumn[] {
  const made = new Map(
    rows.map((row) => [
      row.code,
      { ...row, parent: undefined as SiteColumn | undefined, children: [] as SiteColumn[] },
    ]),
  );
  const top: SiteColumn[] = [];
  for (const row of rows) {
    const column = made.get(row.code)!;
    const parent = row.parent === null ? undefined : made.get(row.parent);
    column.parent = parent;
    (parent?.children ?? top).push(column);
  }
  return top;
}

export function findColumn(columns: readonly SiteColumn[], code: string): SiteColumn | undefined {
  for (const column of columns) {
    const found = column.code === code ? column : findColumn(column.children, code);
    if (found) return found;
  }
  return undefined;
}

/** The column of a unit, the one nearest to the top. */
export function columnOfUnit(columns: readonly SiteColumn[], unitId: number): SiteColumn | undefined {
  return (
    columns.find((column) => column.unitId === unitId) ??
    columns.map((column) => columnOfUnit(column.children, unitId)).find(Boolean)
  );
}

/** The column and all above it, the top first. */
export function columnChain(column: SiteColumn): SiteColumn[] {
  return column.parent ? [...columnChain(column.parent), column] : [column];
}

/** What a column shows: what is filed in it or below it, and what the units of these columns publish elsewhere. */
export interface ColumnScope {
  readonly codes: readonly string[];
  /** The topmost ones; those below them are found by their place in the tree of units. */
  readonly unitIds: readonly number[];
}

export function scopeOfColumn(column: SiteColumn): ColumnScope {
  const below = column.children.map(scopeOfColumn);
  return {
    codes: [column.code, ...below.flatMap((one) => one.codes)],
    unitIds: column.unitId === null ? below.flatMap((one) => one.unitIds) : [column.unitId],
  };
}
