import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Role } from '#domain/access/policy.ts';
import { type Office, openOffice, type Person, password } from '../../test/small-office.ts';

let office: Office;
let hire: Office['hire'];
let wait: Office['wait'];
before(async () => {
  office = await openOffice();
  ({ hire, wait } = office);
});
after(() => office.database.drop());
beforeEach(() => office.setClock('2024-11-19T02:00:00Z'));

const records = '/records?unit=east';

test('a session that waits for the second step may do nothing else', async () => {
  const clerk = await hire('clerk', 'east');
  assert.deepEqual((await clerk.signIn()).body, { step: 'enrol' });
  for (const [method, path, body] of [
    ['GET', records],
    ['GET', '/records.csv?unit=east'],
    ['GET', '/session'],
    ['GET', '/sessions'],
    ['GET', '/session/account'],
    ['GET', '/units'],
    ['GET', '/accounts?unit=east'],
    [
      'POST',
      '/invitations',
      { name: 'a', username: 'b', role: 'reporter', unit: 'pine', from: '2024-11-19', to: null },
    ],
    ['PUT', '/session/password', { current: password, password: 'something quite new' }],
    ['POST', '/session/recovery-codes', { password }],
    ['POST', '/session/second-factor/removal', { password }],
    ['POST', '/rpc/records/list', { json: { unit: 'east' } }],
  ] as [string, string, unknown?][]) {
    const answer = await clerk.ask(method, path, body);
    assert.equal(answer.status, 401, `${method} ${path}`);
  }
  assert.equal((await clerk.ask('GET', records)).code, 'step_missing');
  const pending = clerk.cookie;
  await clerk.enrol();
  assert.equal((await clerk.ask('GET', records)).status, 200);
  assert.notEqual(clerk.cookie, pending);
  clerk.cookie = pending;
  assert.equal((await clerk.ask('GET', '/session/step')).body.step, 'none', 'the pending session is over');
});

test('a pending session lives ten minutes', async () => {
  const clerk = await hire('clerk', 'east');
  await clerk.signIn();
  wait(9 * 60);
  assert.equal((await clerk.ask('GET', '/session/step')).body.step, 'enrol');
  wait(61);
  assert.equal((await clerk.ask('GET', '/session/step')).body.step, 'none');
  assert.equal((await clerk.ask('POST', '/session/second-factor', {})).status, 401);
});

test('who may verify, publish, freeze or administer needs two factors; others may have them; demonstration accounts need none', async () => {
  const step = async (role: Role, demo = false) => (await (await hire(role, 'lake', { demo })).signIn()).body.step;
  assert.equal(await step('secretary'), 'enrol');
  assert.equal(await step('clerk'), 'enrol');
  assert.equal(await step('administrator'), 'enrol');
  for (const role of ['reporter', 'lecturer', 'auditor'] as const) assert.equal(await step(role), 'done', role);
  assert.equal(await step('clerk', true), 'done');
  const reporter = await (await hire('reporter', 'pine')).enter();
  await reporter.enrol(password);
  assert.equal((await reporter.signIn()).body.step, 'code');
});

test('a code opens once: neither again, nor an earlier one after it', async () => {
  const clerk = await hire('clerk', 'east');
  await clerk.enter();
  await clerk.signIn();
  // The code that set it up is used up as well.
  assert.equal((await clerk.ask('POST', '/session/code', { code: clerk.code() })).code, 'code_wrong');
  wait(60);
  const [earlier, code] = [clerk.code(-1), clerk.code()];
  assert.equal(
    (await clerk.ask('POST', '/session/code', { code: `${code.slice(0, 3)} ${code.slice(3)}` })).status,
    200,
  );
  for (const stale of [code, earlier]) {
    await clerk.signIn();
    assert.equal((await clerk.ask('POST', '/session/code', { code: stale })).code, 'code_wrong');
  }
});

test('two requests with the same code at once: one comes in', async () => {
  const clerk = await (await hire('clerk', 'east')).enter();
  wait(30);
  const [one, two] = [office.person(clerk.username), office.person(clerk.username)];
  await one.signIn();
  await two.signIn();
  const both = await Promise.all([one, two].map((who) => who.ask('POST', '/session/code', { code: clerk.code() })));
  assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 422]);
});

test('a code of a minute ago or of next minute is refused, a neighbour accepted', async () => {
  const clerk = await (await hire('clerk', 'east')).enter();
  for (const [offset, status] of [
    [-2, 422],
    [2, 422],
    [1, 200],
  ] as const) {
    wait(90);
    await clerk.signIn();
    assert.equal((await clerk.ask('POST', '/session/code', { code: clerk.code(offset) })).status, status, `${offset}`);
  }
});

test('wrong codes shut the account like wrong passwords, and the right password between them does not start again', async () => {
  const clerk = await (await hire('clerk', 'east')).enter();
  wait(30);
  const codes: (string | undefined)[] = [];
  for (let times = 0; times < 5; times++) {
    await clerk.signIn();
    codes.push((await clerk.ask('POST', '/session/code', { code: '000000' })).code);
  }
  assert.deepEqual(codes, ['code_wrong', 'code_wrong', 'code_wrong', 'code_wrong', 'sign_in_locked']);
  assert.equal((await clerk.ask('POST', '/session/code', { code: clerk.code() })).code, 'sign_in_locked');
  assert.equal((await clerk.signIn()).code, 'sign_in_locked');
  wait(16 * 60);
  await clerk.enter();
});

test('a recovery code opens once, whatever it is written like; ten are left after new ones', async () => {
  const clerk = await hire('clerk', 'east');
  await clerk.signIn();
  const recovery = await clerk.enrol();
  assert.equal(recovery.length, 10);
  assert.equal(new Set(recovery).size, 10);
  const kept = await office.database.system.selectFrom('recovery_code').selectAll().execute();
  for (const code of recovery) assert.ok(!JSON.stringify(kept).includes(code.replaceAll('-', '')));
  await clerk.signIn();
  const typed = recovery[3]!.toUpperCase().replaceAll('-', ' ');
  assert.equal((await clerk.ask('POST', '/session/code', { code: typed })).status, 200);
  assert.equal((await clerk.ask('GET', '/session/account')).body.secondFactor.recoveryCodesLeft, 9);
  await clerk.signIn();
  assert.equal((await clerk.ask('POST', '/session/code', { code: recovery[3] })).code, 'code_wrong');
  assert.equal((await clerk.ask('POST', '/session/code', { code: recovery[4] })).status, 200);
  assert.equal((await clerk.ask('POST', '/session/recovery-codes', { password: 'wrong' })).code, 'password_wrong');
  const renewed = (await clerk.ask('POST', '/session/recovery-codes', { password })).body.recoveryCodes;
  assert.equal(renewed.length, 10);
  await clerk.signIn();
  assert.equal((await clerk.ask('POST', '/session/code', { code: recovery[5] })).code, 'code_wrong');
  const stranger = await (await hire('clerk', 'west')).enter();
  await stranger.signIn();
  assert.equal((await stranger.ask('POST', '/session/code', { code: renewed[0] })).code, 'code_wrong');
});

test('the secret is unreadable in the database, and changing the authenticator asks for the password', async () => {
  const clerk = await (await hire('clerk', 'east')).enter();
  const secret = clerk.authenticator!.secret;
  const text = JSON.stringify(await office.database.system.selectFrom('second_factor').selectAll().execute());
  for (const form of [secret.base32, secret.hex, Buffer.from(secret.bytes).toString('base64url')])
    assert.ok(!text.includes(form));
  assert.equal((await clerk.ask('POST', '/session/second-factor', {})).code, 'password_wrong');
  assert.equal((await clerk.ask('PUT', '/session/second-factor', { code: '123456' })).code, 'enrolment_missing');
  // A new secret that is never confirmed leaves the one in use alone.
  assert.equal((await clerk.ask('POST', '/session/second-factor', { password })).status, 200);
  await clerk.enter();
  assert.equal((await clerk.ask('POST', '/session/second-factor/removal', { password })).code, 'factor_needed');
});

test('a new password: all problems at once, not one of the last five, and every other session ends', async () => {
  const reporter = await (await hire('reporter', 'pine')).enter();
  const other = await office.person(reporter.username).enter();
  const change = (current: string, next: string) =>
    reporter.ask('PUT', '/session/password', { current, password: next });
  assert.equal((await change('wrong', 'a new and better one')).code, 'password_wrong');
  assert.deepEqual((await change(password, reporter.username)).codes, ['password_plain', 'password_is_username']);
  assert.deepEqual((await change(password, password)).codes, ['password_used_before']);
  assert.deepEqual((await change(password, 'the first new phrase')).body, { step: 'done' });
  assert.equal((await reporter.ask('GET', '/session')).status, 200);
  assert.equal((await other.ask('GET', '/session')).status, 401);
  let current = 'the first new phrase';
  for (const next of ['the second new phrase', 'the third new phrase', 'the fourth new phrase']) {
    assert.equal((await change(current, password)).code, 'password_used_before', next);
    assert.equal((await change(current, next)).status, 200, next);
    current = next;
  }
  // Five are remembered: the present one and four before it.
  assert.equal((await change(current, password)).code, 'password_used_before');
  assert.equal((await change(current, 'the fifth new phrase')).status, 200);
  assert.equal((await change('the fifth new phrase', password)).status, 200);
});

test('a demonstration account with a password of its own is none any more', async () => {
  const clerk = await (await hire('clerk', 'east', { demo: true })).enter();
  assert.equal((await clerk.ask('GET', '/session')).body.demo, true);
  const changed = await clerk.ask('PUT', '/session/password', { current: password, password: 'only mine from now on' });
  assert.deepEqual(changed.body, { step: 'enrol' });
  assert.equal((await clerk.ask('GET', records)).status, 401);
  await clerk.enrol();
  assert.equal((await clerk.ask('GET', '/session')).body.demo, false);
});

test('a password grows old only where the organisation has set for how long it is good', async () => {
  const administrator = await (await hire('administrator', 'lake')).enter();
  const below = await (await hire('administrator', 'east')).enter();
  const reporter = await hire('reporter', 'pine');
  const set = (who: Person, days: number | null) => who.ask('PUT', '/accounts/password-days', { days });
  await office.database.system
    .updateTable('account')
    .set({ password_at: new Date('2024-08-01') })
    .where('id', '=', reporter.id)
    .execute();
  assert.equal((await reporter.signIn()).body.step, 'done');
  assert.equal((await set(below, 90)).code, 'forbidden');
  assert.equal((await set(administrator, 90)).status, 200);
  assert.equal((await reporter.signIn()).body.step, 'password');
  assert.equal((await reporter.ask('GET', '/records?unit=pine')).code, 'step_missing');
  assert.deepEqual((await reporter.ask('PUT', '/session/password', { password })).codes, ['password_used_before']);
  assert.deepEqual((await reporter.ask('PUT', '/session/password', { password: 'a password for winter' })).body, {
    step: 'done',
  });
  assert.equal((await reporter.ask('GET', '/records?unit=pine')).status, 200);
  assert.equal((await set(administrator, null)).status, 200);
});

test('a post that asks for two factors ends a session that was begun with one', async () => {
  const [administrator, reporter] = [
    await (await hire('administrator', 'lake')).enter(),
    await (await hire('reporter', 'pine')).enter(),
  ];
  const post = { role: 'clerk', unit: 'east', from: '2024-11-19', to: null };
  assert.equal((await administrator.ask('POST', `/accounts/${reporter.id}/posts`, post)).status, 200);
  assert.equal((await reporter.ask('GET', '/session')).status, 401);
  assert.equal((await reporter.signIn()).body.step, 'enrol');
});

test('a post that ended yesterday brings nothing; one that ends today still does', async () => {
  const ended = await (await hire('auditor', 'east', { to: '2024-11-18' })).enter();
  assert.equal((await ended.ask('GET', records)).status, 404);
  assert.equal((await ended.ask('GET', '/records.csv?unit=east')).status, 404);
  assert.deepEqual((await ended.ask('GET', '/units')).body.units, []);
  const ending = await (await hire('auditor', 'east', { to: '2024-11-19' })).enter();
  assert.equal((await ending.ask('GET', records)).status, 200);
  // The same session, a day later.
  office.setClock('2024-11-19T15:50:00Z');
  await ending.enter();
  assert.equal((await ending.ask('GET', records)).status, 200);
  office.setClock('2024-11-19T16:10:00Z');
  assert.equal((await ending.ask('GET', records)).status, 404);
});

test('one’s devices are told in words, and ended one by one or all but this', async () => {
  const reporter = await (await hire('reporter', 'pine')).enter();
  const others = [await office.person(reporter.username).enter(), await office.person(reporter.username).enter()];
  const list = async () =>
    (await reporter.ask('GET', '/sessions')).body.sessions as { device: string; current: boolean; handle: string }[];
  assert.deepEqual(
    (await list()).map((one) => one.device),
    ['Chrome · Windows', 'Chrome · Windows', 'Chrome · Windows'],
  );
  assert.deepEqual((await reporter.ask('DELETE', '/sessions')).body, { ended: 2 });
  for (const other of others) assert.equal((await other.ask('GET', '/session')).status, 401);
  assert.deepEqual(
    (await list()).map((one) => one.current),
    [true],
  );
});

test('no password, code, secret or token stands in the log', async () => {
  const text = office.lines.join('');
  assert.ok(text.includes('"status":401'));
  assert.ok(!text.includes(password));
  assert.ok(!/[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}"/.test(text));
});
