import { join } from 'node:path';
import type { DemoRecord } from './demo-record.ts';
import { readPack } from './read.ts';

// For the tests of the shipped demo: a plain scan of its records, written apart from the product's own counting.

export const folder = join(import.meta.dirname, '../../packs/changsha');
export const pack = readPack(folder);
export const verified = pack.demo.records.filter((record) => record.status === 'verified');
export const kindOf: ReadonlyMap<string, string> = new Map(pack.units.map((unit) => [unit.code, unit.kind]));

export const districts = ['xj', 'fr', 'tx', 'kf', 'yh', 'wc', 'csx', 'ly', 'nx'];
export const period = '2024-07-01..2024-10-31';

const parentOf = new Map(pack.units.map((unit) => [unit.code, unit.parent]));
const defaults = new Map(pack.measures.map((measure) => [measure.code, measure.defaultValue ?? 0]));

export interface Filter {
  readonly under?: string;
  readonly classes?: Readonly<Record<string, string>>;
  readonly person?: string;
  readonly also?: (record: DemoRecord) => boolean;
}

/** The sum of a measure over verified records whose last day is in the window, each counted once. */
export function total(measure: string, window: string, filter: Filter = {}): number {
  const [kind, field] = measure.split('.') as [string, string];
  const [from, to] = window.split('..') as [string, string];
  return verified
    .filter((record) => record.kind === kind && from <= record.to && record.to <= to && fits(record, filter))
    .reduce((sum, record) => sum + (record.measures[field] ?? defaults.get(measure)!), 0);
}

function fits(record: DemoRecord, { under = 'cs', classes = {}, person, also }: Filter): boolean {
  return (
    record.hosts.some((host) => isUnder(host, under)) &&
    Object.entries(classes).every(([family, code]) => record.classes[family] === code) &&
    (person === undefined || record.people.some((one) => one.person === person)) &&
    (also === undefined || also(record))
  );
}

function isUnder(code: string, above: string): boolean {
  for (let at: string | null | undefined = code; at; at = parentOf.get(at)) if (at === above) return true;
  return false;
}

/** The record with that key. */
export function recordOf(key: string): DemoRecord {
  const record = verified.find((one) => one.key === key);
  if (!record) throw new Error(`no counted record ${key}`);
  return record;
}
