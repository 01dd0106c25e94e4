import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hono } from 'hono';
import { sealAudit } from '#domain/audit/chain.ts';
import { draftOf } from '../../test/organisation.ts';
import { type Office, openOffice, type Person } from '../../test/small-office.ts';
import { makeApi } from './api.ts';
import { ungrouped } from './audit-words.ts';

let office: Office;
let api: Hono;
const people: Record<string, Person> = {};
let record = 0;
before(async () => {
  office = await openOffice();
  office.setClock('2024-12-20T08:00:00Z');
  api = new Hono().route('/api', makeApi(office.database, { now: () => new Date('2024-12-20T08:00:00Z') }));
  for (const [name, role, unit] of [
    ['clerk', 'clerk', 'east'],
    ['secretary', 'secretary', 'lake'],
    ['stranger', 'secretary', 'west'],
    ['reporter', 'reporter', 'pine'],
    ['auditor', 'auditor', 'east'],
    ['keeper', 'administrator', 'lake'],
  ] as const) {
    people[name] = await office.hire(role, unit, { demo: true });
    await people[name].signIn();
  }
  await people.clerk!.ask('POST', '/session', { username: people.clerk!.username, password: 'not this' });
  await people.clerk!.signIn();
  const { id, ...draft } = { id: 0, ...draftOf({ title: '密密的标题' }) };
  record = (await people.clerk!.ask('POST', '/records', { draft })).body.id;
  await people.clerk!.ask('PUT', `/records/${record}`, {
    base: 1,
    draft: { ...draft, title: '改过的标题', place: '广场' },
  });
  await people.secretary!.ask('POST', `/records/${record}/return`, { reason: '人次有误' });
  await people.clerk!.ask('POST', `/records/${record}/submission`, {});
  await people.secretary!.ask('POST', `/records/${record}/verification`, {});
  await people.reporter!.ask('DELETE', '/session');
  await people.reporter!.signIn();
});
after(() => office.database.drop());

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Body = any;
const get = async (name: string, path: string): Promise<{ status: number; body: Body; text: string }> => {
  const headers = { cookie: people[name]!.cookie };
  const answer = await api.request(`http://localhost/api${path}`, { headers });
  const text = await answer.text();
  return { status: answer.status, text, body: text.startsWith('{') ? JSON.parse(text) : undefined };
};
const actions = async (name: string, query = ''): Promise<string[]> =>
  (await get(name, `/audit?${query}`)).body.entries.map((one: Body) => one.action);

test('whoever only records or verifies reads no audit, by no way', async () => {
  for (const name of ['clerk', 'reporter']) {
    for (const path of ['/audit', '/audit/1', '/audit/chain', '/audit.csv'])
      assert.equal((await get(name, path)).status, 403, `${name} ${path}`);
    assert.equal((await people[name]!.ask('POST', '/audit/verification', {})).status, 403);
  }
  assert.equal((await api.request('http://localhost/api/audit')).status, 401);
});

test('an auditor sees the subtree of the post and not beyond; an administrator no record', async () => {
  const all = await actions('auditor');
  assert.deepEqual(
    all.filter((action) => action.startsWith('record.')),
    ['record.verified', 'record.submitted', 'record.returned', 'record.changed', 'record.submitted'],
  );
  assert.ok(!(await actions('stranger')).some((action) => action.startsWith('record.')));
  assert.equal((await get('auditor', '/audit?unit=west')).status, 404);
  const administered = await get('keeper', '/audit');
  assert.ok(administered.body.entries.some((one: Body) => one.action === 'session.began'));
  assert.ok(!administered.text.includes('record.') && !administered.text.includes('标题'));
  const verified = (await get('auditor', '/audit?group=verification')).body.entries[0];
  for (const name of ['keeper', 'stranger']) {
    assert.equal((await get(name, `/audit/${verified.id}`)).status, 404);
    assert.ok(!(await get(name, '/audit.csv')).text.includes('标题'));
  }
});

test('signing in and out, refusals, posts and steps are told in words, with device', async () => {
  const { entries, completeness } = (await get('secretary', '/audit')).body;
  assert.equal(entries.length, completeness.total);
  const of = (action: string) => entries.find((one: Body) => one.action === action);
  assert.equal(of('session.refused').sentence.zh, '登录没有成功：密码不对');
  assert.equal(of('session.ended').sentence.zh, '退出登录，或登录到期');
  assert.equal(of('session.began').device, 'Chrome · Windows');
  assert.match(of('post.insert').sentence.zh, /^授予.*的人职务：.*(系统管理员|审计员)$/);
  assert.equal(of('record.returned').sentence.zh, '退回记录：人次有误');
  assert.deepEqual(of('record.verified').about.zh, `${record} 改过的标题`);
  assert.equal(of('record.verified').record, record);
  assert.equal(of('record.verified').device, 'Chrome · Windows');
  assert.equal(of('record.verified').who, `${people.secretary!.username}的人`);
  assert.deepEqual(ungrouped(), [], 'every act belongs to a group of the filter');
  for (const one of entries) assert.ok(!one.sentence.zh.includes(one.action), one.action);
});

test('filters narrow, pages follow without gaps, and the total is exact', async () => {
  assert.deepEqual(
    new Set(await actions('secretary', 'group=verification')),
    new Set(['record.verified', 'record.returned']),
  );
  assert.deepEqual(
    await actions('secretary', `record=${record}&group=record`),
    await actions('auditor', 'group=record'),
  );
  assert.deepEqual(await actions('secretary', `text=${encodeURIComponent('退回')}`), ['record.returned']);
  assert.deepEqual(await actions('secretary', `text=${encodeURIComponent('人次有误')}`), ['record.returned']);
  assert.deepEqual(await actions('secretary', 'window=2020-01-01..2020-12-31'), []);
  assert.ok((await actions('secretary', `who=${people.clerk!.username}`)).includes('record.changed'));
  assert.ok(!(await actions('secretary', `who=${people.clerk!.username}`)).includes('record.verified'));
  assert.equal((await get('secretary', '/audit?group=other')).status, 422);
  for (let n = 0; n < 60; n++) await people.reporter!.signIn();
  const seen: number[] = [];
  for (let before: number | undefined; ; ) {
    const { body } = await get('secretary', `/audit?group=sign_in${before === undefined ? '' : `&before=${before}`}`);
    seen.push(...body.entries.map((one: Body) => one.id));
    if (body.next === undefined) {
      assert.equal(body.completeness.total, seen.length);
      break;
    }
    before = body.next;
  }
  assert.deepEqual(
    seen,
    [...new Set(seen)].sort((left, right) => right - left),
  );
});

test('a changed record is told field by field, before and after', async () => {
  const { entries } = (await get('auditor', `/audit?record=${record}&text=${encodeURIComponent('改了')}`)).body;
  const { body } = await get('auditor', `/audit/${entries[0].id}`);
  const told = body.changes.map((one: Body) => [one.label.zh, one.before?.zh ?? null, one.after?.zh ?? null]);
  assert.deepEqual(told.slice(0, 2), [
    ['标题', '密密的标题', '改过的标题'],
    ['地点', null, '广场'],
  ]);
});

test('the chain is walked from the screen as from the command line, and that is noted', async () => {
  await sealAudit(office.database.system);
  const chain = (await get('secretary', '/audit/chain')).body;
  assert.equal(chain.entries, chain.head.seq);
  const answer = await api.request('http://localhost/api/audit/verification', {
    method: 'POST',
    headers: { cookie: people.auditor!.cookie, 'content-type': 'application/json' },
    body: '{}',
  });
  const told = (await answer.text()).split('\n').filter((line) => line.startsWith('data: {'));
  const last = JSON.parse(told.at(-1)!.slice(6));
  assert.deepEqual([last.type, last.faults, last.checked], ['done', [], last.head.seq]);
  assert.equal((await actions('auditor', 'group=audit'))[0], 'audit.verified');
});

test('the exported audit is what the list holds, kept from formulas, and known itself', async () => {
  const { text } = await get('secretary', '/audit.csv?group=record');
  const lines = text.trim().split('\r\n');
  assert.match(lines[0]!, /操作日志；截至/);
  assert.equal(lines[1], '序号,时间,操作人,操作,对象,设备,操作代码');
  assert.equal(lines.length, 3 + (await actions('secretary', 'group=record')).length);
  assert.match(lines.at(-1)!, /^共计,/);
  assert.deepEqual(new Set(await actions('secretary', 'group=export')), new Set(['export.taken', 'export.audit']));
});
