import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { asActor } from '#domain/access/transaction.ts';
import { remind } from '#domain/reporting/reminders.ts';
import { readTree } from '#domain/units/store.ts';
import { day } from '#kernel/day.ts';
import { successfulControls } from '../../test/form-controls.ts';
import { idOf, lectureForm, openField, type SmallField } from '../../test/small-field.ts';

let field: SmallField;
before(async () => {
  field = await openField();
  const { system } = field.database;
  const content = {
    sections: [{ code: 'lectures', title: '宣讲工作情况', blocks: [{ type: 'contributions', kinds: ['lecture'] }] }],
  };
  await sql`INSERT INTO template (code, content) VALUES ('t', ${JSON.stringify(content)}::jsonb)`.execute(system);
  await sql`INSERT INTO round (code, unit_id, title, from_day, to_day, template)
    SELECT 'autumn', id, '九至十一月小结', '2024-09-01', '2024-11-30', 't' FROM unit WHERE code = 'lake'`.execute(
    system,
  );
});
after(() => field?.database.drop());

const page = async (path: string, by: string) => await (await field.get(path, by)).text();

test('a statement by two taps, for the own unit only, and taken back', async () => {
  for (const unit of ['ferry', 'east', 'no-such']) {
    const refused = await field.post('/reporting/statements', { round: 'autumn', unit, section: 'lectures' }, 'pine');
    assert.equal(refused.status, 422, unit);
    assert.match(await refused.text(), /没有代码为/);
  }
  const first = await page('/reporting', 'pine');
  assert.match(first, /没有报/);
  const form = successfulControls(first);
  assert.equal((await field.post('/reporting/statements', form, 'pine')).status, 303);
  const stated = await page('/reporting', 'pine');
  assert.match(stated, /pine的人说明过/);
  assert.doesNotMatch(stated, /没有报/);
  const withdraw = /action="\/field(\/reporting\/statements\/\d+\/withdrawal)"/.exec(stated)![1]!;
  assert.equal((await field.post(withdraw, [], 'ferry')).status, 422);
  assert.equal((await field.post(withdraw, [], 'pine')).status, 303);
  assert.match(await page('/reporting', 'pine'), /没有报/);
});

test('a reminder is on the home page until it is put away', async () => {
  const tree = await readTree(field.database.system);
  const east = await field.actor('east');
  await asActor(field.database, east, (tx) =>
    remind(
      tx,
      east,
      tree,
      { round: 'autumn', units: ['pine'], text: '请补 {缺项}', confirmed: false },
      day('2024-11-19'),
    ),
  );
  const home = await page('/', 'pine');
  assert.match(home, /请补 宣讲/);
  assert.doesNotMatch(await page('/', 'ferry'), /请补/);
  const dismiss = /action="\/field(\/reporting\/reminders\/\d+\/dismissal)"/.exec(home)![1]!;
  assert.equal((await field.post(dismiss, [], 'ferry')).status, 422);
  assert.equal((await field.post(dismiss, [], 'pine')).status, 303);
  assert.doesNotMatch(await page('/', 'pine'), /请补/);
});

test('what is due stands on the home page; after closing the last look says where the record goes', async () => {
  const { system } = field.database;
  const { accountId } = await field.actor('east');
  const event = (action: string, detail: object) =>
    sql`INSERT INTO period_event (round_id, action, detail, by_account) SELECT id, ${action}, ${JSON.stringify(detail)}::jsonb, ${accountId} FROM round`.execute(
      system,
    );
  await event('deadlines', { due: '2024-11-21' });
  assert.match(await page('/', 'pine'), /11月21日截止，还有2天[\s\S]*还差：宣讲/);
  const review = lectureForm({ act: 'review' });
  assert.doesNotMatch(await (await field.post('/new/lecture', review, 'pine')).text(), /补报/);
  await event('closed', {});
  assert.match(await (await field.post('/new/lecture', review, 'pine')).text(), /截止，将计入下一期的补报/);
  const id = await idOf(await field.post('/new/lecture', lectureForm(), 'pine'));
  assert.match(await page(`/records/${id}?done=sent`, 'pine'), /将计入下一期的补报/);
  assert.match(await page('/reporting', 'pine'), /现在没有要报送的期次/);
});
