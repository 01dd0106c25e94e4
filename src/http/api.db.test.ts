import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hono } from 'hono';
import { type District, makeDistrict, password } from '../../test/fixtures/district.ts';
import { makeApi } from './api.ts';

let district: District;
let app: Hono;
const lines: string[] = [];
let clock = new Date('2024-12-20T08:00:00Z');

before(async () => {
  district = await makeDistrict(300, 3);
  app = new Hono();
  app.route(
    '/api',
    makeApi(district.database, {
      logLevel: 'debug',
      logTo: { write: (line: string) => void lines.push(line) },
      now: () => clock,
    }),
  );
});
after(() => district.database.drop());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
  readonly text: string;
}

async function ask(
  method: string,
  path: string,
  { as, body, headers = {} }: { as?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const answer = await app.request(`http://localhost/api${path}`, {
    method,
    headers: {
      ...(as && { cookie: as }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined,
  };
}

const cookies = new Map<string, string>();
async function signIn(username: string): Promise<string> {
  const known = cookies.get(username);
  if (known) return known;
  const answer = await ask('POST', '/session', { body: { username, password } });
  assert.equal(answer.status, 200, answer.text);
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
  cookies.set(username, cookie);
  return cookie;
}

const draft = (more: object = {}) => ({
  kind: 'lecture',
  hosts: ['east-a'],
  from: '2024-12-02',
  to: '2024-12-02',
  title: '开学第一课',
  classes: { venue: 'school' },
  measures: { attendance: 120 },
  key: `test-${Math.random()}`,
  ...more,
});
const window = '2024-07-01..2024-12-31';
const question = (unit: string) => ({
  measure: 'lecture.sessions',
  unit,
  window: { from: '2024-07-01', to: '2024-12-31' },
});

/** Every procedure that says something of a unit, asked for that unit. */
const aboutUnit = (unit: string): [string, string, unknown?][] => [
  ['GET', `/records?unit=${unit}`],
  ['GET', `/records.csv?unit=${unit}`],
  ['GET', `/home?unit=${unit}&window=${window}`],
  ['GET', `/summaries/compiled?unit=${unit}&window=${window}`],
  ['POST', '/figures', { questions: [question(unit)] }],
  ['POST', '/figures/records', { question: question(unit) }],
  ['POST', '/editions', { unit, window, seen: '0'.repeat(64) }],
];

test('without a session nothing is told, whatever is asked', async () => {
  for (const [method, path, body] of [
    ...aboutUnit('east'),
    ['GET', '/session'],
    ['DELETE', '/session'],
    ['GET', '/sessions'],
    ['GET', '/units'],
    ['GET', '/catalogue'],
    ['GET', '/rounds'],
    ['GET', '/records/1'],
    ['POST', '/records', { draft: draft() }],
    ['POST', '/records/1/verification', {}],
    ['GET', '/editions'],
    ['GET', '/editions/x/files/json'],
    ['POST', '/rpc/records/list', { json: { unit: 'east' } }],
  ] as [string, string, unknown?][]) {
    const answer = await ask(method, path, body === undefined ? {} : { body });
    assert.equal(answer.status, 401, `${method} ${path} ${answer.text}`);
  }
  assert.equal((await ask('GET', '/units', { as: `taizhang=${'A'.repeat(43)}` })).status, 401);
});

test('writes from another site are refused, also with a session', async () => {
  const as = await signIn('east');
  for (const headers of [
    { origin: 'https://elsewhere.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost' },
    { origin: 'null' },
  ]) {
    for (const path of ['/records', '/rpc/records/create', '/session']) {
      const answer = await ask('POST', path, {
        as,
        body: { draft: draft() },
        headers: headers as Record<string, string>,
      });
      assert.equal(answer.status, 403);
      assert.equal(answer.body.code, 'wrong_origin');
    }
  }
  assert.equal(
    (
      await ask('POST', '/records', {
        as,
        body: { draft: draft() },
        headers: { 'sec-fetch-site': 'same-origin', origin: 'http://localhost' },
      })
    ).status,
    201,
  );
});

test('a unit out of reach and one that does not exist get the same answer from every procedure', async () => {
  const as = await signIn('east');
  for (const unit of ['west', 'west-a', 'city', 'corps', 'no-such']) {
    for (const [method, path, body] of aboutUnit(unit)) {
      const answer = await ask(method, path, { as, ...(body !== undefined && { body }) });
      assert.equal(answer.status, 404, `${method} ${path} ${answer.text}`);
      assert.equal(answer.body.code, 'unit_unknown');
      assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    }
  }
  const union = await ask('POST', '/figures/records', {
    as,
    body: { question: { ...question('east'), union: ['east-a', 'west-a'] } },
  });
  assert.equal(union.status, 404);
});

test('a record out of reach and one that does not exist get the same answer, to reading and to every step', async () => {
  const [west, east] = [await signIn('west'), await signIn('east')];
  const { id } = (await ask('POST', '/records', { as: west, body: { draft: draft({ hosts: ['west-a'] }) } })).body;
  const steps: [string, string, unknown?][] = [
    ['GET', ''],
    ['POST', '/submission', {}],
    ['POST', '/verification', {}],
    ['POST', '/return', { reason: 'x' }],
    ['POST', '/voiding', { reason: 'x' }],
    ['PUT', '', { base: 1, draft: draft() }],
  ];
  for (const [method, path, body] of steps) {
    const answers = await Promise.all(
      [id, 99_999_999].map((one) =>
        ask(method, `/records/${one}${path}`, { as: east, ...(body !== undefined && { body }) }),
      ),
    );
    for (const answer of answers) assert.equal(answer.status, 404, `${method} ${path} ${answer.text}`);
    const [seen, unseen] = answers.map((answer) => answer.text.replaceAll(/\d{3,}/g, 'N'));
    assert.equal(seen!.replaceAll(String(id), 'N'), unseen);
  }
  const still = await ask('GET', `/records/${id}`, { as: west });
  assert.equal(still.body.status, 'submitted');
  assert.equal(still.body.steps.length, 1);
});

test('a clerk’s tree is the own subtree, and what a clerk is not allowed is refused', async () => {
  const as = await signIn('east');
  const { units } = (await ask('GET', '/units', { as })).body;
  assert.deepEqual(
    units.map((unit: { code: string }) => unit.code),
    ['east', 'east-a', 'east-b'],
  );
  assert.equal(units[0].parent, null);
  const foreign = await ask('POST', '/records', { as, body: { draft: draft({ hosts: ['west-a'] }) } });
  assert.equal(foreign.status, 403);
  const reporter = await signIn('reporter');
  assert.equal((await ask('GET', '/records.csv?unit=east-a', { as: reporter })).status, 403);
  assert.deepEqual((await ask('GET', '/units', { as: await signIn('nobody') })).body.units, []);
});

test('a body that is too large, or not JSON, is refused before anything else', async () => {
  const as = await signIn('east');
  const large = await ask('POST', '/records', {
    as,
    body: JSON.stringify({ draft: draft({ narrative: 'x'.repeat(1_100_000) }) }),
  });
  assert.equal(large.status, 413);
  assert.equal(large.body.code, 'body_too_large');
  assert.equal((await ask('POST', '/records', { as, body: '{"draft":' })).status, 400);
});

test('an invalid body gets all its problems at once and none of its own words back', async () => {
  const as = await signIn('east');
  const secret = '张三身份证430102199001011234';
  const form = await ask('POST', '/records', {
    as,
    body: { draft: { ...draft(), kind: secret, from: secret, title: '', highlight: secret, unknown: secret } },
  });
  assert.equal(form.status, 422);
  assert.deepEqual(form.body.problems.map((one: { place: string }) => one.place).sort(), [
    'draft',
    'draft/from',
    'draft/highlight',
    'draft/kind',
    'draft/title',
  ]);
  assert.ok(!form.text.includes('430102199001011234'), form.text);
  for (const one of form.body.problems)
    assert.ok(/\p{Script=Han}/u.test(one.text.zh) && !/[A-Z][a-z]+ /.test(one.text.zh), one.text.zh);

  const rules = await ask('POST', '/records', {
    as,
    body: {
      draft: draft({ from: '2024-12-25', to: '2024-12-24', classes: {}, measures: { attendance: -1, cats: 2 } }),
    },
  });
  assert.equal(rules.status, 422);
  assert.deepEqual(rules.body.problems.map((one: { code: string }) => one.code).sort(), [
    'class_missing',
    'count_not_whole',
    'day_in_future',
    'days_reversed',
    'measure_unknown',
  ]);
  assert.equal((await ask('GET', '/records?unit=east&window=2024-02-30..2024-03-01', { as })).status, 422);
  assert.equal((await ask('GET', '/nowhere', { as })).status, 404);
});

test('wrong passwords: one sentence, then a lock that says for how long', async () => {
  for (const username of ['west-wrong', 'nobody-else']) {
    const codes: string[] = [];
    for (let times = 0; times < 6; times++)
      codes.push((await ask('POST', '/session', { body: { username, password: 'wrong' } })).body.code);
    assert.deepEqual(codes, [...Array(4).fill('sign_in_failed'), 'sign_in_locked', 'sign_in_locked']);
  }
  const locked = await ask('POST', '/session', { body: { username: 'west-wrong', password: 'wrong' } });
  assert.equal(locked.status, 429);
  assert.match(locked.body.problems[0].text.zh, /15 分钟后再试/);
});

test('a session ends with signing out, with half an hour of silence, and by name from another device', async () => {
  const begin = async () =>
    (await ask('POST', '/session', { body: { username: 'reporter', password } })).headers
      .get('set-cookie')!
      .split(';')[0]!;
  const [one, two] = [await begin(), await begin()];
  assert.equal((await ask('DELETE', '/session', { as: one })).status, 200);
  assert.equal((await ask('GET', '/session', { as: one })).status, 401);

  const { sessions } = (await ask('GET', '/sessions', { as: two })).body;
  const three = await begin();
  const own = sessions.find((session: { current: boolean }) => session.current);
  assert.equal((await ask('DELETE', `/sessions/${own.handle}`, { as: three })).status, 200);
  assert.equal((await ask('GET', '/session', { as: two })).status, 401);

  const before = clock;
  clock = new Date(before.getTime() + 31 * 60_000);
  assert.equal((await ask('GET', '/session', { as: three })).status, 401);
  clock = before;
});

test('the cookie cannot be read by scripts and does not travel to other sites; with an https address it is Secure', async () => {
  const plain = (await ask('POST', '/session', { body: { username: 'east', password } })).headers.get('set-cookie')!;
  assert.match(plain, /^taizhang=[\w-]{43};.*HttpOnly.*SameSite=Lax/);
  const secured = new Hono();
  secured.route('/api', makeApi(district.database, { origin: 'https://tz.example', now: () => clock }));
  const answer = await secured.request('https://tz.example/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://tz.example' },
    body: JSON.stringify({ username: 'east', password }),
  });
  assert.match(answer.headers.get('set-cookie')!, /^__Host-taizhang=.*Secure/);
});

test('from form to figure: what one clerk sends in counts when another person verifies it', async () => {
  const [reporter, east] = [await signIn('reporter'), await signIn('east')];
  const value = async () =>
    (await ask('POST', '/figures', { as: east, body: { questions: [question('east')] } })).body.figures[0]
      .value as number;
  const before = await value();
  const body = { draft: draft({ key: 'whole-way' }) };
  const { id } = (await ask('POST', '/records', { as: reporter, body })).body;
  assert.equal((await ask('POST', '/records', { as: reporter, body })).body.repeated, true);
  assert.equal(await value(), before);
  const seen = (await ask('GET', `/records/${id}`, { as: east })).body;
  assert.deepEqual(seen.may, ['verify', 'return', 'void', 'edit']);
  assert.equal((await ask('POST', `/records/${id}/verification`, { as: reporter, body: {} })).status, 403);
  assert.equal((await ask('POST', `/records/${id}/verification`, { as: east, body: {} })).status, 200);
  assert.equal(await value(), before + 1);
  const opened = (await ask('POST', '/figures/records', { as: east, body: { question: question('east') } })).body;
  assert.equal(
    opened.rows.reduce((sum: number, row: { value: number }) => sum + row.value, 0),
    before + 1,
  );
  assert.equal(opened.completeness.total, opened.rows.length);
  assert.equal((await ask('POST', `/records/${id}/verification`, { as: east, body: {} })).status, 409);
  assert.equal(
    (await ask('POST', `/records/${id}/return`, { as: east, body: { reason: '缺少听众人数' } })).status,
    200,
  );
  assert.equal(await value(), before);
  assert.equal(
    (await ask('PUT', `/records/${id}`, { as: reporter, body: { base: 7, draft: draft({ key: 'whole-way' }) } }))
      .status,
    409,
  );
});

test('the ledger as a sheet has every record of the list, and formulas stay text', async () => {
  const as = await signIn('east');
  await ask('POST', '/records', { as, body: { draft: draft({ title: '=HYPERLINK("x"),"y"' }) } });
  const list = (await ask('GET', '/records?unit=east', { as })).body;
  const sheet = await ask('GET', '/records.csv?unit=east', { as });
  assert.equal(sheet.text.trim().split('\r\n').length, list.completeness.total + 3);
  assert.ok(sheet.text.includes(`"'=HYPERLINK(""x""),""y"""`));
});

test('the organisation is read anew when it changes', async () => {
  const as = await signIn('secretary');
  await ask('GET', '/units', { as });
  await district.database.system.updateTable('unit').set({ short: '新名' }).where('code', '=', 'west').execute();
  await new Promise((resolve) => setTimeout(resolve, 1050));
  const { units } = (await ask('GET', '/units', { as })).body;
  assert.equal(units.find((unit: { code: string }) => unit.code === 'west').short, '新名');
});

test('the OpenAPI document names every procedure and the shape of problems', async () => {
  const { body } = await ask('GET', '/openapi.json');
  assert.match(body.openapi, /^3\.1/);
  assert.ok(body.paths['/records/{id}/verification'].post.responses.default);
  assert.equal(body.components.schemas.Problem.required.includes('problems'), true);
});

test('the log has a line for each refusal and never a password, a body or a cookie', () => {
  const text = lines.join('');
  assert.ok(text.includes('"status":401'));
  for (const secret of [password, '430102199001011234', ...[...cookies.values()].map((one) => one.split('=')[1]!)])
    assert.ok(!text.includes(secret));
});
