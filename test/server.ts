import { rmSync } from 'node:fs';
import pg from 'pg';
import { startEmbedded } from '#db/embedded.ts';
import { isHolder, socketFolder, takeFolder } from '#db/lock.ts';
import { connectAll } from '#db/open.ts';
import { temporaryFolder } from './temporary.ts';

export const template = 'taizhang_template';

export interface TestServer {
  /** Folder of the Unix socket; children find it in TAIZHANG_TEST_HOST. */
  readonly host: string;
  /** Ends the server and removes every file of it. */
  stop(): Promise<void>;
}

/** Starts a PostgreSQL of our own in a temporary folder and makes the migrated template that test databases are copied from. */
export async function startTestServer(): Promise<TestServer> {
  const folder = temporaryFolder('server');
  const sockets = socketFolder(folder);
  const lock = await takeFolder(folder, 'test');
  if (isHolder(lock)) throw new Error(`a new temporary folder is already held by process ${lock.pid}`);
  const removeFiles = () => {
    lock.release();
    for (const one of [folder, sockets]) rmSync(one, { recursive: true, force: true });
  };
  try {
    const embedded = await startEmbedded(folder, () => {});
    const stop = async () => {
      await embedded.stop();
      removeFiles();
    };
    try {
      await makeTemplate(embedded.host);
    } catch (error) {
      await stop();
      throw error;
    }
    return { host: embedded.host, stop };
  } catch (error) {
    removeFiles();
    throw error;
  }
}

async function makeTemplate(host: string): Promise<void> {
  const admin = new pg.Client({ host, user: 'taizhang', database: 'postgres' });
  await admin.connect();
  try {
    // Test data need not survive a power cut; what survives a killed process is tested on servers of their own.
    for (const setting of ['fsync', 'full_page_writes']) await admin.query(`ALTER SYSTEM SET ${setting} = off`);
    await admin.query('SELECT pg_reload_conf()');
    await admin.query(`CREATE DATABASE ${template}`);
    const migrated = await connectAll({ host, user: 'taizhang', database: template }, async () => {});
    await migrated.close();
  } finally {
    await admin.end();
  }
}
