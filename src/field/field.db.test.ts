import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { successfulControls } from '../../test/form-controls.ts';
import { idOf, lectureForm, openField, password, type SmallField } from '../../test/small-field.ts';

let field: SmallField;
const get: SmallField['get'] = (...asked) => field.get(...asked);
const post: SmallField['post'] = (...sent) => field.post(...sent);

before(async () => {
  field = await openField();
});

after(() => field?.database.drop());

async function countRecords(): Promise<number> {
  const { count } = await field.database.system
    .selectFrom('record')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

test('without a session every page leads to the door, and to nowhere but here afterwards', async () => {
  for (const path of ['/', '/new/lecture', '/records/1', '/records/1/edit', '/waiting', '/whatever']) {
    const response = await get(path);
    assert.equal(response.status, 303);
    assert.match(response.headers.get('location')!, /^\/field\/sign-in\?to=/);
  }
  assert.equal((await post('/new/lecture', lectureForm())).status, 401);
  const told = await post('/new/lecture', lectureForm(), undefined, { accept: 'application/json' });
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
      const response = await post(path, lectureForm(), 'pine', headers);
      assert.equal(response.status, 403);
    }
  }
  assert.equal(await countRecords(), before);
  assert.equal((await get('/', 'pine')).status, 200);
});

test('one unit does not see, change or record for another', async () => {
  const id = await idOf(await post('/new/lecture', lectureForm(), 'pine'));
  for (const path of [`/records/${id}`, `/records/${id}/edit`]) assert.equal((await get(path, 'ferry')).status, 404);
  const change = await post(`/records/${id}/edit`, { by: 'ferry', base: '1', act: 'send', title: '改了' }, 'ferry');
  assert.equal(change.status, 404);
  const foreign = await post('/new/lecture', lectureForm({ by: 'ferry', host: 'pine' }), 'ferry');
  assert.equal(foreign.status, 422);
  assert.match(await foreign.text(), /您的职务不能替这个单位填报/);
  assert.equal((await get('/new/lecture', 'auditor')).status, 403);
  assert.equal((await post('/new/lecture', lectureForm({ by: 'auditor' }), 'auditor')).status, 403);
});

test("what somebody else filled in is not sent in one's own name", async () => {
  const before = await countRecords();
  const page = await post('/new/lecture', lectureForm(), 'pine2');
  assert.equal(page.status, 409);
  assert.match(await page.text(), /这份表格是用“pine”的账号填的/);
  const told = await post('/new/lecture', lectureForm(), 'pine2', { accept: 'application/json' });
  assert.equal(((await told.json()) as { state: string }).state, 'other-account');
  assert.equal(await countRecords(), before);
});

test('everything that is wrong is said at once, each beside its question, and nothing is lost', async () => {
  const sent = lectureForm({
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
    await post('/new/lecture', lectureForm({ day: 'other', day_other: '2024-11-20', title: '长'.repeat(201) }), 'pine')
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
  assert.equal((await post('/new/lecture', lectureForm({ narrative: '字'.repeat(300_000) }), 'pine')).status, 413);
});

test('what people write cannot become part of the page', async () => {
  const id = await idOf(
    await post('/new/lecture', lectureForm({ title: '<script>alert(1)</script>', place: '"><img src=x>' }), 'pine'),
  );
  for (const path of ['/', `/records/${id}`, `/records/${id}/edit`]) {
    const page = await (await get(path, 'pine')).text();
    assert.ok(!page.includes('<script>alert') && !page.includes('<img src=x>'), path);
  }
});

test('a form sent again with other content names the record that it made', async () => {
  const sent = lectureForm();
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
