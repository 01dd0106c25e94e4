import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { asActor } from '#domain/access/transaction.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { returnSeen, sayMessage } from '#domain/verification/actions.ts';
import { idOf, lectureForm, openField, type SmallField } from '../../test/small-field.ts';

let field: SmallField;
before(async () => {
  field = await openField();
});
after(() => field.database.drop());

const sent = async () => idOf(await field.post('/new/lecture', lectureForm(), 'pine'));
const page = async (path: string, by = 'pine') => await (await field.get(path, by)).text();
const say = async (username: string, id: number, text: string) => {
  const actor = await field.actor(username);
  await asActor(field.database, actor, (tx) => sayMessage(tx, actor, id, text));
};
const giveBack = async (id: number, comments: readonly { part: string; text: string }[]) => {
  const clerk = await field.actor('east');
  const organisation = await readOrganisation(field.database.system);
  await asActor(field.database, clerk, (tx) =>
    returnSeen(tx, clerk, id, { reason: '两处要改', comments }, organisation),
  );
};
const messages = async (id: number) =>
  (await field.database.system.selectFrom('record_message').select('text').where('record_id', '=', id).execute()).map(
    (one) => one.text,
  );

describe('not said', () => {
  test('from another site, without signing in, of a record out of sight, in another’s name, empty', async () => {
    const id = await sent();
    const path = `/records/${id}/messages`;
    const abroad = await field.post(path, { text: '你好', by: 'pine' }, 'pine', { 'sec-fetch-site': 'cross-site' });
    assert.equal(abroad.status, 403);
    assert.equal((await field.post(path, { text: '你好', by: 'pine' })).status, 401);
    assert.equal((await field.post(path, { text: '你好', by: 'ferry' }, 'ferry')).status, 404);
    const other = await field.post(path, { text: '写了很久的话', by: 'east' }, 'pine');
    assert.equal(other.status, 422);
    assert.match(await other.text(), /写了很久的话<\/textarea>/);
    const empty = await field.post(path, { text: '  ', by: 'pine' }, 'pine');
    assert.equal(empty.status, 422);
    assert.match(await empty.text(), /请写上要说的话/);
    assert.equal((await field.post(path, { text: '字'.repeat(1001), by: 'pine' }, 'pine')).status, 422);
    assert.deepEqual(await messages(id), []);
  });

  test('by those who only read', async () => {
    const id = await sent();
    assert.doesNotMatch(await page(`/records/${id}`, 'auditor'), /<textarea/);
    const answer = await field.post(`/records/${id}/messages`, { text: '你好', by: 'auditor' }, 'auditor');
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /您的职务不能办理这条记录/);
  });
});

test('a message is marked on the home page until the record was opened, and is answered there', async () => {
  const id = await sent();
  await say('east', id, '有<照片>吗？');
  assert.match(await page('/'), /新留言 1/);
  const opened = await page(`/records/${id}`);
  assert.match(opened, /class="[^"]*fresh"/);
  assert.match(opened, /有&lt;照片&gt;吗？/);
  assert.doesNotMatch(await page('/'), /新留言/);
  assert.doesNotMatch(await page(`/records/${id}`), /class="[^"]*fresh"/);
  const answer = await field.post(`/records/${id}/messages`, { text: '没有拍。\r\n下次补', by: 'pine' }, 'pine');
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get('location'), `/field/records/${id}#thread`);
  assert.deepEqual(await messages(id), ['有<照片>吗？', '没有拍。\n下次补']);
});

test('a returned record opens at the field that was commented on, with the verifier’s words above it', async () => {
  const id = await sent();
  await giveBack(id, [
    { part: 'measures/attendance', text: '签到表上是 38 人次' },
    { part: 'partners', text: '加上社区' },
  ]);
  const seen = await page(`/records/${id}`);
  assert.match(seen, /<li><b>lecture\.attendance<\/b> 签到表上是 38 人次<\/li>/);
  const form = await page(`/records/${id}/edit`);
  const open = /<section class="step open"[\s\S]*?<\/section>/.exec(form)![0];
  assert.match(open, /data-name="m\.attendance"[\s\S]*签到表上是 38 人次/);
  assert.equal(form.match(/核定的人说/g)?.length, 2);
  // Sent with a mistake the words are still there.
  const wrong = await field.post(`/records/${id}/edit`, { ...lectureForm({ title: '' }), base: '1' }, 'pine');
  assert.equal(wrong.status, 422);
  assert.match(await wrong.text(), /签到表上是 38 人次/);
});
