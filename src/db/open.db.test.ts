import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { administer, freshDatabase, type TestDatabase } from '../../test/database.ts';
import { startScript } from '../../test/process.ts';
import { temporaryFolder } from '../../test/temporary.ts';
import { CannotRun, type ExitReason } from './exit.ts';
import { connectAll, type Database, type OpenOptions, openDatabase } from './open.ts';

const open = (dataFolder: string, mode: OpenOptions['mode'] = 'serve') =>
  openDatabase({ dataFolder, mode, say: () => {} });

async function refused(work: Promise<Database>): Promise<[ExitReason, string]> {
  try {
    await (await work).close();
  } catch (error) {
    assert.ok(error instanceof CannotRun, String(error));
    assert.ok(error.text.zh !== '' && error.text.en !== '');
    return [error.reason, `${error.text.zh} ${error.text.en}`];
  }
  return assert.fail('it was opened');
}

describe('a data folder', () => {
  const folder = temporaryFolder('data');

  test('is made where a start was cut short, and what was half-made is done again', async () => {
    mkdirSync(join(folder, 'pg.new', 'base'), { recursive: true });
    writeFileSync(join(folder, 'pg.new', 'PG_VERSION'), '18\n');
    const database = await open(folder);
    assert.ok(!existsSync(join(folder, 'pg.new')));
    await addPerson(database, 'first');
    await database.close();
    assert.ok(!existsSync(join(folder, 'pg', 'postmaster.pid')), 'the server is gone when the database is closed');
  });

  test('serves one process; a second one is told who holds it, a command joins', async () => {
    const database = await open(folder);
    const [reason, sentence] = await refused(open(folder));
    assert.equal(reason, 'folderInUse');
    assert.ok(sentence.includes(folder) && sentence.includes(String(process.pid)), sentence);
    const joined = await open(folder, 'command');
    await addPerson(joined, 'joined');
    await joined.close();
    assert.deepEqual(await people(database), ['first', 'joined']);
    await database.close();
  });

  test('lets a command wait for a server that is on its way up, and not for another command', async () => {
    const [server, command] = await Promise.all([open(folder), open(folder, 'command')]);
    assert.deepEqual(await people(command), ['first', 'joined']);
    await command.close();
    await server.close();
    const alone = await open(folder, 'command');
    assert.equal((await refused(open(folder, 'command')))[0], 'folderInUse');
    assert.equal((await refused(open(folder)))[0], 'folderInUse');
    await alone.close();
  });

  test('keeps what was committed when its process and its server are killed', { timeout: 120_000 }, async () => {
    for (const alsoServer of [false, true]) {
      const data = alsoServer ? folder : temporaryFolder('data');
      const writer = startScript('write-rows.ts', data);
      const server = Number((await writer.line(/^postgres \d+/)).split(' ')[1]);
      await writer.line(/^committed 200 /);
      writer.child.kill('SIGKILL');
      if (alsoServer) process.kill(server, 'SIGKILL');
      await writer.ended();
      const committed = [...writer.said().matchAll(/^committed \d+ (\S+)$/gm)].map(([, code]) => code!);
      const database = await open(data);
      const found = new Set(await people(database));
      assert.deepEqual(
        committed.filter((one) => !found.has(one)),
        [],
        'said to be committed, and lost',
      );
      await database.close();
    }
  });

  test('is not taken by a process that keeps its temporary files elsewhere', { timeout: 60_000 }, async () => {
    const writer = startScript('write-rows.ts', folder);
    await writer.line(/^committed 1 /);
    const here = process.env.TMPDIR;
    process.env.TMPDIR = temporaryFolder('elsewhere');
    try {
      const [reason, sentence] = await refused(open(folder));
      assert.equal(reason, 'folderInUse');
      assert.ok(sentence.includes(String(writer.child.pid)), sentence);
    } finally {
      if (here === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = here;
      writer.child.kill('SIGKILL');
      await writer.ended();
    }
    await (await open(folder)).close();
  });
});

describe('a folder that is not ours to open is refused and not touched', () => {
  for (const [what, version] of [
    ['written by another version', '15\n'],
    ['without its version', undefined],
  ] as const) {
    test(what, async () => {
      const folder = temporaryFolder('data');
      mkdirSync(join(folder, 'pg', 'base'), { recursive: true });
      writeFileSync(join(folder, 'pg', 'base', '1234'), 'somebody’s work');
      if (version !== undefined) writeFileSync(join(folder, 'pg', 'PG_VERSION'), version);
      const before = contentOf(join(folder, 'pg'));
      const [reason, sentence] = await refused(open(folder));
      assert.equal(reason, 'databaseUnusable');
      assert.match(sentence, version === undefined ? /PG_VERSION/ : /PostgreSQL 15/);
      assert.deepEqual(contentOf(join(folder, 'pg')), before);
      // Nobody holds the folder after a refusal.
      assert.equal((await refused(open(folder)))[0], 'databaseUnusable');
    });
  }

  test('or cannot be made', async () => {
    const folder = temporaryFolder('data');
    writeFileSync(join(folder, 'file'), '');
    assert.equal((await refused(open(join(folder, 'file', 'data'))))[0], 'databaseUnusable');
  });
});

describe('an external database', () => {
  let database: TestDatabase;
  before(async () => {
    database = await freshDatabase();
  });
  after(() => database.drop());

  test('that sorts and folds as C does is refused', async () => {
    const name = `${database.name}_c`;
    const locale = `LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`;
    await administer(database.host, `CREATE DATABASE ${name} ${locale}`);
    const [reason, sentence] = await refused(connectAll({ ...connection(name) }, async () => {}));
    assert.equal(reason, 'databaseUnusable');
    assert.match(sentence, /C\.UTF-8/);
    await administer(database.host, `DROP DATABASE ${name}`);
  });

  test('that cannot be reached is refused in words', async () => {
    const databaseUrl = 'postgres://nobody@127.0.0.1:1/nothing';
    const work = openDatabase({ dataFolder: '', databaseUrl, mode: 'serve', say: () => {} });
    assert.equal((await refused(work))[0], 'databaseUnusable');
    assert.equal((await refused(connectAll(connection('no_such'), async () => {})))[0], 'databaseUnusable');
  });

  test('is brought up to date by many at once, and once', async () => {
    const name = `${database.name}_m`;
    await administer(database.host, `CREATE DATABASE ${name}`);
    const opened = await Promise.all([1, 2, 3].map(() => connectAll(connection(name), async () => {})));
    for (const one of opened) assert.deepEqual(await people(one), []);
    for (const one of opened) await one.close();
    await administer(database.host, `DROP DATABASE ${name}`);
  });

  test('counts exactly, or says that it cannot', async () => {
    const { pool } = database;
    const sum = await pool.query('SELECT (2::bigint ^ 53 - 1)::bigint AS n, count(*) FROM unit');
    assert.deepEqual(sum.rows, [{ n: Number.MAX_SAFE_INTEGER, count: 0 }]);
    await assert.rejects(pool.query('SELECT (2::bigint ^ 53)::bigint AS n'), /too large to be exact/);
    assert.deepEqual((await pool.query("SELECT date '2024-02-29' AS day")).rows, [{ day: '2024-02-29' }]);
  });

  const connection = (name: string) => ({ host: database.host, user: 'taizhang', database: name });
});

async function addPerson({ system }: Database, code: string): Promise<void> {
  await system.insertInto('person').values({ code, name: '某人', generated: true, note: '' }).execute();
}

async function people({ system }: Database): Promise<string[]> {
  return (await system.selectFrom('person').select('code').orderBy('id').execute()).map((row) => row.code);
}

function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]),
  );
}
