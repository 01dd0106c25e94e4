import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { ProblemError } from '#kernel/problem.ts';
import { type Cell, sheetDay, sheetNames, sheetText } from './sheet-cells.ts';
import { type Book, type Sheet, writeXlsx } from './xlsx-write.ts';

const sheet: Sheet = {
  name: '宣讲',
  title: '2024年7—10月宣讲情况',
  columns: [
    { title: '讲师团', type: 'text' },
    { title: '日期', type: 'date' },
    { title: '场次', type: 'number' },
  ],
  rows: [
    ['市讲师团', '2024-07-01', 94],
    ['湘江新区讲师团', '2024-13-01', null],
  ],
  totals: ['合计', null, 94],
};
const createdAt = '2024-11-27T09:58:30Z';

describe('a book of sheets', () => {
  it('raises what its rows raise, and refuses a row with more cells than columns', async () => {
    const failing = async function* (): AsyncGenerator<Cell[]> {
      yield ['甲', null, 1];
      throw new RangeError('the cursor is gone');
    };
    await assert.rejects(bytesOf({ createdAt, sheets: [{ ...sheet, rows: failing() }] }), RangeError);
    await assert.rejects(bytesOf({ createdAt, sheets: [{ ...sheet, rows: [['甲', null, 1, 2]] }] }), ProblemError);
  });

  it('never holds a formula or a link, whatever the words', async () => {
    const words = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((rest) => `=${rest}`),
      fc.constantFrom(
        '=1+1',
        '+1',
        '-1',
        '@x',
        '\tx',
        '\r=1',
        '=HYPERLINK("http://x")',
        '_x0041_',
        ']]>',
        'http://x',
        '\ud800',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(words, { minLength: 1, maxLength: 20 }), async (texts) => {
        const rows = texts.map((text): Cell[] => [text, text, text]);
        const parts = await partsOf({ createdAt, sheets: [{ ...sheet, rows }] });
        const read = cellsOf(parts['xl/worksheets/sheet1.xml']!);
        assert.doesNotMatch(Object.values(parts).join(''), /<f[ >]|<hyperlink/);
        for (const [index, text] of texts.entries()) {
          const expected = sheetText(text).replaceAll('_x005F_', '_');
          assert.equal((read.get(`A${index + 3}`)?.text ?? '').replaceAll('_x005F_', '_'), expected);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('holds numbers, days and texts as such', async () => {
    const parts = await partsOf({ createdAt, sheets: [sheet] });
    const read = cellsOf(parts['xl/worksheets/sheet1.xml']!);
    assert.deepEqual(read.get('A1'), { type: 'str', text: '2024年7—10月宣讲情况' });
    assert.deepEqual(read.get('B3'), { type: undefined, text: '45474' });
    assert.deepEqual(read.get('B4'), { type: 'str', text: '2024-13-01' });
    assert.deepEqual(read.get('C3'), { type: undefined, text: '94' });
    assert.deepEqual(read.get('C4'), { type: undefined, text: '' });
    assert.deepEqual(read.get('A5'), { type: 'str', text: '合计' });
    const xml = parts['xl/worksheets/sheet1.xml']!;
    assert.match(xml, /<pane ySplit="2"[^>]* state="frozen"/);
    assert.match(xml, /<mergeCell ref="A1:C1"\/>/);
    assert.match(xml, /<autoFilter ref="A2:C2"\/>/);
    assert.match(parts['xl/workbook.xml']!, /_xlnm\.Print_Titles[^>]*>[^<]*\$2:\$2</);
    assert.match(parts['xl/styles.xml']!, /formatCode="yyyy-mm-dd"/);
  });

  it('is the same file for the same rows', async () => {
    const first = await bytesOf({ createdAt, sheets: [sheet] });
    // Times in archives count in steps of two seconds.
    await pause(2100);
    assert.ok((await bytesOf({ createdAt, sheets: [sheet] })).equals(first));
    assert.ok(!(await bytesOf({ createdAt, sheets: [{ ...sheet, name: '别的' }] })).equals(first));
  });

  it('asks for no more rows than its reader takes, and for none when the reader has left', async () => {
    let asked = 0;
    const rows = function* (): Generator<Cell[]> {
      for (; asked < 1_000_000; asked++) yield [`第${asked}行${Math.sin(asked)}`, null, asked];
    };
    let chunks = 0;
    for await (const _ of writeXlsx({ createdAt, sheets: [{ ...sheet, rows: rows() }] })) {
      await pause(5);
      if (++chunks === 20) break;
    }
    const [left] = [asked];
    assert.ok(left < 400_000, `asked for ${left}`);
    await pause(50);
    assert.equal(asked, left);
  });
});

describe('cells', () => {
  it('are cut where the format ends, and say so', () => {
    const cut = sheetText('字'.repeat(40_000));
    assert.equal(cut.length, 32_767);
    assert.match(cut, /字……（原文共 40000 字，超出表格单元格的上限，其余未列）$/);
    assert.equal(sheetText('a\u0000\r\nb_x0041_\ud800'), 'a\nb_x005F_x0041_\ufffd');
  });

  it('count days as sheets do', () => {
    assert.deepEqual(['1900-03-01', '2024-07-01', '1900-02-28', '2024-02-30', '七月'].map(sheetDay), [
      61,
      45474,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('stand in sheets whose names every program takes', () => {
    assert.deepEqual(sheetNames(['a/b[1]:*?\\', 'A／B［1］：＊？＼', '', 'History', '长'.repeat(40)]), [
      'a／b［1］：＊？＼',
      'A／B［1］：＊？＼（2）',
      '表',
      'History（2）',
      '长'.repeat(31),
    ]);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 50 }), { maxLength: 30 }), (wanted) => {
        const names = sheetNames(wanted);
        assert.equal(new Set(names.map((name) => name.toLowerCase())).size, wanted.length);
        for (const name of names) {
          assert.ok(name.length >= 1 && name.length <= 31 && name.isWellFormed());
          assert.doesNotMatch(name, /[[\]:*?/\\']/);
        }
      }),
    );
  });
});

async function bytesOf(book: Book): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeXlsx(book)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function partsOf(book: Book): Promise<Record<string, string>> {
  const entries = Object.entries(unzipSync(new Uint8Array(await bytesOf(book))));
  return Object.fromEntries(entries.map(([name, content]) => [name, strFromU8(content)]));
}

/** Cells by address; raises where the XML is not well-formed. */
function cellsOf(xml: string): Map<string, { type: string | undefined; text: string }> {
  const cells = new Map<string, { type: string | undefined; text: string }>();
  let current = { type: undefined as string | undefined, text: '' };
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (name !== 'c') return;
    current = { type: attributes.t as string | undefined, text: '' };
    cells.set(String(attributes.r), current);
  });
  parser.on('text', (text) => {
    current.text += text;
  });
  parser.write(xml).close();
  return cells;
}
