import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { createAccount, readActor } from '#domain/access/accounts.ts';
import type { Actor } from '#domain/access/policy.ts';
import { addDays, day } from '#kernel/day.ts';
import { type Desk, openDesk, problemsOf } from '../../../test/desk.ts';
import { draftOf, hire, today } from '../../../test/organisation.ts';
import { openTestRound } from '../../../test/reporting.ts';
import { setDeadlines } from './actions.ts';
import { readMatrix } from './matrix.ts';
import type { Cell, Period } from './model.ts';
import { noticesFor } from './notice.ts';
import { dismissReminder, remind } from './reminders.ts';
import { rowUnits } from './rules.ts';
import { stateNothing, withdrawStatement } from './statements.ts';
import { progress, sendableList } from './texts.ts';

let desk: Desk;
let period: Period;
/** Signs in for the pine street, so that a reminder finds somebody. */
let pine: Actor;
let colleague: Actor;
const round = '2024-04-07';

before(async () => {
  desk = await openDesk();
  const posts = [{ role: 'reporter' as const, unitId: tree().find('pine')!.id, from: day('2012-01-01') }];
  const account = async (username: string, name: string) => {
    const id = await createAccount(desk.database.system, { username, name, password: 'a good long password', posts });
    return (await readActor(desk.database.system, id, today))!;
  };
  pine = await account('pine', '松林填报人');
  colleague = await account('pine2', '松林站长');
});
after(() => desk?.database.drop());
beforeEach(async () => {
  await sql`TRUNCATE round, record, tally_increment, tally_day, tally_month CASCADE`.execute(desk.database.system);
  period = await openTestRound(desk);
});

const tree = () => desk.organisation.tree;
const state = (actor: Actor, unit: string, ...sections: string[]) =>
  desk.as(actor, (tx) => stateNothing(tx, actor, tree(), { round, unit, sections }));
const send = (actor: Actor, units: readonly string[], confirmed = false) =>
  desk.as(actor, (tx) =>
    remind(tx, actor, tree(), { round, units, text: '{单位}还差 {缺项}{截止}', confirmed }, today),
  );
const cellsOf = async (unit: string, actor = desk.secretary): Promise<readonly Cell[]> =>
  (await desk.as(actor, (tx) => readMatrix(tx, tree(), period, [tree().find(unit)!])))[0]!.cells;
const notices = (actor: Actor, on = today) => desk.as(actor, (tx) => noticesFor(tx, actor, tree(), on));

test('only whoever records for a unit speaks for it; records and unknown sections stand against it', async () => {
  assert.deepEqual(await problemsOf(state(desk.auditor, 'east', 'lectures')), ['forbidden']);
  assert.deepEqual(await problemsOf(state(desk.reporter, 'east', 'lectures')), ['unit_unknown unit']);
  assert.deepEqual(await problemsOf(state(desk.stranger, 'pine', 'lectures')), ['unit_unknown unit']);
  assert.deepEqual(await problemsOf(state(desk.stranger, 'no-such', 'lectures')), ['unit_unknown unit']);
  await desk.create(desk.reporter, draftOf());
  assert.deepEqual(await problemsOf(state(desk.reporter, 'pine', 'lectures', 'next')), [
    'statement_contradicted sections',
    'section_unknown sections',
  ]);
  assert.equal((await cellsOf('pine'))[1]!.state, 'blank');
});

test('a statement is not a blank: it has a name, stands once, is outweighed by records, and can be taken back', async () => {
  assert.deepEqual(
    (await cellsOf('pine')).map((cell) => cell.state),
    ['blank', 'blank'],
  );
  await state(desk.reporter, 'pine', 'lectures');
  await state(desk.clerk, 'pine', 'lectures', 'publicity');
  const [lectures, publicity] = await cellsOf('pine');
  assert.deepEqual(
    [lectures!.state, lectures!.statement!.by, publicity!.statement!.by],
    ['nothing', 'reporter', 'clerk'],
  );
  // Spoken for the street alone: the district and the other streets have said nothing.
  assert.equal((await cellsOf('east'))[0]!.state, 'blank');
  assert.equal((await cellsOf('mill'))[0]!.state, 'blank');

  const { id } = await desk.create(desk.reporter, draftOf());
  const waiting = (await cellsOf('pine'))[0]!;
  assert.deepEqual([waiting.state, waiting.contradicted, waiting.submitted], ['waiting', true, 1]);
  await desk.verify(desk.clerk, id);
  assert.equal((await cellsOf('pine'))[0]!.state, 'reported');

  const withdraw = (actor: Actor) =>
    desk.as(actor, (tx) => withdrawStatement(tx, actor, tree(), lectures!.statement!.id));
  assert.deepEqual(await problemsOf(withdraw(desk.stranger)), ['statement_unknown']);
  assert.deepEqual(await problemsOf(withdraw(desk.auditor)), ['forbidden']);
  await withdraw(desk.clerk);
  await withdraw(desk.clerk);
  assert.equal((await cellsOf('pine'))[0]!.contradicted, false);
  const kept = await desk.database.system.selectFrom('nothing_statement').selectAll().orderBy('id').execute();
  assert.deepEqual(
    kept.map((one) => one.withdrawn_by),
    [desk.clerk.accountId, null],
  );
  for (const change of ["UPDATE nothing_statement SET section = 'x'", 'DELETE FROM nothing_statement'])
    await assert.rejects(sql.raw(change).execute(desk.database.system), /only withdrawn/);
});

test('a statement about other days says nothing about these', async () => {
  await state(desk.reporter, 'pine', 'lectures');
  await sql`UPDATE round SET to_day = '2024-08-31'`.execute(desk.database.system);
  const [moved] = await desk.as(desk.secretary, async (tx) =>
    (await import('./store.ts')).readPeriods(tx, { code: round }),
  );
  const cell = async () =>
    (await desk.as(desk.secretary, (tx) => readMatrix(tx, tree(), moved!, [tree().find('pine')!])))[0]!.cells[0]!;
  assert.equal((await cell()).state, 'blank');
  await state(desk.reporter, 'pine', 'lectures');
  assert.equal((await cell()).state, 'nothing');
});

test('reminders: who may send them, whom they reach, and not twice a day unless confirmed', async () => {
  assert.deepEqual(await problemsOf(send(desk.reporter, ['pine'])), ['forbidden']);
  assert.deepEqual(await problemsOf(send(desk.stranger, ['pine'])), ['unit_unknown unit']);
  await state(desk.clerk, 'north', 'lectures', 'publicity');
  assert.deepEqual(await problemsOf(send(desk.clerk, ['pine', 'north'])), ['nothing_open units/north']);
  assert.equal((await notices(pine)).reminders.length, 0);

  const sent = await send(desk.clerk, ['pine', 'mill']);
  assert.deepEqual(
    sent.map(({ unit, receivers }) => [unit.code, receivers]),
    [
      ['pine', ['松林填报人', '松林站长']],
      ['mill', []],
    ],
  );
  assert.deepEqual(await problemsOf(send(desk.secretary, ['pine', 'mill'])), [
    'reminded_today units/pine',
    'reminded_today units/mill',
  ]);
  assert.equal((await cellsOf('pine'))[0]!.reminded!.by, 'clerk');
  const [got] = (await notices(pine)).reminders;
  assert.equal(got!.text, '松林街道分会还差 宣讲、宣传，请尽快报送');
  assert.equal((await notices(desk.clerk)).reminders.length, 0);

  assert.deepEqual(await problemsOf(desk.as(desk.clerk, (tx) => dismissReminder(tx, desk.clerk, got!.id))), [
    'reminder_unknown',
  ]);
  await desk.as(pine, (tx) => dismissReminder(tx, pine, got!.id));
  assert.equal((await notices(pine)).reminders.length, 0);
  assert.equal((await notices(colleague)).reminders.length, 1);
  await send(desk.clerk, ['pine'], true);
  assert.equal((await notices(pine)).reminders.length, 1);
  // Done: what it named has been said.
  await state(pine, 'pine', 'lectures', 'publicity');
  assert.equal((await notices(pine)).reminders.length, 0);
});

test('home: from three days before the last day on, until the round is complete', async () => {
  const due = day('2024-08-05');
  await desk.as(desk.secretary, (tx) => setDeadlines(tx, desk.secretary, tree(), round, { due, byKind: {} }));
  assert.deepEqual((await notices(pine, addDays(due, -4))).due, []);
  const [soon] = (await notices(pine, addDays(due, -3))).due;
  assert.deepEqual([soon!.daysLeft, soon!.unit.code, soon!.row!.cells.length, soon!.below], [3, 'pine', 2, undefined]);
  const [city] = (await notices(desk.secretary, addDays(due, 2))).due;
  assert.deepEqual([city!.daysLeft, city!.row, city!.below], [-2, undefined, { open: 2, asked: 2 }]);
  assert.deepEqual((await notices(desk.auditor, due)).due, []);
  await state(pine, 'pine', 'lectures', 'publicity');
  assert.deepEqual((await notices(pine, due)).due, []);
});

test('a record that was first sent in after the last day is marked late', async () => {
  const { id } = await desk.create(desk.reporter, draftOf());
  await desk.verify(desk.clerk, id);
  const sentOn = new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' });
  const withDue = (due: string) => ({ ...period, due: day(due) });
  const late = async (due: string) =>
    (await desk.as(desk.secretary, (tx) => readMatrix(tx, tree(), withDue(due), [tree().find('east')!])))[0]!.cells[0]!;
  assert.equal((await late(sentOn)).late, 0);
  const cell = await late(addDays(day(sentOn), -1));
  assert.deepEqual([cell.late, cell.verified], [1, 1]);
});

test('the list to send names every unit that is missing and what; the sentence counts the rest', async () => {
  await state(desk.clerk, 'east', 'lectures');
  await state(desk.stranger, 'west', 'lectures', 'publicity');
  const due = day('2024-12-29');
  const rows = await desk.as(desk.secretary, (tx) =>
    readMatrix(tx, tree(), { ...period, due }, rowUnits(tree().root(), tree(), period).slice(1)),
  );
  assert.deepEqual(progress(rows, period, tree()), [
    {
      zh: '2 个协会中 1 个已报全；东湖区志愿者协会还差 宣传',
      en: '1 of 2 associations complete; 东湖区志愿者协会 lacks 宣传',
    },
  ]);
  assert.equal(
    sendableList(rows, { ...period, due }, tree(), today),
    `【报送提醒】湖城市志愿者联合会2024年4—7月工作小结
统计时段：2024年4月1日至7月31日
报送截止：2024年12月29日（已过2天）
还没有报全的 1 个单位：
1. 东湖区志愿者协会：宣传
本期确实没有某项工作的，请在台账里点“本期无此项工作”；空着不等于没有。`,
  );
  const other = await hire(desk.database, desk.organisation, `other-${Math.random()}`, [['clerk', 'west']]);
  assert.equal((await cellsOf('east', other))[0]!.state, 'blank');
});
