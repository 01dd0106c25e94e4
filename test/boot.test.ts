import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { projectFolder } from '#config.ts';
import { exitCodes } from '#db/exit.ts';
import { type Running, startProcess } from './process.ts';
import { temporaryFolder } from './temporary.ts';

/** The command as people run it, by its shim. */
const taizhang = (words: readonly string[], environment: Readonly<Record<string, string>> = {}): Running =>
  startProcess(join(projectFolder, 'taizhang'), words, { PORT: '0', TAIZHANG_PACK: 'hongshan', ...environment });

before(() => {
  // Otherwise the shim would install the tree anew under the feet of everything that runs now.
  const stamp = readFileSync(join(projectFolder, 'node_modules', '.taizhang-lock'), 'utf8');
  const lockfile = createHash('sha256')
    .update(readFileSync(join(projectFolder, 'package-lock.json')))
    .digest('hex');
  assert.ok(
    stamp.startsWith(lockfile),
    'the installed tree is not that of the lockfile: run npm test, which installs it',
  );
});

describe('a command that cannot be understood is refused with a sentence', () => {
  const wrong: readonly (readonly [words: readonly string[], says: RegExp])[] = [
    [['dance'], /没有“dance”这个命令[\s\S]*There is no command "dance"/],
    [['summary', 'dance'], /没有“summary dance”这个命令/],
    [['summary', 'compile'], /还缺 .*--unit[\s\S]*missing: /],
    [['tally', 'verify', '--loudly'], /选项不对[\s\S]*--loudly/],
  ];
  for (const [words, says] of wrong) {
    test(words.join(' '), async () => {
      const data = join(temporaryFolder('boot'), 'data');
      const running = taizhang(words, { TAIZHANG_DATA: data });
      assert.equal(await running.ended(), exitCodes.usage);
      assert.match(running.said(), says);
      assert.equal(running.saidTo('stdout'), '', 'what a program reads stays clean');
      assert.ok(!existsSync(data), 'nothing is made for a command that is not one');
    });
  }

  test('a port that is not one', async () => {
    const running = taizhang(['start'], { TAIZHANG_DATA: join(temporaryFolder('boot'), 'data'), PORT: 'eighty' });
    assert.equal(await running.ended(), exitCodes.usage);
    assert.match(running.said(), /PORT 应是 0 到 65535 的整数/);
  });
});

test('help names every command', async () => {
  const running = taizhang(['help']);
  assert.equal(await running.ended(), 0);
  for (const name of ['start', 'summary compile', 'tally verify', 'generate', 'check']) {
    assert.ok(running.saidTo('stdout').includes(`  ${name} `), name);
  }
});

test('data of another version is refused, and left as it is', async () => {
  const data = temporaryFolder('boot');
  mkdirSync(join(data, 'pg'));
  writeFileSync(join(data, 'pg', 'PG_VERSION'), '15\n');
  const running = taizhang(['tally', 'verify'], { TAIZHANG_DATA: data });
  assert.equal(await running.ended(), exitCodes.databaseUnusable);
  assert.match(running.said(), /PostgreSQL 15 的数据/);
  assert.equal(readFileSync(join(data, 'pg', 'PG_VERSION'), 'utf8'), '15\n');
});

describe('a server', { timeout: 170_000 }, () => {
  const data = temporaryFolder('boot');
  const start = (port = '0') => taizhang(['start'], { TAIZHANG_DATA: data, PORT: port });
  const isDown = () => !existsSync(join(data, 'pg', 'postmaster.pid'));
  const started = async (running: Running) => {
    const line = await running.line(/台账已启动/);
    return /http:\/\/localhost:\d+/.exec(line)![0];
  };

  test('serves, keeps its folder from a second one, and lets commands join', async () => {
    const server = start();
    const address = await started(server);
    assert.equal(await (await fetch(`${address}/healthz`)).text(), 'ok');

    const second = start();
    assert.equal(await second.ended(), exitCodes.folderInUse);
    const holder = /进程 (\d+)/.exec(second.said());
    assert.ok(holder && second.said().includes(data), second.said());
    assert.ok(
      await isAncestor(server.child.pid!, Number(holder[1])),
      'the process that is named is the one that serves',
    );

    const verify = taizhang(['tally', 'verify'], { TAIZHANG_DATA: data });
    assert.equal(await verify.ended(), 0, verify.said());
    assert.match(verify.saidTo('stdout'), /没有差异/);
    assert.equal(await (await fetch(`${address}/healthz`)).text(), 'ok');

    server.child.kill('SIGTERM');
    assert.equal(await server.ended(), 0);
    assert.ok(isDown(), 'its database is down when it has ended');
  });

  test('says that its port is taken, and leaves nothing running', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const running = start(String(port));
    assert.equal(await running.ended(), exitCodes.portTaken, running.said());
    assert.match(running.said(), new RegExp(`端口 ${port} 已被别的程序占用[\\s\\S]*PORT=${port + 1}`));
    assert.ok(isDown());
    other.close();
  });

  test('ends with the boot script, however that ends, and starts again on the same folder', async () => {
    const server = start();
    const address = await started(server);
    server.child.kill('SIGKILL');
    await server.ended();
    for (let tries = 0; tries < 200 && !isDown(); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(isDown(), 'the server outlived what started it');
    await assert.rejects(fetch(`${address}/healthz`));
    const again = start();
    await started(again);
    again.child.kill('SIGINT');
    // The terminal sends Ctrl-C to both; the boot script waits for the server, which here must be told.
    again.child.kill('SIGTERM');
    assert.equal(await again.ended(), 0);
  });
});

/** Whether a process stands above another in the tree of processes. */
async function isAncestor(above: number, pid: number): Promise<boolean> {
  const ps = startProcess('ps', ['-o', 'ppid=', '-p', String(pid)], {});
  await ps.ended();
  const parent = Number(ps.said().trim());
  return parent === above || (parent > 1 && (await isAncestor(above, parent)));
}
