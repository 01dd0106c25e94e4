import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Hono } from 'hono';
import { beginSession } from '#domain/access/sessions.ts';
import { type District, makeDistrict } from '../../test/fixtures/district.ts';
import { makeApi } from './api.ts';

let district: District;
let app: Hono;
const now = new Date('2024-12-20T08:00:00Z');
before(async () => {
  district = await makeDistrict(300, 5);
  app = new Hono();
  app.route('/api', makeApi(district.database, { now: () => now }));
});
after(() => district.database.drop());

const cookies = new Map<string, string>();

async function ask(as: string | undefined, method: string, path: string, body?: unknown) {
  if (as !== undefined && !cookies.has(as)) {
    const { system } = district.database;
    const { id } = await system.selectFrom('account').select('id').where('username', '=', as).executeTakeFirstOrThrow();
    cookies.set(as, `taizhang=${await beginSession(system, id, 'test', now)}`);
  }
  const answer = await app.request(`http://localhost/api${path}`, {
    method,
    headers: { ...(as && { cookie: cookies.get(as)! }), 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  return { status: answer.status, body: (await answer.json()) as any };
}

const form = (more: object = {}) => ({
  kind: 'lecture',
  hosts: ['east-a'],
  from: '2024-12-02',
  to: '2024-12-02',
  title: '开学第一课',
  place: '',
  partners: [],
  classes: { venue: 'school' },
  measures: { sessions: '1', attendance: '一百二十人次' },
  narrative: '',
  highlight: false,
  people: [],
  fields: {},
  ...more,
});
const codesOf = (answer: { body: { problems: { code: string; place?: string }[] } }) =>
  answer.body.problems.map((one) => `${one.code} ${one.place ?? ''}`.trim()).sort();

test('without a session, or for a unit out of sight, nothing is told or kept', async () => {
  for (const [method, path, body] of [
    ['GET', '/records/sums?unit=east'],
    ['GET', '/views'],
    ['GET', '/working-copies'],
    ['GET', '/bulk-acts'],
    ['GET', '/record-forms/lecture'],
    ['GET', '/people?text=a&unit=east'],
    ['POST', '/record-forms', { key: 'k', content: form(), submit: true }],
    ['POST', '/bulk-acts', { act: 'void', ids: [1], reason: 'x', key: 'k' }],
  ] as const)
    assert.equal((await ask(undefined, method, path, body)).status, 401, path);
  for (const path of ['/records/sums?unit=east', '/people?text=a&unit=east'])
    assert.equal((await ask('west', 'GET', path)).status, 404, path);
  const all = { act: 'void', filters: { unit: 'east' } };
  assert.equal((await ask('west', 'POST', '/bulk-acts/preview', all)).status, 404);
});

test('a form is refused with everything that is wrong with it, each beside its field', async () => {
  const wrong = form({
    from: '2024-12-05',
    to: '2024-02-30',
    title: ' ',
    hosts: ['nowhere'],
    classes: {},
    measures: { attendance: '近百', copies: '3' },
    narrative: '来了{attendance}',
    people: [{ person: 'nobody', role: 'lecturer' }],
  });
  const answer = await ask('east', 'POST', '/record-forms', { key: randomUUID(), content: wrong, submit: true });
  assert.equal(answer.status, 422);
  assert.deepEqual(codesOf(answer), [
    'class_missing classes/venue',
    'count_unreadable measures/attendance',
    'day_unknown to',
    'measure_unknown measures/copies',
    'person_unknown people/0',
    'title_missing title',
    'token_unknown narrative',
    'unit_unknown hosts/0',
  ]);
  const empty = await ask('east', 'POST', '/record-forms', {
    key: randomUUID(),
    content: form({ hosts: [], from: '', to: '' }),
    submit: false,
  });
  assert.deepEqual(codesOf(empty), ['day_missing to', 'host_missing hosts']);
});

test('a form is kept as typed, says what it lacks, becomes a record, and is gone', async () => {
  const key = randomUUID();
  const content = form({ title: '', measures: { attendance: '一百' } });
  const kept = await ask('reporter', 'PUT', `/working-copies/${key}`, { content, seen: 0 });
  assert.equal(kept.body.version, 1);
  assert.deepEqual(codesOf(kept), ['title_missing title']);
  const stale = await ask('reporter', 'PUT', `/working-copies/${key}`, { content: form(), seen: 0 });
  assert.equal(stale.status, 409);
  assert.deepEqual((await ask('reporter', 'GET', `/working-copies/${key}`)).body.copy.content, content);
  assert.deepEqual((await ask('east', 'GET', `/working-copies/${key}`)).body, {});
  assert.equal((await ask('reporter', 'GET', '/working-copies')).body.copies.length, 1);
  const saved = await ask('reporter', 'POST', '/record-forms', { key, content: form(), submit: true });
  assert.equal(saved.body.status, 'submitted');
  assert.deepEqual((await ask('reporter', 'GET', '/working-copies')).body.copies, []);
  const detail = await ask('east', 'GET', `/records/${saved.body.id}`);
  assert.equal(detail.body.draft.measures.attendance, 120);
  assert.equal((await ask('reporter', 'DELETE', `/working-copies/${key}`)).body.dropped, false);
});

test('what two people change at the same time is merged, or both are shown with who and when', async () => {
  const key = randomUUID();
  const { body: made } = await ask('reporter', 'POST', '/record-forms', { key, content: form(), submit: true });
  const change = { record: made.id, base: made.revision };
  const save = (as: string, content: object, more: object = {}) =>
    ask(as, 'POST', '/record-forms', {
      key: `record-${made.id}`,
      content,
      change: { ...change, ...more },
      submit: false,
    });
  assert.equal((await save('secretary', form({ place: '礼堂' }))).body.outcome, 'saved');
  const merged = await save('east', form({ measures: { sessions: '1', attendance: '90' } }));
  assert.equal(merged.body.outcome, 'saved');
  assert.deepEqual(
    merged.body.fromThem.map((one: { part: string; by: string }) => [one.part, one.by]),
    [['place', 'secretary']],
  );
  const asked = await save('reporter', form({ place: '操场' }));
  assert.equal(asked.body.outcome, 'choose');
  const [conflict] = asked.body.conflicts;
  assert.deepEqual(
    [conflict.part, conflict.theirs, conflict.mine, conflict.by],
    ['place', '礼堂', '操场', 'secretary'],
  );
  const chosen = await save('reporter', form({ place: '操场' }), {
    choices: { at: asked.body.revision, parts: { place: 'mine' } },
  });
  assert.equal(chosen.body.outcome, 'saved');
  const { draft } = (await ask('east', 'GET', `/records/${made.id}`)).body;
  assert.deepEqual([draft.place, draft.measures.attendance], ['操场', 90]);
  const early = await save('reporter', form(), { base: 99 });
  assert.deepEqual(codesOf(early), ['revision_unknown']);
});

test('all that match are confirmed as a list of their own; undone, the figures are what they were', async () => {
  const filters = 'unit=east&kind=lecture&window=2024-01-01..2024-06-30';
  const before = (await ask('east', 'GET', `/records/sums?${filters}`)).body;
  const records = before.kinds[0].records;
  assert.ok(records > 2);
  const told = await ask('east', 'POST', '/bulk-acts/preview', {
    act: 'void',
    filters: { unit: 'east', kind: 'lecture', window: '2024-01-01..2024-06-30' },
  });
  assert.deepEqual([told.body.may, told.body.asked, told.body.titles.length], [records, records, 5]);
  assert.deepEqual(told.body.effect, { sign: -1, sums: before.kinds });
  const ids = told.body.ids;
  const request = { act: 'void', ids, reason: '测试', key: randomUUID() };
  const done = await ask('east', 'POST', '/bulk-acts', request);
  assert.deepEqual([done.body.done, done.body.refused], [records, []]);
  assert.deepEqual((await ask('east', 'GET', `/records/sums?${filters}`)).body.kinds, []);
  assert.equal((await ask('east', 'GET', '/bulk-acts')).body.acts[0].done, records);
  assert.equal((await ask('secretary', 'POST', `/bulk-acts/${done.body.act}/undoing`, {})).status, 404);
  const undone = await ask('east', 'POST', `/bulk-acts/${done.body.act}/undoing`, {});
  assert.deepEqual(undone.body, { restored: records, kept: [] });
  assert.deepEqual((await ask('east', 'GET', `/records/sums?${filters}`)).body, before);
  assert.equal((await ask('east', 'POST', `/bulk-acts/${done.body.act}/undoing`, {})).status, 409);
});

test('views keep filters and columns; people are found by a part of their name', async () => {
  const search = { kind: 'lecture', highlight: true, columns: 'title,day' };
  const bad = await ask('east', 'POST', '/views', { name: '坏', search: { record: 1 }, sharedTo: null });
  assert.equal(bad.status, 422);
  const { body } = await ask('east', 'POST', '/views', { name: '亮点宣讲', search, sharedTo: 'east' });
  const seen = (await ask('reporter', 'GET', '/views')).body.views;
  assert.deepEqual(seen, [
    {
      id: body.id,
      name: '亮点宣讲',
      search,
      sharedTo: { code: 'east', name: '东区社会禁毒协会', short: '东区协会' },
      own: false,
      owner: 'east',
    },
  ]);
  assert.equal((await ask('reporter', 'DELETE', `/views/${body.id}`)).status, 404);
  assert.equal((await ask('east', 'DELETE', `/views/${body.id}`)).status, 200);
  assert.deepEqual((await ask('reporter', 'GET', '/views')).body.views, []);
  assert.equal((await ask('east', 'POST', `/views/${body.id}/restoring`, {})).status, 200);
  assert.deepEqual((await ask('east', 'GET', '/people?unit=east&text=nobody-of-this-name')).body.people, []);
});
