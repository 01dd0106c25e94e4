import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Actor } from '#domain/access/policy.ts';
import { type Desk, openDesk, problemsOf } from '../../../test/desk.ts';
import { draftOf, today } from '../../../test/organisation.ts';
import { type CopyToKeep, dropCopy, keepCopy, listCopies, mostCopies, readCopy } from './drafts.ts';
import { type SentForm, saveForm } from './save-form.ts';
import { readDraft } from './store.ts';

let desk: Desk;
before(async () => {
  desk = await openDesk();
});
after(() => desk.database.drop());

const copy = (changes: Partial<CopyToKeep> = {}): CopyToKeep => ({
  key: 'form-1',
  kind: 'lecture',
  record: null,
  base: null,
  content: { title: '写到一半' },
  seen: 0,
  ...changes,
});
const keep = (actor: Actor, changes: Partial<CopyToKeep> = {}) =>
  desk.as(actor, (tx) => keepCopy(tx, actor, copy(changes)));
const read = (actor: Actor, key = 'form-1') => desk.as(actor, (tx) => readCopy(tx, actor, key));
const save = (actor: Actor, form: Omit<SentForm, 'copy'>, key = 'form-1') =>
  desk.as(actor, (tx) => saveForm(tx, actor, { ...form, copy: key }, { organisation: desk.organisation, today }));

test('a form under way is its writer’s own', async () => {
  await keep(desk.clerk);
  for (const other of [desk.secretary, desk.reporter, desk.stranger]) {
    assert.equal(await read(other), undefined);
    assert.equal(await desk.as(other, (tx) => dropCopy(tx, other, 'form-1')), false);
    const rows = await desk.as(other, (tx) => tx.selectFrom('working_copy').selectAll().execute());
    assert.deepEqual(rows, []);
  }
  assert.deepEqual((await read(desk.clerk))?.content, { title: '写到一半' });
  await desk.as(desk.clerk, (tx) => dropCopy(tx, desk.clerk, 'form-1'));
});

test('a save that has not seen the last one overwrites nothing; a form that was sent does not come back', async () => {
  const first = await keep(desk.clerk);
  assert.equal(first.version, 1);
  const second = await keep(desk.clerk, { seen: 1, content: { title: '在办公室' } });
  assert.equal(second.version, 2);
  assert.deepEqual(await problemsOf(keep(desk.clerk, { seen: 1, content: { title: '在家' } })), ['copy_changed']);
  assert.deepEqual(await problemsOf(keep(desk.clerk, { content: { title: '从头' } })), ['copy_changed']);
  assert.deepEqual((await read(desk.clerk))?.content, { title: '在办公室' });
  // The answer was lost and the same save comes again.
  assert.equal((await keep(desk.clerk, { seen: 1, content: { title: '在办公室' } })).version, 2);
  await desk.as(desk.clerk, (tx) => dropCopy(tx, desk.clerk, 'form-1'));
  assert.deepEqual(await problemsOf(keep(desk.clerk, { seen: 2, content: { title: '迟到的' } })), ['copy_gone']);
});

test('first saves of one form at the same time make one', async () => {
  const kept = await Promise.allSettled(
    ['甲', '乙', '丙'].map((title) => keep(desk.clerk, { key: 'race', content: { title } })),
  );
  assert.equal(kept.filter((one) => one.status === 'fulfilled').length, 1);
});

test('no form is kept for a record out of sight, nor more than can be looked through', async () => {
  const west = await desk.create(desk.stranger, draftOf({ hosts: ['ferry'] }));
  assert.deepEqual(await problemsOf(keep(desk.clerk, { key: 'w', record: west.id, base: 1 })), ['record_unknown']);
  const { length } = await desk.as(desk.reporter, async (tx) => {
    for (let index = 0; index < mostCopies; index++) await keepCopy(tx, desk.reporter, copy({ key: `k${index}` }));
    return await listCopies(tx, desk.reporter);
  });
  assert.equal(length, mostCopies);
  assert.deepEqual(await problemsOf(keep(desk.reporter, { key: 'one more' })), ['copies_full']);
});

test('saving makes the record and forgets the form in one commit; what is refused leaves the form', async () => {
  await keep(desk.clerk, { key: 'made' });
  const wrong = save(desk.clerk, { draft: draftOf({ classes: {} }), submit: true }, 'made');
  assert.deepEqual(await problemsOf(wrong), ['class_missing classes/venue']);
  assert.ok(await read(desk.clerk, 'made'));
  const draft = draftOf();
  const saved = await save(desk.clerk, { draft, submit: false }, 'made');
  assert.ok(saved.outcome === 'saved' && saved.status === 'draft');
  assert.equal(await read(desk.clerk, 'made'), undefined);
  // The same form sent in later, by a window that did not know: the same record, sent.
  const sent = await save(desk.clerk, { draft, submit: true }, 'made');
  assert.ok(sent.outcome === 'saved' && sent.id === saved.id && sent.status === 'submitted');
  const other = save(desk.clerk, { draft: { ...draft, title: '另一个题目' }, submit: true }, 'made');
  await assert.rejects(other, new RegExp(`第 ${saved.id} 号记录`));
});

test('two people change other fields: both stay, and each is told what came from whom', async () => {
  const { id } = await desk.create(desk.reporter, draftOf({ place: '老地方' }));
  const start = (await desk.as(desk.clerk, (tx) => readDraft(tx, id, desk.organisation)))!;
  await save(desk.secretary, { draft: { ...start, place: '新地方' }, change: { record: id, base: 1 }, submit: false });
  const merged = await save(desk.clerk, {
    draft: { ...start, title: '新标题' },
    change: { record: id, base: 1 },
    submit: false,
  });
  assert.ok(merged.outcome === 'saved');
  assert.deepEqual(
    merged.fromThem.map(({ part, by }) => [part, by]),
    [['place', 'secretary']],
  );
  const now = (await desk.as(desk.clerk, (tx) => readDraft(tx, id, desk.organisation)))!;
  assert.deepEqual([now.title, now.place], ['新标题', '新地方']);
});

test('two people change the same field: nothing is written until a person has chosen, and the choice holds for what was seen', async () => {
  const { id } = await desk.create(desk.reporter, draftOf({ place: '甲' }));
  const start = (await desk.as(desk.clerk, (tx) => readDraft(tx, id, desk.organisation)))!;
  const theirs = { ...start, place: '乙', title: '别人的标题' };
  await save(desk.secretary, { draft: theirs, change: { record: id, base: 1 }, submit: false });
  const mine = { ...start, place: '丙', narrative: '我写的经过' };
  const asked = await save(desk.clerk, { draft: mine, change: { record: id, base: 1 }, submit: false });
  assert.ok(asked.outcome === 'choose');
  assert.deepEqual(
    asked.conflicts.map(({ part, base, theirs: other, mine: own, author }) => [part, base, other, own, author?.by]),
    [['place', '甲', '乙', '丙', 'secretary']],
  );
  // Changed once more before the choice arrives: asked again.
  await save(desk.secretary, { draft: { ...theirs, place: '丁' }, change: { record: id, base: 2 }, submit: false });
  const choices = { at: asked.revision, parts: { place: 'mine' as const } };
  const again = await save(desk.clerk, { draft: mine, change: { record: id, base: 1, choices }, submit: false });
  assert.ok(again.outcome === 'choose' && again.conflicts[0]?.theirs === '丁');
  const saved = await save(desk.clerk, {
    draft: mine,
    change: { record: id, base: 1, choices: { at: again.revision, parts: { place: 'mine' } } },
    submit: false,
  });
  assert.ok(saved.outcome === 'saved');
  const now = (await desk.as(desk.clerk, (tx) => readDraft(tx, id, desk.organisation)))!;
  assert.deepEqual([now.place, now.title, now.narrative], ['丙', '别人的标题', '我写的经过']);
});
