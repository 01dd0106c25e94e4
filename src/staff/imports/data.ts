import { ORPCError } from '@orpc/client';
import type { Client } from '#http/contract/contract.ts';
import { api } from '../api.ts';

type Told<Procedure extends (...input: never[]) => Promise<unknown>> =
  Awaited<ReturnType<Procedure>> extends AsyncIterable<infer Event> ? Event : never;
export type Reading = Parameters<Client['imports']['preview']>[0];
export type Preview = Extract<Told<Client['imports']['preview']>, { type: 'done' }>;
export type Accepted = Extract<Told<Client['imports']['accept']>, { type: 'done' }>;
export type Mended = NonNullable<Reading['mended']>[number];

export interface Sent {
  readonly upload: string;
  readonly name: string;
  readonly sheets: readonly string[];
}

/** Sends a table as it is. Raises ORPCError with the server's sentences, or whatever the network raises. */
export async function sendTable(name: string, body: Blob | string): Promise<Sent> {
  const answer = await fetch(`/api/imports/uploads?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body,
  });
  const told = (await answer.json()) as Sent & { problems?: readonly object[] };
  if (answer.ok) return told;
  throw new ORPCError('UNPROCESSABLE_CONTENT', { status: answer.status, data: { problems: told.problems ?? [] } });
}

export async function preview(reading: Reading, tell: (read: number) => void): Promise<Preview> {
  for await (const event of await api.imports.preview(reading)) {
    if (event.type === 'done') return event;
    tell(event.read);
  }
  throw new Error('the preview ended early');
}

export async function accept(reading: Reading, partly: boolean, tell: (read: number) => void): Promise<Accepted> {
  for await (const event of await api.imports.accept({ ...reading, partly })) {
    if (event.type === 'done') return event;
    tell(event.read);
  }
  throw new Error('the import ended early');
}

/** B7 for the second column of row 7. */
export function address(column: number, row: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row}`;
}
