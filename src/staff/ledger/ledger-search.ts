import type { Client } from '#http/contract/contract.ts';
import type { Filters } from '../api.ts';
import { readClasses, type Search } from '../search.ts';

export type ViewSearch = Parameters<Client['views']['create']>[0]['search'];
export type LedgerView = Awaited<ReturnType<Client['views']['list']>>['views'][number];

/** The filters of the ledger as the API takes them. */
export function filtersOf(search: Search, unit: string, window: string): Filters {
  const classes = readClasses(search.class);
  return {
    unit,
    ...(search.always !== true && { window }),
    ...(search.kind !== undefined && { kind: search.kind as NonNullable<Filters['kind']> }),
    ...(Object.keys(classes).length > 0 && { classes }),
    ...(search.status !== undefined && { status: search.status as NonNullable<Filters['status']> }),
    ...(search.highlight === true && { highlight: true }),
    ...(search.joint === true && { joint: true }),
    ...(search.batch !== undefined && { batch: search.batch }),
    ...(search.text !== undefined && { text: search.text }),
    ...(search.person !== undefined && { person: search.person }),
    ...(search.place !== undefined && { place: search.place }),
  };
}

/** The address without the record that is open in it, for leaving the list and coming back to it. */
export function withoutRecord({ record: _, ...search }: Search): Search {
  return search;
}

/** What takes every filter out of an address. */
export const noFilters = {
  kind: undefined,
  class: undefined,
  status: undefined,
  text: undefined,
  person: undefined,
  place: undefined,
  highlight: undefined,
  joint: undefined,
  always: undefined,
} as const;

export const filterNames = Object.keys(noFilters) as (keyof typeof noFilters)[];

/** What a view keeps of an address: filters and columns; unit and window only where it is meant for them alone. */
export function viewOf(search: Search, scope?: { readonly unit: string; readonly window: string }): ViewSearch {
  const kept = [...filterNames, 'columns'] as const;
  const said = Object.fromEntries(kept.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])));
  return { ...said, ...scope } as ViewSearch;
}

/** Whether an address still says what the view says. */
export function isSameView(search: Search, view: ViewSearch): boolean {
  const names = [...filterNames, 'columns'] as const;
  return names.every((name) => search[name] === view[name]);
}

/** The address of the ledger as a sheet. */
export function exportAddress(format: 'csv' | 'xlsx', { classes, ...filters }: Filters): string {
  const parameters = new URLSearchParams(Object.entries(filters).map(([name, value]) => [name, String(value)]));
  for (const [family, code] of Object.entries(classes ?? {})) parameters.set(`classes[${family}]`, code);
  return `/api/records.${format}?${parameters}`;
}
