import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { type Desk, openDesk, problemsOf } from '../../../test/desk.ts';
import { draftOf } from '../../../test/organisation.ts';
import type { RecordDraft } from './model.ts';
import { contentHash } from './rules.ts';
import { readDraft } from './store.ts';

let desk: Desk;
before(async () => {
  desk = await openDesk();
});
after(() => desk.database.drop());

describe('a record is written', () => {
  test('for its own unit, with its scope, people and first step', async () => {
    const people = [{ person: 'p1', role: 'lecturer' as const }];
    const { id, repeated } = await desk.create(desk.reporter, draftOf({ hosts: ['pine', 'ferry', 'corps'], people }));
    assert.equal(repeated, false);
    const { system } = desk.database;
    const scope = await system.selectFrom('record_scope').selectAll().where('record_id', '=', id).execute();
    const codes = scope.map((row) => desk.organisation.tree.byId(row.unit_id).code).sort();
    assert.deepEqual(codes, ['corps', 'east', 'ferry', 'lake', 'pine', 'west']);
    assert.ok(scope.every((row) => row.day === '2024-05-06'));
    const named = await system.selectFrom('record_person').selectAll().where('record_id', '=', id).execute();
    assert.equal(named.length, 1);
    const steps = await system.selectFrom('record_step').selectAll().where('record_id', '=', id).execute();
    assert.deepEqual(
      steps.map((one) => [one.from_status, one.to_status, one.by_account]),
      [[null, 'submitted', desk.reporter.accountId]],
    );
  });

  test('for a street where it stood on that day, by the district that it belonged to then', async () => {
    const march = draftOf({ hosts: ['north'], from: '2024-03-31', to: '2024-03-31' });
    const april = draftOf({ hosts: ['north'], from: '2024-04-01', to: '2024-04-01' });
    assert.deepEqual(await problemsOf(desk.create(desk.clerk, march)), ['forbidden']);
    assert.deepEqual(await problemsOf(desk.create(desk.stranger, april)), ['forbidden']);
    await desk.create(desk.stranger, march);
    await desk.create(desk.clerk, april);
  });

  test('once, however often its key is sent', async () => {
    const draft = draftOf();
    const answers = await Promise.all(Array.from({ length: 12 }, () => desk.create(desk.reporter, draft)));
    assert.equal(new Set(answers.map((one) => one.id)).size, 1);
    assert.equal(answers.filter((one) => !one.repeated).length, 1);
    assert.deepEqual(await desk.create(desk.reporter, draft), { id: answers[0]!.id, repeated: true });
    const steps = await desk.database.system
      .selectFrom('record_step')
      .select('id')
      .where('record_id', '=', answers[0]!.id)
      .execute();
    assert.equal(steps.length, 1);
  });

  test('but not under a key that says something else already, whoever said it', async () => {
    const draft = draftOf();
    await desk.create(desk.reporter, draft);
    assert.deepEqual(await problemsOf(desk.create(desk.reporter, { ...draft, title: '另一件事' })), ['key_taken key']);
    const theirs = draftOf({ hosts: ['ferry'], key: draft.key });
    assert.deepEqual(await problemsOf(desk.create(desk.stranger, theirs)), ['key_taken key']);
  });

  test('as it reads back: whatever is written has the hash that it was written with', async () => {
    const people = fc.uniqueArray(
      fc.record({ person: fc.constantFrom('p3', 'p1', 'p2'), role: fc.constant('lecturer' as const) }),
      { maxLength: 3, selector: (one) => one.person },
    );
    const text = fc.string({
      maxLength: 40,
      unit: fc.constantFrom('好', '𠮷', 'é', '"', '\\', "'", ' ', '<', '%', '\n', ',', '}'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          hosts: fc.uniqueArray(fc.constantFrom('pine', 'ferry', 'corps', 'lake'), { minLength: 1 }),
          measures: fc.record({ sessions: fc.nat(), attendance: fc.nat() }, { requiredKeys: [] }),
          title: text.filter((one) => one !== ''),
          narrative: text,
          partners: fc.array(text, { maxLength: 3 }),
          fields: fc.record({ audience: text }, { requiredKeys: [] }),
          highlight: fc.boolean(),
          people,
        }),
        async (changes) => {
          const draft = draftOf(changes);
          const { id } = await desk.create(desk.secretary, draft);
          const row = await desk.database.system
            .selectFrom('record')
            .select('hash')
            .where('id', '=', id)
            .executeTakeFirst();
          const back = (await readDraft(desk.database.system, id, desk.organisation))!;
          assert.equal(contentHash(back, desk.organisation.catalogue), row?.hash);
          assert.deepEqual({ ...back, people: [], measures: {} }, { ...draft, people: [], measures: {} });
          // What was read back and sent in again unchanged is no change.
          await desk.edit(desk.secretary, id, 1, back);
          await desk.edit(desk.secretary, id, 1, back);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a record is changed', () => {
  test('not over what somebody else wrote since', async () => {
    const { id } = await desk.create(desk.reporter, draftOf());
    await desk.edit(desk.clerk, id, 1, draftOf({ title: '改过的题目' }));
    assert.deepEqual(await problemsOf(desk.edit(desk.reporter, id, 1, draftOf({ title: '也改了' }))), [
      'record_changed',
    ]);
    const both = await Promise.allSettled(
      [2, 2].map((base, index) => desk.edit(desk.clerk, id, base, draftOf({ title: `同时改 ${index}` }))),
    );
    assert.equal(both.filter((one) => one.status === 'fulfilled').length, 1);
  });

  test('in everything that it says: kind, hosts, day, values, people', async () => {
    const { id } = await desk.create(desk.reporter, draftOf({ people: [{ person: 'p1', role: 'lecturer' }] }));
    const changed = draftOf({
      kind: 'publicity',
      hosts: ['pine', 'ferry'],
      from: '2024-06-01',
      to: '2024-06-02',
      classes: { activity: 'stall' },
      measures: { sessions: 2, reach: 300 },
      people: [{ person: 'p2', role: 'leader' }],
      generated: true,
      title: '夏日便民服务',
    });
    await desk.edit(desk.reporter, id, 1, changed);
    const back = await readDraft(desk.database.system, id, desk.organisation);
    assert.deepEqual({ ...back, key: changed.key }, changed);
    const scope = await desk.database.system
      .selectFrom('record_scope')
      .selectAll()
      .where('record_id', '=', id)
      .execute();
    assert.deepEqual(scope.map((row) => desk.organisation.tree.byId(row.unit_id).code).sort(), [
      'east',
      'ferry',
      'lake',
      'pine',
      'west',
    ]);
    assert.ok(scope.every((row) => row.day === '2024-06-02'));
    const revisions = await desk.database.system
      .selectFrom('record_revision')
      .select(['revision', 'content'])
      .where('record_id', '=', id)
      .orderBy('revision')
      .execute();
    const [first, second] = revisions.map((one) => one.content as RecordDraft);
    assert.deepEqual([first!.kind, second!.kind, revisions.length], ['lecture', 'publicity', 2]);
    assert.equal(second!.key, first!.key);
  });

  test('and a verified one leaves the counts with what it counted, until it is verified again', async () => {
    const [n, attendance] = await desk.counted();
    const { id } = await desk.create(desk.reporter, draftOf({ measures: { attendance: 40 } }));
    await desk.verify(desk.clerk, id);
    assert.deepEqual(await desk.counted(), [n + 1, attendance + 40]);
    await desk.edit(
      desk.reporter,
      id,
      1,
      draftOf({ measures: { attendance: 70 }, from: '2024-05-07', to: '2024-05-07' }),
    );
    assert.deepEqual(await desk.counted(), [n, attendance]);
    await desk.verify(desk.clerk, id);
    assert.deepEqual(await desk.counted(), [n + 1, attendance + 70]);
  });

  test('but saving it unchanged changes nothing', async () => {
    const draft = draftOf({ measures: { attendance: 12 } });
    const { id } = await desk.create(desk.reporter, draft);
    await desk.verify(desk.clerk, id);
    await desk.edit(desk.reporter, id, 1, draft);
    await desk.edit(desk.reporter, id, 1, (await readDraft(desk.database.system, id, desk.organisation))!);
    assert.equal(await desk.statusOf(id), 'verified');
  });

  test('by a co-host too, who keeps the lead where it is', async () => {
    const { id } = await desk.create(desk.reporter, draftOf({ hosts: ['pine', 'ferry'] }));
    await desk.edit(desk.stranger, id, 1, draftOf({ hosts: ['pine', 'ferry'], title: '联合宣讲' }));
    assert.deepEqual(await problemsOf(desk.edit(desk.stranger, id, 2, draftOf({ hosts: ['north', 'ferry'] }))), [
      'forbidden',
    ]);
  });

  test('by a co-host, but not so that it is none of its own any more', async () => {
    const { id } = await desk.create(desk.reporter, draftOf({ hosts: ['pine', 'ferry'] }));
    assert.deepEqual(await problemsOf(desk.edit(desk.stranger, id, 1, draftOf({ hosts: ['pine'] }))), ['forbidden']);
  });
});
