import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, test } from 'node:test';
import { Hono } from 'hono';
import { sql } from 'kysely';
import { readActor } from '#domain/access/accounts.ts';
import { asActor } from '#domain/access/transaction.ts';
import { createRecord } from '#domain/records/actions.ts';
import { openSheet } from '#formats/sheet-read.ts';
import type { SheetRow } from '#formats/sheet-rows.ts';
import { day } from '#kernel/day.ts';
import { draftOf } from '../../test/organisation.ts';
import { type Office, openOffice, type Person } from '../../test/small-office.ts';
import { makeXlsx, makeZip, sheetEnd, sheetStart, workbookEntries } from '../../test/xlsx.ts';
import { makeApi } from './api.ts';

let office: Office;
let api: Hono;
const people: Record<string, Person> = {};
before(async () => {
  office = await openOffice();
  office.setClock('2024-12-20T08:00:00Z');
  api = new Hono().route('/api', makeApi(office.database, { now: () => new Date('2024-12-20T08:00:00Z') }));
  for (const [name, role, unit] of [
    ['clerk', 'clerk', 'east'],
    ['secretary', 'secretary', 'lake'],
    ['reporter', 'reporter', 'ferry'],
    ['auditor', 'auditor', 'east'],
    ['keeper', 'administrator', 'lake'],
  ] as const) {
    people[name] = await office.hire(role, unit, { demo: true });
    await people[name].signIn();
  }
});
after(() => office.database.drop());

const as = (name: string, more: Record<string, string> = {}) => ({ cookie: people[name]!.cookie ?? '', ...more });
const get = (name: string, path: string) => api.request(`http://localhost/api${path}`, { headers: as(name) });

async function send(name: string, bytes: Uint8Array | string, file = '五月.xlsx') {
  const answer = await api.request(`http://localhost/api/imports/uploads?name=${encodeURIComponent(file)}`, {
    method: 'POST',
    headers: as(name, { 'content-type': 'application/octet-stream' }),
    body: bytes as BodyInit,
  });
  return { status: answer.status, body: (await answer.json()) as { upload: string; code: string; sheets: string[] } };
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Event = any;

/** Every event of a procedure that tells how far it is; the last is its result, or its problems. */
async function events(name: string, path: string, body: object): Promise<Event[]> {
  const answer = await api.request(`http://localhost/api${path}`, {
    method: 'POST',
    headers: as(name, { 'content-type': 'application/json' }),
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.headers.get('content-type')?.includes('event-stream')) return [JSON.parse(text)];
  return text
    .split('\n\n')
    .flatMap((block) => {
      const data = block.split('\n').filter((line) => line.startsWith('data: '));
      return data.length === 0 ? [] : [JSON.parse(data.map((line) => line.slice(6)).join('\n'))];
    })
    .filter((one) => one !== null && one !== undefined);
}

const heading = ['主办单位', '日期', '标题', 'venue', 'lecture.attendance（人次）'];
const good = (title: string) => ['松林街道分会', '2024-05-06', title, 'community', '40'];
const bad = ['松林街道', '5月6日', '有问题的', 'office', '约30'];

async function rowsOf(answer: Response): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of openSheet(new Uint8Array(await answer.arrayBuffer())).rows) rows.push(row);
  return rows;
}

const folders = () => readdirSync(tmpdir()).filter((one) => one.startsWith(`taizhang-uploads-${process.pid}-`));

test('nobody uploads who is not signed in or records nowhere, and nobody sees another’s upload', async () => {
  const nobody = await api.request('http://localhost/api/imports/uploads', { method: 'POST', body: 'x' });
  assert.equal(nobody.status, 401);
  assert.equal((await send('auditor', makeXlsx([heading]))).status, 403);
  assert.equal((await send('keeper', makeXlsx([heading]))).status, 403);
  const { status, body } = await send('clerk', makeXlsx([heading, good('甲')]));
  assert.deepEqual([status, body.sheets], [201, ['填报']]);
  const asked = { upload: body.upload, kind: 'lecture' };
  assert.equal((await events('secretary', '/imports/preview', asked)).at(-1).code, 'upload_unknown');
  assert.equal((await get('secretary', `/imports/uploads/${body.upload}/refused.xlsx`)).status, 404);
  assert.equal((await get('clerk', '/imports/templates/lecture?unit=west')).status, 404);
});

test('hostile uploads are refused at once and leave nothing behind', async () => {
  const row = (xml: string) => makeZip(workbookEntries(`${sheetStart}${xml}${sheetEnd}`));
  const inner = makeXlsx([heading, good('甲')]);
  const told: [string, Uint8Array | string, string][] = [
    ['nothing', '', 'sheet_empty'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), 'sheet_unknown_format'],
    ['NULs', Buffer.concat([Buffer.from('标题,日期\n甲,\0\0')]), 'sheet_unknown_format'],
    ['an archive in an archive', makeZip([{ name: 'inner.xlsx', data: inner, stored: true }]), 'sheet_damaged'],
    [
      'a document type in the workbook',
      makeZip(
        workbookEntries('', '表', [{ name: 'xl/workbook.xml', data: '<!DOCTYPE w [<!ENTITY a "b">]><workbook/>' }]),
      ),
      'sheet_damaged',
    ],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'sheet_old'],
  ];
  for (const [what, bytes, code] of told) {
    const { status, body } = await send('clerk', bytes);
    assert.deepEqual([what, status, body.code], [what, 422, code]);
  }
  // What is wrong with rows is found when they are read.
  const later: [string, Uint8Array | string, string][] = [
    [
      'XFD1048576',
      row('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
      'sheet_too_large',
    ],
    ['ten thousand columns', row(`<row>${'<c><v>1</v></c>'.repeat(10_000)}</row>`), 'sheet_too_large'],
    ['a document type in the sheet', makeZip(workbookEntries('<!DOCTYPE x><worksheet/>')), 'sheet_damaged'],
    ['a line of 6 MB', `标题,日期\n"${'字'.repeat(2_000_000)}`, 'csv_form'],
  ];
  for (const [what, bytes, code] of later) {
    const { status, body } = await send('clerk', bytes);
    assert.deepEqual([what, status], [what, 201]);
    const began = performance.now();
    const answer = (await events('clerk', '/imports/preview', { upload: body.upload, kind: 'lecture' })).at(-1);
    assert.deepEqual([what, answer.data?.problems?.[0]?.code], [what, code]);
    assert.ok(performance.now() - began < 15_000, what);
  }
  const before = folders();
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024).fill(97)),
  });
  const answer = await api.request('http://localhost/api/imports/uploads?name=a.csv', {
    method: 'POST',
    headers: as('clerk'),
    body: endless,
    duplex: 'half',
  } as RequestInit);
  assert.equal(answer.status, 413);
  const said = await api.request('http://localhost/api/imports/uploads', {
    method: 'POST',
    headers: as('clerk', { 'content-length': String(60 * 2 ** 20) }),
    body: 'x',
  });
  assert.equal(said.status, 413);
  assert.deepEqual(folders(), before);
  const files = folders().flatMap((folder) => readdirSync(`${tmpdir()}/${folder}`));
  assert.ok(files.length <= 5, `${files.length} files are kept`);
});

test('while a large sheet is read, requests are answered', async () => {
  const rows = Array.from({ length: 12_000 }, (_, at) => good(`第 ${at} 场`));
  const { body } = await send('secretary', makeXlsx([heading, ...rows]));
  let slowest = 0;
  let done = false;
  const preview = events('secretary', '/imports/preview', { upload: body.upload, kind: 'lecture' }).finally(() => {
    done = true;
  });
  while (!done) {
    const began = performance.now();
    assert.equal((await get('clerk', '/session')).status, 200);
    slowest = Math.max(slowest, performance.now() - began);
  }
  const told = await preview;
  assert.deepEqual([told.at(-1).read, told.at(-1).fresh], [12_000, 12_000]);
  assert.ok(told.some((one) => one.type === 'progress'));
  assert.ok(slowest < 5000, `${slowest.toFixed(0)} ms`);
});

test('a sheet is previewed, mended, taken in part and taken back, each step told', async () => {
  const { body } = await send('clerk', makeXlsx([heading, good('甲'), bad, good('乙')]));
  const asked = { upload: body.upload, kind: 'lecture', year: 2024 };
  const preview = (await events('clerk', '/imports/preview', asked)).at(-1);
  assert.deepEqual([preview.read, preview.fresh, preview.refused, preview.headings], [3, 2, 1, heading]);
  assert.deepEqual(
    preview.rows[0].problems.map((one: Event) => [one.column, one.code]),
    [
      [0, 'unit_unknown'],
      [3, 'class_unknown'],
      [4, 'count_hedged'],
    ],
  );
  assert.deepEqual(
    preview.sorts.map((one: Event) => [one.column, one.rows, one.first]),
    [
      [0, 1, 3],
      [3, 1, 3],
      [4, 1, 3],
    ],
  );
  // The rows to mend, as a sheet that can be sent again.
  const rows = await rowsOf(await get('clerk', `/imports/uploads/${body.upload}/refused.xlsx`));
  assert.deepEqual(rows[0]?.cells, [...heading, '原行号', '问题']);
  assert.deepEqual(rows[1]?.cells.slice(0, 6), [...bad, 3]);
  assert.match(String(rows[1]?.cells[6]), /E3：“约30”不是确切的数/);

  const whole = (await events('clerk', '/imports', asked)).at(-1);
  assert.deepEqual(
    whole.data.problems.map((one: Event) => one.code),
    ['import_refused', 'unit_unknown', 'class_unknown', 'count_hedged'],
  );
  const mended = [
    { row: 3, column: 0, text: '松林街道分会' },
    { row: 3, column: 3, text: 'school' },
  ];
  assert.equal((await events('clerk', '/imports/preview', { ...asked, mended })).at(-1).rows[0].problems.length, 1);
  const taken = (await events('clerk', '/imports', { ...asked, mended, partly: true })).at(-1);
  assert.deepEqual([taken.read, taken.fresh, taken.refused], [3, 2, 1]);

  const list = (await (await get('secretary', '/imports')).json()) as Event;
  assert.deepEqual(
    [list.imports[0].id, list.imports[0].source, list.completeness.total],
    [taken.batch, '五月.xlsx', 1],
  );
  assert.deepEqual(((await (await get('reporter', '/imports')).json()) as Event).imports, []);
  assert.equal((await get('reporter', `/imports/${taken.batch}`)).status, 404);
  assert.equal((await get('reporter', `/imports/${taken.batch}/refused.xlsx`)).status, 404);
  const one = (await (await get('clerk', `/imports/${taken.batch}`)).json()) as Event;
  assert.deepEqual([one.statuses, one.rows[0].row], [[{ status: 'submitted', n: 2 }], 3]);
  const kept = await rowsOf(await get('clerk', `/imports/${taken.batch}/refused.xlsx`));
  assert.equal(kept[1]?.cells[4], '约30');
  const made = (await (await get('clerk', `/records?unit=east&batch=${taken.batch}`)).json()) as Event;
  assert.deepEqual(made.rows.map((row: Event) => row.title).sort(), ['乙', '甲']);
  assert.equal(made.completeness.total, 2);
  assert.equal(
    ((await (await get('reporter', `/records?unit=ferry&batch=${taken.batch}`)).json()) as Event).rows.length,
    0,
  );
  const plan = (await (await get('clerk', `/imports/${taken.batch}/undo`)).json()) as Event;
  assert.deepEqual([plan.undone, plan.kept], [2, []]);
  const undone = await api.request(`http://localhost/api/imports/${taken.batch}/undo`, {
    method: 'POST',
    headers: as('clerk', { 'content-type': 'application/json' }),
    body: '{}',
  });
  assert.equal(((await undone.json()) as Event).undone, 2);
  const actions = async (name: string, query: string) => {
    const { entries } = (await (await get(name, `/audit?${query}`)).json()) as Event;
    return entries.map((entry: Event) => entry.action);
  };
  assert.deepEqual(await actions('auditor', 'group=import'), ['import.undone', 'import.accepted']);
});

test('an export is refused without the right to it, whole for others, and known to the audit before it leaves', async () => {
  const { database, organisation } = office;
  const actor = (await readActor(database.system, people.clerk!.id, day('2024-12-20')))!;
  for (let n = 0; n < 250; n++) {
    const draft = draftOf({ title: n === 0 ? "=cmd|'/c calc'!A0" : `@第${n}场`, place: '-1+1' });
    await asActor(database, actor, (tx) =>
      createRecord(tx, actor, draft, 'submitted', { organisation, today: day('2024-12-20') }),
    );
  }
  for (const path of ['/records.csv?unit=east', '/records.xlsx?unit=east']) {
    assert.equal((await get('reporter', path)).status, 404);
    assert.equal((await api.request(`http://localhost/api${path}`)).status, 401);
  }
  assert.equal((await get('reporter', '/records.csv?unit=ferry')).status, 403);
  assert.equal((await get('clerk', '/records.csv?unit=east&kind=other')).status, 422);
  const filter = 'unit=east&kind=lecture&status=submitted&window=2024-01-01..2024-12-31';
  const { completeness } = (await (await get('clerk', `/records?${filter}`)).json()) as Event;
  assert.ok(completeness.total >= 250);

  const text = await (await get('clerk', `/records.csv?${filter}`)).text();
  const lines = text.trim().split('\r\n');
  assert.match(
    lines[0]!,
    /台账：东湖区志愿者协会及所属单位；时段：2024-01-01 至 2024-12-31；筛选：类型：宣讲，状态：已报送；截至 /,
  );
  assert.match(
    lines[1]!,
    /^编号,状态,类型,开始日期,结束日期,标题,地点,主办单位,venue,lecture.sessions（场）,lecture.attendance（人次）/,
  );
  assert.equal(
    lines.at(-1),
    `共计,"${completeness.total} 条，全部列出"`.replaceAll('"', lines.at(-1)!.includes('"') ? '"' : ''),
  );
  assert.equal(lines.length, completeness.total + 3);
  assert.ok(text.includes("'=cmd|'/c calc'!A0") && text.includes("'@第1场") && text.includes("'-1+1"));
  assert.ok(!/(^|,)"?[=@+-]/m.test(text));

  const answer = await get('clerk', `/records.xlsx?${filter}`);
  assert.match(answer.headers.get('content-type')!, /spreadsheetml/);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const rows = [...(openSheet(bytes).rows as Iterable<SheetRow>)];
  assert.equal(rows.length, completeness.total + 1);
  assert.ok(rows.some((row) => row.cells[5] === "=cmd|'/c calc'!A0"));
  assert.equal(rows[1]?.cells[9], 1);
  const cover = [...(openSheet(bytes, '说明').rows as Iterable<SheetRow>)].map((row) => row.cells[0]);
  assert.deepEqual(
    [cover[1], cover.at(-1)],
    ['台账：东湖区志愿者协会及所属单位', `${completeness.total} 条，全部列出`],
  );

  const { rows: noted } = await sql<{ action: string; detail: Event }>`
    SELECT action, detail FROM audit_entry WHERE action LIKE 'export.%' AND account_id = ${people.clerk!.id} ORDER BY id`.execute(
    database.system,
  );
  assert.deepEqual(
    noted.map((one) => [one.action, one.detail.format, one.detail.rows]),
    [
      ['export.records', 'csv', undefined],
      ['export.taken', 'csv', completeness.total],
      ['export.records', 'xlsx', undefined],
      ['export.taken', 'xlsx', completeness.total],
    ],
  );
  assert.equal(noted[0]?.detail.filter.kind, 'lecture');
});

test('a download that is broken off is known, and takes nothing with it', async () => {
  const answer = await get('clerk', '/records.csv?unit=east');
  const reader = answer.body!.getReader();
  await reader.read();
  await reader.cancel();
  for (let tries = 0; tries < 50; tries++) {
    const { rows } = await sql<{
      n: number;
    }>`SELECT count(*) AS n FROM audit_entry WHERE action = 'export.taken'`.execute(office.database.system);
    if (rows[0]!.n >= 3) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const whole = await Promise.all(Array.from({ length: 6 }, () => get('clerk', '/records.csv?unit=east')));
  assert.equal((await get('clerk', '/records.csv?unit=east')).status, 429);
  await Promise.all(whole.map((one) => one.text()));
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal((await get('clerk', '/records.csv?unit=east')).status, 200);
});
