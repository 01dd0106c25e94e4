import { forget, keep, readAll, type Waiting } from './store.ts';

/** What the server said to a form that was sent. */
export type Told =
  | { readonly state: 'kept'; readonly href: string }
  | { readonly state: 'sign-in' }
  | { readonly state: 'other-account' | 'wrong' | 'choose'; readonly words: readonly string[] }
  /** No answer, or none that can be read: it may have arrived or not. */
  | { readonly state: 'unknown' };

/** What becomes of a waiting form; undefined when it has arrived and is to be forgotten. */
export function afterTold(item: Waiting, told: Told): Waiting | undefined {
  switch (told.state) {
    case 'kept':
      return undefined;
    case 'sign-in':
      return { ...item, state: 'sign-in', words: [] };
    case 'other-account':
      return { ...item, state: 'other-account', words: [] };
    case 'wrong':
    case 'choose':
      return { ...item, state: 'look', words: told.words };
    case 'unknown':
      return { ...item, state: 'waiting', words: [] };
  }
}

/**
 * Sends everything that waits, the oldest first, and stops when the network or the session is gone. What needs a person's
 * eye waits for one. Returns how many arrived. Sent twice, a form still makes one record: its key goes along.
 */
export async function sendAll(by: string | undefined): Promise<number> {
  const items = (await readAll('waiting')).sort((left, right) => left.at - right.at);
  let arrived = 0;
  for (const item of items) {
    if (item.state === 'look' || (by !== undefined && item.by !== by)) continue;
    const told = await sendOne(item);
    const next = afterTold(item, told);
    if (next) await keep('waiting', next);
    else {
      await forget('waiting', item.id);
      arrived += 1;
    }
    if (told.state === 'unknown' || told.state === 'sign-in') break;
  }
  return arrived;
}

const patienceMs = 25_000;

export async function sendOne(item: Pick<Waiting, 'path' | 'entries'>): Promise<Told> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  try {
    const response = await fetch(item.path, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams([...item.entries, ['act', 'send']]),
      credentials: 'same-origin',
      signal: patience.signal,
    });
    return readTold(response.status, await response.json());
  } catch {
    return { state: 'unknown' };
  } finally {
    clearTimeout(timer);
  }
}

export function readTold(status: number, body: unknown): Told {
  const said = (body ?? {}) as { readonly state?: string; readonly href?: string; readonly words?: readonly string[] };
  if (status >= 500) return { state: 'unknown' };
  if (said.state === 'kept' && said.href) return { state: 'kept', href: said.href };
  if (said.state === 'sign-in') return { state: 'sign-in' };
  if (said.state === 'other-account' || said.state === 'wrong' || said.state === 'choose')
    return { state: said.state, words: said.words ?? [] };
  return { state: 'unknown' };
}
