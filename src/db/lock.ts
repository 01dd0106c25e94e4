import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotRun } from './exit.ts';

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
  const folder = socketFolder(dataFolder);
  for (let tries = 0; tries < 100; tries++) {
    const server = await listen(folder, doing);
    if (server) return { release: () => server.close() };
    const holder = await askHolder(folder);
    if (holder) return holder;
    await clearDead(folder);
  }
  return unknown;
}

export function isHolder(answer: FolderLock | Holder): answer is Holder {
  return 'pid' in answer;
}

/** What to tell whoever wanted the folder too. */
export function folderInUse(folder: string, { pid, doing }: Holder): CannotRun {
  const what = doing === 'serve' ? '台账服务' : '另一条台账命令';
  return new CannotRun('folderInUse', {
    zh: `数据文件夹 ${folder} 正由${what}（进程 ${pid}）使用。请先停掉它，或用 TAIZHANG_DATA 换一个文件夹。`,
    en: `The data folder ${folder} is in use by process ${pid}. Stop it first, or choose another folder with TAIZHANG_DATA.`,
  });
}

const unknown: Holder = { pid: 0, doing: 'unknown' };
const socketIn = (folder: string) => join(folder, 'lock.sock');
const noteIn = (folder: string) => join(folder, 'holder.json');

function listen(folder: string, doing: string): Promise<Server | undefined> {
  const note = JSON.stringify({ pid: process.pid, doing } satisfies Holder);
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.end(note));
    server.unref();
    server.once('error', () => resolve(undefined));
    server.listen(socketIn(folder), () => {
      // For those who ask while this process is too busy to answer.
      writeFileSync(noteIn(folder), note);
      resolve(server);
    });
  });
}

/**
 * Who holds the data folder whose sockets are in this folder; undefined only when nobody does. Being let in is what tells:
 * a process that is busy or stopped is alive all the same, and then its note says who it is.
 */
export function askHolder(folder: string): Promise<Holder | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    let silent = false;
    const socket = connect(socketIn(folder));
    socket.setTimeout(3000, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      silent = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET'].includes(error.code ?? '');
    });
    socket.on('close', () => resolve(silent ? undefined : (read(answer) ?? readNote(folder) ?? unknown)));
  });
}

function readNote(folder: string): Holder | undefined {
  try {
    return read(readFileSync(noteIn(folder), 'utf8'));
  } catch {
    return undefined;
  }
}

function read(text: string): Holder | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Removes the socket of a process that is gone. One at a time, and asked again by that one: else somebody who found the
 * old socket dead could remove the new one of whoever was quicker.
 */
async function clearDead(folder: string): Promise<void> {
  const turn = join(folder, 'clearing');
  try {
    mkdirSync(turn);
  } catch {
    if (Date.now() - (statSync(turn, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 10_000)
      rmSync(turn, { recursive: true, force: true });
    await new Promise((resolve) => setTimeout(resolve, 20));
    return;
  }
  try {
    if ((await askHolder(folder)) === undefined) rmSync(socketIn(folder), { force: true });
  } finally {
    rmSync(turn, { recursive: true, force: true });
  }
}
