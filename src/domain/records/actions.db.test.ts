import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { Tx } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import { asActor } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { sumCells } from '#domain/tallies/store.ts';
import { addDays, day } from '#kernel/day.ts';
import { ProblemError } from '#kernel/problem.ts';
import { freshDatabase, type TestDatabase } from '../../../test/database.ts';
import { draftOf, hire, today, writeOrganisation } from '../../../test/organisation.ts';
import {
  createRecord,
  editRecord,
  returnRecord,
  type Setting,
  submitRecord,
  verifyRecord,
  voidRecord,
} from './actions.ts';
import type { RecordDraft, RecordDraftInput, Status } from './model.ts';
import { contentHash } from './rules.ts';
import { readDraft } from './store.ts';

let database: TestDatabase;
let organisation: Organisation;
let setting: Setting;
let reporter: Actor;
let clerk: Actor;
let secretary: Actor;
let stranger: Actor;
let auditor: Actor;

before(async () => {
  database = await freshDatabase();
  organisation = await writeOrganisation(database);
  setting = { organisation, today };
  reporter = await hire(database, organisation, 'reporter', [['reporter', 'pine']]);
  clerk = await hire(database, organisation, 'clerk', [['clerk', 'east']]);
  secretary = await hire(database, organisation, 'secretary', [['secretary', 'lake']]);
  stranger = await hire(database, organisation, 'stranger', [['clerk', 'west']]);
  auditor = await hire(database, organisation, 'auditor', [['auditor', 'lake']]);
});
after(() => database.drop());

const as = <Result>(actor: Actor, work: (tx: Tx) => Promise<Result>) => asActor(database, actor, work);
const create = (actor: Actor, draft: RecordDraft, status: 'draft' | 'submitted' = 'submitted') =>
  as(actor, (tx) => createRecord(tx, actor, draft, status, setting));
const submit = (actor: Actor, id: number) => as(actor, (tx) => submitRecord(tx, actor, id, setting));
const verify = (actor: Actor, id: number) => as(actor, (tx) => verifyRecord(tx, actor, id));
const giveBack = (actor: Actor, id: number) => as(actor, (tx) => returnRecord(tx, actor, id, '人次有误'));
const annul = (actor: Actor, id: number) => as(actor, (tx) => voidRecord(tx, actor, id, '重复填报'));
const edit = (actor: Actor, id: number, base: number, draft: RecordDraft) =>
  as(actor, (tx) => editRecord(tx, actor, id, base, draft, setting));

/** The codes and places of every problem that this is refused with. */
async function problemsOf(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    for (const one of error.problems) assert.ok(one.text.zh !== '' && one.text.en !== '');
    return error.problems.map((one) => (one.place === undefined ? one.code : `${one.code} ${one.place}`));
  }
  return assert.fail('it was not refused');
}

async function statusOf(id: number): Promise<string> {
  const { status } = await database.system
    .selectFrom('record')
    .select('status')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return status;
}

/** How many records the city counts in all, and their attendance. */
async function counted(): Promise<[number, number]> {
  const city = organisation.tree.root().id;
  const cells = await sumCells(database.system, [city], { from: day('2000-01-01'), to: today });
  return [cells.reduce((sum, one) => sum + one.n, 0), cells.reduce((sum, one) => sum + one.values.m2, 0)];
}

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
    assert.deepEqual((await problemsOf(create(reporter, draft))).sort(), [
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
      assert.deepEqual(await problemsOf(create(secretary, draftOf(changes))), expected);
      const { id } = await create(secretary, draftOf());
      assert.deepEqual(await problemsOf(edit(secretary, id, 1, draftOf(changes))), expected);
    });
  }

  test('and nothing of it is written', async () => {
    const rows = () => database.system.selectFrom('record').select('id').execute();
    const before = await rows();
    await problemsOf(create(reporter, draftOf({ measures: { attendance: -1 } })));
    assert.deepEqual(await rows(), before);
  });

  test('but a draft may lack what is asked when it is sent', async () => {
    const { id } = await create(reporter, draftOf({ classes: {} }), 'draft');
    assert.deepEqual(await problemsOf(submit(reporter, id)), ['class_missing classes/venue']);
    assert.equal(await statusOf(id), 'draft');
    await edit(reporter, id, 1, draftOf());
    await submit(reporter, id);
    assert.equal(await statusOf(id), 'submitted');
  });
});

describe('who may not', () => {
  test('record for a unit above, beside or nowhere near its posts', async () => {
    for (const hosts of [['east'], ['lake'], ['ferry'], ['mill', 'pine']]) {
      assert.deepEqual(await problemsOf(create(reporter, draftOf({ hosts }))), ['forbidden'], hosts.join());
    }
    assert.deepEqual(await problemsOf(create(auditor, draftOf())), ['forbidden']);
    assert.deepEqual(await problemsOf(create({ ...reporter, posts: [] }, draftOf())), ['forbidden']);
  });

  test('verify or return what it recorded itself', async () => {
    const { id } = await create(clerk, draftOf());
    assert.deepEqual(await problemsOf(verify(clerk, id)), ['own_record']);
    assert.deepEqual(await problemsOf(giveBack(clerk, id)), ['own_record']);
    assert.equal(await statusOf(id), 'submitted');
  });

  test('verify without a post that verifies', async () => {
    const { id } = await create(clerk, draftOf());
    for (const actor of [reporter, auditor]) {
      assert.deepEqual(await problemsOf(verify(actor, id)), ['forbidden']);
      assert.deepEqual(await problemsOf(giveBack(actor, id)), ['forbidden']);
    }
    assert.deepEqual(await problemsOf(annul(auditor, id)), ['forbidden']);
    assert.deepEqual(await problemsOf(edit(auditor, id, 1, draftOf({ title: '改' }))), ['forbidden']);
  });

  test('know of what is outside its units: the same answer as for what does not exist', async () => {
    const { id } = await create(reporter, draftOf());
    for (const missing of [id, 999_999]) {
      const works = [verify, giveBack, annul, submit].map((work) => work(stranger, missing));
      for (const work of works) assert.deepEqual(await problemsOf(work), ['record_unknown']);
      assert.deepEqual(await problemsOf(edit(stranger, missing, 1, draftOf())), ['record_unknown']);
    }
    assert.equal(await statusOf(id), 'submitted');
  });

  test("know of another's draft", async () => {
    const { id } = await create(reporter, draftOf(), 'draft');
    assert.deepEqual(await problemsOf(verify(secretary, id)), ['record_unknown']);
    assert.deepEqual(await problemsOf(submit(clerk, id)), ['record_unknown']);
  });

  test('hand a record to a unit that it could not record for', async () => {
    const { id } = await create(reporter, draftOf());
    assert.deepEqual(await problemsOf(edit(reporter, id, 1, draftOf({ hosts: ['ferry'] }))), ['forbidden']);
    assert.deepEqual(await problemsOf(edit(reporter, id, 1, draftOf({ hosts: ['ferry', 'pine'] }))), ['forbidden']);
    await edit(reporter, id, 1, draftOf({ hosts: ['pine', 'ferry'] }));
  });
});

describe('a record is written', () => {
  test('for its own unit, with its scope, people and first step', async () => {
    const people = [{ person: 'p1', role: 'lecturer' as const }];
    const { id, repeated } = await create(reporter, draftOf({ hosts: ['pine', 'ferry', 'corps'], people }));
    assert.equal(repeated, false);
    const { system } = database;
    const scope = await system.selectFrom('record_scope').selectAll().where('record_id', '=', id).execute();
    const codes = scope.map((row) => organisation.tree.byId(row.unit_id).code).sort();
    assert.deepEqual(codes, ['corps', 'east', 'ferry', 'lake', 'pine', 'west']);
    assert.ok(scope.every((row) => row.day === '2024-05-06'));
    const named = await system.selectFrom('record_person').selectAll().where('record_id', '=', id).execute();
    assert.equal(named.length, 1);
    const steps = await system.selectFrom('record_step').selectAll().where('record_id', '=', id).execute();
    assert.deepEqual(
      steps.map((one) => [one.from_status, one.to_status, one.by_account]),
      [[null, 'submitted', reporter.accountId]],
    );
  });

  test('for a street where it stood on that day, by the district that it belonged to then', async () => {
    const march = draftOf({ hosts: ['north'], from: '2024-03-31', to: '2024-03-31' });
    const april = draftOf({ hosts: ['north'], from: '2024-04-01', to: '2024-04-01' });
    assert.deepEqual(await problemsOf(create(clerk, march)), ['forbidden']);
    assert.deepEqual(await problemsOf(create(stranger, april)), ['forbidden']);
    await create(stranger, march);
    await create(clerk, april);
  });

  test('once, however often its key is sent', async () => {
    const draft = draftOf();
    const answers = await Promise.all(Array.from({ length: 12 }, () => create(reporter, draft)));
    assert.equal(new Set(answers.map((one) => one.id)).size, 1);
    assert.equal(answers.filter((one) => !one.repeated).length, 1);
    assert.deepEqual(await create(reporter, draft), { id: answers[0]!.id, repeated: true });
    const steps = await database.system
      .selectFrom('record_step')
      .select('id')
      .where('record_id', '=', answers[0]!.id)
      .execute();
    assert.equal(steps.length, 1);
  });

  test('but not under a key that says something else already, whoever said it', async () => {
    const draft = draftOf();
    await create(reporter, draft);
    assert.deepEqual(await problemsOf(create(reporter, { ...draft, title: '另一件事' })), ['key_taken key']);
    const theirs = draftOf({ hosts: ['ferry'], key: draft.key });
    assert.deepEqual(await problemsOf(create(stranger, theirs)), ['key_taken key']);
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
          const { id } = await create(secretary, draft);
          const row = await database.system.selectFrom('record').select('hash').where('id', '=', id).executeTakeFirst();
          const back = (await readDraft(database.system, id, organisation))!;
          assert.equal(contentHash(back, organisation.catalogue), row?.hash);
          assert.deepEqual({ ...back, people: [], measures: {} }, { ...draft, people: [], measures: {} });
          // What was read back and sent in again unchanged is no change.
          await edit(secretary, id, 1, back);
          await edit(secretary, id, 1, back);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a record moves', () => {
  const paths: readonly (readonly [Status, ...string[]])[] = [
    ['draft'],
    ['submitted', 'submit'],
    ['verified', 'submit', 'verify'],
    ['returned', 'submit', 'return'],
    ['returned', 'submit', 'verify', 'return'],
    ['submitted', 'submit', 'return', 'submit'],
    ['submitted', 'submit', 'verify', 'edit'],
    ['verified', 'submit', 'verify', 'edit', 'verify'],
    ['void', 'void'],
    ['void', 'submit', 'void'],
    ['void', 'submit', 'verify', 'void'],
    ['void', 'submit', 'return', 'void'],
  ];
  const allowed: Readonly<Record<string, readonly string[]>> = {
    draft: ['submit', 'void', 'edit'],
    submitted: ['verify', 'return', 'void', 'edit'],
    verified: ['return', 'void', 'edit'],
    returned: ['submit', 'void', 'edit'],
    void: [],
  };
  const acts: Readonly<Record<string, (id: number, writer: Actor) => Promise<void>>> = {
    submit: (id, writer) => submit(writer, id),
    verify: (id) => verify(secretary, id),
    return: (id) => giveBack(secretary, id),
    void: (id, writer) => annul(writer, id),
    edit: async (id, writer) => {
      const { revision } = await database.system
        .selectFrom('record')
        .select('revision')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      await edit(writer, id, revision, draftOf({ title: `第 ${revision + 1} 版` }));
    },
  };

  for (const [status, ...path] of paths) {
    test(`${['draft', ...path].join(', ')}: ${status}, counted or not, and then only as the design says`, async () => {
      const [before] = await counted();
      const { id } = await create(reporter, draftOf(), 'draft');
      for (const act of path) await acts[act]!(id, reporter);
      assert.equal(await statusOf(id), status);
      assert.equal((await counted())[0] - before, status === 'verified' ? 1 : 0);
      const steps = await database.system
        .selectFrom('record_step')
        .select(['from_status', 'to_status'])
        .where('record_id', '=', id)
        .orderBy('id')
        .execute();
      assert.equal(steps.at(-1)!.to_status, status);
      for (const [index, one] of steps.entries()) assert.equal(one.from_status, steps[index - 1]?.to_status ?? null);
      for (const act of Object.keys(acts)) {
        if (allowed[status]!.includes(act)) continue;
        const expected =
          status === 'draft' ? ['record_unknown'] : act === 'edit' ? ['record_void'] : ['move_not_allowed'];
        assert.deepEqual(await problemsOf(acts[act]!(id, reporter)), expected, act);
        assert.equal(await statusOf(id), status);
      }
    });
  }

  test('back or away only with a reason', async () => {
    const { id } = await create(reporter, draftOf());
    for (const reason of ['', '  \n']) {
      assert.deepEqual(await problemsOf(as(clerk, async (tx) => returnRecord(tx, clerk, id, reason))), [
        'reason_missing reason',
      ]);
      assert.deepEqual(await problemsOf(as(clerk, async (tx) => voidRecord(tx, clerk, id, reason))), [
        'reason_missing reason',
      ]);
    }
  });

  test('once, when two verify it at the same moment', async () => {
    const [before] = await counted();
    const { id } = await create(reporter, draftOf());
    const answers = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) => verify(index % 2 ? clerk : secretary, id)),
    );
    assert.equal(answers.filter((one) => one.status === 'fulfilled').length, 1);
    assert.equal((await counted())[0] - before, 1);
  });
});

describe('a record is changed', () => {
  test('not over what somebody else wrote since', async () => {
    const { id } = await create(reporter, draftOf());
    await edit(clerk, id, 1, draftOf({ title: '改过的题目' }));
    assert.deepEqual(await problemsOf(edit(reporter, id, 1, draftOf({ title: '也改了' }))), ['record_changed']);
    const both = await Promise.allSettled(
      [2, 2].map((base, index) => edit(clerk, id, base, draftOf({ title: `同时改 ${index}` }))),
    );
    assert.equal(both.filter((one) => one.status === 'fulfilled').length, 1);
  });

  test('in everything that it says: kind, hosts, day, values, people', async () => {
    const { id } = await create(reporter, draftOf({ people: [{ person: 'p1', role: 'lecturer' }] }));
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
    await edit(reporter, id, 1, changed);
    const back = await readDraft(database.system, id, organisation);
    assert.deepEqual({ ...back, key: changed.key }, changed);
    const scope = await database.system.selectFrom('record_scope').selectAll().where('record_id', '=', id).execute();
    assert.deepEqual(scope.map((row) => organisation.tree.byId(row.unit_id).code).sort(), [
      'east',
      'ferry',
      'lake',
      'pine',
      'west',
    ]);
    assert.ok(scope.every((row) => row.day === '2024-06-02'));
    const revisions = await database.system
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
    const [n, attendance] = await counted();
    const { id } = await create(reporter, draftOf({ measures: { attendance: 40 } }));
    await verify(clerk, id);
    assert.deepEqual(await counted(), [n + 1, attendance + 40]);
    await edit(reporter, id, 1, draftOf({ measures: { attendance: 70 }, from: '2024-05-07', to: '2024-05-07' }));
    assert.deepEqual(await counted(), [n, attendance]);
    await verify(clerk, id);
    assert.deepEqual(await counted(), [n + 1, attendance + 70]);
  });

  test('but saving it unchanged changes nothing', async () => {
    const draft = draftOf({ measures: { attendance: 12 } });
    const { id } = await create(reporter, draft);
    await verify(clerk, id);
    await edit(reporter, id, 1, draft);
    await edit(reporter, id, 1, (await readDraft(database.system, id, organisation))!);
    assert.equal(await statusOf(id), 'verified');
  });

  test('by a co-host too, who keeps the lead where it is', async () => {
    const { id } = await create(reporter, draftOf({ hosts: ['pine', 'ferry'] }));
    await edit(stranger, id, 1, draftOf({ hosts: ['pine', 'ferry'], title: '联合宣讲' }));
    assert.deepEqual(await problemsOf(edit(stranger, id, 2, draftOf({ hosts: ['north', 'ferry'] }))), ['forbidden']);
  });
});

test('a day is the day of the place, not of the clock: records of today are taken, those of tomorrow are not', async () => {
  await create(reporter, draftOf({ from: today, to: today }));
  const tomorrow = addDays(today, 1);
  assert.deepEqual(await problemsOf(create(reporter, draftOf({ from: today, to: tomorrow }))), ['day_in_future to']);
});
