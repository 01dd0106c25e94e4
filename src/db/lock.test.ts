import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startScript } from '../../test/process.ts';
import { temporaryFolder } from '../../test/temporary.ts';
import { askHolder, type FolderLock, isHolder, socketFolder, takeFolder } from './lock.ts';

test('a folder that is held is refused, and its holder is named', async () => {
  const folder = temporaryFolder('lock');
  const lock = await take(folder);
  const answer = await takeFolder(folder, 'command');
  assert.deepEqual(answer, { pid: process.pid, doing: 'serve' });
  assert.deepEqual(await askHolder(socketFolder(folder)), { pid: process.pid, doing: 'serve' });
  lock.release();
  assert.equal(await askHolder(socketFolder(folder)), undefined);
  (await take(folder)).release();
});

test('a holder that is killed holds nothing any more', async () => {
  const folder = temporaryFolder('lock');
  const holder = startScript('hold-folder.ts', folder);
  await holder.line(/held/);
  assert.ok(isHolder(await takeFolder(folder, 'serve')));
  holder.child.kill('SIGKILL');
  await holder.ended();
  assert.ok(existsSync(join(socketFolder(folder), 'lock.sock')), 'the socket of a killed process stays behind');
  (await take(folder)).release();
});

test('a holder that is too busy to answer still holds', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder('lock');
  const holder = startScript('hold-folder.ts', folder, '4000');
  await holder.line(/held/);
  const answer = await takeFolder(folder, 'serve');
  assert.ok(isHolder(answer), 'the folder of a living process was taken from it');
  assert.equal(answer.pid, holder.child.pid);
  holder.child.kill('SIGKILL');
  await holder.ended();
});

test('a holder that never answers still holds', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder('lock');
  const holder = startScript('hold-folder.ts', folder, '600000');
  await holder.line(/held/);
  assert.ok(isHolder(await takeFolder(folder, 'serve')), 'the folder of a living process was taken from it');
  holder.child.kill('SIGKILL');
  await holder.ended();
});

test('of many that find the socket of a killed process, one takes the folder', async () => {
  for (let round = 0; round < 5; round++) {
    const folder = temporaryFolder('lock');
    const killed = startScript('hold-folder.ts', folder);
    await killed.line(/held/);
    killed.child.kill('SIGKILL');
    await killed.ended();
    const answers = await Promise.all(Array.from({ length: 20 }, () => takeFolder(folder, 'serve')));
    const taken = answers.filter((one): one is FolderLock => !isHolder(one));
    assert.equal(taken.length, 1, `${taken.length} hold one folder`);
    taken[0]!.release();
  }
});

test('of processes that start at once on such a folder, one takes it', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder('lock');
  const killed = startScript('hold-folder.ts', folder);
  await killed.line(/held/);
  killed.child.kill('SIGKILL');
  await killed.ended();
  const started = Array.from({ length: 4 }, () => startScript('hold-folder.ts', folder));
  const said = await Promise.all(started.map((one) => one.line(/held|refused/)));
  assert.equal(said.filter((line) => line === 'held').length, 1, said.join(', '));
  for (const one of started) one.child.kill('SIGKILL');
  await Promise.all(started.map((one) => one.ended()));
});

async function take(folder: string): Promise<FolderLock> {
  const lock = await takeFolder(folder, 'serve');
  assert.ok(!isHolder(lock));
  return lock;
}
