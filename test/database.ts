import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connectAll, type Database } from '#db/open.ts';
import { startTestServer, type TestServer, template } from './server.ts';

export interface TestDatabase extends Database {
  readonly name: string;
  readonly host: string;
  /** Closes the handles and removes the database. */
  drop(): Promise<void>;
}

/**
 * A new, empty, migrated database with the product's own three handles. On the server that `test/run.ts` started, or, when
 * a test file is run by itself, on one of this process that ends with it.
 */
export async function freshDatabase(): Promise<TestDatabase> {
  const host = process.env.TAIZHANG_TEST_HOST ?? (await ownServer()).host;
  const name = `t_${process.pid}_${randomBytes(4).toString('hex')}`;
  await administer(host, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  const database = await connectAll({ host, user: 'taizhang', database: name }, async () => {});
  const drop = async () => {
    await database.close();
    await administer(host, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { ...database, name, host, drop };
}

let own: Promise<TestServer> | undefined;

function ownServer(): Promise<TestServer> {
  own ??= startTestServer();
  process.once('beforeExit', async () => {
    const server = own;
    own = undefined;
    await (await server)?.stop();
  });
  return own;
}

export async function administer(host: string, statement: string): Promise<void> {
  const client = new pg.Client({ host, user: 'taizhang', database: 'postgres' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
