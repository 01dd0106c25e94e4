import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAccount } from '#domain/access/accounts.ts';
import { chance } from '#kernel/chance.ts';
import { day } from '#kernel/day.ts';
import { freshDatabase } from '../../test/database.ts';
import { writeOrganisation } from '../../test/organisation.ts';
import { makeField } from './field.ts';

const forms = 500;
const atOnce = 12;

test('500 forms, each sent one to four times and some at the very same moment, make 500 records', async () => {
  const database = await freshDatabase();
  try {
    const { tree } = await writeOrganisation(database);
    const password = 'a good long password';
    await createAccount(database.system, {
      ...{ username: 'pine', name: '松林', password },
      posts: [{ role: 'reporter', unitId: tree.find('pine')!.id, from: day('2012-01-01') }],
    });
    const field = makeField(database, { now: () => new Date('2024-11-19T08:00:00Z') });
    const post = (path: string, fields: Record<string, string>, cookie = '') =>
      field.request(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { cookie, accept: 'application/json' },
      });
    const cookie = (await post('/sign-in', { username: 'pine', password })).headers.get('set-cookie')!.split(';')[0]!;

    const by = chance('once');
    const sendings = Array.from({ length: forms }, (_, index) => index).flatMap((index) =>
      Array.from({ length: 1 + by.whole(4) }, () => index),
    );
    // Neighbours in the queue are often the same form: retries that overtake the first attempt.
    const queue = by.shuffled(sendings).sort((left, right) => Math.floor(left / 40) - Math.floor(right / 40));
    const answers = new Map<number, Set<number>>();
    const work = async () => {
      for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
        const fields = {
          key: `form-${index}`,
          by: 'pine',
          act: 'send',
          day: '2024-11-18',
          title: `第${index}场`,
          'c.venue': 'school',
          'm.attendance': String(index),
        };
        const response = await post('/new/lecture', fields, cookie);
        const told = (await response.json()) as { state: string; id: number };
        assert.equal(told.state, 'kept', JSON.stringify(told));
        answers.set(index, (answers.get(index) ?? new Set()).add(told.id));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));

    const rows = await database.system.selectFrom('record').select(['id', 'key', 'm2', 'status']).execute();
    assert.equal(rows.length, forms);
    for (let index = 0; index < forms; index += 1) {
      const made = rows.filter((row) => row.key === `form-${index}`);
      assert.deepEqual(
        made.map(({ m2, status }) => ({ m2, status })),
        [{ m2: index, status: 'submitted' }],
      );
      assert.deepEqual([...answers.get(index)!], [made[0]!.id]);
    }
    const steps = await database.system.selectFrom('record_step').select('record_id').execute();
    assert.equal(steps.length, forms);
  } finally {
    await database.drop();
  }
});
