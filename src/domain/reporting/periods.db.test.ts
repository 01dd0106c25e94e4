import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import type { Actor } from '#domain/access/policy.ts';
import { readEntries } from '#domain/audit/store.ts';
import { day } from '#kernel/day.ts';
import { type Desk, openDesk, problemsOf } from '../../../test/desk.ts';
import { draftOf, hire } from '../../../test/organisation.ts';
import { openTestRound } from '../../../test/reporting.ts';
import { closePeriod, openRound, proposeNext, reopenPeriod, setDeadlines } from './actions.ts';
import { readMatrix } from './matrix.ts';
import type { Period } from './model.ts';
import { periodNotice } from './notice.ts';
import { periodsInSight } from './sight.ts';
import { readEvents, readPeriods } from './store.ts';

let desk: Desk;
let period: Period;
let second: Actor;
const code = '2024-04-07';
const none = { due: null, byKind: {} };

before(async () => {
  desk = await openDesk();
  second = await hire(desk.database, desk.organisation, 'second', [['secretary', 'lake']]);
});
after(() => desk?.database.drop());
beforeEach(async () => {
  await sql`TRUNCATE round, record, tally_increment, tally_day, tally_month CASCADE`.execute(desk.database.system);
  period = await openTestRound(desk);
});

const tree = () => desk.organisation.tree;
const close = (actor: Actor, which = code) => desk.as(actor, (tx) => closePeriod(tx, actor, tree(), which, ' 已汇总 '));
const reopen = (actor: Actor, reason: string) => desk.as(actor, (tx) => reopenPeriod(tx, actor, tree(), code, reason));
const deadlines = (actor: Actor, days: Parameters<typeof setDeadlines>[4]) =>
  desk.as(actor, (tx) => setDeadlines(tx, actor, tree(), code, days));
const now = async () => (await readPeriods(desk.database.system, { code }))[0]!;

test('only whoever freezes closes and reopens, and only whoever compiles sets days; a reason is asked for', async () => {
  for (const actor of [desk.reporter, desk.clerk, desk.auditor, desk.stranger]) {
    assert.deepEqual(await problemsOf(close(actor)), ['forbidden']);
    assert.deepEqual(await problemsOf(reopen(actor, '漏了一条')), ['forbidden']);
    assert.deepEqual(await problemsOf(deadlines(actor, { ...none, due: day('2024-08-05') })), ['forbidden']);
  }
  assert.deepEqual(await problemsOf(close(desk.secretary, 'no-such')), ['round_unknown round']);
  assert.deepEqual(await problemsOf(reopen(desk.secretary, ' ')), ['reason_missing reason']);
  assert.deepEqual(await problemsOf(reopen(desk.secretary, '没有截止')), ['period_open']);
  assert.deepEqual(
    await problemsOf(deadlines(desk.secretary, { due: day('2024-03-01'), byKind: { branch: day('2024-02-01') } })),
    ['due_before_round due', 'due_before_round byKind/branch'],
  );
  await close(desk.secretary);
  assert.deepEqual(await problemsOf(close(second)), ['period_closed']);
  assert.deepEqual((await readEvents(desk.database.system, period.id)).length, 1);
});

test('of two who close at once one is told', async () => {
  const both = await Promise.allSettled([close(desk.secretary), close(second)]);
  assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected']);
  const lost = both.find((one) => one.status === 'rejected')!;
  assert.equal(lost.reason.problems[0].code, 'period_closed');
});

test('a round that does not concern the actor’s units is not there', async () => {
  await sql`INSERT INTO round (code, unit_id, title, from_day, to_day, template) VALUES ('east-2024', ${tree().find('east')!.id}, '东湖区小结', '2024-04-01', '2024-07-31', 'plain')`.execute(
    desk.database.system,
  );
  const seen = async (actor: Actor) =>
    (await desk.as(actor, (tx) => periodsInSight(tx, actor, tree()))).map((one) => one.code).sort();
  assert.deepEqual(await seen(desk.stranger), [code]);
  assert.deepEqual(await seen(desk.clerk), [code, 'east-2024']);
  assert.deepEqual(await seen(desk.secretary), [code, 'east-2024']);
  assert.deepEqual(await problemsOf(close(desk.stranger, 'east-2024')), ['round_unknown round']);
});

test('every change is an event with its reason, is audited, and cannot be altered', async () => {
  const days = { due: day('2024-08-10'), byKind: { branch: day('2024-08-05') } };
  await deadlines(desk.secretary, days);
  await deadlines(desk.secretary, days);
  await close(desk.secretary);
  await reopen(second, '东湖区有一条漏报');
  await close(second);
  const events = await readEvents(desk.database.system, period.id);
  assert.deepEqual(
    events.map(({ action, reason, by }) => [action, reason, by]),
    [
      ['closed', '已汇总', 'second'],
      ['reopened', '东湖区有一条漏报', 'second'],
      ['closed', '已汇总', 'secretary'],
      ['deadlines', '', 'secretary'],
    ],
  );
  assert.deepEqual(events.at(-1)!.detail, days);
  const state = await now();
  assert.deepEqual([state.due, state.dueByKind, state.closedBy], [days.due, days.byKind, 'second']);
  const audited = await readEntries(desk.database.system, { actions: ['period.'] }, 10);
  assert.deepEqual(
    audited.slice(0, 4).map((one) => one.action),
    ['period.closed', 'period.reopened', 'period.closed', 'period.deadlines'],
  );
  for (const change of ["UPDATE period_event SET reason = 'x'", 'DELETE FROM period_event'])
    await assert.rejects(sql.raw(change).execute(desk.database.system), /only ever added to/);
  await assert.rejects(
    desk.as(desk.secretary, (tx) => sql`UPDATE period SET closed_at = NULL`.execute(tx)),
    /permission denied/,
  );
});

test('closing changes no number, and recording goes on with a word about it', async () => {
  const { id } = await desk.create(desk.reporter, draftOf());
  await desk.create(desk.reporter, draftOf({ kind: 'publicity', classes: { activity: 'stall' } }));
  await desk.verify(desk.clerk, id);
  const everything = async () => {
    const rows = await desk.as(desk.secretary, (tx) => readMatrix(tx, tree(), period, tree().units));
    return { rows, counted: await desk.counted() };
  };
  const notice = () =>
    desk.as(desk.reporter, (tx) => periodNotice(tx, tree(), tree().find('pine')!, day('2024-05-06')));
  const before = await everything();
  assert.equal(await notice(), undefined);
  await close(desk.secretary);
  assert.deepEqual(await everything(), before);
  assert.match((await notice())!.text.zh, /^本期已于\d+月\d+日截止，将计入下一期的补报$/);
  assert.equal(
    await desk.as(desk.reporter, (tx) => periodNotice(tx, tree(), tree().find('pine')!, day('2024-08-01'))),
    undefined,
  );
  await desk.create(desk.reporter, draftOf());
  await reopen(desk.secretary, '补一条');
  assert.equal(await notice(), undefined);
});

test('the next round goes on where the last one ended', async () => {
  await deadlines(desk.secretary, { due: day('2024-08-05'), byKind: { branch: day('2024-08-03') } });
  const propose = (actor: Actor, unit: string) => desk.as(actor, (tx) => proposeNext(tx, actor, tree(), unit));
  assert.deepEqual(await problemsOf(propose(desk.clerk, 'lake')), ['unit_unknown unit']);
  assert.deepEqual(await problemsOf(propose(desk.auditor, 'lake')), ['forbidden']);
  assert.equal(await propose(desk.clerk, 'east'), undefined);
  const { after: _, ...next } = (await propose(desk.secretary, 'lake'))!;
  assert.deepEqual(next, {
    title: '湖城市志愿者联合会2024年8—11月工作小结',
    window: { from: '2024-08-01', to: '2024-11-30' },
    windows: { year: { from: '2024-01-01', to: '2024-11-30' } },
    due: '2024-12-05',
    byKind: { branch: '2024-12-03' },
  });
  const open = (changes: object) =>
    desk.as(desk.secretary, (tx) => openRound(tx, desk.secretary, tree(), 'lake', { ...next, ...changes }));
  assert.deepEqual(
    await problemsOf(
      open({
        title: ' ',
        window: period.window,
        windows: { other: next.window },
        due: day('2024-01-01'),
      }),
    ),
    ['due_before_round due', 'title_missing title', 'round_exists window', 'part_unknown windows/other'],
  );
  const made = await open({});
  assert.equal(made, '2024-08-11');
  const [stored] = await readPeriods(desk.database.system, { code: made });
  assert.deepEqual([stored!.window, stored!.due, stored!.sections.length], [next.window, next.due, 2]);
  assert.deepEqual(
    (await readEvents(desk.database.system, stored!.id)).map((one) => one.action),
    ['deadlines', 'created'],
  );
});
