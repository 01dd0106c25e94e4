import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Actor } from '#domain/access/policy.ts';
import { foldIncrements } from '#domain/tallies/fold.ts';
import { verifyTallies } from '#domain/tallies/verify.ts';
import { type Desk, openDesk, problemsOf } from '../../../test/desk.ts';
import { draftOf, today } from '../../../test/organisation.ts';
import { performBulk, previewBulk } from './bulk.ts';
import { type BulkAct, bulkActs, bulkLimit } from './bulk-model.ts';
import { recentActs } from './bulk-store.ts';
import { undoBulk } from './bulk-undo.ts';
import { readDraft } from './store.ts';

let desk: Desk;
before(async () => {
  desk = await openDesk();
});
after(() => desk.database.drop());

const setting = () => ({ organisation: desk.organisation, today });
const perform = (actor: Actor, act: BulkAct, ids: readonly number[], reason = '批量办理', key = randomUUID()) =>
  desk.as(actor, (tx) => performBulk(tx, actor, { act, ids, reason, key }, setting()));
const preview = (actor: Actor, act: BulkAct, ids: readonly number[]) =>
  desk.as(actor, (tx) => previewBulk(tx, actor, act, ids, setting()));
const undo = (actor: Actor, id: number, now = new Date()) =>
  desk.as(actor, (tx) => undoBulk(tx, actor, id, now, setting()));
const codes = (refused: readonly { readonly problems: readonly { readonly code: string }[] }[]) =>
  refused.map((one) => one.problems.map((problem) => problem.code).join());
/** So many lectures, by their numbers: those made at the same time get theirs in any order. */
const several = async (count: number, actor: Actor, status: 'draft' | 'submitted' = 'submitted') => {
  const made = await Promise.all(Array.from({ length: count }, () => desk.create(actor, draftOf(), status)));
  return made.map((one) => one.id).toSorted((left, right) => left - right);
};

test('none, too many, and an act without its reason are refused before anything is done', async () => {
  const ids = await several(2, desk.reporter);
  assert.deepEqual(await problemsOf(perform(desk.clerk, 'verify', [])), ['bulk_empty ids']);
  const many = Array.from({ length: bulkLimit + 1 }, (_, index) => index + 1);
  assert.deepEqual(await problemsOf(perform(desk.clerk, 'verify', many)), ['bulk_too_many']);
  assert.deepEqual(await problemsOf(preview(desk.clerk, 'verify', many)), ['bulk_too_many']);
  for (const act of ['return', 'void'] as const)
    assert.deepEqual(await problemsOf(perform(desk.clerk, act, ids, ' ')), ['reason_missing reason']);
  assert.deepEqual(await Promise.all(ids.map(desk.statusOf)), ['submitted', 'submitted']);
});

test('what a person may not do to one record they may not do to it among many; each refusal is told', async () => {
  const [reported, verified] = await several(2, desk.reporter);
  await desk.verify(desk.clerk, verified!);
  const own = (await desk.create(desk.clerk, draftOf())).id;
  const unsent = (await desk.create(desk.reporter, draftOf(), 'draft')).id;
  const west = (await desk.create(desk.stranger, draftOf({ hosts: ['ferry'] }))).id;
  const before = await desk.counted();
  const asked = [reported!, verified!, own, unsent, west, 999_999];
  const told = await perform(desk.clerk, 'verify', asked);
  assert.equal(told.asked, told.done.length + told.refused.length);
  assert.deepEqual(told.done, [reported]);
  assert.deepEqual(codes(told.refused), [
    'move_not_allowed',
    'own_record',
    'record_unknown',
    'record_unknown',
    'record_unknown',
  ]);
  // What is out of sight is not named.
  assert.deepEqual(
    told.refused.map((one) => one.title !== ''),
    [true, true, false, false, false],
  );
  assert.deepEqual(await desk.counted(), [before[0] + 1, before[1] + 40]);
  for (const act of bulkActs)
    assert.equal((await perform(desk.auditor, act, [reported!, verified!])).done.length, 0, act);
  assert.deepEqual(codes((await perform(desk.reporter, 'return', [verified!])).refused), ['own_record']);
});

test('an act that did nothing cannot be undone; nobody undoes for another, twice, or too late', async () => {
  const [one, two] = await several(2, desk.reporter);
  assert.equal((await perform(desk.reporter, 'verify', [one!])).act, undefined);
  const { act } = await perform(desk.clerk, 'void', [one!, two!]);
  assert.deepEqual(await problemsOf(undo(desk.secretary, act!)), ['bulk_unknown']);
  const later = new Date(Date.now() + 25 * 3_600_000);
  assert.deepEqual(await problemsOf(undo(desk.clerk, act!, later)), ['bulk_too_late']);
  assert.equal((await undo(desk.clerk, act!)).restored.length, 2);
  assert.deepEqual(await problemsOf(undo(desk.clerk, act!)), ['bulk_undone']);
});

test('a confirmation says exactly what will happen, and the effect on the figures', async () => {
  const [first, second, third] = await several(3, desk.reporter);
  await desk.verify(desk.clerk, first!);
  await desk.verify(desk.clerk, second!);
  const told = await preview(desk.clerk, 'void', [first!, second!, third!, 999_999]);
  assert.deepEqual(
    told.may.map((one) => one.id),
    [first, second, third],
  );
  assert.deepEqual(codes(told.refused), ['record_unknown']);
  assert.equal(told.effect.sign, -1);
  assert.deepEqual(
    told.effect.sums.map(({ kind, records, values }) => [kind, records, values.m1, values.m2]),
    [['lecture', 2, 2, 80]],
  );
  const before = await desk.counted();
  await perform(desk.clerk, 'void', [first!, second!, third!]);
  assert.deepEqual(await desk.counted(), [before[0] - 2, before[1] - 80]);
  const verifying = await preview(desk.clerk, 'verify', await several(2, desk.reporter));
  assert.deepEqual([verifying.effect.sign, verifying.effect.sums[0]?.records], [1, 2]);
});

test('the same key acts once; the answer is the first one', async () => {
  const ids = await several(2, desk.reporter);
  const key = randomUUID();
  const first = await perform(desk.clerk, 'verify', ids, '', key);
  const before = await desk.counted();
  assert.deepEqual(await perform(desk.clerk, 'verify', ids, '', key), first);
  assert.deepEqual(await desk.counted(), before);
});

test('an undo restores what nobody has touched since, in the counts as well, and says what it left', async () => {
  const ids = await several(4, desk.reporter);
  const { act: verified } = await perform(desk.clerk, 'verify', ids);
  const before = await desk.counted();
  const { act } = await perform(desk.clerk, 'return', ids, '人次有误');
  assert.deepEqual(await desk.counted(), [before[0] - 4, before[1] - 160]);
  await desk.submit(desk.reporter, ids[0]!);
  const draft = await desk.as(desk.reporter, (tx) => readDraft(tx, ids[1]!, desk.organisation));
  await desk.edit(desk.reporter, ids[1]!, 1, { ...draft!, title: '改过的标题' });
  const back = await undo(desk.clerk, act!);
  assert.deepEqual(back.restored, [ids[2], ids[3]]);
  assert.deepEqual(
    back.kept.map((one) => [one.id, one.title]),
    [
      [ids[0], '社区急救知识宣讲'],
      [ids[1], '改过的标题'],
    ],
  );
  assert.ok(back.kept.every((one) => one.why.zh !== '' && one.why.en !== ''));
  assert.deepEqual(await Promise.all(ids.map(desk.statusOf)), ['submitted', 'returned', 'verified', 'verified']);
  assert.deepEqual(await desk.counted(), [before[0] - 2, before[1] - 80]);
  // The earlier act has been overtaken for all of them: a later undo does not reach behind another act.
  assert.equal((await undo(desk.clerk, verified!)).restored.length, 0);
  const recent = await desk.as(desk.clerk, (tx) => recentActs(tx, new Date(Date.now() - 1000 * 3600)));
  assert.ok(recent.length > 0 && recent.every((one) => one.id !== act));
});

test('a mark takes a verified record out of the counts; its undo brings the very content back in', async () => {
  const [id] = await several(1, desk.reporter);
  await desk.verify(desk.clerk, id!);
  const before = await desk.counted();
  const told = await preview(desk.clerk, 'highlight', [id!]);
  assert.equal(told.effect.sums[0]?.records, 1);
  const { act } = await perform(desk.clerk, 'highlight', [id!]);
  assert.equal(await desk.statusOf(id!), 'submitted');
  assert.deepEqual(codes((await perform(desk.clerk, 'highlight', [id!])).refused), ['already_marked']);
  assert.deepEqual((await undo(desk.clerk, act!)).restored, [id]);
  assert.equal(await desk.statusOf(id!), 'verified');
  assert.deepEqual(await desk.counted(), before);
  assert.deepEqual(codes((await perform(desk.clerk, 'unhighlight', [id!])).refused), ['not_marked']);
});

const step = fc.record({
  do: fc.constantFrom(
    ...bulkActs,
    'undo' as const,
    'undo' as const,
    'create' as const,
    'edit' as const,
    'fold' as const,
  ),
  by: fc.constantFrom('clerk' as const, 'secretary' as const, 'reporter' as const),
  which: fc.uniqueArray(fc.nat({ max: 11 }), { minLength: 1, maxLength: 8 }),
  hosts: fc.constantFrom(['pine'], ['pine', 'mill'], ['mill', 'ferry'], ['corps']),
});

test('whatever is done to many and taken back, every figure equals its records, and previews foretell', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
      const ids = await several(8, desk.reporter);
      const acts: [Actor, number][] = [];
      for (const { do: what, by, which, hosts } of steps) {
        const actor = desk[by];
        const chosen = which.flatMap((index) => ids[index % ids.length] ?? []);
        if (what === 'create') {
          ids.push((await desk.create(desk.secretary, draftOf({ hosts: [...hosts] }))).id);
        } else if (what === 'fold') await foldIncrements(desk.database.system, 7);
        else if (what === 'edit') {
          const row = await desk.database.system
            .selectFrom('record')
            .select(['revision', 'status'])
            .where('id', '=', chosen[0]!)
            .executeTakeFirstOrThrow();
          const draft = await desk.as(desk.secretary, (tx) => readDraft(tx, chosen[0]!, desk.organisation));
          if (draft && row.status !== 'void')
            await desk.edit(desk.secretary, chosen[0]!, row.revision, {
              ...draft,
              measures: { ...draft.measures, attendance: (draft.measures.attendance ?? 0) + 1 },
            });
        } else if (what === 'undo') {
          const last = acts.pop();
          if (last) {
            const { restored, kept } = await undo(...last);
            assert.equal(new Set([...restored, ...kept.map((one) => one.id)]).size, restored.length + kept.length);
          }
        } else {
          const foretold = await preview(actor, what, chosen);
          const told = await perform(actor, what, chosen);
          assert.deepEqual(told.done.toSorted(), foretold.may.map((one) => one.id).toSorted());
          assert.equal(told.done.length + told.refused.length, told.asked);
          assert.deepEqual(codes(told.refused).toSorted(), codes(foretold.refused).toSorted());
          if (told.act !== undefined) acts.push([actor, told.act]);
        }
      }
      assert.deepEqual((await verifyTallies(desk.database.system)).differences, []);
    }),
    { numRuns: 12 },
  );
});

test('undone at once, an act leaves no trace in any status or figure', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...bulkActs),
      fc.constantFrom('clerk' as const, 'secretary' as const),
      async (act, by) => {
        const ids = await several(5, desk.reporter);
        for (const id of ids.slice(0, 2)) await desk.verify(desk.secretary, id);
        await desk.giveBack(desk.secretary, ids[2]!);
        const state = async () => [await Promise.all(ids.map(desk.statusOf)), await desk.counted()];
        const before = await state();
        const { act: id, done } = await perform(desk[by], act, ids);
        if (id === undefined) return;
        assert.deepEqual((await undo(desk[by], id)).restored.toSorted(), done.toSorted());
        assert.deepEqual(await state(), before);
      },
    ),
    { numRuns: 15 },
  );
});
