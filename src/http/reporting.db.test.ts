import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hono } from 'hono';
import { sql } from 'kysely';
import { createAccount } from '#domain/access/accounts.ts';
import { beginSession } from '#domain/access/sessions.ts';
import { day } from '#kernel/day.ts';
import { type Desk, openDesk } from '../../test/desk.ts';
import { draftOf } from '../../test/organisation.ts';
import { openTestRound } from '../../test/reporting.ts';
import { makeApi } from './api.ts';

let desk: Desk;
let app: Hono;
const cookies = new Map<string, string>();
const round = '2024-04-07';
const now = () => new Date('2024-12-31T04:00:00Z');

before(async () => {
  desk = await openDesk();
  await openTestRound(desk);
  app = new Hono();
  app.route('/api', makeApi(desk.database, { now }));
  const { tree } = desk.organisation;
  for (const [username, role, unit] of [
    ['city', 'secretary', 'lake'],
    ['east', 'clerk', 'east'],
    ['west', 'clerk', 'west'],
    ['pine', 'reporter', 'pine'],
  ] as const) {
    const posts = [{ role, unitId: tree.find(unit)!.id, from: day('2012-01-01') }];
    const id = await createAccount(desk.database.system, {
      username,
      name: username,
      password: 'a good long password',
      // Its password is for all to read, as a demonstration's is: no second step.
      demo: true,
      posts,
    });
    cookies.set(username, `taizhang=${await beginSession(desk.database.system, id, '', now())}`);
  }
});
after(() => desk?.database.drop());

async function ask(as: string | undefined, method: string, path: string, body?: unknown) {
  const answer = await app.request(`http://localhost/api/reporting${path}`, {
    method,
    headers: {
      ...(as && { cookie: cookies.get(as)! }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  const read = (await answer.json()) as any;
  return { status: answer.status, body: read };
}

const statement = { round, unit: 'pine', sections: ['lectures'] };

test('nobody is told anything without a session, and units and rounds out of reach are not there', async () => {
  const asked: [string, string, unknown?][] = [
    ['GET', '/periods'],
    ['GET', '/notices'],
    ['GET', `/matrix?round=${round}&unit=pine`],
    ['POST', '/statements', statement],
    ['POST', `/periods/${round}/closing`, {}],
  ];
  for (const [method, path, body] of asked) assert.equal((await ask(undefined, method, path, body)).status, 401, path);
  const beyond: [string, string, unknown?][] = [
    ['GET', `/matrix?round=${round}&unit=pine`],
    ['GET', `/matrix?round=${round}&unit=no-such`],
    ['GET', `/cell?round=${round}&unit=pine&section=lectures`],
    ['GET', `/list?round=${round}&unit=pine`],
    ['GET', '/period-notice?unit=pine&day=2024-05-06'],
    ['GET', '/carried?unit=lake&window=2024-08-01..2024-11-30'],
    ['GET', '/next?unit=lake'],
    ['GET', '/late?round=no-such'],
    ['POST', '/statements', statement],
    ['POST', '/reminders', { round, units: ['pine'], text: 'x' }],
    ['DELETE', '/statements/99'],
    ['POST', '/reminders/99/dismissal', {}],
  ];
  for (const [method, path, body] of beyond) assert.equal((await ask('west', method, path, body)).status, 404, path);
  assert.equal((await ask('pine', 'GET', `/list?round=${round}&unit=pine`)).status, 403);
  assert.equal((await ask('east', 'POST', `/periods/${round}/closing`, {})).status, 403);
});

test('the matrix of a district: words for blank and for nothing, the list to send, the records behind a cell', async () => {
  assert.equal((await ask('pine', 'POST', '/statements', { ...statement, sections: ['publicity'] })).status, 200);
  const { id } = await desk.create(desk.reporter, draftOf());
  const { body } = await ask('east', 'GET', `/matrix?round=${round}&unit=east`);
  assert.deepEqual(
    body.rows.map((row: { unit: { code: string }; cells: { state: string }[] }) => [
      row.unit.code,
      ...row.cells.map((cell) => cell.state),
    ]),
    [
      ['east', 'waiting', 'blank'],
      ['north', 'blank', 'blank'],
      ['pine', 'waiting', 'nothing'],
      ['mill', 'blank', 'blank'],
    ],
  );
  assert.equal(body.completeness.total, 4);
  assert.match(body.sendable, /1\. 北桥街道分会：宣讲、宣传\n2\. 磨坊街道分会：宣讲、宣传/);
  const cell = (await ask('east', 'GET', `/cell?round=${round}&unit=east&section=lectures`)).body;
  assert.deepEqual([cell.rows.map((row: { id: number }) => row.id), cell.completeness.total], [[id], 1]);
  const { csv } = (await ask('east', 'GET', `/list?round=${round}&unit=east`)).body;
  assert.match(csv, /北桥街道分会,宣讲工作情况,2024-04-01\.\.2024-07-31,没有报,,,,,/);
  assert.match(csv, /松林街道分会,宣讲工作情况,2024-04-01\.\.2024-07-31,待核定,0,1,0,,/);
  const open = (await ask('east', 'GET', `/list?round=${round}&unit=east&open=true`)).body.csv;
  assert.ok(!open.includes('松林街道分会') && open.includes('磨坊街道分会'));
  const all = (await ask('east', 'GET', `/list?round=${round}&unit=east&open=false`)).body.csv;
  assert.ok(all.includes('松林街道分会'));
  assert.equal((await ask('pine', 'POST', '/statements', statement)).status, 422);
});

test('closing, a late record, and what the next round is told of it', async () => {
  assert.equal((await ask('city', 'POST', `/periods/${round}/closing`, {})).status, 200);
  assert.equal((await ask('city', 'POST', `/periods/${round}/closing`, {})).status, 409);
  const told = (await ask('pine', 'GET', '/period-notice?unit=pine&day=2024-05-06')).body;
  assert.match(told.text.zh, /截止，将计入下一期的补报/);
  const { id } = await desk.create(desk.reporter, draftOf());
  const late = (await ask('city', 'GET', `/late?round=${round}`)).body;
  assert.deepEqual(
    late.records.map((one: { id: number; reason: string; sections: string[] }) => [one.id, one.reason, one.sections]),
    [[id, 'late_filing', ['宣讲']]],
  );
  const next = (await ask('city', 'GET', '/next?unit=lake')).body;
  const made = await ask('city', 'POST', '/periods', { ...next, unit: 'lake' });
  assert.deepEqual([made.status, made.body], [201, { code: '2024-08-11' }]);
  const carried = (await ask('city', 'GET', '/carried?unit=lake&window=2024-08-01..2024-11-30')).body;
  assert.equal(carried.late.carried, 1);
  assert.equal((await ask('city', 'GET', '/carried?unit=lake&window=2024-08-01..2024-11-29')).body.late, null);
  const { events } = (await ask('west', 'GET', `/periods/${round}/events`)).body;
  assert.deepEqual([events.length, events[0].action, events[0].by], [1, 'closed', 'city']);
  assert.equal(
    (await sql`SELECT FROM period WHERE closed_at IS NOT NULL`.execute(desk.database.system)).rows.length,
    1,
  );
});
