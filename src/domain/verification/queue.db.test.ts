import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Actor } from '#domain/access/policy.ts';
import { day } from '#kernel/day.ts';
import { type Desk, openDesk } from '../../../test/desk.ts';
import { draftOf, hire, today } from '../../../test/organisation.ts';
import { sayMessage, undoVerifications } from './actions.ts';
import { type QueueQuery, readQueue } from './queue.ts';

let desk: Desk;
/** Holds the one post of the pine street that verifies. */
let street: Actor;
before(async () => {
  desk = await openDesk();
  street = await hire(desk.database, desk.organisation, 'street', [['clerk', 'pine']]);
  for (const actor of [desk.reporter, desk.clerk, desk.secretary, desk.stranger, desk.auditor, street])
    await post(actor);
});
after(() => desk.database.drop());
beforeEach(async () => {
  await desk.database.system.updateTable('record').set({ status: 'void' }).execute();
});

/** Whose turn it is follows from the posts in the database. */
async function post({ accountId, posts }: Actor): Promise<void> {
  const values = posts.map(({ role, unitId, from, to }) => ({
    ...{ account_id: accountId, person_id: null, unit_id: unitId, role, valid_from: from, valid_to: to },
  }));
  await desk.database.system.insertInto('post').values(values).execute();
}

const unit = (code: string) => desk.organisation.tree.find(code)!;
async function queue(actor: Actor, more: Partial<QueueQuery> = {}, page: { size?: number; after?: string } = {}) {
  const query: QueueQuery = { unit: unit(actor === desk.secretary ? 'lake' : 'east'), turn: 'all', ...more };
  return await desk.as(actor, (tx) => readQueue(tx, actor, desk.organisation, query, { today, size: 50, ...page }));
}
const ids = (page: { rows: readonly { record: { id: number } }[] }) => page.rows.map((row) => row.record.id);
async function send(changes: Parameters<typeof draftOf>[0] = {}, by = desk.reporter): Promise<number> {
  return (await desk.create(by, draftOf(changes))).id;
}

describe('whose turn', () => {
  test('nobody’s own; the next one above who is somebody else', async () => {
    // The street's only verifier wrote it: its turn is the district's.
    const id = await send({}, street);
    const [row] = (await queue(desk.clerk)).rows;
    assert.equal(row!.record.id, id);
    assert.deepEqual([row!.turn, row!.mine, row!.own], [unit('east').id, true, false]);
    const [own] = (await queue(street, { unit: unit('pine') })).rows;
    assert.deepEqual([own!.mine, own!.own], [false, true]);
    assert.deepEqual(ids(await queue(street, { unit: unit('pine'), turn: 'mine' })), []);
  });

  test('the nearest first: a street with a verifier, a street without, the city’s own', async () => {
    const writer = await hire(desk.database, desk.organisation, 'writer', [['reporter', 'lake']]);
    const pine = await send();
    const mill = await send({ hosts: ['mill'] }, writer);
    const corps = await send({ hosts: ['corps'] }, writer);
    const turns = new Map((await queue(desk.secretary)).rows.map((row) => [row.record.id, row.turn]));
    assert.deepEqual(
      [pine, mill, corps].map((id) => turns.get(id)),
      [unit('pine').id, unit('east').id, unit('lake').id],
    );
    assert.deepEqual(ids(await queue(desk.secretary, { turn: 'mine' })), [corps]);
    assert.deepEqual(ids(await queue(desk.clerk, { turn: 'mine' })), [mill]);
    assert.deepEqual(ids(await queue(street, { unit: unit('pine'), turn: 'mine' })), [pine]);
    const { waiting, below } = await queue(desk.secretary);
    assert.deepEqual(waiting, { all: 3, mine: 1 });
    assert.deepEqual(
      below.map((one) => [desk.organisation.tree.byId(one.unit).code, one.n]),
      [
        ['corps', 1],
        ['east', 2],
      ],
    );
  });

  test('by where the lead stood on the record’s day, and by the posts in force today', async () => {
    const writer = await hire(desk.database, desk.organisation, 'writer2', [['reporter', 'lake']]);
    const before = await send({ hosts: ['north'], from: '2024-03-31', to: '2024-03-31' }, writer);
    const since = await send({ hosts: ['north'], from: '2024-04-01', to: '2024-04-01' }, writer);
    const turns = async () => new Map((await queue(desk.secretary)).rows.map((row) => [row.record.id, row.turn]));
    assert.equal((await turns()).get(before), unit('west').id);
    assert.equal((await turns()).get(since), unit('east').id);
    const { system } = desk.database;
    const { id } = await system
      .insertInto('post')
      .values({
        account_id: street.accountId,
        person_id: null,
        unit_id: unit('north').id,
        role: 'clerk',
        valid_from: day('2012-01-01'),
        valid_to: day('2024-12-30'),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    assert.equal((await turns()).get(since), unit('east').id, 'a post that ended yesterday');
    await system.updateTable('post').set({ valid_to: today }).where('id', '=', id).execute();
    assert.equal((await turns()).get(since), unit('north').id, 'a post that ends today');
    await system.updateTable('account').set({ disabled_at: new Date() }).where('id', '=', street.accountId).execute();
    assert.equal((await turns()).get(since), unit('east').id, 'an account that is closed');
    await system.updateTable('account').set({ disabled_at: null }).where('id', '=', street.accountId).execute();
    await system.deleteFrom('post').where('id', '=', id).execute();
  });
});

describe('the list', () => {
  test('the oldest first, every one on some page and none twice', async () => {
    const sent: number[] = [];
    for (let n = 0; n < 7; n++) sent.push(await send());
    // Three came at the very same moment.
    await desk.database.system
      .updateTable('record_step')
      .set({ at: new Date('2024-05-07T00:00:00Z') })
      .where('record_id', 'in', sent.slice(2, 5))
      .execute();
    const expected = [...sent.slice(2, 5), ...sent.slice(0, 2), ...sent.slice(5)];
    const seen: number[] = [];
    let after: string | undefined;
    do {
      const page = await queue(desk.clerk, {}, { size: 2, ...(after !== undefined && { after }) });
      assert.equal(page.total, 7);
      seen.push(...ids(page));
      after = page.next;
    } while (after !== undefined);
    assert.deepEqual(seen, expected);
  });

  test('a verification that was taken back leaves a record where and what it was', async () => {
    const [first, second] = [await send(), await send()];
    await desk.giveBack(desk.clerk, second);
    await desk.submit(desk.reporter, second);
    const before = (await queue(desk.clerk)).rows;
    for (const id of [first, second]) {
      await desk.verify(desk.clerk, id);
      await desk.as(desk.clerk, (tx) => undoVerifications(tx, desk.clerk, [id], new Date()));
    }
    assert.deepEqual((await queue(desk.clerk)).rows, before);
    assert.deepEqual(
      before.map((row) => row.arrival),
      ['first', 'returned'],
    );
  });

  test('filters narrow, together and alone', async () => {
    const plain = await send();
    const text = await send({ title: '校园里的 100% 急救' });
    const late = await send({ from: '2024-01-05', to: '2024-01-05' });
    const publicity = await send({ kind: 'publicity', classes: {}, measures: { attendance: 10, reach: 90_000 } });
    const again = await send();
    await desk.giveBack(desk.clerk, again);
    await desk.submit(desk.reporter, again);
    const { system } = desk.database;
    await system
      .updateTable('record_step')
      .set({ at: new Date('2024-05-07T00:00:00Z') })
      .where('record_id', '<>', late)
      .execute();
    const of = async (more: Partial<QueueQuery>) => ids(await queue(desk.clerk, more)).toSorted((a, b) => a - b);
    assert.deepEqual(await of({}), [plain, text, late, publicity, again]);
    assert.deepEqual(await of({ kind: 'publicity' }), [publicity]);
    assert.deepEqual(await of({ text: '100%' }), [text]);
    assert.deepEqual(await of({ late: true }), [late]);
    assert.deepEqual(await of({ again: true }), [again]);
    assert.deepEqual(await of({ below: unit('pine') }), [plain, text, late, publicity, again]);
    assert.deepEqual(await of({ below: unit('mill') }), []);
    assert.deepEqual(await of({ again: true, late: true }), []);
    // Without a photo every one has a note.
    assert.deepEqual(await of({ warned: 'without' }), []);
    const [row] = (await queue(desk.clerk, { kind: 'publicity', warned: 'with' })).rows;
    assert.ok(row!.warnings.some((one) => one.code === 'reach_above_attendance' && one.severity === 'doubt'));
  });

  test('what is usual comes from the verified records of the same kind and class that the reader may see', async () => {
    for (let n = 0; n < 9; n++) {
      const id = await send({ measures: { attendance: 70 + 3 * n } });
      await desk.verify(desk.clerk, id);
    }
    const odd = await send({ measures: { attendance: 800 } });
    const other = await send({ classes: { venue: 'school' }, measures: { attendance: 800 } });
    const fine = await send({ measures: { attendance: 90 } });
    const rows = new Map(
      (await queue(desk.clerk)).rows.map((row) => [
        row.record.id,
        row.warnings.filter((one) => one.severity === 'doubt'),
      ]),
    );
    assert.match(
      rows.get(odd)![0]!.text.zh,
      /^本单位同类活动.*中位数 82人次（最近 9 条），这条 800人次，像是多打了 1 位数字/,
    );
    assert.deepEqual([rows.get(other), rows.get(fine)], [[], []]);
    // A street that has none of its own is compared with its district; the west sees nothing of it.
    const mill = await send({ hosts: ['mill'], measures: { attendance: 800 } }, desk.clerk);
    const [compared] = (await queue(desk.secretary, { below: unit('mill') })).rows;
    assert.equal(compared!.record.id, mill);
    assert.match(compared!.warnings[0]!.text.zh, /^东湖区志愿者协会同类活动|^东湖区.*同类活动/);
    const ferry = await hire(desk.database, desk.organisation, 'ferry', [['reporter', 'ferry']]);
    const west = (await desk.create(ferry, draftOf({ hosts: ['ferry'], measures: { attendance: 800 } }))).id;
    const strangers = await desk.as(desk.stranger, (tx) =>
      readQueue(tx, desk.stranger, desk.organisation, { unit: unit('west'), turn: 'all' }, { today, size: 50 }),
    );
    assert.deepEqual(ids(strangers), [west]);
    assert.deepEqual(
      strangers.rows[0]!.warnings.filter((one) => one.severity === 'doubt'),
      [],
    );
  });

  test('a record that came back or was changed after its verification says so; messages count', async () => {
    const changed = await send();
    await desk.verify(desk.clerk, changed);
    await desk.edit(desk.reporter, changed, 1, draftOf({ title: '核定后改的' }));
    await desk.as(desk.reporter, (tx) => sayMessage(tx, desk.reporter, changed, '改了标题'));
    const [row] = (await queue(desk.clerk)).rows;
    assert.deepEqual([row!.arrival, row!.revision, row!.unread], ['changed', 2, 1]);
  });
});
