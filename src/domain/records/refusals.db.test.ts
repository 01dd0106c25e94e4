import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { addDays } from '#kernel/day.ts';
import { type Desk, openDesk, problemsOf } from '../../../test/desk.ts';
import { draftOf, today } from '../../../test/organisation.ts';
import { returnRecord, voidRecord } from './actions.ts';
import type { RecordDraftInput } from './model.ts';

let desk: Desk;
before(async () => {
  desk = await openDesk();
});
after(() => desk.database.drop());

describe('what is wrong with a record is said', () => {
  test('all at once', async () => {
    const draft = draftOf({
      hosts: ['nowhere', 'pine', 'pine'],
      from: '2025-02-01',
      to: '2025-01-01',
      classes: { venue: 'moon', colour: 'red' },
      measures: { sessions: 1.5, attendance: -1, applause: 3, regulars: 2 },
      people: [
        { person: 'p1', role: 'author' },
        { person: 'nobody', role: 'lecturer' },
        { person: 'p2', role: 'lecturer' },
        { person: 'p2', role: 'lecturer' },
      ],
      fields: { shoe_size: '42' },
      narrative: '共 {visitors} 人',
    });
    assert.deepEqual((await problemsOf(desk.create(desk.reporter, draft))).sort(), [
      'class_unknown classes/venue',
      'count_not_whole measures/attendance',
      'count_not_whole measures/sessions',
      'day_in_future to',
      'days_reversed from',
      'family_unknown classes/colour',
      'field_unknown fields/shoe_size',
      'host_twice hosts',
      'measure_not_entered measures/regulars',
      'measure_unknown measures/applause',
      'person_twice people/3',
      'person_unknown people/1',
      'role_unknown people/0',
      'token_unknown narrative',
      'unit_unknown hosts/0',
    ]);
  });

  const refused: readonly [string, Partial<RecordDraftInput>, string[]][] = [
    [
      'a unit before its founding',
      { hosts: ['mill'], from: '2024-02-28', to: '2024-02-28' },
      ['unit_not_valid hosts/0'],
    ],
    ['a unit after its end', { hosts: ['pine', 'gate'] }, ['unit_not_valid hosts/1']],
    [
      'a unit that ends before the record does',
      { hosts: ['gate'], from: '2023-12-30', to: '2024-01-02' },
      ['unit_not_valid hosts/0'],
    ],
    ['a day that is still to come', { to: '2025-01-01' }, ['day_in_future to']],
    ['half an event', { measures: { sessions: 0.5 } }, ['count_not_whole measures/sessions']],
    ['fewer than none', { measures: { attendance: -40 } }, ['count_not_whole measures/attendance']],
    ['not a number', { measures: { attendance: Number.MAX_VALUE } }, ['count_too_large measures/attendance']],
    ['more than can be', { measures: { attendance: 1e13 } }, ['count_too_large measures/attendance']],
    [
      'a class of another year',
      { from: '2023-05-06', to: '2023-05-06', classes: { venue: 'company' } },
      ['class_unknown classes/venue'],
    ],
    ['a class left open', { classes: {} }, ['class_missing classes/venue']],
    [
      'a field left open',
      { kind: 'placement', classes: { media_level: 'city' }, measures: {} },
      ['field_missing fields/outlet'],
    ],
  ];
  for (const [what, changes, expected] of refused) {
    test(what, async () => {
      assert.deepEqual(await problemsOf(desk.create(desk.secretary, draftOf(changes))), expected);
      const { id } = await desk.create(desk.secretary, draftOf());
      assert.deepEqual(await problemsOf(desk.edit(desk.secretary, id, 1, draftOf(changes))), expected);
    });
  }

  test('and nothing of it is written', async () => {
    const rows = () => desk.database.system.selectFrom('record').select('id').execute();
    const before = await rows();
    await problemsOf(desk.create(desk.reporter, draftOf({ measures: { attendance: -1 } })));
    assert.deepEqual(await rows(), before);
  });

  test('but a draft may lack what is asked when it is sent', async () => {
    const { id } = await desk.create(desk.reporter, draftOf({ classes: {} }), 'draft');
    assert.deepEqual(await problemsOf(desk.submit(desk.reporter, id)), ['class_missing classes/venue']);
    assert.equal(await desk.statusOf(id), 'draft');
    await desk.edit(desk.reporter, id, 1, draftOf());
    await desk.submit(desk.reporter, id);
    assert.equal(await desk.statusOf(id), 'submitted');
  });
});

describe('who may not', () => {
  test('record for a unit above, beside or nowhere near its posts', async () => {
    for (const hosts of [['east'], ['lake'], ['ferry'], ['mill', 'pine']]) {
      assert.deepEqual(await problemsOf(desk.create(desk.reporter, draftOf({ hosts }))), ['forbidden'], hosts.join());
    }
    assert.deepEqual(await problemsOf(desk.create(desk.auditor, draftOf())), ['forbidden']);
    assert.deepEqual(await problemsOf(desk.create({ ...desk.reporter, posts: [] }, draftOf())), ['forbidden']);
  });

  test('verify or return what it recorded itself', async () => {
    const { id } = await desk.create(desk.clerk, draftOf());
    assert.deepEqual(await problemsOf(desk.verify(desk.clerk, id)), ['own_record']);
    assert.deepEqual(await problemsOf(desk.giveBack(desk.clerk, id)), ['own_record']);
    assert.equal(await desk.statusOf(id), 'submitted');
  });

  test('verify without a post that verifies', async () => {
    const { id } = await desk.create(desk.clerk, draftOf());
    for (const actor of [desk.reporter, desk.auditor]) {
      assert.deepEqual(await problemsOf(desk.verify(actor, id)), ['forbidden']);
      assert.deepEqual(await problemsOf(desk.giveBack(actor, id)), ['forbidden']);
    }
    assert.deepEqual(await problemsOf(desk.annul(desk.auditor, id)), ['forbidden']);
    assert.deepEqual(await problemsOf(desk.edit(desk.auditor, id, 1, draftOf({ title: '改' }))), ['forbidden']);
  });

  test('know of what is outside its units: the same answer as for what does not exist', async () => {
    const { id } = await desk.create(desk.reporter, draftOf());
    for (const missing of [id, 999_999]) {
      for (const act of [desk.verify, desk.giveBack, desk.annul, desk.submit]) {
        assert.deepEqual(await problemsOf(act(desk.stranger, missing)), ['record_unknown']);
      }
      assert.deepEqual(await problemsOf(desk.edit(desk.stranger, missing, 1, draftOf())), ['record_unknown']);
    }
    assert.equal(await desk.statusOf(id), 'submitted');
  });

  test("know of another's draft", async () => {
    const { id } = await desk.create(desk.reporter, draftOf(), 'draft');
    assert.deepEqual(await problemsOf(desk.verify(desk.secretary, id)), ['record_unknown']);
    assert.deepEqual(await problemsOf(desk.submit(desk.clerk, id)), ['record_unknown']);
  });

  test('hand a record to a unit that it could not record for', async () => {
    const { id } = await desk.create(desk.reporter, draftOf());
    assert.deepEqual(await problemsOf(desk.edit(desk.reporter, id, 1, draftOf({ hosts: ['ferry'] }))), ['forbidden']);
    assert.deepEqual(await problemsOf(desk.edit(desk.reporter, id, 1, draftOf({ hosts: ['ferry', 'pine'] }))), [
      'forbidden',
    ]);
    await desk.edit(desk.reporter, id, 1, draftOf({ hosts: ['pine', 'ferry'] }));
  });
});

test('a record goes back or away only with a reason', async () => {
  const { id } = await desk.create(desk.reporter, draftOf());
  for (const reason of ['', '  \n']) {
    assert.deepEqual(await problemsOf(desk.as(desk.clerk, async (tx) => returnRecord(tx, desk.clerk, id, reason))), [
      'reason_missing reason',
    ]);
    assert.deepEqual(await problemsOf(desk.as(desk.clerk, async (tx) => voidRecord(tx, desk.clerk, id, reason))), [
      'reason_missing reason',
    ]);
  }
});

test('a day is the day of the place, not of the clock: records of today are taken, those of tomorrow are not', async () => {
  await desk.create(desk.reporter, draftOf({ from: today, to: today }));
  const tomorrow = addDays(today, 1);
  assert.deepEqual(await problemsOf(desk.create(desk.reporter, draftOf({ from: today, to: tomorrow }))), [
    'day_in_future to',
  ]);
});
