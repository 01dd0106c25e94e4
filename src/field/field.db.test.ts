import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Hono } from 'hono';
import { createAccount, readActor } from '#domain/access/accounts.ts';
import type { Role } from '#domain/access/policy.ts';
import { asActor } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { returnRecord, verifyRecord } from '#domain/records/actions.ts';
import { day } from '#kernel/day.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { successfulControls } from '../../test/form-controls.ts';
import { writeOrganisation } from '../../test/organisation.ts';
import { makeField } from './field.ts';

const now = new Date('2024-11-19T08:00:00Z');
const password = 'a good long password';
let database: TestDatabase;
let organisation: Organisation;
let field: Hono;

before(async () => {
  database = await freshDatabase();
  organisation = await writeOrganisation(database);
  const hired: readonly (readonly [string, Role, string])[] = [
    ['pine', 'reporter', 'pine'],
    ['pine2', 'reporter', 'pine'],
    ['ferry', 'reporter', 'ferry'],
    ['east', 'clerk', 'east'],
    ['auditor', 'auditor', 'lake'],
  ];
  for (const [username, role, unit] of hired) {
    const unitId = organisation.tree.find(unit)!.id;
    await createAccount(database.system, {
      username,
      name: `${username}的人`,
      password,
      posts: [{ role, unitId, from: day('2012-01-01') }],
    });
  }
  field = makeField(database, { now: () => now, report: (error) => assert.fail(String(error)) });
});

after(() => database.drop());

const cookies = new Map<string, string>();

async function cookieOf(username: string): Promise<string> {
  const known = cookies.get(username);
  if (known) return known;
  const response = await post('/sign-in', { username, password, to: '/field' });
  assert.equal(response.status, 303);
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
  cookies.set(username, cookie);
  return cookie;
}

async function get(path: string, by?: string): Promise<Response> {
  return await field.request(path, { headers: by === undefined ? {} : { cookie: await cookieOf(by) } });
}

type Fields = Readonly<Record<string, string>> | readonly (readonly [string, string])[];

async function post(
  path: string,
  fields: Fields,
  by?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const pairs = Array.isArray(fields) ? (fields as [string, string][]) : Object.entries(fields);
  return await field.request(path, {
    method: 'POST',
    body: new URLSearchParams(pairs),
    headers: { ...(by !== undefined && { cookie: await cookieOf(by) }), ...headers },
  });
}

/** A lecture of the pine street as its form sends it. */
function lecture(changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    ...{
      key: `key-${Math.random()}`,
      by: 'pine',
      act: 'send',
      day: '2024-11-19',
      title: '社区急救宣讲',
      'c.venue': 'community',
    },
    ...{ place_pick: '', place: '松林社区', 'm.attendance': '40', narrative: '', ...changes },
  };
}

async function idOf(response: Response): Promise<number> {
  assert.equal(response.status, 303, await response.clone().text());
  return Number(/records\/(\d+)/.exec(response.headers.get('location')!)![1]);
}

async function countRecords(): Promise<number> {
  const { count } = await database.system
    .selectFrom('record')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

async function accountActor(username: string) {
  const { id } = await database.system
    .selectFrom('account')
    .select('id')
    .where('username', '=', username)
    .executeTakeFirstOrThrow();
  return (await readActor(database.system, id, day('2024-11-19')))!;
}

async function sendBack(id: number, reason: string): Promise<void> {
  const clerk = await accountActor('east');
  await asActor(database, clerk, (tx) => returnRecord(tx, clerk, id, reason));
}

test('without a session every page leads to the door, and to nowhere but here afterwards', async () => {
  for (const path of ['/', '/new/lecture', '/records/1', '/records/1/edit', '/waiting', '/whatever']) {
    const response = await get(path);
    assert.equal(response.status, 303);
    assert.match(response.headers.get('location')!, /^\/field\/sign-in\?to=/);
  }
  assert.equal((await post('/new/lecture', lecture())).status, 401);
  const told = await post('/new/lecture', lecture(), undefined, { accept: 'application/json' });
  assert.deepEqual([told.status, await told.json()], [401, { state: 'sign-in' }]);
  for (const to of [
    'https://evil.example/',
    '//evil.example',
    '/staff',
    '/field/../staff',
    '/field\\evil',
    'javascript:alert(1)',
  ]) {
    const response = await post('/sign-in', { username: 'pine', password, to });
    assert.equal(response.headers.get('location'), '/field', to);
  }
});

test('a wrong password and missing words are told beside the form', async () => {
  const wrong = await post('/sign-in', { username: 'pine', password: 'not this one' });
  assert.equal(wrong.status, 401);
  assert.match(await wrong.text(), /用户名或密码不对/);
  assert.equal(wrong.headers.get('set-cookie'), null);
  const empty = await (await post('/sign-in', { username: ' ', password: '' })).text();
  assert.ok(empty.includes('请填写用户名') && empty.includes('请填写密码'));
});

test('a form of another site is not accepted', async () => {
  const before = await countRecords();
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
  ]) {
    for (const path of ['/new/lecture', '/sign-in', '/sign-out']) {
      const response = await post(path, lecture(), 'pine', headers);
      assert.equal(response.status, 403);
    }
  }
  assert.equal(await countRecords(), before);
  assert.equal((await get('/', 'pine')).status, 200);
});

test('one unit does not see, change or record for another', async () => {
  const id = await idOf(await post('/new/lecture', lecture(), 'pine'));
  for (const path of [`/records/${id}`, `/records/${id}/edit`]) assert.equal((await get(path, 'ferry')).status, 404);
  const change = await post(`/records/${id}/edit`, { by: 'ferry', base: '1', act: 'send', title: '改了' }, 'ferry');
  assert.equal(change.status, 404);
  const foreign = await post('/new/lecture', lecture({ by: 'ferry', host: 'pine' }), 'ferry');
  assert.equal(foreign.status, 422);
  assert.match(await foreign.text(), /您的职务不能替这个单位填报/);
  assert.equal((await get('/new/lecture', 'auditor')).status, 403);
  assert.equal((await post('/new/lecture', lecture({ by: 'auditor' }), 'auditor')).status, 403);
});

test("what somebody else filled in is not sent in one's own name", async () => {
  const before = await countRecords();
  const page = await post('/new/lecture', lecture(), 'pine2');
  assert.equal(page.status, 409);
  assert.match(await page.text(), /这份表格是用“pine”的账号填的/);
  const told = await post('/new/lecture', lecture(), 'pine2', { accept: 'application/json' });
  assert.equal(((await told.json()) as { state: string }).state, 'other-account');
  assert.equal(await countRecords(), before);
});

test('everything that is wrong is said at once, each beside its question, and nothing is lost', async () => {
  const sent = lecture({
    title: '',
    day: 'other',
    day_other: '2024-02-30',
    'c.venue': '',
    'm.attendance': '很多',
    narrative: '来了{copies}',
  });
  const response = await post('/new/lecture', sent, 'pine');
  assert.equal(response.status, 422);
  const page = await response.text();
  for (const [name, sentence] of [
    ['title', '还没有写名称'],
    ['day', '日期“2024-02-30”不存在'],
    ['m.attendance', 'lecture.attendance填的是“很多”，请只填数字'],
    ['narrative', '正文里的 {copies} 没有对应的数字'],
    ['c.venue', '请选择venue'],
  ] as const) {
    assert.match(
      page,
      new RegExp(`id="w-${name.replace('.', '\\.')}">[^<]*${sentence.replace(/[{}]/g, '\\$&')}`),
      name,
    );
  }
  assert.match(page, /有 5 处要改/);
  assert.match(page, /class="step open" id="s-day"/);
  const again = new Map(successfulControls(page));
  for (const name of ['key', 'm.attendance', 'place', 'day_other'] as const) {
    assert.equal(
      name === 'place' ? again.get('place') || again.get('place_pick') : again.get(name),
      sent[name] ?? '',
      name,
    );
  }
  const told = await post('/new/lecture', sent, 'pine', { accept: 'application/json' });
  const { state, words } = (await told.json()) as { state: string; words: string[] };
  assert.deepEqual([told.status, state, words.length], [422, 'wrong', 5]);
});

test('a day to come, too long a title and what is no address are refused', async () => {
  const page = await (
    await post('/new/lecture', lecture({ day: 'other', day_other: '2024-11-20', title: '长'.repeat(201) }), 'pine')
  ).text();
  assert.match(page, /日期 2024-11-20 还没有到/);
  assert.match(page, /最多 200 个字，现在有 201 个/);
  const article = {
    key: 'article-key',
    by: 'pine',
    act: 'send',
    day: '2024-11-19',
    title: '稿件',
    'c.channel': 'site',
    'f.url': 'javascript:alert(1)',
  };
  assert.match(await (await post('/new/article', article, 'pine')).text(), /不像网址/);
  assert.equal((await post('/new/nonsense', {}, 'pine')).status, 404);
  assert.equal((await post('/new/lecture', lecture({ narrative: '字'.repeat(300_000) }), 'pine')).status, 413);
});

test('what people write cannot become part of the page', async () => {
  const id = await idOf(
    await post('/new/lecture', lecture({ title: '<script>alert(1)</script>', place: '"><img src=x>' }), 'pine'),
  );
  for (const path of ['/', `/records/${id}`, `/records/${id}/edit`]) {
    const page = await (await get(path, 'pine')).text();
    assert.ok(!page.includes('<script>alert') && !page.includes('<img src=x>'), path);
  }
});

test('from the home page to the receipt without script', async () => {
  const home = await (await get('/', 'pine')).text();
  assert.match(home, /href="\/field\/new\/lecture"[^>]*>记一次宣讲/);
  const form = successfulControls(await (await get('/new/lecture', 'pine')).text());
  const filled = form.map(
    ([name, value]) => [name, { title: '宣讲', place: '广场', 'm.attendance': '５０人次' }[name] ?? value] as const,
  );
  const review = await post('/new/lecture', [...filled, ['c.venue', 'school'], ['act', 'review']], 'pine');
  assert.equal(review.status, 200);
  const page = await review.text();
  assert.match(page, /50人次/);
  const back = await (await post('/new/lecture', [...successfulControls(page), ['change', 'title']], 'pine')).text();
  assert.match(back, /class="step open" id="s-title"/);
  assert.match(back, /value="宣讲"/);
  const sent = await post('/new/lecture', [...successfulControls(page), ['act', 'send']], 'pine');
  const id = await idOf(sent);
  const receipt = await (await get(`/records/${id}?done=sent`, 'pine')).text();
  assert.match(receipt, /报上去了/);
  assert.match(receipt, new RegExp(`<b>${id}</b>`));
  assert.match(receipt, /east的人会看这条记录/);
  const row = await database.system.selectFrom('record').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  assert.deepEqual(
    [row.status, row.title, row.place, row.m2, row.day],
    ['submitted', '宣讲', '广场', 50, '2024-11-19'],
  );
});

test("a draft is kept as it is, goes on later, and is nobody else's", async () => {
  const kept = await post('/new/lecture', lecture({ act: 'draft', title: '', 'c.venue': '' }), 'pine');
  const id = await idOf(kept);
  assert.match(await (await get('/', 'pine')).text(), new RegExp(`/field/records/${id}/edit`));
  assert.equal((await get(`/records/${id}`, 'pine2')).status, 404);
  const form = successfulControls(await (await get(`/records/${id}/edit`, 'pine')).text()).filter(
    ([name]) => name !== 'c.venue',
  );
  const lacking = await post(`/records/${id}/edit`, [...form, ['act', 'send']], 'pine');
  assert.equal(lacking.status, 422);
  await idOf(await post(`/records/${id}/edit`, [...form, ['c.venue', 'school'], ['act', 'send']], 'pine'));
  const row = await database.system
    .selectFrom('record')
    .select(['status', 'm2'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.deepEqual(row, { status: 'submitted', m2: 40 });
});

test('a returned record opens at the question that its verifier names, and is sent in again', async () => {
  const id = await idOf(await post('/new/lecture', lecture(), 'pine'));
  await sendBack(id, '地点写得太笼统，请写清楚是哪个社区');
  // Whoever else reports for the same unit finds it too.
  for (const who of ['pine', 'pine2']) assert.match(await (await get('/', who)).text(), /地点写得太笼统/);
  const page = await (await get(`/records/${id}/edit`, 'pine')).text();
  assert.match(page, /class="step open" id="s-place"/);
  assert.match(page, /退回的原因[\s\S]*地点写得太笼统/);
  const form = successfulControls(page).map(
    ([name, value]) => [name, name === 'place' ? '松林社区活动室' : value] as const,
  );
  await idOf(await post(`/records/${id}/edit`, [...form, ['act', 'send']], 'pine'));
  // The same again, as from a phone that never got its answer.
  await idOf(await post(`/records/${id}/edit`, [...form, ['act', 'send']], 'pine'));
  const row = await database.system
    .selectFrom('record')
    .select(['status', 'place', 'revision'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.deepEqual(row, { status: 'submitted', place: '松林社区活动室', revision: 2 });
});

test('two people who change different things both have their way', async () => {
  const id = await idOf(await post('/new/lecture', lecture(), 'pine'));
  const [one, other] = [
    await (await get(`/records/${id}/edit`, 'pine')).text(),
    await (await get(`/records/${id}/edit`, 'pine2')).text(),
  ];
  const changed = (page: string, name: string, text: string) => [
    ...successfulControls(page).map(([given, value]) => [given, given === name ? text : value] as const),
    ['act', 'send'] as const,
  ];
  await idOf(await post(`/records/${id}/edit`, changed(one, 'm.attendance', '45'), 'pine'));
  const second = await post(`/records/${id}/edit`, changed(other, 'title', '改了题目'), 'pine2');
  await idOf(second);
  assert.match(
    await (await get(second.headers.get('location')!.slice('/field'.length), 'pine2')).text(),
    /两边的改动都保留了：lecture.attendance/,
  );
  const row = await database.system
    .selectFrom('record')
    .select(['title', 'm2', 'revision'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.deepEqual(row, { title: '改了题目', m2: 45, revision: 3 });
});

test('two people who change the same thing are shown both, and a person chooses', async () => {
  const id = await idOf(await post('/new/lecture', lecture(), 'pine'));
  const [one, other] = [
    await (await get(`/records/${id}/edit`, 'pine')).text(),
    await (await get(`/records/${id}/edit`, 'pine2')).text(),
  ];
  const changed = (page: string, title: string) => [
    ...successfulControls(page).map(([given, value]) => [given, given === 'title' ? title : value] as const),
    ['act', 'send'] as const,
  ];
  await idOf(await post(`/records/${id}/edit`, changed(one, '甲的题目'), 'pine'));
  const clash = await post(`/records/${id}/edit`, changed(other, '乙的题目'), 'pine2');
  assert.equal(clash.status, 409);
  const page = await clash.text();
  assert.ok(page.includes('甲的题目') && page.includes('乙的题目'));
  const titleNow = async () =>
    (await database.system.selectFrom('record').select('title').where('id', '=', id).executeTakeFirstOrThrow()).title;
  assert.equal(await titleNow(), '甲的题目');
  const undecided = await post(`/records/${id}/edit`, successfulControls(page), 'pine2');
  assert.equal(undecided.status, 409);
  assert.match(await undecided.text(), /请给“名称”选一个/);
  // A choice holds for what was shown: when the other side changes again, it is asked again.
  const third = await (await get(`/records/${id}/edit`, 'pine')).text();
  await idOf(await post(`/records/${id}/edit`, changed(third, '甲又改了'), 'pine'));
  const stale = await post(`/records/${id}/edit`, [...successfulControls(page), ['choice.title', 'mine']], 'pine2');
  assert.equal(stale.status, 409);
  assert.equal(await titleNow(), '甲又改了');
  await idOf(
    await post(`/records/${id}/edit`, [...successfulControls(await stale.text()), ['choice.title', 'mine']], 'pine2'),
  );
  assert.equal(await titleNow(), '乙的题目');
});

test('a form sent again with other content names the record that it made', async () => {
  const sent = lecture();
  const id = await idOf(await post('/new/lecture', sent, 'pine'));
  assert.equal(await idOf(await post('/new/lecture', sent, 'pine')), id);
  const other = await post('/new/lecture', { ...sent, title: '别的' }, 'pine');
  assert.equal(other.status, 422);
  assert.match(await other.text(), new RegExp(`编号 ${id}，内容和现在的不一样`));
});

test('signing out ends the session, and English speaks English', async () => {
  assert.match(await (await get('/new/lecture?lang=en', 'pine2')).text(), /On which day/);
  assert.equal((await post('/sign-out', {}, 'pine2')).status, 303);
  assert.equal((await get('/', 'pine2')).status, 303);
});

test('a verified record says that it counts, and is seen in the list', async () => {
  const id = await idOf(await post('/new/lecture', lecture(), 'pine'));
  const clerk = await accountActor('east');
  await asActor(database, clerk, (tx) => verifyRecord(tx, clerk, id));
  assert.match(await (await get(`/records/${id}`, 'pine')).text(), /算进各级的数字里了/);
  assert.match(await (await get('/', 'pine')).text(), /已核定/);
});
