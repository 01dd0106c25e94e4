import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { constants, deflateRawSync } from 'node:zlib';
import { ProblemError } from '#kernel/problem.ts';
import { makeXlsx, makeZip, rowsXml, sheetEnd, sheetStart, type TestEntry, workbookEntries } from '../../test/xlsx.ts';
import { openSheet } from './sheet-read.ts';

/** `times` megabytes of one piece of text, deflated without ever being whole. */
function bomb(text: string, times: number): Uint8Array {
  const piece = Buffer.alloc(2 ** 20, text);
  const block = deflateRawSync(piece, { finishFlush: constants.Z_SYNC_FLUSH });
  return Buffer.concat([...Array.from({ length: times }, () => block), deflateRawSync(Buffer.alloc(0))]);
}

const row = '<row><c><v>1</v></c></row>';
const sheet = 'xl/worksheets/sheet1.xml';
const withSheet = (packed: Uint8Array, size: number) =>
  makeZip(workbookEntries('', '表', [{ name: sheet, packed, size }]));
const withPart = (entry: TestEntry) => makeZip(workbookEntries(`${sheetStart}${row}${sheetEnd}`, '表', [entry]));
// Not deflated, so that the ratio does not give them away first.
const stored = (name: string, data: string | Uint8Array) =>
  makeZip(workbookEntries('', '表', [{ name, data, stored: true }]));
const around = (xml: string) => stored(sheet, `${sheetStart}${xml}${sheetEnd}`);
const strings = (xml: string) =>
  makeZip(workbookEntries(sheetStart + sheetEnd, '表', [{ name: 'xl/sharedStrings.xml', data: xml, stored: true }]));
const good = makeXlsx([
  ['标题', '日期'],
  ['宣讲', '2024-07-14'],
]);

/**
 * Milliseconds of processor time on a busy machine for files that are a whole table of the largest size before they are too
 * much: what reading such a table costs. All others are refused at once.
 */
const wholeTable = 6000;

/** Each hostile file: what it is, how it is refused, and how long that may take. */
const hostile: readonly [name: string, make: () => Uint8Array, code: string, zh: RegExp, most?: number][] = [
  ['a bomb of 1 GB', () => withSheet(bomb(row, 1024), 1024 * 2 ** 20), 'sheet_too_large', /1024 MB/],
  ['a bomb of 200 MB', () => withSheet(bomb(' ', 200), 200 * 2 ** 20), 'sheet_too_large', /压缩比/],
  ['a bomb that says it is small', () => withSheet(bomb(' ', 200), 60_000), 'sheet_damaged', /larger than it says/],
  [
    'a bomb in the shared strings',
    () => withPart({ name: 'xl/sharedStrings.xml', packed: bomb('<si/>', 1024), size: 1024 * 2 ** 20 }),
    'sheet_too_large',
    /1024 MB/,
  ],
  ['six million rows', () => withSheet(bomb(row, 160), 160 * 2 ** 20), 'sheet_too_large', /压缩比/],
  ['six hundred thousand rows', () => around(row.repeat(600_000)), 'sheet_too_large', /100000 行/, wholeTable],
  ['six million empty rows', () => around('<row/>'.repeat(6_000_000)), 'sheet_too_large', /空行/, wholeTable],
  [
    'A1 and XFD1048576',
    () => around('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    'sheet_too_large',
    /200 列/,
  ],
  ['a column that no sheet has', () => around('<row r="1"><c r="XFE1"><v>1</v></c></row>'), 'sheet_damaged', /XFE1/],
  ['an address without a column', () => around('<row r="1"><c r="12"><v>1</v></c></row>'), 'sheet_damaged', /12/],
  ['ten thousand columns', () => around(`<row>${'<c><v>1</v></c>'.repeat(10_000)}</row>`), 'sheet_too_large', /200 列/],
  ['rows in the wrong order', () => around('<row r="2"/><row r="1"/>'), 'sheet_damaged', /row 1 after row 2/],
  ['a cell twice', () => around('<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), 'sheet_damaged', /twice/],
  [
    'a document type',
    () => makeZip(workbookEntries(`<!DOCTYPE worksheet SYSTEM "file:///etc/passwd">${sheetStart}${sheetEnd}`)),
    'sheet_damaged',
    /DOCTYPE/,
  ],
  [
    'an external entity',
    () =>
      makeZip(
        workbookEntries(
          `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="str"><v>&x;</v></c></row></sheetData></worksheet>`,
        ),
      ),
    'sheet_damaged',
    /DOCTYPE/,
  ],
  [
    'a billion laughs in the workbook',
    () => withPart({ name: 'xl/workbook.xml', data: `<!DOCTYPE l [<!ENTITY a "${'ha'.repeat(50)}">]><workbook/>` }),
    'sheet_damaged',
    /DOCTYPE/,
  ],
  [
    'a document type behind a long comment',
    () => makeZip(workbookEntries(`<!--${' '.repeat(40_000)}--><!DOCTYPE w><worksheet/>`)),
    'sheet_damaged',
    /no element|DOCTYPE/,
  ],
  ['an entity nobody declared', () => around('<row><c t="str"><v>&x;</v></c></row>'), 'sheet_damaged', /x/],
  ['a thousand levels', () => around('<row>'.repeat(1000)), 'sheet_damaged', /row|levels/],
  ['a thousand levels of anything', () => around('<x>'.repeat(1000)), 'sheet_damaged', /levels/],
  ['a tag without end', () => around(`<row ${'x'.repeat(5_000_000)}`), 'sheet_damaged', /without end/],
  ['a cell without end', () => around(`<row><c t="str"><v>${'字'.repeat(2_000_000)}`), 'sheet_damaged', /without end/],
  [
    'a cell of 40,000 characters',
    () => around(`<row/><row><c/><c t="str"><v>${'字'.repeat(40_000)}</v></c></row>`),
    'sheet_too_large',
    /32767 个字/,
  ],
  [
    'a shared string of a million characters',
    () => strings(`<sst><si><t>${'字'.repeat(300_000)}</t></si></sst>`),
    'sheet_too_large',
    /32767 个字/,
  ],
  [
    'ten million shared strings',
    () => strings(`<sst>${'<si/>'.repeat(10_000_000)}</sst>`),
    'sheet_too_large',
    /文字太多/,
    wholeTable,
  ],
  [
    'a shared string that is not there',
    () => around('<row><c t="s"><v>9</v></c></row>'),
    'sheet_damaged',
    /A1 has no text/,
  ],
  ['a truncated archive', () => good.subarray(0, good.length - 30), 'sheet_damaged', /truncated/],
  ['an archive of its first kilobyte', () => good.subarray(0, 600), 'sheet_damaged', /truncated/],
  [
    'deflated data cut short',
    () => {
      const packed = deflateRawSync(Buffer.from(`${sheetStart}${row}${sheetEnd}`));
      return withSheet(packed.subarray(0, packed.length - 12), 200);
    },
    'sheet_damaged',
    /./,
  ],
  ['random bytes as deflated data', () => withSheet(randomBytes(5000), 20_000), 'sheet_damaged', /./],
  [
    'a flipped bit',
    () => withPart({ name: sheet, data: `${sheetStart}${row}${sheetEnd}`, crc: 1 }),
    'sheet_damaged',
    /checksum/,
  ],
  [
    'five thousand entries',
    () => makeZip(Array.from({ length: 5000 }, (_, at) => ({ name: `xl/${at}`, data: '' }))),
    'sheet_too_large',
    /5000 个文件/,
  ],
  ['one entry twice', () => makeZip([{ name: 'a' }, { name: 'a' }]), 'sheet_damaged', /two entries/],
  [
    'an archive without a workbook',
    () => makeZip([{ name: 'word/document.xml', data: '<a/>' }]),
    'sheet_damaged',
    /workbook/,
  ],
  [
    'a sheet outside the archive',
    () =>
      withPart({
        name: 'xl/_rels/workbook.xml.rels',
        data: '<Relationships><Relationship Id="rId1" Target="../../etc/passwd"/></Relationships>',
      }),
    'sheet_damaged',
    /not there/,
  ],
  [
    'a sheet on another server',
    () =>
      withPart({
        name: 'xl/_rels/workbook.xml.rels',
        data: '<Relationships><Relationship Id="rId1" TargetMode="External" Target="http://example.org/x.xml"/></Relationships>',
      }),
    'sheet_damaged',
    /not there/,
  ],
  [
    'XML in UTF-16',
    () => withPart({ name: sheet, data: Buffer.from(sheetStart, 'utf16le') }),
    'sheet_damaged',
    /UTF-8|disallowed/,
  ],
  ['an old workbook', () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'sheet_old', /另存为 .xlsx/],
  ['a picture', () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), 'sheet_unknown_format', /不是表格/],
  ['nothing', () => Buffer.alloc(0), 'sheet_empty', /空的/],
  ['65 MB', () => Buffer.alloc(65 * 2 ** 20, 'a'), 'sheet_too_large', /65 MB/],
  [
    'a text of one quotation mark',
    () => Buffer.from(`标题,日期\n"${'字\n'.repeat(1_000_000)}`),
    'csv_form',
    /引号/,
    wholeTable,
  ],
  ['a text of ten thousand columns', () => Buffer.from(`a${',b'.repeat(10_000)}`), 'sheet_too_large', /200 列/],
  [
    'a text of two million rows',
    () => Buffer.from('a\n'.repeat(2_000_000)),
    'sheet_too_large',
    /100000 行/,
    wholeTable,
  ],
  ['a text in no encoding', () => Buffer.from([0x61, 0xff, 0xff, 0xff, 0x0a]), 'csv_encoding', /编码/],
];

// Loads the reader and warms it up.
for await (const _ of openSheet(makeXlsx(Array.from({ length: 2000 }, (_, at) => ['宣讲', at]))).rows);

for (const [name, make, code, zh, most = 250] of hostile) {
  test(`refuses ${name} within ${most} ms and bounded memory`, async (context) => {
    const bytes = make();
    const peak = process.resourceUsage().maxRSS;
    const began = process.cpuUsage();
    const { problems } = await refusalOf(bytes);
    const { user, system } = process.cpuUsage(began);
    assert.deepEqual(
      problems.map((one) => one.code),
      [code],
    );
    assert.match(problems[0]!.text.zh, zh);
    assert.ok(problems[0]!.text.zh.length < 200 && problems[0]!.text.en.length < 300);
    const taken = (user + system) / 1000;
    context.diagnostic(`${taken.toFixed(1)} ms, ${(bytes.length / 2 ** 20).toFixed(1)} MB`);
    assert.ok(taken < most, `${taken.toFixed(0)} ms`);
    const grown = (process.resourceUsage().maxRSS - peak) / 1024;
    assert.ok(grown < 200, `${grown.toFixed(0)} MB`);
  });
}

async function refusalOf(bytes: Uint8Array): Promise<ProblemError> {
  try {
    for await (const _ of openSheet(bytes).rows);
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('it was read');
}

test('what the hostile files are made of is otherwise read', () => {
  assert.equal([...(openSheet(good).rows as Iterable<unknown>)].length, 2);
  assert.equal([...(openSheet(around(rowsXml([[1], [2]]))).rows as Iterable<unknown>)].length, 2);
});
