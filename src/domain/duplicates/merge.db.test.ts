import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { type Actor, can } from '#domain/access/policy.ts';
import { foldAll } from '#domain/tallies/fold.ts';
import { verifyTallies } from '#domain/tallies/verify.ts';
import { type Desk, openDesk, problemsOf } from '../../../test/desk.ts';
import { draftOf, hire, today } from '../../../test/organisation.ts';
import {
  joinRecord,
  type MergeRequest,
  mergeRecords,
  mergesOf,
  splitRecords,
  tellApart,
  untellApart,
} from './actions.ts';
import { nearbyUnits, similarRecords, suspectPairs } from './search.ts';

let desk: Desk;
let north: Actor;
before(async () => {
  desk = await openDesk();
  north = await hire(desk.database, desk.organisation, 'north', [['reporter', 'north']]);
});
after(() => desk.database.drop());

const setting = () => ({ organisation: desk.organisation, today });
const request = (kept: number, dropped: number, changes: Partial<MergeRequest> = {}): MergeRequest => ({
  kept,
  dropped,
  keptRevision: 1,
  droppedRevision: 1,
  choices: {},
  reason: '',
  verify: false,
  ...changes,
});
const merge = (actor: Actor, one: MergeRequest) => desk.as(actor, (tx) => mergeRecords(tx, actor, one, setting()));
const split = (actor: Actor, id: number) => desk.as(actor, (tx) => splitRecords(tx, actor, id, setting()));
const square = { place: '湖滨文化广场', title: '急救知识宣讲进社区', from: '2024-05-08', to: '2024-05-08' } as const;

/** The same event told by two streets, both verified. */
async function twice(changes = {}): Promise<readonly [number, number]> {
  const one = await desk.create(desk.reporter, draftOf({ ...square, ...changes }));
  const other = await desk.create(
    north,
    draftOf({ ...square, hosts: ['north'], measures: { attendance: 60 }, ...changes }),
  );
  for (const { id } of [one, other]) await desk.verify(desk.clerk, id);
  return [one.id, other.id];
}

describe('refused, and nothing changes', () => {
  test('merging what one may not see, has moved on, is void, a draft, itself or of another kind', async () => {
    const [one, other] = await twice();
    const counted = await desk.counted();
    assert.deepEqual(await problemsOf(merge(desk.stranger, request(one, other))), ['record_unknown']);
    assert.deepEqual(await problemsOf(merge(desk.reporter, request(one, other))), ['record_unknown']);
    assert.deepEqual(await problemsOf(merge(desk.auditor, request(one, other))), ['forbidden']);
    assert.deepEqual(await problemsOf(merge(desk.clerk, request(one, one))), ['merge_same']);
    assert.deepEqual(await problemsOf(merge(desk.clerk, request(one, other, { droppedRevision: 2 }))), [
      'record_changed',
    ]);
    const lecture = await desk.create(
      desk.reporter,
      draftOf({ kind: 'publicity', classes: {}, measures: { attendance: 4 } }),
    );
    assert.deepEqual(await problemsOf(merge(desk.clerk, request(one, lecture.id))), ['merge_kinds']);
    const gone = await desk.create(desk.reporter, draftOf());
    await desk.annul(desk.clerk, gone.id);
    assert.deepEqual(await problemsOf(merge(desk.clerk, request(one, gone.id))), ['merge_status']);
    const own = await desk.create(desk.clerk, draftOf(), 'draft');
    assert.deepEqual(await problemsOf(merge(desk.clerk, request(one, own.id))), ['merge_status']);
    assert.deepEqual(await desk.counted(), counted);
  });

  test('splitting twice, or what one may not see', async () => {
    const [one, other] = await twice();
    const id = await merge(desk.clerk, request(one, other));
    assert.deepEqual(await problemsOf(split(desk.stranger, id)), ['merge_unknown']);
    assert.deepEqual(await problemsOf(split(desk.auditor, id)), ['forbidden']);
    await split(desk.clerk, id);
    assert.deepEqual(await problemsOf(split(desk.clerk, id)), ['merge_split']);
  });

  test('joining for a unit that one may not record for', async () => {
    const { id } = await desk.create(desk.reporter, draftOf());
    const join = (actor: Actor, unit: string) => desk.as(actor, (tx) => joinRecord(tx, actor, id, 1, unit, setting()));
    assert.deepEqual(await problemsOf(join(desk.reporter, 'north')), ['forbidden unit']);
    assert.deepEqual(await problemsOf(join(desk.reporter, 'moon')), ['forbidden unit']);
    assert.deepEqual(await problemsOf(join(north, 'north')), ['record_unknown']);
  });
});

test('a merge counts the event once for each unit and once above; the kept one has the hosts of both', async () => {
  const [records, attendance] = await desk.counted();
  const [one, other] = await twice();
  assert.deepEqual(await desk.counted(), [records + 2, attendance + 100]);
  const id = await merge(
    desk.clerk,
    request(one, other, { verify: true, choices: { 'measures/attendance': 'dropped' } }),
  );
  assert.equal(await desk.statusOf(one), 'verified');
  assert.equal(await desk.statusOf(other), 'void');
  assert.deepEqual(await desk.counted(), [records + 1, attendance + 60]);
  const seen = await desk.as(north, (tx) => mergesOf(tx, other));
  assert.deepEqual(
    seen.map(({ kept, dropped, split: taken }) => [kept, dropped, taken]),
    [[one, other, false]],
  );
  await split(desk.clerk, id);
  for (const record of [one, other]) assert.equal(await desk.statusOf(record), 'submitted');
  for (const record of [one, other]) await desk.verify(desk.secretary, record);
  assert.deepEqual(await desk.counted(), [records + 2, attendance + 100]);
});

test('a split keeps what was changed after the merge', async () => {
  const [one, other] = await twice();
  const id = await merge(desk.clerk, request(one, other));
  const merged = draftOf({ ...square, hosts: ['pine', 'north'], title: '急救知识宣讲进社区（全区）' });
  await desk.edit(desk.clerk, one, 2, merged);
  await split(desk.clerk, id);
  const row = await desk.database.system
    .selectFrom('record')
    .select(['title', 'hosts'])
    .where('id', '=', one)
    .executeTakeFirstOrThrow();
  assert.equal(row.title, '急救知识宣讲进社区（全区）');
  assert.equal(row.hosts.length, 1);
});

test('while it is being written: one’s own unit’s record is shown, a neighbour’s only by the unit’s name', async () => {
  const day = { from: '2024-07-09', to: '2024-07-09' } as const;
  const { id } = await desk.create(north, draftOf({ ...square, ...day, hosts: ['north'] }));
  const written = draftOf({ ...square, ...day });
  const look = (actor: Actor, draft = written) => desk.as(actor, (tx) => similarRecords(tx, desk.organisation, draft));
  assert.deepEqual(
    (await look(desk.clerk)).map((one) => one.id),
    [id],
  );
  assert.deepEqual(await look(desk.reporter), []);
  const near = await nearbyUnits(desk.database.system, desk.organisation, written, (scope) =>
    can(desk.reporter, 'read', { scope }),
  );
  assert.deepEqual(
    near.map((unit) => desk.organisation.tree.byId(unit).code),
    ['north'],
  );
  const own = await desk.create(desk.reporter, draftOf({ ...day, title: '急救宣讲' }));
  const shown = await look(desk.reporter, draftOf({ ...day, title: '急救宣讲进小区' }));
  assert.deepEqual(
    shown.map((one) => [one.id, one.likeness.reasons]),
    [[own.id, ['title', 'host']]],
  );
});

test('pairs told apart are not shown again, until that is taken back', async () => {
  const [one, other] = await twice({ from: '2024-08-08', to: '2024-08-08' });
  const pairs = async () => {
    const found = await desk.as(desk.clerk, (tx) =>
      suspectPairs(tx, desk.organisation, desk.organisation.tree.find('east')!.id, {
        from: draftOf({ from: '2024-08-08' }).from,
        to: draftOf({ to: '2024-08-08' }).to,
      }),
    );
    assert.equal(found!.searched, 2);
    return found!.pairs.map((pair) => [pair.one.id, pair.other.id].sort((left, right) => left - right));
  };
  assert.deepEqual(await pairs(), [[one, other]]);
  await desk.as(desk.clerk, (tx) => tellApart(tx, desk.clerk, other, one));
  await desk.as(desk.clerk, (tx) => tellApart(tx, desk.clerk, one, other));
  assert.deepEqual(await pairs(), []);
  await desk.as(desk.clerk, (tx) => untellApart(tx, desk.clerk, one, other));
  assert.deepEqual(await pairs(), [[one, other]]);
});

test('whatever is merged and split, in whatever order, the tallies equal the records', async () => {
  const hosts = fc.subarray(['pine', 'north', 'mill', 'ferry'], { minLength: 1 });
  const acts = fc.array(
    fc.record({ act: fc.constantFrom('merge', 'split', 'verify', 'fold'), left: fc.nat(), right: fc.nat() }),
    { minLength: 5, maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(hosts, { minLength: 2, maxLength: 5 }), acts, async (several, steps) => {
      const made: number[] = [];
      for (const [index, one] of several.entries())
        made.push((await desk.create(desk.secretary, draftOf({ hosts: one, measures: { attendance: index + 1 } }))).id);
      const merges: number[] = [];
      for (const { act, left, right } of steps) {
        const [one, other] = [made[left % made.length]!, made[right % made.length]!];
        try {
          if (act === 'verify') await desk.verify(desk.clerk, one);
          else if (act === 'fold') await foldAll(desk.database.system);
          else if (act === 'split' && merges.length > 0) await split(desk.secretary, merges[left % merges.length]!);
          else if (act === 'merge') {
            const revisions = await desk.database.system
              .selectFrom('record')
              .select(['id', 'revision'])
              .where('id', 'in', [one, other])
              .execute();
            const of = (id: number) => revisions.find((row) => row.id === id)!.revision;
            merges.push(
              await merge(desk.secretary, request(one, other, { keptRevision: of(one), droppedRevision: of(other) })),
            );
          }
        } catch (error) {
          // A step that is not allowed now is refused; the ledger stays as it was.
          if ((error as Error).name !== 'ProblemError') throw error;
        }
      }
      assert.deepEqual((await verifyTallies(desk.database.system)).differences, []);
    }),
    { numRuns: 15 },
  );
});
