import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { Actor } from '#domain/access/policy.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { editRecord, returnRecord, type Setting, verifyRecord } from '#domain/records/actions.ts';
import { listRecords } from '#domain/records/list.ts';
import { readDraft } from '#domain/records/store.ts';
import { foldAll } from '#domain/tallies/fold.ts';
import { sumCells } from '#domain/tallies/store.ts';
import { verifyTallies } from '#domain/tallies/verify.ts';
import { csvLines } from '#formats/csv-write.ts';
import { openSheet } from '#formats/sheet-read.ts';
import { day } from '#kernel/day.ts';
import { ProblemError } from '#kernel/problem.ts';
import { freshDatabase, type TestDatabase } from '../../../test/database.ts';
import { draftOf, hire, today, writeOrganisation } from '../../../test/organisation.ts';
import { makeXlsx, type TestCell } from '../../../test/xlsx.ts';
import { acceptImport, previewImport, type Upload } from './actions.ts';
import type { RefusedRow } from './model.ts';
import { importTemplate } from './template.ts';
import { undoImport } from './undo.ts';

let database: TestDatabase;
let organisation: Organisation;
let setting: Setting;
let clerk: Actor;
let reporter: Actor;
let secretary: Actor;
let auditor: Actor;
before(async () => {
  database = await freshDatabase();
  organisation = await writeOrganisation(database);
  setting = { organisation, today };
  clerk = await hire(database, organisation, 'east-clerk', [['clerk', 'east']]);
  reporter = await hire(database, organisation, 'ferry-reporter', [['reporter', 'ferry']]);
  secretary = await hire(database, organisation, 'secretary', [['secretary', 'lake']]);
  auditor = await hire(database, organisation, 'auditor', [['auditor', 'lake']]);
  await database.system
    .insertInto('unit_alias')
    .values({ unit_id: organisation.tree.find('pine')!.id, name: '松林分会', valid_from: null, valid_to: null })
    .execute();
  await database.system
    .insertInto('outlet')
    .values({
      code: 'o-day',
      name: '湖城日报',
      level: 'city',
      valid_from: day('2012-01-01'),
      valid_to: null,
      aliases: ['日报'],
    })
    .execute();
});
after(() => database.drop());
beforeEach(async () => {
  await sql`TRUNCATE record, import_batch, tally_increment, tally_day, tally_month CASCADE`.execute(database.system);
});

const heading = ['主办单位', '日期', '标题', 'venue', 'lecture.attendance（人次）', '主讲'];
const good = (title: string, attendance: TestCell = 40): TestCell[] => [
  '松林街道分会',
  '2024-05-06',
  title,
  'community',
  attendance,
  '周一',
];

function lectures(rows: readonly (readonly TestCell[])[], name = '五月.xlsx'): Upload {
  return { kind: 'lecture', bytes: makeXlsx([heading, ...rows]), name };
}

const accept = (actor: Actor, upload: Upload, partly = false) =>
  asActor(database, actor, (tx) => acceptImport(tx, actor, upload, setting, { partly }));

async function preview(upload: Upload, actor?: Actor) {
  const refused: RefusedRow[] = [];
  const report = await previewImport(database.system, actor, upload, setting, (row) => refused.push(row));
  const told = refused.flatMap((row) => row.problems.map((one) => `${one.place} ${one.code}`));
  return { report, refused, told };
}

async function refusal(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => assert.fail('it was taken'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ProblemError, String(error));
  return error.problems.map((one) => one.code);
}

async function count(table: 'record' | 'import_batch' | 'import_row' | 'import_row_refused'): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM ${sql.table(table)}`.execute(database.system);
  return rows[0]!.n;
}

const recordIds = async () =>
  (await database.system.selectFrom('record').select('id').orderBy('id').execute()).map((row) => row.id);

test('every problem of every row is told with its cell, and what would be right is counted', async () => {
  const { report, told, refused } = await preview(
    lectures([
      good('第一场'),
      [null, '7月14日', null, 'office', '约30', '周九'],
      ['松林分会、北桥街道分会', '2024/5/7', '联合', 'school', '1,200', '周一、周二'],
      ['城门街道分会', '2024-05-08', '已撤并的分会', 'school', 3, null],
      ['松林街道', '2025-05-08', '还没有到', null, 3.5, null],
      good('第一场'),
      ['合计', null, null, null, 1240, null],
    ]),
  );
  assert.deepEqual(told, [
    'B3 day_without_year',
    'A3 cell_empty',
    'C3 cell_empty',
    'D3 class_unknown',
    'E3 count_hedged',
    'F3 person_unknown',
    'A5 unit_not_valid',
    'A6 unit_unknown',
    'E6 count_not_whole',
    'B6 day_in_future',
    'D6 class_missing',
    'row 7 row_repeated',
  ]);
  const { read, fresh, repeated, skipped } = report;
  assert.deepEqual([read, fresh, repeated, report.refused, skipped], [6, 2, 0, 4, 1]);
  assert.deepEqual(refused[0]!.cells, ['', '7月14日', '', 'office', '约30', '周九']);
  const unit = refused.at(-2)!.problems.find((one) => one.code === 'unit_unknown')!;
  assert.match(unit.text.zh, /没有找到单位“松林街道”，是不是松林街道分会（pine）/);
  assert.equal(await count('record'), 0);
});

test('nothing is written while a single row is wrong, unless the user says so', async () => {
  const upload = lectures([good('第一场'), good('第二场', '约30'), good('第三场')]);
  assert.deepEqual(await refusal(accept(clerk, upload)), ['import_refused', 'count_hedged']);
  assert.deepEqual([await count('record'), await count('import_batch')], [0, 0]);

  const { batch, read, fresh, refused } = await accept(clerk, upload, true);
  assert.deepEqual([read, fresh, refused], [3, 2, 1]);
  const kept = await database.system.selectFrom('import_row_refused').selectAll().execute();
  assert.deepEqual(
    kept.map((row) => [row.batch_id, row.row, (row.problems as { place: string }[])[0]!.place]),
    [[batch, 3, 'E3']],
  );
});

test('a refusal leaves nothing behind even where the caller goes on with the transaction', async () => {
  await asActor(database, clerk, async (tx) => {
    await refusal(acceptImport(tx, clerk, lectures([good('甲'), good('乙', '多')]), setting, { partly: false }));
    await acceptImport(tx, clerk, lectures([good('丙')]), setting, { partly: false });
  });
  assert.deepEqual([await count('record'), await count('import_batch'), await count('import_row')], [1, 1, 1]);
});

test('nobody imports for a unit that they could not record for', async () => {
  const upload = lectures([good('松林的'), ['渡口街道分会', '2024-05-06', '渡口的', 'school', 3, null]]);
  assert.deepEqual(await refusal(accept(clerk, upload)), ['import_refused', 'forbidden']);
  assert.deepEqual(await refusal(accept(reporter, upload)), ['import_refused', 'forbidden']);
  assert.deepEqual(await refusal(accept(auditor, upload)), ['import_refused', 'forbidden', 'forbidden']);
  assert.deepEqual((await preview(upload, reporter)).told, ['A2 forbidden']);
  assert.equal((await accept(reporter, upload, true)).fresh, 1);
  // The street that moved to the east in April was not the east clerk's before.
  const moved = lectures([['北桥街道分会', '2024-02-06', '二月的', 'school', 3, null]]);
  assert.deepEqual(await refusal(accept(clerk, moved)), ['import_refused', 'forbidden']);
});

test('a sheet whose columns are not understood is refused with what it lacks', async () => {
  const sheet = (...rows: TestCell[][]): Upload => ({ kind: 'lecture', bytes: makeXlsx(rows), name: 'x' });
  assert.deepEqual(await refusal(preview(sheet(['甲', '乙'], ['1', '2']))), ['heading_missing']);
  assert.deepEqual(await refusal(preview(sheet(['标题', '地点'], ['1', '2']))), [
    'column_missing',
    'column_missing',
    'column_missing',
  ]);
  assert.deepEqual(await refusal(preview(sheet([...heading, '活动时间'], good('甲')))), ['column_twice']);
  assert.deepEqual(await refusal(accept(clerk, sheet(heading))), ['rows_missing']);
  const more = sheet([...heading, '听众人数', '备注'], [...good('甲'), 30, '无']);
  const { report } = await preview(more);
  assert.deepEqual(
    report.unknown.map((one) => `${one.place} ${one.code}`),
    ['G1 column_unknown'],
  );
  assert.deepEqual(await refusal(accept(clerk, more)), ['import_refused', 'column_unknown']);
  assert.equal((await accept(clerk, more, true)).fresh, 1);
});

test('titles over the heading, other words for columns, and texts from the clipboard are read', async () => {
  const text = '五月宣讲\n\n单位\t时间\t活动名称\tvenue\t讲师\npine\t5月6日\t粘贴来的\tschool\tp1\n';
  const upload: Upload = { kind: 'lecture', bytes: Buffer.from(text), name: '粘贴', year: 2024 };
  const { batch, heading: row, fresh } = await accept(clerk, upload);
  assert.deepEqual([row, fresh], [3, 1]);
  const [id] = await recordIds();
  const draft = (await readDraft(database.system, id!, organisation))!;
  assert.deepEqual(
    [draft.from, draft.to, draft.people, draft.measures],
    ['2024-05-06', '2024-05-06', [{ person: 'p1', role: 'lecturer' }], { sessions: 1 }],
  );
  const link = await database.system.selectFrom('import_row').selectAll().execute();
  assert.deepEqual(link, [{ batch_id: batch, row: 4, record_id: id }]);
});

test('the same sheet twice makes nothing twice and says so, in whatever format it comes', async () => {
  const rows = [good('第一场'), good('第二场')];
  const first = await accept(clerk, lectures(rows));
  const again = await accept(clerk, lectures(rows, '又一次.xlsx'));
  assert.deepEqual([again.batch, again.read, again.fresh, again.repeated], [undefined, 2, 0, 2]);
  const lines = [
    ...csvLines(
      heading,
      [...rows, good('第三场')].map((row) => row.map((cell) => cell as string)),
    ),
  ].join('');
  const more = await accept(clerk, { kind: 'lecture', bytes: Buffer.from(lines), name: '五月.csv' });
  assert.deepEqual([more.read, more.fresh, more.repeated], [3, 1, 2]);
  assert.ok(more.batch! > first.batch!);
  assert.deepEqual([await count('record'), await count('import_batch')], [3, 2]);
  assert.deepEqual((await preview(lectures(rows))).report.repeated, 2);
});

test('media by their names: the level follows from the register', async () => {
  const sheet = (...rows: TestCell[][]): Upload => ({
    kind: 'placement',
    bytes: makeXlsx([['单位', '日期', '标题', '媒体', 'media_level'], ...rows]),
    name: 'x',
  });
  const wrongs = await preview(
    sheet(['pine', '2024-05-06', '甲', '湖城晚报', null], ['pine', '2024-05-06', '乙', '日报', 'national']),
  );
  assert.deepEqual(wrongs.told, ['D2 outlet_unknown', 'E3 outlet_level']);
  await accept(clerk, sheet(['pine', '2024-05-06', '甲', '日报', null]));
  const draft = (await readDraft(database.system, (await recordIds())[0]!, organisation))!;
  assert.deepEqual([draft.fields, draft.classes], [{ outlet: 'o-day' }, { media_level: 'city' }]);
});

test('undo takes back what nobody has touched, says what stays, and the tallies are as before', async () => {
  const [own] = [await accept(clerk, lectures([good('早先的', 7)]))];
  await asActor(database, secretary, async (tx) => verifyRecord(tx, secretary, (await recordIds())[0]!));
  await foldAll(database.system);
  const lake = [organisation.tree.root().id, organisation.tree.find('pine')!.id];
  const totals = () => sumCells(database.system, lake, { from: day('2024-01-01'), to: day('2024-12-31') });
  const beforeImport = await totals();

  const { batch } = await accept(
    clerk,
    lectures([good('甲', 10), good('乙', 20), good('丙', 30), good('丁', 40), good('戊', 50)]),
  );
  const [, first, second, third, fourth] = await recordIds();
  for (const id of [first!, second!, third!])
    await asActor(database, secretary, (tx) => verifyRecord(tx, secretary, id));
  await foldAll(database.system);
  await asActor(database, secretary, (tx) => returnRecord(tx, secretary, fourth!, '人数不对'));
  const edited = draftOf({ title: '丙（改）', key: 'k' });
  await asActor(database, clerk, (tx) => editRecord(tx, clerk, third!, 1, edited, setting));

  assert.deepEqual(await refusal(asActor(database, reporter, (tx) => undoImport(tx, reporter, batch!))), [
    'import_unknown',
  ]);
  assert.deepEqual(await refusal(asActor(database, auditor, (tx) => undoImport(tx, auditor, batch!))), [
    'nothing_to_undo',
  ]);
  const undone = await asActor(database, clerk, (tx) => undoImport(tx, clerk, batch!), 'repeatable read');
  assert.deepEqual(
    [undone.undone, undone.uncounted, undone.unseen, undone.kept.map((one) => `${one.row} ${one.why.zh}`)],
    [3, 2, 0, ['4 导入之后改过', '5 导入之后已变为“已退回”']],
  );
  assert.deepEqual(await totals(), beforeImport);
  assert.deepEqual((await verifyTallies(database.system)).differences, []);
  await foldAll(database.system);
  assert.deepEqual((await verifyTallies(database.system)).differences, []);
  assert.deepEqual(await refusal(asActor(database, clerk, (tx) => undoImport(tx, clerk, batch!))), ['nothing_to_undo']);
  assert.ok(own.batch! < batch!);

  // What was taken back can be imported again; what stayed is still there.
  const again = await accept(clerk, lectures([good('甲', 10), good('丁', 40)]));
  assert.deepEqual([again.fresh, again.repeated], [1, 1]);
  const { rows: entries } = await sql<{
    action: string;
  }>`SELECT action FROM audit_entry WHERE action LIKE 'import.%' ORDER BY id DESC LIMIT 3`.execute(database.system);
  assert.deepEqual(
    entries.map((entry) => entry.action),
    ['import.accepted', 'import.undone', 'import.accepted'],
  );
});

test('a template is filled in, previewed, accepted, and stands in the list', async () => {
  const bytes = await importTemplate(database.system, kinds.lecture, {
    organisation,
    day: day('2024-06-01'),
    createdAt: '2024-06-01T00:00:00Z',
  });
  const empty = await preview({ kind: 'lecture', bytes, name: '模板.xlsx' });
  assert.deepEqual([empty.report.read, empty.report.skipped, empty.report.unknown, empty.told], [0, 1, [], []]);
  const { rows, others } = openSheet(bytes);
  assert.deepEqual(others, ['填写说明']);
  const [head] = [...(rows as Iterable<{ cells: readonly string[] }>)];
  const filled = head!.cells.map((title): TestCell => {
    const values: Record<string, TestCell> = {
      '主办单位*': '松林街道分会',
      '日期*': '2024-05-06',
      '标题*': '照模板填的',
      'venue*': 'company',
      主讲: '周二',
      亮点: '是',
    };
    return title.startsWith('lecture.attendance') ? '1.2万' : (values[title] ?? null);
  });
  const upload: Upload = { kind: 'lecture', bytes: makeXlsx([head!.cells, filled]), name: '填好.xlsx' };
  const checked = await preview(upload, clerk);
  assert.deepEqual([checked.report.fresh, checked.told], [1, []]);
  await accept(clerk, upload);
  const listed = await asReader(database, secretary, (tx) =>
    listRecords(tx, organisation, { unit: 'east', status: 'submitted' }, 10),
  );
  assert.deepEqual(
    listed.rows.map(({ title, highlight, classes, values }) => [title, highlight, classes, values.m2]),
    [['照模板填的', true, { venue: 'company' }, 12_000]],
  );
});

test('accepted and refused are all that was read, for any sheet', async () => {
  const pick = <Value>(...values: Value[]) => fc.constantFrom(...values);
  const mangled: fc.Arbitrary<TestCell> = fc.oneof(
    // A text with a NUL in it is no sheet at all and is refused whole.
    { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replaceAll('\0', '')) },
    pick<TestCell>(null, '', '约30', '合计', '=1+1', '2024-02-30', -1, 1e300, 0.5, true, '【示例】', '字'.repeat(300)),
  );
  const cell = (right: fc.Arbitrary<TestCell>) =>
    fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: mangled });
  const row = fc.tuple(
    cell(pick<TestCell>('pine', '松林街道分会', '松林分会、mill', 'ferry', '北桥街道分会', 'gate')),
    cell(pick<TestCell>('2024-05-06', '2024年5月7日', '5月8日', 20_240_509, '2024-02-01', '2099-01-01')),
    cell(pick<TestCell>('甲', '乙', '丙', '丁', '戊')),
    cell(pick<TestCell>('school', 'community', 'company')),
    cell(pick<TestCell>(1, '30', '1,200', '1.2万', null)),
    cell(pick<TestCell>('周一', 'p2', '周一、周三', null)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 25 }), fc.boolean(), async (rows, asText) => {
      await sql`TRUNCATE record, import_batch CASCADE`.execute(database.system);
      const lines = [
        ...csvLines(
          heading,
          rows.map((one) => one.map((value) => (typeof value === 'boolean' ? String(value) : value))),
        ),
      ];
      const bytes = asText ? Buffer.from(lines.join('')) : makeXlsx([heading, ...rows]);
      const upload: Upload = { kind: 'lecture', bytes, name: 'x', year: 2024 };
      const { report, refused } = await preview(upload, clerk);
      assert.equal(report.fresh + report.refused, report.read);
      assert.equal(refused.length, report.refused);
      assert.ok(refused.every((one) => one.problems.length > 0));
      if (report.fresh === 0) return;
      const taken = await accept(clerk, upload, true);
      assert.deepEqual(
        [taken.read, taken.fresh, taken.repeated, taken.refused, taken.skipped],
        [report.read, report.fresh, 0, report.refused, report.skipped],
      );
      assert.deepEqual([await count('record'), await count('import_row_refused')], [taken.fresh, taken.refused]);
      assert.equal((await preview(upload, clerk)).report.repeated, taken.fresh);
      await asActor(database, clerk, (tx) => undoImport(tx, clerk, taken.batch!));
      const left = await database.system.selectFrom('record').select('id').where('status', '<>', 'void').execute();
      assert.deepEqual(left, []);
    }),
    { numRuns: 40 },
  );
});
