import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { makeXlsx } from '../../test/xlsx.ts';
import { readDocument } from './document-read.ts';
import { proseText } from './prose.ts';

const textOf = async (bytes: Uint8Array) => proseText(await readDocument(bytes)).text;
const html = (body: string) => textOf(new TextEncoder().encode(`<!DOCTYPE html><html><body>${body}</body></html>`));

describe('encodings', () => {
  const words = '共开展宣讲12场';
  test('UTF-8 with and without a mark, UTF-16 either way', async () => {
    const utf16 = Buffer.from(`\ufeff${words}`, 'utf16le');
    const swapped = Buffer.from(utf16).swap16();
    for (const bytes of [Buffer.from(words), Buffer.from(`\ufeff${words}`), utf16, swapped])
      assert.equal(await textOf(bytes), words);
  });

  test('GB18030, whatever a page says of itself', async () => {
    const gb = Uint8Array.of(0xb9, 0xb2, 0x31, 0x32, 0xb3, 0xa1);
    assert.equal(await textOf(gb), '共12场');
    const page = Buffer.concat([Buffer.from('<html><meta charset="utf-8"><p>'), gb, Buffer.from('</p>')]);
    assert.equal(await textOf(page), '共12场');
  });
});

describe('pages', () => {
  test('paragraphs, breaks, headings and numbered lists; not what is hidden, run or deleted', async () => {
    const body =
      '<h2>一、宣传</h2><p>东区：<b>12</b>场<br>西区：3场</p><div style="display: none">藏</div><script>1场</script><ol start="3"><li>甲<li><p>乙</p></ol><ul><li>丙</li></ul><p><del>9场</del>8场<sup>1</sup></p>';
    assert.equal(await html(body), '一、宣传\n东区：12场\n西区：3场\n3. 甲\n4. 乙\n丙\n8场');
    const prose = await readDocument(Buffer.from(`<html>${body}`));
    assert.deepEqual(prose.parts[0], { type: 'paragraph', text: '一、宣传', heading: 2 });
  });

  test('tables with cells over rows and columns, and tables that only lay out', async () => {
    const table =
      '<table><tr><th rowspan="2">单位</th><th colspan="2">宣讲</th></tr><tr><th>场次</th><th>人次</th></tr><tr><td>东区</td><td></td><td>40</td></tr></table>';
    assert.equal(await html(table), '单位\t宣讲\n单位\t场次\t人次\n东区\t—\t40');
    assert.equal(
      await html('<table><tr><td><p>第一段</p></td></tr><tr><td>第二段</td></tr></table>'),
      '第一段\n第二段',
    );
  });
});

test('a workbook gives its sheets as tables', async () => {
  const rows = [['三季度统计'], ['单位', '场次', '日期'], ['东区', 12, '2024-08-01'], [null, 3.5, true]];
  assert.equal(await textOf(makeXlsx(rows)), '三季度统计\n单位\t场次\t日期\n东区\t12\t2024-08-01\n—\t3.5\t是');
});

test('an old Word file gives its text, and says what is lost', async () => {
  const prose = await readDocument(readFileSync(new URL('../../test/fixtures/minutes.doc', import.meta.url)));
  assert.equal(prose.format, 'doc');
  const { text } = proseText(prose);
  assert.match(text, /松林街道：开展急救宣传活动12场次，发放资料3000余份。/);
  assert.match(text, /^东湖区\t12\t300$/m);
  assert.equal(prose.remarks.length, 1);
});
