import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { Actor } from '#domain/access/policy.ts';
import { foldAll } from '#domain/tallies/fold.ts';
import { verifyTallies } from '#domain/tallies/verify.ts';
import { type Desk, openDesk, problemsOf } from '../../../test/desk.ts';
import { draftOf, hire, today } from '../../../test/organisation.ts';
import { markLook, returnSeen, sayMessage, undoVerifications, verifyMany, verifySeen } from './actions.ts';
import { type Beside, readBeside } from './beside.ts';
import { undoReason } from './model.ts';

let desk: Desk;
let second: Actor;
before(async () => {
  desk = await openDesk();
  second = await hire(desk.database, desk.organisation, 'second', [['clerk', 'east']]);
});
after(() => desk.database.drop());

const now = () => new Date();
const verify = (actor: Actor, id: number, base: number) => desk.as(actor, (tx) => verifySeen(tx, actor, { id, base }));
const undo = (actor: Actor, ids: readonly number[], at = now()) =>
  desk.as(actor, (tx) => undoVerifications(tx, actor, ids, at));
const giveBack = (actor: Actor, id: number, said: Partial<Parameters<typeof returnSeen>[3]>) =>
  desk.as(actor, (tx) => returnSeen(tx, actor, id, { reason: '请核对', comments: [], ...said }, desk.organisation));
const say = (actor: Actor, id: number, text: string) => desk.as(actor, (tx) => sayMessage(tx, actor, id, text));
const beside = (actor: Actor, id: number): Promise<Beside> =>
  desk.as(actor, (tx) => readBeside(tx, actor, desk.organisation, id, { now: now(), today }));
const look = async (actor: Actor, id: number) => {
  const { revision, messages } = await beside(actor, id);
  await desk.as(actor, (tx) => markLook(tx, actor, id, { revision, message: messages.at(-1)?.id ?? 0 }));
};

describe('refused', () => {
  test('to verify what was changed after it was seen, what is one’s own, what is out of sight', async () => {
    const { id } = await desk.create(desk.reporter, draftOf());
    await desk.edit(desk.reporter, id, 1, draftOf({ title: '改过的标题' }));
    assert.deepEqual(await problemsOf(verify(desk.clerk, id, 1)), ['record_changed']);
    assert.equal(await desk.statusOf(id), 'submitted');
    assert.deepEqual(await problemsOf(verify(desk.stranger, id, 2)), ['record_unknown']);
    assert.deepEqual(await problemsOf(verify(desk.auditor, id, 2)), ['forbidden']);
    const own = await desk.create(desk.clerk, draftOf());
    assert.deepEqual(await problemsOf(verify(desk.clerk, own.id, 1)), ['own_record']);
  });

  test('to verify none or too many at a time', async () => {
    const many = Array.from({ length: 201 }, (_, index) => ({ id: index + 1, base: 1 }));
    assert.deepEqual(await problemsOf(desk.as(desk.clerk, (tx) => verifyMany(tx, desk.clerk, []))), ['none_chosen']);
    assert.deepEqual(await problemsOf(desk.as(desk.clerk, (tx) => verifyMany(tx, desk.clerk, many))), ['too_many']);
  });

  test('to return with a comment on a field that there is not, or with a change unseen; nothing is written', async () => {
    const { id } = await desk.create(desk.reporter, draftOf());
    const comments = [
      { part: 'measures/attendance', text: '请核对' },
      { part: 'measures/reach', text: '没有这一项' },
      { part: 'hash', text: '没有这一项' },
    ];
    assert.deepEqual(await problemsOf(giveBack(desk.clerk, id, { comments })), [
      'part_unknown comments/1',
      'part_unknown comments/2',
    ]);
    assert.deepEqual(await problemsOf(giveBack(desk.clerk, id, { base: 2 })), ['record_changed']);
    assert.deepEqual(await problemsOf(giveBack(desk.clerk, id, { reason: ' ' })), ['reason_missing reason']);
    assert.deepEqual(await problemsOf(giveBack(desk.reporter, id, {})), ['own_record']);
    assert.equal(await desk.statusOf(id), 'submitted');
    assert.deepEqual((await beside(desk.clerk, id)).comments, []);
  });

  test('to take back what somebody else verified, what was verified long ago, what has moved on', async () => {
    const { id } = await desk.create(desk.reporter, draftOf());
    await verify(desk.clerk, id, 1);
    const codes = async (actor: Actor, at?: Date) =>
      (await undo(actor, [id], at)).refused.map((one) => one.problems[0]!.code);
    assert.deepEqual(await codes(second), ['undo_foreign']);
    assert.deepEqual(await codes(desk.stranger), ['record_unknown']);
    assert.deepEqual(await codes(desk.clerk, new Date(Date.now() + 11 * 60_000)), ['undo_too_late']);
    await desk.giveBack(desk.clerk, id);
    assert.deepEqual(await codes(desk.clerk), ['undo_moved_on']);
  });

  test('to speak for those who only read, to speak of what is out of sight, to change what was said', async () => {
    const { id } = await desk.create(desk.reporter, draftOf());
    assert.deepEqual(await problemsOf(say(desk.auditor, id, '你好')), ['forbidden']);
    assert.deepEqual(await problemsOf(say(desk.stranger, id, '你好')), ['record_unknown']);
    assert.deepEqual(await problemsOf(say(desk.clerk, id, '  ')), ['message_missing text']);
    await say(desk.clerk, id, '这条有照片吗？');
    await assert.rejects(
      desk.as(desk.clerk, (tx) => sql`UPDATE record_message SET text = '改了'`.execute(tx)),
      /permission denied/,
    );
    await assert.rejects(
      desk.as(desk.clerk, (tx) => sql`DELETE FROM record_message`.execute(tx)),
      /permission denied/,
    );
    await assert.rejects(sql`UPDATE record_message SET text = '改了'`.execute(desk.database.system), /never edited/);
    for (const table of ['record_message', 'record_comment', 'record_look'])
      await assert.rejects(sql`SELECT FROM ${sql.table(table)}`.execute(desk.database.site), /permission denied/);
    const unseen = await desk.as(desk.stranger, (tx) => tx.selectFrom('record_message').selectAll().execute());
    assert.deepEqual(unseen, []);
    const forged = desk.as(desk.clerk, (tx) =>
      tx
        .insertInto('record_message')
        .values({ record_id: id, account_id: desk.reporter.accountId, text: '冒名' })
        .execute(),
    );
    await assert.rejects(forged, /row-level security/);
    const abroad = desk.as(desk.stranger, (tx) =>
      tx
        .insertInto('record_message')
        .values({ record_id: id, account_id: desk.stranger.accountId, text: '越界' })
        .execute(),
    );
    await assert.rejects(abroad, /row-level security/);
  });

  test('to see or write when somebody else looked', async () => {
    const { id } = await desk.create(desk.reporter, draftOf());
    await look(desk.clerk, id);
    assert.deepEqual(
      await desk.as(second, (tx) => tx.selectFrom('record_look').selectAll().where('record_id', '=', id).execute()),
      [],
    );
    assert.deepEqual(
      await problemsOf(desk.as(desk.stranger, (tx) => markLook(tx, desk.stranger, id, { revision: 1, message: 0 }))),
      ['record_unknown'],
    );
  });
});

describe('done', () => {
  test('several at once: verified and refused make what was asked, and can be taken back', async () => {
    const [before] = await desk.counted();
    const fine = [await desk.create(desk.reporter, draftOf()), await desk.create(desk.reporter, draftOf())];
    const changed = await desk.create(desk.reporter, draftOf());
    await desk.edit(desk.reporter, changed.id, 1, draftOf({ title: '后来改的' }));
    const own = await desk.create(desk.clerk, draftOf());
    const asked = [...fine, changed, own].map(({ id }) => ({ id, base: 1 }));
    const outcome = await desk.as(desk.clerk, (tx) => verifyMany(tx, desk.clerk, [...asked, { id: 999_999, base: 1 }]));
    assert.equal(outcome.asked, 5);
    assert.deepEqual(
      outcome.verified,
      fine.map((one) => one.id),
    );
    assert.deepEqual(
      outcome.refused.map((one) => [one.title, one.problems[0]!.code]),
      [
        ['后来改的', 'record_changed'],
        ['社区急救知识宣讲', 'own_record'],
        ['', 'record_unknown'],
      ],
    );
    assert.equal((await desk.counted())[0] - before, 2);
    const undone = await undo(desk.clerk, [...outcome.verified, own.id]);
    assert.deepEqual(undone.restored, outcome.verified);
    assert.equal(undone.refused[0]!.problems[0]!.code, 'undo_moved_on');
    assert.equal((await desk.counted())[0], before);
    const steps = await desk.database.system
      .selectFrom('record_step')
      .select(['to_status', 'reason', 'by_account'])
      .where('record_id', '=', fine[0]!.id)
      .orderBy('id')
      .execute();
    assert.deepEqual(
      steps.map((one) => one.to_status),
      ['submitted', 'verified', 'submitted'],
    );
    assert.equal(steps.at(-1)!.reason, undoReason);
    assert.equal(steps.at(-1)!.by_account, desk.clerk.accountId);
    await verify(desk.clerk, fine[0]!.id, 1);
    assert.equal((await beside(desk.clerk, fine[0]!.id)).mayUndo, true);
    assert.equal((await beside(second, fine[0]!.id)).mayUndo, false);
  });

  test('a return brings its comments, the last return’s only, until the record is verified', async () => {
    const { id } = await desk.create(desk.reporter, draftOf());
    await giveBack(desk.clerk, id, { comments: [{ part: 'narrative', text: '经过太短' }] });
    await desk.submit(desk.reporter, id);
    const comments = [
      { part: 'measures/attendance', text: '人次再核对' },
      { part: 'photos', text: '请补照片' },
    ];
    await giveBack(desk.clerk, id, { reason: '两处要改', comments });
    const seen = await beside(desk.reporter, id);
    assert.deepEqual(
      seen.comments.map(({ part, text, by }) => [part, text, by]),
      [
        ['measures/attendance', '人次再核对', 'clerk'],
        ['photos', '请补照片', 'clerk'],
      ],
    );
    await desk.submit(desk.reporter, id);
    assert.equal((await beside(desk.clerk, id)).comments.length, 2);
    assert.equal((await beside(desk.clerk, id)).arrival, 'returned');
    await verify(desk.clerk, id, 1);
    assert.deepEqual((await beside(desk.clerk, id)).comments, []);
  });

  test('messages are unread until they were looked at, by each for themselves', async () => {
    const { id } = await desk.create(desk.reporter, draftOf());
    await say(desk.clerk, id, '有照片吗？');
    await say(desk.clerk, id, '有的话请补上。');
    assert.equal((await beside(desk.reporter, id)).unread, 2);
    assert.equal((await beside(desk.clerk, id)).unread, 0);
    assert.equal((await beside(second, id)).unread, 2);
    await look(desk.reporter, id);
    assert.equal((await beside(desk.reporter, id)).unread, 0);
    await say(desk.reporter, id, '已经补上');
    assert.deepEqual([(await beside(desk.clerk, id)).unread, (await beside(second, id)).unread], [1, 3]);
    const { messages } = await beside(desk.clerk, id);
    assert.deepEqual(
      messages.map(({ by, own, text }) => [by, own, text]),
      [
        ['clerk', true, '有照片吗？'],
        ['clerk', true, '有的话请补上。'],
        ['reporter', false, '已经补上'],
      ],
    );
  });

  test('changes since the last look, and who changed what', async () => {
    const { id } = await desk.create(desk.reporter, draftOf({ title: '第一次的标题' }));
    assert.deepEqual((await beside(desk.clerk, id)).changes, []);
    await look(desk.clerk, id);
    await desk.edit(desk.reporter, id, 1, draftOf({ title: '改了', people: [{ person: 'p1', role: 'lecturer' }] }));
    await desk.edit(
      desk.secretary,
      id,
      2,
      draftOf({
        title: '改了',
        measures: { sessions: 1, attendance: 45 },
        people: [{ person: 'p1', role: 'lecturer' }],
      }),
    );
    const { changes, history } = await beside(desk.clerk, id);
    const told = (list: readonly (typeof changes)[number][]) =>
      list.map(({ part, before: was, after: is, by }) => [part, was.zh, is.zh, by]);
    assert.deepEqual(
      told(changes).toSorted(([left], [right]) => (left! < right! ? -1 : 1)),
      [
        ['measures/attendance', '40人次', '45人次', 'secretary'],
        ['people/lecturer', '', '周一', 'reporter'],
        ['title', '第一次的标题', '改了', 'reporter'],
      ],
    );
    assert.deepEqual(
      history.map((one) => [one.revision, one.by, one.changes.map((change) => change.part)]),
      [
        [3, 'secretary', ['measures/attendance']],
        [2, 'reporter', ['title', 'people/lecturer']],
      ],
    );
    // Whoever changed it last has seen it; whoever never looked has nothing to compare with.
    assert.deepEqual((await beside(desk.secretary, id)).changes, []);
    assert.deepEqual((await beside(second, id)).changes, []);
    await look(desk.clerk, id);
    assert.deepEqual((await beside(desk.clerk, id)).changes, []);
  });
});

test('figures equal the records whatever is verified, taken back, changed and returned, in whatever order', async () => {
  const act = fc.record({
    do: fc.constantFrom('verify', 'batch', 'undo', 'edit', 'return', 'submit', 'fold'),
    which: fc.nat({ max: 3 }),
    by: fc.nat({ max: 1 }),
    stale: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 24 }), async (acts) => {
      const ids: number[] = [];
      for (let n = 0; n < 4; n++) ids.push((await desk.create(desk.reporter, draftOf())).id);
      for (const one of acts) {
        const id = ids[one.which]!;
        const actor = one.by === 0 ? desk.clerk : second;
        const revision = async (of: number) =>
          (
            await desk.database.system
              .selectFrom('record')
              .select('revision')
              .where('id', '=', of)
              .executeTakeFirstOrThrow()
          ).revision;
        const base = (await revision(id)) - Number(one.stale);
        const was = await desk.statusOf(id);
        if (one.do === 'fold') await foldAll(desk.database.system);
        else if (one.do === 'undo') {
          const { asked, restored, refused } = await undo(actor, [id]);
          assert.equal(asked, restored.length + refused.length);
          if (restored.length > 0) assert.equal(was, 'verified');
        } else if (one.do === 'batch') {
          const asked = ids.map((each) => ({ id: each, base }));
          const outcome = await desk.as(actor, (tx) => verifyMany(tx, actor, asked));
          assert.equal(outcome.asked, outcome.verified.length + outcome.refused.length);
        } else {
          const work =
            one.do === 'verify'
              ? verify(actor, id, base)
              : one.do === 'return'
                ? giveBack(actor, id, { base })
                : one.do === 'submit'
                  ? desk.submit(desk.reporter, id)
                  : desk.edit(desk.reporter, id, base, draftOf({ measures: { attendance: 10 + base } }));
          await work.catch((error: Error) => assert.equal(error.name, 'ProblemError'));
        }
        const { n } = await desk.database.system
          .selectFrom('record')
          .select((record) => record.fn.countAll<number>().as('n'))
          .where('status', '=', 'verified')
          .executeTakeFirstOrThrow();
        assert.equal((await desk.counted())[0], Number(n));
      }
      assert.deepEqual((await verifyTallies(desk.database.system)).differences, []);
    }),
    { numRuns: 12 },
  );
});
