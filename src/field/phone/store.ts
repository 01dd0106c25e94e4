/** The phone's own store: what waits to be sent and what is not finished. Kept by the browser until it is sent or thrown away. */

export type Entries = [name: string, value: string][];

export interface Waiting {
  /** Where it goes and the form's key: the same form waits once. */
  readonly id: string;
  readonly path: string;
  readonly title: string;
  /** User name of whoever filled it in. */
  readonly by: string;
  readonly entries: Entries;
  readonly at: number;
  readonly state: 'waiting' | 'sign-in' | 'other-account' | 'look';
  /** Kept for later by its writer instead of being sent in. */
  readonly draft?: boolean;
  /** Why it was not taken. */
  readonly words: readonly string[];
}

export interface Unfinished {
  readonly id: string;
  readonly path: string;
  readonly title: string;
  readonly by: string;
  readonly entries: Entries;
  readonly at: number;
  /** The screen that was open. */
  readonly step: string;
}

/** A photo on its way: chosen with a form, sent when the form has become a record. */
export interface Shot {
  /** The key under which it is sent. */
  readonly id: string;
  /** The form that it belongs to, as `Waiting` names it. */
  readonly owner: string;
  readonly by: string;
  readonly name: string;
  /** The picture itself; as plain bytes, which every browser's store keeps for the worker too. */
  readonly bytes: ArrayBuffer;
  readonly type: string;
  readonly at: number;
  /** The record that its form has become. */
  readonly record?: number;
  readonly state: 'waiting' | 'look';
  readonly words: readonly string[];
}

interface Kept {
  readonly waiting: Waiting;
  readonly unfinished: Unfinished;
  readonly shots: Shot;
}

export function readAll<Name extends keyof Kept>(name: Name): Promise<Kept[Name][]> {
  return inStore(name, 'readonly', (store) => store.getAll() as IDBRequest<Kept[Name][]>);
}

export function readOne<Name extends keyof Kept>(name: Name, id: string): Promise<Kept[Name] | undefined> {
  return inStore(name, 'readonly', (store) => store.get(id) as IDBRequest<Kept[Name] | undefined>);
}

export async function keep<Name extends keyof Kept>(name: Name, value: Kept[Name]): Promise<void> {
  await inStore(name, 'readwrite', (store) => store.put(value));
}

export async function forget(name: keyof Kept, id: string): Promise<void> {
  await inStore(name, 'readwrite', (store) => store.delete(id));
}

/** The form has become a record: it waits no longer, and from this very moment its photos know where they belong. */
export async function becomeRecord(owner: string, record: number): Promise<void> {
  const database = await openStore();
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction(['waiting', 'shots'], 'readwrite', { durability: 'strict' });
    const shots = transaction.objectStore('shots');
    const all = shots.getAll() as IDBRequest<Shot[]>;
    all.onsuccess = () => {
      for (const one of all.result) if (one.owner === owner && one.record === undefined) shots.put({ ...one, record });
    };
    transaction.objectStore('waiting').delete(owner);
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

export async function shotsOf(owner: string): Promise<Shot[]> {
  const own = (await readAll('shots')).filter((one) => one.owner === owner && one.record === undefined);
  return own.sort((left, right) => left.at - right.at);
}

export async function forgetShots(owner: string): Promise<void> {
  for (const { id } of await shotsOf(owner)) await forget('shots', id);
}

let opened: Promise<IDBDatabase> | undefined;

function openStore(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('taizhang-field', 2);
    request.onupgradeneeded = () => {
      for (const name of ['waiting', 'unfinished', 'shots'])
        if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name, { keyPath: 'id' });
    };
    request.onsuccess = () => {
      // A newer page may need another form of the store; this one does not stand in its way.
      request.result.onversionchange = () => {
        request.result.close();
        opened = undefined;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opened;
}

/** Resolves when the transaction is on the disk, not when the request has been heard. */
async function inStore<Result>(
  name: keyof Kept,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await openStore();
  return await new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: 'strict' });
    const request = ask(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}
