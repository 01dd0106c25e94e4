import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvLines } from './csv-write.ts';

it('never writes a cell that a spreadsheet runs, and reads back as it was', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string().map((rest) => `=${rest}`),
    fc.constantFrom('+1', '-1', '@x', '\tx', '=HYPERLINK("x")', '“引号”,逗号\n换行'),
  );
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
        assert.equal(cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''), words);
        assert.equal(count, String(number));
      }
    }),
  );
});
