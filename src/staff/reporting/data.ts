import { useQuery } from '@tanstack/react-query';
import type { Client } from '#http/contract/contract.ts';
import { api, queries } from '../api.ts';

type Answer<Procedure extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Procedure>>;
export type Period = Answer<Client['reporting']['periods']>['periods'][number];
export type Matrix = Answer<Client['reporting']['matrix']>;
export type Row = Matrix['rows'][number];
export type Cell = Row['cells'][number];
export type Section = Matrix['sections'][number];
export type Late = Answer<Client['reporting']['late']>;

export function usePeriods() {
  return useQuery({ queryKey: ['reporting', 'periods'], queryFn: () => api.reporting.periods() });
}

/** After a statement, a reminder or a closing everything on this subject may be another. */
export async function forgetReporting(): Promise<void> {
  await Promise.all(['reporting', 'rounds'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
}

/** 12-28, or 2024-12-28 14:05 for the exact moment. */
export function shortDay(iso: string): string {
  return iso.slice(5, 10);
}

export function daysLeft(due: string, today: string): number {
  return Math.round((Date.parse(due) - Date.parse(today)) / 86_400_000);
}

export function isOpenCell(cell: Cell): boolean {
  return cell.state === 'blank' || (cell.state === 'returned' && cell.asked);
}
