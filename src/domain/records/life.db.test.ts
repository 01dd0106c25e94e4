import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Actor } from '#domain/access/policy.ts';
import { type Desk, openDesk, problemsOf } from '../../../test/desk.ts';
import { draftOf } from '../../../test/organisation.ts';
import type { Status } from './model.ts';

let desk: Desk;
before(async () => {
  desk = await openDesk();
});
after(() => desk.database.drop());

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
    submit: (id, writer) => desk.submit(writer, id),
    verify: (id) => desk.verify(desk.secretary, id),
    return: (id) => desk.giveBack(desk.secretary, id),
    void: (id, writer) => desk.annul(writer, id),
    edit: async (id, writer) => {
      const { revision } = await desk.database.system
        .selectFrom('record')
        .select('revision')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      await desk.edit(writer, id, revision, draftOf({ title: `第 ${revision + 1} 版` }));
    },
  };

  for (const [status, ...path] of paths) {
    test(`${['draft', ...path].join(', ')}: ${status}, counted or not, and then only as the design says`, async () => {
      const [before] = await desk.counted();
      const { id } = await desk.create(desk.reporter, draftOf(), 'draft');
      for (const act of path) await acts[act]!(id, desk.reporter);
      assert.equal(await desk.statusOf(id), status);
      assert.equal((await desk.counted())[0] - before, status === 'verified' ? 1 : 0);
      const steps = await desk.database.system
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
        assert.deepEqual(await problemsOf(acts[act]!(id, desk.reporter)), expected, act);
        assert.equal(await desk.statusOf(id), status);
      }
    });
  }

  test('once, when two verify it at the same moment', async () => {
    const [before] = await desk.counted();
    const { id } = await desk.create(desk.reporter, draftOf());
    const answers = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) => desk.verify(index % 2 ? desk.clerk : desk.secretary, id)),
    );
    assert.equal(answers.filter((one) => one.status === 'fulfilled').length, 1);
    assert.equal((await desk.counted())[0] - before, 1);
  });
});
