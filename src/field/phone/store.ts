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

interface Kept {
  readonly waiting: Waiting;
  readonly unfinished: Unfinished;
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

let opened: Promise<IDBDatabase> | undefined;

function openStore(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('taizhang-field', 1);
    request.onupgradeneeded = () => {
      for (const name of ['waiting', 'unfinished']) request.result.createObjectStore(name, { keyPath: 'id' });
    };
    request.onsuccess = () => resolve(request.result);
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
