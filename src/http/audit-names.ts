import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import { roleLabels } from '#domain/access/policy.ts';
import type { AuditEntry } from '#domain/audit/model.ts';
import type { UnitTree } from '#domain/units/tree.ts';
import type { Text } from '#kernel/text.ts';

/** Names of what entries speak of by number, as far as the reader may know them. */
export interface Names {
  account(id: number): string | undefined;
  unit(id: number): string | undefined;
  person(id: number): string | undefined;
  record(id: number): string | undefined;
}

/** Looks up what these entries speak of, all at once. Titles of records come for whoever may read the record. */
export async function readNames(tx: Tx, entries: readonly AuditEntry[], tree: UnitTree): Promise<Names> {
  const accounts = entries.flatMap((one) => [idIn(one, 'account'), numberIn(one.detail.account)]);
  const people = entries.map((one) => numberIn(one.detail.person));
  const records = entries.map((one) => idIn(one, 'record'));
  const [accountNames, personNames, titles] = [
    await namesOf(tx, 'account', 'name', accounts),
    await namesOf(tx, 'person', 'name', people),
    await namesOf(tx, 'record', 'title', records),
  ];
  return {
    account: (id) => accountNames.get(id),
    unit: (id) => (Number.isSafeInteger(id) ? tree.findId(id)?.short : undefined),
    person: (id) => personNames.get(id),
    record: (id) => titles.get(id),
  };
}

/** 12 for an entry about `record:12`, when records are asked for. */
export function idIn({ subject }: Pick<AuditEntry, 'subject'>, type: string): number | undefined {
  const [own, id = ''] = subject.split(':');
  return own === type && /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function isRole(value: unknown): Text | undefined {
  return roleLabels[value as keyof typeof roleLabels];
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

async function namesOf(
  tx: Tx,
  table: 'account' | 'person' | 'record',
  column: 'name' | 'title',
  ids: readonly (number | undefined)[],
): Promise<ReadonlyMap<number, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== undefined))];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{ id: number; name: string }>`
    SELECT id, ${sql.ref(column)} AS name FROM ${sql.table(table)} WHERE id = ANY (${wanted}::bigint[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.name]));
}
