import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Actor } from '#domain/access/policy.ts';
import { readPlainText } from '#formats/text-read.ts';
import { day } from '#kernel/day.ts';
import { type Desk, openDesk, problemsOf } from '../../../test/desk.ts';
import { advanceDocument, receiveDocument } from './actions.ts';
import { readIntake } from './detail.ts';
import { acceptAll, acceptItem, correctItem, fillItems, joinItem, leaveItem, undoItem } from './item-actions.ts';
import { makeItem } from './make-item.ts';
import { readSources } from './sources.ts';

let desk: Desk;
let setting: { organisation: Desk['organisation']; today: ReturnType<typeof day> };
const period = { from: day('2024-07-01'), to: day('2024-10-31') };

const paper = `东湖区志愿者协会三季度工作情况
一、宣传工作情况
松林街道:8月12日,在松林广场开展“邻里互助”宣传活动,现场120人次参加,线上覆盖3万人次。
北桥街道:组织急救宣传活动12场次。
磨坊街道:举办邻里节文艺展演,吸引居民参与。计划再办2场宣传活动,历时3天。
二、宣讲工作情况
区协会7月至9月共宣讲9场,其中进学校5场、进社区4场。
三、下一阶段工作
下一阶段计划开展宣讲20场。
`;

before(async () => {
  desk = await openDesk();
  setting = { organisation: desk.organisation, today: day('2024-12-31') };
});

after(() => desk.database.drop());

function receive(actor: Actor, text = paper, unit = 'east') {
  const bytes = new TextEncoder().encode(text);
  const incoming = { unit, period, name: '三季度.txt', bytes, prose: readPlainText(bytes) };
  return desk.as(actor, (tx) => receiveDocument(tx, actor, incoming, setting));
}

async function readAll(actor: Actor, id: number): Promise<void> {
  for (;;) {
    const { done, total } = await desk.as(actor, (tx) => advanceDocument(tx, actor, id, setting));
    if (done >= total) return;
  }
}

const seen = (actor: Actor, id: number) => desk.as(actor, (tx) => readIntake(tx, actor, id, setting));

describe('refusals', () => {
  test('nobody takes in a document for a unit that they may not record for', async () => {
    assert.deepEqual(await problemsOf(receive(desk.stranger)), ['unit_unknown unit']);
    assert.deepEqual(await problemsOf(receive(desk.auditor)), ['unit_unknown unit']);
    assert.deepEqual(await problemsOf(receive(desk.clerk, ' \n ')), ['document_empty text']);
  });

  test('a document of another unit is not there', async () => {
    const { id } = await receive(desk.clerk, `${paper}别的一份`);
    assert.deepEqual(await problemsOf(seen(desk.stranger, id)), ['document_unknown']);
    assert.deepEqual(await problemsOf(readAll(desk.stranger, id)), ['document_unknown']);
    // A reporter of a street below does not see the district's paper.
    assert.deepEqual(await problemsOf(seen(desk.reporter, id)), ['document_unknown']);
  });

  test('a proposal that lacks something is not accepted, and an old version changes nothing', async () => {
    const { id } = await receive(desk.clerk, `${paper}第三份`);
    await readAll(desk.clerk, id);
    const { items } = await seen(desk.clerk, id);
    const lecture = items.find((item) => item.draft.kind === 'lecture')!;
    const { venue: _, ...classes } = lecture.draft.classes;
    const place = { document: id, n: lecture.n, version: lecture.version };
    await desk.as(desk.clerk, (tx) => correctItem(tx, desk.clerk, place, { ...lecture.draft, classes }, setting));
    const accept = (version: number) =>
      desk.as(desk.clerk, (tx) => acceptItem(tx, desk.clerk, { ...place, version }, setting));
    assert.deepEqual(await problemsOf(accept(lecture.version)), ['item_changed']);
    assert.deepEqual(await problemsOf(accept(lecture.version + 1)), ['class_missing classes/venue']);
    assert.equal((await seen(desk.clerk, id)).items.find((item) => item.n === lecture.n)!.state, 'open');
  });
});

test('the same file for the same unit and period is kept once', async () => {
  const first = await receive(desk.clerk);
  assert.deepEqual(await receive(desk.clerk), { id: first.id, repeated: true });
});

test('a document is taken in: proposals, states, acceptance, evidence, undoing', async () => {
  const { id } = await receive(desk.clerk);
  await readAll(desk.clerk, id);
  let detail = await seen(desk.clerk, id);
  const show = detail.items.map(({ draft }) => ({
    ...{ kind: draft.kind, host: draft.hosts[0], from: draft.from, to: draft.to, measures: draft.measures },
    classes: draft.classes,
  }));
  assert.deepEqual(show, [
    {
      kind: 'publicity',
      host: 'pine',
      from: '2024-08-12',
      to: '2024-08-12',
      measures: { attendance: 120, reach: 30_000 },
      classes: {},
    },
    { kind: 'publicity', host: 'north', from: period.from, to: period.to, measures: { sessions: 12 }, classes: {} },
    { kind: 'publicity', host: 'mill', from: period.from, to: period.to, measures: {}, classes: {} },
    { kind: 'lecture', host: 'east', from: '2024-07-01', to: '2024-09-30', measures: { sessions: 5 }, classes: {} },
    { kind: 'lecture', host: 'east', from: '2024-07-01', to: '2024-09-30', measures: { sessions: 4 }, classes: {} },
  ]);
  assert.deepEqual(detail.counts, { used: 5, total: 1, background: 3, unused: 0 });

  // The two lectures lack their class; one filling serves both, and then the whole section is accepted at once.
  const section = detail.items[3]!.section;
  assert.deepEqual(
    detail.items[3]!.problems.map((one) => one.code),
    ['class_missing'],
  );
  const filled = await desk.as(desk.clerk, (tx) =>
    fillItems(tx, desk.clerk, id, section, 'lecture', { classes: { venue: 'school' } }, setting),
  );
  assert.deepEqual(filled, { filled: 2 });
  const all = await desk.as(desk.clerk, (tx) => acceptAll(tx, desk.clerk, id, section, setting));
  assert.deepEqual(all, { accepted: 2, left: 0 });

  detail = await seen(desk.clerk, id);
  const [first, second, third, lecture] = detail.items;
  const at = (item: { n: number; version: number }) => ({ document: id, n: item.n, version: item.version });
  const { record } = await desk.as(desk.clerk, (tx) => acceptItem(tx, desk.clerk, at(first!), setting));
  assert.equal(await desk.statusOf(record), 'submitted');
  const [source] = await desk.as(desk.clerk, (tx) => readSources(tx, record));
  assert.match(source!.quote, /^8月12日,在松林广场开展.*3万人次$/);
  // Whoever sees the record sees the words it rests on, if not the document.
  const [shown] = await desk.as(desk.reporter, (tx) => readSources(tx, record));
  assert.deepEqual([shown!.quote, shown!.opens], [source!.quote, false]);
  assert.deepEqual(await problemsOf(desk.as(desk.clerk, (tx) => acceptItem(tx, desk.clerk, at(first!), setting))), [
    'item_changed',
  ]);

  await desk.as(desk.clerk, (tx) => joinItem(tx, desk.clerk, at(second!), record, setting));
  await desk.as(desk.clerk, (tx) => leaveItem(tx, desk.clerk, at(third!), setting));
  assert.equal((await desk.as(desk.clerk, (tx) => readSources(tx, record))).length, 2);

  // Undone, each is open again; the record is void and its words are free for another.
  detail = await seen(desk.clerk, id);
  for (const n of [first!.n, second!.n, third!.n]) {
    const item = detail.items.find((one) => one.n === n)!;
    await desk.as(desk.clerk, (tx) => undoItem(tx, desk.clerk, at(item), setting));
  }
  assert.equal(await desk.statusOf(record), 'void');
  assert.equal((await desk.as(desk.clerk, (tx) => readSources(tx, record))).length, 0);
  detail = await seen(desk.clerk, id);
  assert.deepEqual(
    detail.items.map((item) => item.state),
    ['open', 'open', 'open', 'accepted', 'accepted'],
  );
  const again = await desk.as(desk.clerk, (tx) => acceptItem(tx, desk.clerk, at(detail.items[0]!), setting));
  assert.notEqual(again.record, record);

  // What was verified since is not undone from here.
  const taken = detail.items.find((one) => one.n === lecture!.n)!;
  await desk.verify(desk.secretary, taken.recordId!);
  assert.deepEqual(await problemsOf(desk.as(desk.clerk, (tx) => undoItem(tx, desk.clerk, at(taken), setting))), [
    'record_moved_on',
  ]);
});

test('a stated total can be made a record by hand, once', async () => {
  const { id } = await receive(desk.clerk, `${paper}又一份`);
  await readAll(desk.clerk, id);
  const total = (await seen(desk.clerk, id)).quantities.find((one) => one.state === 'total')!;
  const { n } = await desk.as(desk.clerk, (tx) => makeItem(tx, desk.clerk, id, total.n, setting));
  const detail = await seen(desk.clerk, id);
  const made = detail.items.find((item) => item.n === n)!;
  assert.deepEqual([made.draft.kind, made.draft.hosts, made.draft.measures], ['lecture', ['east'], { sessions: 9 }]);
  assert.equal(detail.quantities.find((one) => one.n === total.n)!.state, 'used');
  assert.deepEqual(await problemsOf(desk.as(desk.clerk, (tx) => makeItem(tx, desk.clerk, id, total.n, setting))), [
    'quantity_used',
  ]);
});

test('a long document is read in parts, and the parts come to the whole', async () => {
  const line = '松林街道:8月12日,在松林广场开展“邻里互助”宣传活动,现场120人次参加。\n';
  const { id } = await receive(desk.clerk, `一、宣传工作\n${line.repeat(1000)}`);
  const steps: number[] = [];
  for (;;) {
    const { done, total } = await desk.as(desk.clerk, (tx) => advanceDocument(tx, desk.clerk, id, setting));
    steps.push(done);
    if (done >= total) break;
  }
  assert.ok(steps.length > 1);
  const { quantities, items } = await seen(desk.clerk, id);
  assert.deepEqual([quantities.length, items.length], [1000, 1000]);
  assert.deepEqual(
    quantities.map((one) => one.start),
    quantities.map((_, at) => quantities[0]!.start + at * line.length),
  );
});
