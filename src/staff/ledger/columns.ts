import type { Catalogue } from '../api.ts';

/** What the table shows beside the title, in this order. */
export const columnNames = ['day', 'hosts', 'kind', 'class', 'measures', 'status', 'people', 'place'] as const;
export type ColumnName = (typeof columnNames)[number];

/** The columns of an address; all of them when it names none. Of one kind, the kind itself says nothing. */
export function readColumns(text: string | undefined, kind: string | undefined): ColumnName[] {
  const named = text?.split(',') ?? columnNames;
  return columnNames.filter((name) => named.includes(name) && !(name === 'kind' && kind !== undefined));
}

/** As it stands in the address; undefined for all. */
export function writeColumns(columns: readonly ColumnName[]): string | undefined {
  if (columns.length === columnNames.length) return undefined;
  return columns.length === 0 ? 'none' : columns.join(',');
}

export type Kind = Catalogue['kinds'][number];

/** The measures that a table of one kind has a column for each of. */
export function measuresOf(kind: Kind | undefined): Kind['measures'] {
  return kind?.measures.filter((measure) => measure.additive === 'sum') ?? [];
}
