import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ProblemError } from '#kernel/problem.ts';
import { makeXlsx, makeZip, sheetEnd, sheetStart, type TestCell, workbookEntries } from '../../test/xlsx.ts';
import { csvLines } from './csv-write.ts';
import { openSheet } from './sheet-read.ts';
import { type CellValue, cellAddress, columnLetters } from './sheet-rows.ts';
import { serialDay, showsDay } from './xlsx-dates.ts';

async function read(bytes: Uint8Array, sheet?: string): Promise<[number, ...(CellValue | undefined)[]][]> {
  const rows: [number, ...(CellValue | undefined)[]][] = [];
  for await (const { number, cells } of openSheet(bytes, sheet).rows) rows.push([number, ...Array.from(cells)]);
  return rows;
}

const sheetOf = (xml: string, ...more: { name: string; data: string }[]) =>
  read(makeZip(workbookEntries(`${sheetStart}${xml}${sheetEnd}`, '表', more)));

test('cells keep their places; formulas give the values they were saved with', async () => {
  const rows = await sheetOf(
    `<row r="3"><c r="B3"><v>1.5</v></c><c r="D3" t="b"><v>1</v></c><c r="F3" t="e"><v>#REF!</v></c></row>
     <row r="4"/><row r="7"><c><f>A1+1</f><v>42</v></c><c t="str"><f>"a"</f><v>甲</v></c><c><f>NOW()</f></c></row>
     <row><c t="inlineStr"><is><r><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r><rPh><t>jia</t></rPh></is></c><c s="3"/></row>`,
  );
  assert.deepEqual(rows, [
    [3, undefined, 1.5, undefined, true, undefined, { fault: '#REF!' }],
    [7, 42, '甲', { fault: '' }],
    [8, '甲 乙'],
  ]);
});

test('shared strings without their readings, escaped characters, prefixes of another writer', async () => {
  const strings = `<x:sst xmlns:x="s"><x:si><x:r><x:t>北</x:t></x:r><x:r><x:t>桥</x:t></x:r><x:rPh><x:t>bei</x:t></x:rPh></x:si>
    <x:si><x:t>a_x000A_b_x005F_x0041_</x:t></x:si><x:si/></x:sst>`;
  const rows = await sheetOf('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>', {
    name: 'xl/sharedStrings.xml',
    data: strings,
  });
  assert.deepEqual(rows, [[1, '北桥', 'a\nb_x0041_']]);
});

test('numbers in date formats are days, in both systems', async () => {
  const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>
    <numFmt numFmtId="165" formatCode="0.00&quot;d&quot;"/><numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>`;
  const row = `<row>${[0, 1, 2, 3, 4].map((style) => `<c s="${style}"><v>45487.4</v></c>`).join('')}<c t="d"><v>2024-07-14T00:00:00</v></c></row>`;
  const part = { name: 'xl/styles.xml', data: styles };
  assert.deepEqual(await sheetOf(row, part), [
    [1, 45487.4, '2024-07-14', '2024-07-14', 45487.4, 45487.4, '2024-07-14'],
  ]);
  const workbook = {
    name: 'xl/workbook.xml',
    data: '<workbook><workbookPr date1904="1"/><sheets><sheet name="表" r:id="rId1"/></sheets></workbook>',
  };
  assert.deepEqual((await sheetOf(row, part, workbook))[0]!.slice(2, 4), ['2028-07-15', '2028-07-15']);
  assert.deepEqual(
    [1, 59, 60, 61, 0.5, -1, 3e6].map((serial) => serialDay(serial, 1900)),
    ['1900-01-01', '1900-02-28', undefined, '1900-03-01', undefined, undefined, undefined],
  );
  const shown = [
    'yyyy-mm-dd',
    'm/d',
    '[$-804]aaaa;@',
    'mm:ss',
    'h:mm AM/PM',
    'General',
    '0.0E+00',
    '#,##0',
    '@',
    'mmmm',
  ];
  assert.deepEqual(
    shown.filter((code) => showsDay(200, code)),
    ['yyyy-mm-dd', 'm/d', 'mmmm'],
  );
});

test('the first visible sheet is read, or the one asked for; the others are named', async () => {
  const bytes = makeZip(
    workbookEntries(`${sheetStart}<row><c><v>1</v></c></row>${sheetEnd}`, '表', [
      {
        name: 'xl/workbook.xml',
        data: '<workbook><sheets><sheet name="选项" state="hidden" r:id="rId2"/><sheet name="甲" r:id="rId1"/><sheet name="乙" r:id="rId2"/></sheets></workbook>',
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        data: '<Relationships><Relationship Id="rId1" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>',
      },
      { name: 'xl/worksheets/sheet2.xml', data: `${sheetStart}<row><c><v>2</v></c></row>${sheetEnd}` },
    ]),
  );
  const { name, others } = openSheet(bytes);
  assert.deepEqual([name, others], ['甲', ['乙']]);
  assert.deepEqual(await read(bytes), [[1, 1]]);
  assert.deepEqual(await read(bytes, '乙'), [[1, 2]]);
  assert.throws(
    () => openSheet(bytes, '丙'),
    (error) => error instanceof ProblemError && /甲、乙/.test(error.message),
  );
});

test('texts in the encodings and with the separators that spreadsheets write', async () => {
  const expected = [
    [1, '标题', '人次'],
    [3, '甲,乙', '30'],
  ];
  // 标题,人次 and 甲,乙 as an old spreadsheet program saves them.
  const gb = Buffer.from('b1eacce22cc8cbb4ce0d0a0d0a22bcd72cd2d2222c33300d0a', 'hex');
  const text = '标题,人次\r\n\r\n"甲,乙",30\r\n';
  const tabs = '标题\t人次\n\n甲,乙\t30\n';
  for (const bytes of [
    Buffer.from(text),
    Buffer.from(`\ufeff${text}`),
    gb,
    Buffer.from(tabs),
    Buffer.from(`\ufeff${tabs}`, 'utf16le'),
    Buffer.from(`\ufeff${tabs}`, 'utf16le').swap16(),
  ]) {
    assert.deepEqual(await read(bytes), expected);
  }
});

test('what is exported reads back as what it was, formulas and all', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }).filter((one) => !/[\r\n\0]/.test(one)),
    fc.constantFrom('=1+1', "'=1+1", "''", '-3', '@甲', '＝甲', '\t=1', '"甲"', '甲,乙', 'a\tb'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
      async (rows) => {
        const whole = rows.map((row) => row.map((cell) => cell.toWellFormed()));
        const bytes = Buffer.from([...csvLines(['甲', '乙'], whole)].join(''));
        const wanted = whole.flatMap((row, index) => {
          const last = row.findLastIndex((cell) => cell !== '');
          return last < 0 ? [] : [[index + 2, ...row.slice(0, last + 1).map((cell) => cell || undefined)]];
        });
        assert.deepEqual((await read(bytes)).slice(1), wanted);
      },
    ),
  );
});

test('any table of texts, numbers and truths reads back from XLSX as it was', async () => {
  const cell: fc.Arbitrary<TestCell> = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.boolean(),
    fc.constant(null),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 8 }), async (rows) => {
      const wanted = rows.flatMap((row, index) => {
        const last = row.findLastIndex((one) => one !== null);
        return last < 0 ? [] : [[index + 1, ...row.slice(0, last + 1).map((one) => one ?? undefined)]];
      });
      assert.deepEqual(await read(makeXlsx(rows)), wanted);
    }),
  );
});

test('addresses as spreadsheets write them', () => {
  assert.deepEqual([0, 25, 26, 701, 702, 16_383].map(columnLetters), ['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
  assert.equal(cellAddress(1, 7), 'B7');
});
