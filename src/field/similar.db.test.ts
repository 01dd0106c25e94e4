import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { idOf, lectureForm, openField, type SmallField } from '../../test/small-field.ts';

let field: SmallField;
before(async () => {
  field = await openField();
});
after(() => field?.database.drop());

const look = (changes: Record<string, string> = {}, by = 'pine') =>
  field.post('/similar/lecture', lectureForm({ by, ...changes }), by);

test('nothing similar, no title, or nobody to record for: nothing is said', async () => {
  assert.equal((await look()).status, 204);
  assert.equal((await look({ title: '' })).status, 204);
  assert.equal((await look({}, 'auditor')).status, 204);
  assert.equal((await field.post('/similar/moon', lectureForm(), 'pine')).status, 404);
  assert.equal((await field.post('/similar/lecture', lectureForm())).status, 401);
});

test('what a colleague sent in is shown on the last look; a neighbour’s by the unit’s name alone', async () => {
  const id = await idOf(await field.post('/new/lecture', lectureForm({ by: 'pine2' }), 'pine2'));
  const shown = await look({ title: '社区急救宣讲活动' });
  assert.equal(shown.status, 200);
  assert.match(await shown.text(), new RegExp(`href="/field/records/${id}"`));
  const review = await field.post('/new/lecture', lectureForm({ act: 'review', title: '社区急救宣讲活动' }), 'pine');
  assert.match(await review.text(), new RegExp(`href="/field/records/${id}"`));
  // The ferry street is in another district.
  assert.equal((await look({}, 'ferry')).status, 204);
});

test('a unit joins the record that its clerk sent in for another', async () => {
  const form = lectureForm({
    by: 'east',
    title: '全区急救大赛预选',
    host: 'mill',
    day: 'other',
    day_other: '2024-10-08',
  });
  const id = await idOf(await field.post('/new/lecture', form, 'east'));
  const shown = await look(
    { by: 'east', title: '全区急救大赛预选', host: 'pine', day: 'other', day_other: '2024-10-08' },
    'east',
  );
  const text = await shown.text();
  const [, join] = new RegExp(`formaction="/field/records/${id}/join" name="join" value="([^"]+)"`).exec(text) ?? [];
  assert.equal(join, '1 pine', text);
  const refused = await field.post(`/records/${id}/join`, { join: '1 pine' }, 'ferry');
  assert.equal(refused.status, 404);
  assert.equal(await idOf(await field.post(`/records/${id}/join`, { join: join! }, 'east')), id);
  const row = await field.database.system
    .selectFrom('record')
    .select('hosts')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.equal(row.hosts.length, 2);
});
