import { mkdirSync } from 'node:fs';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { embeddedHost, startEmbedded } from './embedded.ts';
import { CannotRun } from './exit.ts';
import { askHolder, folderInUse, isHolder, socketFolder, takeFolder } from './lock.ts';
import { migrate } from './migrate.ts';
import { nameStatements } from './named-statements.ts';
import type { Tables } from './tables.ts';

/** A handle for reads. The system's own handle bypasses row level security; borders use `AsStaff` and `AsSite` handles. */
export type Db = Kysely<Tables>;
/** Writes take one of these, so that no write can happen outside a transaction. */
export type Tx = Transaction<Tables>;

export interface Database {
  /** The system: packs, folding, sign-in. Never handed to a border. */
  readonly system: Db;
  /** Signed-in people: row level security applies, and without an actor in the transaction it shows nothing. */
  readonly staff: Db;
  /** The public site: may read what is published and nothing else. */
  readonly site: Db;
  /** For COPY and for bare-SQL benches. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly dataFolder: string;
  readonly databaseUrl?: string | undefined;
  /** 'serve' holds the data folder alone; 'command' joins a running server or starts one for as long as it lasts. */
  readonly mode: 'serve' | 'command';
  readonly say: (line: string) => void;
}

/** Opens the database and brings its tables up to date. Raises CannotRun with the reason and what to do. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  if (options.databaseUrl) return connectAll({ connectionString: options.databaseUrl }, async () => {});
  makeFolder(options.dataFolder);
  const lock = await takeFolder(options.dataFolder, options.mode);
  if (isHolder(lock)) {
    if (options.mode === 'serve' || lock.doing !== 'serve') throw folderInUse(options.dataFolder, lock);
    await untilServed(options.dataFolder);
    return connectAll(target(embeddedHost(options.dataFolder)), async () => {});
  }
  const embedded = await startEmbedded(options.dataFolder, options.say).catch((error) => {
    lock.release();
    throw error;
  });
  const stop = async () => {
    await embedded.stop();
    lock.release();
  };
  try {
    await createDatabase(embedded.host);
    return await connectAll(target(embedded.host), stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The server that holds the folder may be on its way up: waits until its database can be reached, or it has gone. */
async function untilServed(dataFolder: string): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    const client = new pg.Client(target(embeddedHost(dataFolder)));
    const reached = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end();
    if (reached || !(await askHolder(socketFolder(dataFolder)))) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Opens the three handles on a database that runs already. */
export async function connectAll(config: pg.PoolConfig, stop: () => Promise<void>): Promise<Database> {
  // Idle clients are told when a server goes away; the next query reports it, so the pool itself must not throw.
  const make = (role: string | undefined, max: number) => {
    const pool = new pg.Pool({ ...config, max, ...(role && { options: `-c role=${role}` }) });
    pool.on('error', () => {});
    // The site asks the same few questions over and over. The desk's depend on who asks, and a plan for one serves another badly.
    pool.on('connect', (client) => nameStatements(client, role === 'taizhang_site' ? 'all' : 'planned once'));
    return pool;
  };
  const pool = make(undefined, 8);
  const system = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await refuseUnsuitable(pool);
    await migrate(system);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const staff = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: make('taizhang_staff', 16) }) });
  const site = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: make('taizhang_site', 8) }) });
  const close = async () => {
    await Promise.allSettled([staff.destroy(), site.destroy(), system.destroy()]);
    await stop();
  };
  return { system, staff, site, pool, close };
}

// PostgreSQL's counts and sums come as 64-bit integers; every figure here stays below 2^53, and a larger one must not pass silently.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`number too large to be exact: ${text}`);
  return value;
});
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

function target(host: string): pg.PoolConfig {
  return { host, user: 'taizhang', database: 'taizhang' };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new CannotRun(full ? 'diskFull' : 'databaseUnusable', {
      zh: `数据文件夹 ${folder} 建不起来：${(error as Error).message}。请检查磁盘空间和权限，或用 TAIZHANG_DATA 换一个位置。`,
      en: `The data folder ${folder} cannot be made: ${(error as Error).message}. Check space and permissions, or set TAIZHANG_DATA.`,
    });
  }
}

async function createDatabase(host: string): Promise<void> {
  const client = new pg.Client({ ...target(host), database: 'postgres' });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = 'taizhang'");
    if (found.rowCount === 0) await client.query('CREATE DATABASE taizhang');
  } finally {
    await client.end();
  }
}

async function refuseUnsuitable(pool: pg.Pool): Promise<void> {
  const found = await pool
    .query<{ version: number; lower: string }>(
      "SELECT current_setting('server_version_num')::int AS version, lower('Ä') AS lower",
    )
    .catch((error: Error) => {
      throw new CannotRun('databaseUnusable', {
        zh: `连不上数据库：${error.message}。请检查 DATABASE_URL 和数据库服务。`,
        en: `The database cannot be reached: ${error.message}. Check DATABASE_URL and the server.`,
      });
    });
  const { version, lower } = found.rows[0]!;
  if (version < 150_000) {
    throw new CannotRun('databaseUnusable', {
      zh: `数据库版本太旧（${Math.floor(version / 10_000)}），需要 PostgreSQL 15 或更新的版本。`,
      en: `The database is too old (${Math.floor(version / 10_000)}); PostgreSQL 15 or newer is needed.`,
    });
  }
  if (lower !== 'ä') {
    throw new CannotRun('databaseUnusable', {
      zh: '数据库的区域设置是 C，中文检索会失灵。请用 C.UTF-8 或 ICU 区域新建数据库（CREATE DATABASE … LOCALE_PROVIDER icu）。',
      en: 'The database uses locale C, which breaks searching in Chinese. Create it with C.UTF-8 or an ICU locale.',
    });
  }
}
