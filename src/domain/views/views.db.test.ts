import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Actor } from '#domain/access/policy.ts';
import { type Desk, openDesk, problemsOf } from '../../../test/desk.ts';
import { hire } from '../../../test/organisation.ts';
import { changeView, createView, deleteView, listViews, type ViewContent } from './actions.ts';
import { ViewSearch } from './model.ts';

let desk: Desk;
before(async () => {
  desk = await openDesk();
});
after(() => desk.database.drop());

const view = (name: string, sharedTo: string | null = null): ViewContent => ({
  name,
  search: { kind: 'lecture', highlight: true },
  sharedTo,
});
const create = (actor: Actor, content: ViewContent) =>
  desk.as(actor, (tx) => createView(tx, actor, desk.organisation, content));
const change = (actor: Actor, id: number, content: ViewContent) =>
  desk.as(actor, (tx) => changeView(tx, actor, desk.organisation, id, content));
const namesFor = async (actor: Actor) =>
  (await desk.as(actor, (tx) => listViews(tx, actor, desk.organisation))).map((one) => one.name);

test('a view is shared by who verifies there, and with no unit beyond', async () => {
  for (const [actor, unit] of [
    [desk.reporter, 'pine'],
    [desk.auditor, 'lake'],
    [desk.clerk, 'lake'],
    [desk.clerk, 'west'],
    [desk.clerk, 'nowhere'],
  ] as const)
    assert.deepEqual(await problemsOf(create(actor, view('共享', unit))), ['view_not_shared sharedTo']);
  // The wall in the database says the same of a unit out of reach.
  const west = desk.organisation.tree.find('west')!.id;
  await assert.rejects(
    desk.as(desk.clerk, (tx) =>
      tx
        .insertInto('ledger_view')
        .values({ account_id: desk.clerk.accountId, name: 'x', search: '{}', shared_unit: west })
        .execute(),
    ),
    /row-level security/,
  );
});

test('what a view may remember is known by name; anything else is refused', () => {
  assert.equal(ViewSearch.safeParse({ kind: 'lecture', record: 5 }).success, false);
  assert.equal(ViewSearch.safeParse({ kind: 'nothing' }).success, false);
  assert.equal(ViewSearch.safeParse({ status: 'submitted', always: true, columns: 'title,day' }).success, true);
});

test('an own view is nobody else’s; a shared one is for the unit and below, and only its owner changes it', async () => {
  const own = await create(desk.clerk, view('我的'));
  const shared = await create(desk.clerk, view('东湖共用', 'east'));
  const ferry = await hire(desk.database, desk.organisation, 'ferry', [['reporter', 'ferry']]);
  assert.deepEqual(await namesFor(desk.clerk), ['东湖共用', '我的']);
  assert.deepEqual(await namesFor(desk.reporter), ['东湖共用']);
  assert.deepEqual(await namesFor(desk.secretary), []);
  assert.deepEqual(await namesFor(desk.stranger), []);
  assert.deepEqual(await namesFor(ferry), []);
  for (const other of [desk.reporter, desk.secretary, desk.stranger]) {
    assert.deepEqual(await problemsOf(change(other, shared, view('夺走'))), ['view_unknown']);
    assert.deepEqual(await problemsOf(desk.as(other, (tx) => deleteView(tx, other, own, true))), ['view_unknown']);
  }
  const [seen] = await desk.as(desk.reporter, (tx) => listViews(tx, desk.reporter, desk.organisation));
  assert.deepEqual([seen?.own, seen?.owner, seen?.sharedTo], [false, 'clerk', 'east']);
});

test('a name is used once; a view is renamed, taken away and brought back', async () => {
  const id = await create(desk.secretary, view('亮点'));
  assert.deepEqual(await problemsOf(create(desk.secretary, view('亮点'))), ['view_name_taken name']);
  const other = await create(desk.secretary, view('别的'));
  assert.deepEqual(await problemsOf(change(desk.secretary, other, view('亮点'))), ['view_name_taken name']);
  await change(desk.secretary, id, view('全市亮点', 'lake'));
  assert.ok((await namesFor(desk.stranger)).includes('全市亮点'));
  await desk.as(desk.secretary, (tx) => deleteView(tx, desk.secretary, id, true));
  assert.ok(!(await namesFor(desk.secretary)).includes('全市亮点'));
  assert.ok(!(await namesFor(desk.stranger)).includes('全市亮点'));
  await desk.as(desk.secretary, (tx) => deleteView(tx, desk.secretary, id, false));
  assert.ok((await namesFor(desk.stranger)).includes('全市亮点'));
});
