import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the holder of a data folder tells others about itself. */
export interface Holder {
  readonly pid: number;
  readonly doing: string;
}

export interface FolderLock {
  release(): void;
}

/** The short folder for sockets of a data folder: socket paths may have at most 107 bytes. */
export function socketFolder(dataFolder: string): string {
  const name = createHash('sha256').update(realpathSync(dataFolder)).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `taizhang-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  return folder;
}

/**
 * Takes the data folder for this process, or returns who holds it. The lock is a listening socket: it goes with the
 * process however that ends, and a number that the system gives to another process later cannot be mistaken for it.
 */
export async function takeFolder(dataFolder: string, doing: string): Promise<FolderLock | Holder> {
  const path = join(socketFolder(dataFolder), 'lock.sock');
  for (let tries = 0; tries < 5; tries++) {
    const server = await listen(path, doing);
    if (server) return { release: () => server.close() };
    const holder = await ask(path);
    if (holder) return holder;
    rmSync(path, { force: true });
  }
  return { pid: 0, doing: 'unknown' };
}

export function isHolder(answer: FolderLock | Holder): answer is Holder {
  return 'pid' in answer;
}

/** Who holds the folder now, if anybody does. */
export function askHolder(dataFolder: string): Promise<Holder | undefined> {
  return ask(join(socketFolder(dataFolder), 'lock.sock'));
}

function listen(path: string, doing: string): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.end(JSON.stringify({ pid: process.pid, doing } satisfies Holder)));
    server.unref();
    server.once('error', () => resolve(undefined));
    server.listen(path, () => resolve(server));
  });
}

function ask(path: string): Promise<Holder | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(path);
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => {
      try {
        resolve(JSON.parse(answer));
      } catch {
        resolve(undefined);
      }
    });
  });
}
