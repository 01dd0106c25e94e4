import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asActor } from '#domain/access/transaction.ts';
import { verifyRecord } from '#domain/records/actions.ts';
import { successfulControls } from '../../test/form-controls.ts';
import { idOf, lectureForm, openField, type SmallField } from '../../test/small-field.ts';

let field: SmallField;
const get: SmallField['get'] = (...asked) => field.get(...asked);
const post: SmallField['post'] = (...sent) => field.post(...sent);

before(async () => {
  field = await openField();
});

after(() => field?.database.drop());

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
  const row = await field.database.system
    .selectFrom('record')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.deepEqual(
    [row.status, row.title, row.place, row.m2, row.day],
    ['submitted', '宣讲', '广场', 50, '2024-11-19'],
  );
});

test("a draft is kept as it is, goes on later, and is nobody else's", async () => {
  const kept = await post('/new/lecture', lectureForm({ act: 'draft', title: '', 'c.venue': '' }), 'pine');
  const id = await idOf(kept);
  assert.match(await (await get('/', 'pine')).text(), new RegExp(`/field/records/${id}/edit`));
  assert.equal((await get(`/records/${id}`, 'pine2')).status, 404);
  const form = successfulControls(await (await get(`/records/${id}/edit`, 'pine')).text()).filter(
    ([name]) => name !== 'c.venue',
  );
  const lacking = await post(`/records/${id}/edit`, [...form, ['act', 'send']], 'pine');
  assert.equal(lacking.status, 422);
  await idOf(await post(`/records/${id}/edit`, [...form, ['c.venue', 'school'], ['act', 'send']], 'pine'));
  const row = await field.database.system
    .selectFrom('record')
    .select(['status', 'm2'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.deepEqual(row, { status: 'submitted', m2: 40 });
});

test('a returned record opens at the question that its verifier names, and is sent in again', async () => {
  const id = await idOf(await post('/new/lecture', lectureForm(), 'pine'));
  await field.sendBack(id, '地点写得太笼统，请写清楚是哪个社区');
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
  const row = await field.database.system
    .selectFrom('record')
    .select(['status', 'place', 'revision'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.deepEqual(row, { status: 'submitted', place: '松林社区活动室', revision: 2 });
});

test('two people who change different things both have their way', async () => {
  const id = await idOf(await post('/new/lecture', lectureForm(), 'pine'));
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
  const row = await field.database.system
    .selectFrom('record')
    .select(['title', 'm2', 'revision'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.deepEqual(row, { title: '改了题目', m2: 45, revision: 3 });
});

test('two people who change the same thing are shown both, and a person chooses', async () => {
  const id = await idOf(await post('/new/lecture', lectureForm(), 'pine'));
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
    (await field.database.system.selectFrom('record').select('title').where('id', '=', id).executeTakeFirstOrThrow())
      .title;
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

test('a verified record says that it counts, and is seen in the list', async () => {
  const id = await idOf(await post('/new/lecture', lectureForm(), 'pine'));
  const clerk = await field.actor('east');
  await asActor(field.database, clerk, (tx) => verifyRecord(tx, clerk, id));
  assert.match(await (await get(`/records/${id}`, 'pine')).text(), /算进各级的数字里了/);
  assert.match(await (await get('/', 'pine')).text(), /已核定/);
});
