import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Db } from '#db/open.ts';
import { day } from '#kernel/day.ts';
import { ProblemError } from '#kernel/problem.ts';
import { freshDatabase, type TestDatabase } from '../../../test/database.ts';
import { createAccount, readActor, signIn as signInAs } from './accounts.ts';
import { allowedFailures, lockMinutes } from './attempts.ts';
import {
  absoluteHours,
  beginSession,
  endSession,
  handleOf,
  idleMinutes,
  listSessions,
  resumeSession,
} from './sessions.ts';

let database: TestDatabase;
let unitId: number;
const password = 'a good long password';
const start = new Date('2024-11-19T08:00:00Z');
// Answers that are held back are held back in no time here.
const signIn = (system: Db, name: string, given: string, now: Date) =>
  signInAs(system, name, given, now, async () => {});
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

before(async () => {
  database = await freshDatabase();
  const row = await database.system
    .insertInto('unit')
    .values({
      code: 'u',
      kind: 'association',
      name: 'u',
      short: 'u',
      position: 0,
      parent_id: null,
      path: 'u',
      valid_from: day('2012-01-01'),
      valid_to: null,
      division_code: null,
      note: '',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  unitId = row.id;
});
after(() => database.drop());

let number = 0;
async function account(posts: { from: string; to?: string }[] = [{ from: '2024-01-01' }]) {
  const username = `user${number++}`;
  const id = await createAccount(database.system, {
    username,
    name: username,
    password,
    posts: posts.map((post) => ({
      role: 'clerk',
      unitId,
      from: day(post.from),
      to: post.to === undefined ? null : day(post.to),
    })),
  });
  return { username, id };
}

async function refusal(work: Promise<unknown>) {
  const error = await work.then(
    () => assert.fail('was accepted'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ProblemError, String(error));
  return error.problems[0]!;
}

test('an unknown name and a wrong password get the same answer, and are shut after the same number of failures', async () => {
  const { username } = await account();
  for (const name of [username, 'nobody-of-that-name']) {
    for (let times = 1; times < allowedFailures; times++) {
      assert.equal(
        (await refusal(signIn(database.system, name, 'wrong', start))).code,
        'sign_in_failed',
        `${name} ${times}`,
      );
    }
    assert.equal((await refusal(signIn(database.system, name, 'wrong', start))).code, 'sign_in_locked', name);
    assert.equal(
      (await refusal(signIn(database.system, name, password, later(lockMinutes - 1)))).code,
      'sign_in_locked',
      name,
    );
  }
  const texts = await Promise.all(
    [username, 'nobody-of-that-name'].map((name) => refusal(signIn(database.system, name, 'wrong', later(1)))),
  );
  assert.deepEqual(texts[0], texts[1]);
});

test('a lock ends after its time; a success forgets the failures before it', async () => {
  const { username, id } = await account();
  for (let times = 0; times < allowedFailures; times++)
    await refusal(signIn(database.system, username, 'wrong', start));
  assert.deepEqual(await signIn(database.system, username, password, later(lockMinutes + 1)), { accountId: id });
  for (let times = 1; times < allowedFailures; times++)
    await refusal(signIn(database.system, username, 'wrong', later(20)));
  // The fifth attempt is still free to be right.
  assert.deepEqual(await signIn(database.system, username, password, later(21)), { accountId: id });
  assert.equal((await refusal(signIn(database.system, username, 'wrong', later(22)))).code, 'sign_in_failed');
});

test('many guesses at once are not more than five', async () => {
  const { username } = await account();
  const guesses = await Promise.all(
    Array.from({ length: 20 }, () => refusal(signIn(database.system, username, 'wrong', start))),
  );
  assert.equal(guesses.filter((one) => one.code === 'sign_in_failed').length, allowedFailures - 1);
});

test('a disabled account cannot sign in, and its sessions end', async () => {
  const { username, id } = await account();
  const token = await beginSession(database.system, id, 'device', start);
  await database.system.updateTable('account').set({ disabled_at: start }).where('id', '=', id).execute();
  assert.equal(await resumeSession(database.system, token, later(1)), undefined);
  assert.equal((await refusal(signIn(database.system, username, password, start))).code, 'sign_in_failed');
  assert.equal(await readActor(database.system, id, day('2024-11-19')), undefined);
});

test('a session ends when nothing is asked for half an hour, and after twelve hours in any case', async () => {
  const { id } = await account();
  const token = await beginSession(database.system, id, 'device', start);
  assert.equal((await resumeSession(database.system, token, later(idleMinutes - 1)))?.accountId, id);
  assert.equal((await resumeSession(database.system, token, later(2 * idleMinutes - 2)))?.accountId, id);
  assert.equal(await resumeSession(database.system, token, later(3 * idleMinutes - 2)), undefined);

  const busy = await beginSession(database.system, id, 'device', start);
  for (let minutes = 20; minutes < absoluteHours * 60; minutes += 20)
    assert.ok(await resumeSession(database.system, busy, later(minutes)), `${minutes}`);
  assert.equal(await resumeSession(database.system, busy, later(absoluteHours * 60)), undefined);
});

test('the token itself is kept nowhere; one ends only sessions of one’s own', async () => {
  const [mine, other] = [await account(), await account()];
  const token = await beginSession(database.system, mine.id, 'device', start);
  const rows = await database.system.selectFrom('session').selectAll().execute();
  assert.ok(!JSON.stringify(rows).includes(token));
  const used = (await resumeSession(database.system, token, start))!;
  assert.equal(await endSession(database.system, other.id, handleOf(used.id)), false);
  assert.equal((await listSessions(database.system, mine.id, start)).length, 1);
  assert.equal(await endSession(database.system, mine.id, handleOf(used.id)), true);
  assert.equal(await resumeSession(database.system, token, start), undefined);
});

test('a post brings something only while it is in force', async () => {
  const { id } = await account([{ from: '2024-01-01', to: '2024-06-30' }, { from: '2024-12-01' }]);
  const posts = async (on: string) => (await readActor(database.system, id, day(on)))!.posts.map((post) => post.from);
  assert.deepEqual(await posts('2023-12-31'), []);
  assert.deepEqual(await posts('2024-06-30'), ['2024-01-01']);
  assert.deepEqual(await posts('2024-07-01'), []);
  assert.deepEqual(await posts('2025-01-01'), ['2024-12-01']);
});

test('each wrong answer from the third on takes longer, for names that exist and for others alike', async () => {
  const { username } = await account();
  for (const name of [username, 'another-unknown-name']) {
    const waited: number[] = [];
    for (let times = 0; times < allowedFailures; times++)
      await refusal(signInAs(database.system, name, 'wrong', start, async (ms) => void waited.push(ms)));
    assert.deepEqual(waited, [0, 0, 400, 800, 1600], name);
  }
});
