import { becomeRecord, forget, keep, readAll, type Shot, type Waiting } from './store.ts';

/** What the server said to a form that was sent. */
export type Told =
  | { readonly state: 'kept'; readonly href: string; readonly id: number }
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

/** How many forms, and how many photos, arrived. */
export interface Arrived {
  readonly forms: number;
  readonly shots: number;
}

/**
 * Sends everything that waits, the oldest first, forms before photos, and stops when the network or the session is gone. What
 * needs a person's eye waits for one. Sent twice, a form still makes one record and a photo stands there once: their keys go along.
 */
export async function sendAll(by: string | undefined): Promise<Arrived> {
  const items = (await readAll('waiting')).sort((left, right) => left.at - right.at);
  let forms = 0;
  for (const item of items) {
    if (item.state === 'look' || (by !== undefined && item.by !== by)) continue;
    const told = await sendOne(item);
    const next = afterTold(item, told);
    if (told.state === 'kept') {
      await becomeRecord(item.id, told.id);
      forms += 1;
    } else if (next) await keep('waiting', next);
    if (told.state === 'unknown' || told.state === 'sign-in') return { forms, shots: 0 };
  }
  return { forms, shots: await sendShots(by) };
}

/** Photos whose form has become a record, one by one. */
async function sendShots(by: string | undefined): Promise<number> {
  const shots = (await readAll('shots')).sort((left, right) => left.at - right.at);
  let arrived = 0;
  for (const shot of shots) {
    if (shot.record === undefined || shot.state === 'look' || (by !== undefined && shot.by !== by)) continue;
    const told = await sendShot(shot, shot.record);
    if (told.state === 'kept') {
      await forget('shots', shot.id);
      arrived += 1;
    } else if (told.state === 'wrong') await keep('shots', { ...shot, state: 'look', words: told.words });
    else if (told.state !== 'other-account') break;
  }
  return arrived;
}

const patienceMs = 25_000;
const shotPatienceMs = 90_000;

export function sendOne({ path, entries, draft }: Pick<Waiting, 'path' | 'entries' | 'draft'>): Promise<Told> {
  return tell(path, new URLSearchParams([...entries, ['act', draft ? 'draft' : 'send']]), patienceMs);
}

function sendShot(shot: Shot, record: number): Promise<Told> {
  const body = new FormData();
  body.set('by', shot.by);
  body.set('photo_key', shot.id);
  body.set('photo', new Blob([shot.bytes], { type: shot.type }), shot.name);
  return tell(`/field/records/${record}/photos`, body, shotPatienceMs);
}

async function tell(path: string, body: URLSearchParams | FormData, patienceMs: number): Promise<Told> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body,
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
  const said = (body ?? {}) as { state?: string; href?: string; id?: unknown; words?: readonly string[] };
  if (status >= 500) return { state: 'unknown' };
  if (said.state === 'kept' && said.href && typeof said.id === 'number')
    return { state: 'kept', href: said.href, id: said.id };
  if (said.state === 'sign-in') return { state: 'sign-in' };
  if (said.state === 'other-account' || said.state === 'wrong' || said.state === 'choose')
    return { state: said.state, words: said.words ?? [] };
  return { state: 'unknown' };
}
