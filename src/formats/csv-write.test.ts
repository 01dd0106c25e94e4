import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvLines, writeCsv } from './csv-write.ts';
import type { Cell } from './sheet-cells.ts';

const text = fc.oneof(
  fc.string(),
  fc.string().map((rest) => `=${rest}`),
  fc.constantFrom('+1', '-1', '@x', '\tx', '\r=1', '=HYPERLINK("x")', 'a;=1+1', "'=1", "''-", '“引号”,逗号\n换行'),
);

describe('CSV', () => {
  it('never has a cell that a spreadsheet runs, and reads back as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.integer()), { maxLength: 20 }), (rows) => {
        const read: string[][] = parse([...csvLines(['名称', '数'], rows)].join(''), {
          bom: true,
          relax_column_count: false,
        });
        assert.equal(read.length, rows.length + 1);
        for (const [index, [words, number]] of rows.entries()) {
          const [cell = '', count] = read[index + 1]!;
          assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
          assert.equal(cell.replace(/^'(?='*[=+\-@\t\r\n＝＋－＠])/, ''), words);
          assert.equal(count, String(number));
        }
      }),
    );
  });

  it('quotes what could be split in two', () => {
    assert.deepEqual([...csvLines(['甲'], [['a;=1'], ['a\tb'], ['"'], [null], [-3], [Number.NaN]])].slice(1), [
      '"a;=1"\r\n',
      '"a\tb"\r\n',
      '""""\r\n',
      '\r\n',
      '-3\r\n',
      '\r\n',
    ]);
  });

  it('comes in chunks that make up the same file, from a cursor too', async () => {
    const rows = Array.from({ length: 5000 }, (_, index): Cell[] => [`湘江新区${index}`, index, null]);
    const cursor = async function* () {
      yield* rows;
    };
    const chunks: Uint8Array[] = [];
    for await (const chunk of writeCsv(['单位', '数', '备注'], cursor())) chunks.push(chunk);
    assert.ok(chunks.length > 1);
    assert.equal(Buffer.concat(chunks).toString(), [...csvLines(['单位', '数', '备注'], rows)].join(''));
    assert.deepEqual([...chunks[0]!.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  });
});
