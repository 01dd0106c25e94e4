import { ORPCError } from '@orpc/client';
import { useQuery } from '@tanstack/react-query';
import { stateOf } from '#domain/intake/model.ts';
import type { Client } from '#http/contract/contract.ts';
import type { Text } from '#kernel/text.ts';
import { api, queries } from '../api.ts';

export type Intake = Awaited<ReturnType<Client['intake']['get']>>;
export type Item = Intake['items'][number];
export type Quantity = Intake['quantities'][number];
export type QuantityState = Quantity['state'];

export interface Preview {
  readonly format: string;
  readonly remarks: readonly Text[];
  readonly text: string;
  readonly characters: number;
  readonly lines: number;
  readonly tables: number;
  readonly quantities: number;
}

export interface Source {
  readonly unit: string;
  readonly window: string;
  readonly name: string;
  readonly body: Blob | string;
}

/** What a file or a pasted text holds, as the server reads it. Raises ORPCError with the server's sentences. */
export function previewDocument(source: Source): Promise<Preview> {
  return send<Preview>(source, true);
}

/** Takes the document in. Raises ORPCError with the server's sentences. */
export function takeIn(source: Source): Promise<{ readonly id: number; readonly repeated: boolean }> {
  return send(source, false);
}

async function send<Answer>({ unit, window, name, body }: Source, preview: boolean): Promise<Answer> {
  const query = new URLSearchParams({ unit, window, name, ...(preview && { preview: '1' }) });
  const answer = await fetch(`/api/intake/documents?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body,
  });
  const told = (await answer.json()) as Answer & { problems?: readonly object[] };
  if (answer.ok) return told;
  throw new ORPCError('UNPROCESSABLE_CONTENT', { status: answer.status, data: { problems: told.problems ?? [] } });
}

export function useIntake(id: number) {
  return useQuery({ queryKey: ['intake', id], queryFn: () => api.intake.get({ id }), staleTime: 60_000 });
}

export function forgetIntake(id: number): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['intake', id] });
}

/** Shows at once what has become of a proposal, and with it of its quantities. */
export function patchItem(id: number, n: number, change: Partial<Item>): void {
  queries.setQueryData<Intake>(['intake', id], (old) => {
    if (!old) return old;
    const items = old.items.map((item) => (item.n === n ? { ...item, ...change, version: item.version + 1 } : item));
    const states = new Map(items.map((item) => [item.n, item.state]));
    const quantities = old.quantities.map((one) => ({
      ...one,
      state: stateOf(one.base, one.item === null ? undefined : states.get(one.item)),
    }));
    return { ...old, items, quantities, counts: countsOf(quantities) };
  });
}

function countsOf(quantities: readonly Quantity[]): Record<QuantityState, number> {
  const counts = { used: 0, total: 0, background: 0, unused: 0 };
  for (const { state } of quantities) counts[state]++;
  return counts;
}
