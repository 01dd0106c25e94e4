import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Hono } from 'hono';
import { Secret, TOTP } from 'otpauth';
import { createAccount } from '#domain/access/accounts.ts';
import type { Role } from '#domain/access/policy.ts';
import { makeBox } from '#domain/access/secret-box.ts';
import { PhotoFiles } from '#domain/photos/files.ts';
import { day } from '#kernel/day.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { writeOrganisation } from '../../test/organisation.ts';
import { temporaryFolder } from '../../test/temporary.ts';
import { makeField } from './field.ts';

const password = 'rain on the old roof';
let clock = new Date('2024-11-19T02:00:00Z');
let database: TestDatabase;
let field: Hono;

before(async () => {
  database = await freshDatabase();
  const { tree } = await writeOrganisation(database);
  for (const [username, role, unit] of [
    ['east', 'clerk', 'east'],
    ['west', 'clerk', 'west'],
    ['pine', 'reporter', 'pine'],
  ] as [string, Role, string][]) {
    const posts = [{ role, unitId: tree.find(unit)!.id, from: day('2012-01-01') }];
    await createAccount(database.system, { username, name: username, password, posts });
  }
  const photos = new PhotoFiles(join(temporaryFolder('second'), 'photos'));
  field = makeField(database, photos, {
    now: () => clock,
    report: (error) => assert.fail(String(error)),
    secrets: makeBox(randomBytes(32)),
  });
});
after(() => database.drop());

/** A browser without script. */
class Browser {
  cookie = '';
  async get(path: string): Promise<Response> {
    return this.#keep(await field.request(path, { headers: { cookie: this.cookie } }));
  }
  async post(path: string, fields: Record<string, string>): Promise<Response> {
    const body = new URLSearchParams(fields);
    return this.#keep(await field.request(path, { method: 'POST', body, headers: { cookie: this.cookie } }));
  }
  #keep(answer: Response): Response {
    const set = answer.headers.get('set-cookie');
    if (set?.startsWith('taizhang=')) this.cookie = set.split(';')[0]!;
    return answer;
  }
}

const to = '/field/waiting';
const stepAddress = `/field/sign-in/step?to=${encodeURIComponent(to)}`;

test('before the second step nothing opens but the second step', async () => {
  const browser = new Browser();
  const signedIn = await browser.post('/sign-in', { username: 'east', password, to });
  assert.equal(signedIn.headers.get('location'), stepAddress);
  for (const path of ['/', '/waiting', '/records/1']) {
    const answer = await browser.get(path);
    assert.equal(answer.status, 303, path);
    assert.match(answer.headers.get('location')!, /^\/field\/sign-in\?to=/, path);
  }
  const sent = await field.request('/records', {
    method: 'POST',
    body: new URLSearchParams({ key: 'x' }),
    headers: { cookie: browser.cookie, accept: 'application/json' },
  });
  assert.equal(sent.status, 401);
  for (const [path, fields] of [
    ['/sign-in/code', { code: '123456', to }],
    ['/sign-in/password', { password: 'something else entirely', to }],
  ] as const) {
    const astray = await browser.post(path, fields);
    assert.equal(astray.headers.get('location'), stepAddress, path);
  }
  await browser.post('/sign-in/leave', {});
  assert.equal(
    (await browser.get(stepAddress.replace('/field', ''))).headers.get('location'),
    `/field/sign-in?to=${encodeURIComponent(to)}`,
  );
});

test('set up and used without script: QR code, secret, recovery codes, then the code, then a recovery code', async () => {
  const browser = new Browser();
  await browser.post('/sign-in', { username: 'west', password, to });
  const page = await (await browser.get(stepAddress.replace('/field', ''))).text();
  assert.match(page, /<svg[^>]+viewBox/);
  const secret = /class="secret">([A-Z2-7 ]+)</.exec(page)![1]!.replaceAll(' ', '');
  const authenticator = new TOTP({ secret: Secret.fromBase32(secret) });
  const code = () => authenticator.generate({ timestamp: clock.getTime() });

  const wrong = await browser.post('/sign-in/enrolment', { code: '000000', to });
  assert.equal(wrong.status, 422);
  const again = await wrong.text();
  assert.match(again, /验证码不对/);
  assert.ok(again.includes(/class="secret">([A-Z2-7 ]+)</.exec(page)![1]!), 'the code that was scanned stays good');
  const pending = browser.cookie;
  const saved = await (await browser.post('/sign-in/enrolment', { code: code(), to })).text();
  const recovery = [...saved.matchAll(/class="secret">([0-9a-z-]{19})</g)].map((one) => one[1]!);
  assert.equal(recovery.length, 10);
  assert.match(saved, /href="\/field\/waiting"/);
  assert.notEqual(browser.cookie, pending);
  assert.equal((await browser.get('/waiting')).status, 200);

  for (const given of [recovery[0]!, undefined]) {
    const next = new Browser();
    assert.equal(
      (await next.post('/sign-in', { username: 'west', password, to })).headers.get('location'),
      stepAddress,
    );
    assert.equal((await next.post('/sign-in/code', { code: '', to })).status, 422);
    clock = new Date(clock.getTime() + 30_000);
    const entered = await next.post('/sign-in/code', { code: given ?? code(), to });
    assert.equal(entered.headers.get('location'), to);
    assert.equal((await next.get('/waiting')).status, 200);
    const stale = new Browser();
    await stale.post('/sign-in', { username: 'west', password, to });
    assert.equal((await stale.post('/sign-in/code', { code: given ?? code(), to })).status, 422, 'once');
  }
});

test('what one session has begun to set up, another cannot finish', async () => {
  const [thief, owner] = [new Browser(), new Browser()];
  for (const browser of [thief, owner]) await browser.post('/sign-in', { username: 'east', password, to });
  const secretOf = async (browser: Browser) =>
    /class="secret">([A-Z2-7 ]+)</.exec(await (await browser.get(stepAddress.replace('/field', ''))).text())![1]!;
  const [theirs, own] = [await secretOf(thief), await secretOf(owner)];
  assert.notEqual(theirs, own);
  const code = new TOTP({ secret: Secret.fromBase32(own.replaceAll(' ', '')) }).generate({
    timestamp: clock.getTime(),
  });
  assert.equal((await thief.post('/sign-in/enrolment', { code, to })).status, 422);
});

test('a password that has grown old is changed before anything else', async () => {
  await database.system.insertInto('setting').values({ name: 'accounts', value: '{"password_days":90}' }).execute();
  await database.system
    .updateTable('account')
    .set({ password_at: new Date('2024-01-01') })
    .where('username', '=', 'pine')
    .execute();
  const browser = new Browser();
  assert.equal(
    (await browser.post('/sign-in', { username: 'pine', password, to })).headers.get('location'),
    stepAddress,
  );
  assert.match(await (await browser.get(stepAddress.replace('/field', ''))).text(), /换一个新密码/);
  const bad = await browser.post('/sign-in/password', { password: 'pine', to });
  assert.equal(bad.status, 422);
  assert.equal([...(await bad.text()).matchAll(/<p>[^<]*密码[^<]*<\/p>/g)].length, 3, 'all reasons at once');
  assert.equal(
    (await browser.post('/sign-in/password', { password: 'a phrase for winter', to })).headers.get('location'),
    to,
  );
  assert.equal((await browser.get('/waiting')).status, 200);
});
