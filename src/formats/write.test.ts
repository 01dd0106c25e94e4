import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import type { OfficialDocument } from './blocks.ts';
import { writeDocx } from './docx-write.ts';
import { writeHtml } from './html-write.ts';
import { chineseOrdinal, HeadingCounter } from './numbering.ts';
import { writePdf } from './pdf-write.ts';
import { writeTxt } from './txt-write.ts';

const paper = (words: string): OfficialDocument => ({
  title: `工作小结\n${words}`,
  issuer: '某协会',
  date: '2024年11月27日',
  createdAt: '2024-11-27T09:58:30Z',
  blocks: [
    { type: 'heading', level: 1, text: '宣讲工作情况' },
    {
      type: 'paragraph',
      lead: '湘江新区',
      runs: [
        { text: `讲师黄晓妺等${words}宣讲` },
        { text: '194场', note: 1 },
        { text: '，再讲' },
        { text: '194场', note: 1 },
      ],
    },
    { type: 'heading', level: 2, text: '讲师团' },
    {
      type: 'table',
      caption: '宣讲情况',
      columns: [
        { title: '讲师团', numeric: false },
        { title: '场次', numeric: true },
      ],
      rows: [[words, '94']],
      totals: ['合计', '94'],
    },
    { type: 'heading', level: 1, text: '其他' },
  ],
  notes: [{ id: 1, text: `194场 · ${words}` }],
});

const hostile = [
  '<script>alert(1)</script>',
  ']]>&amp;',
  '#import "@preview/x" \\ $x$ *粗* _斜_ `码`',
  '\u0000\u0007\u001f',
  '\ud800',
  '👨‍👩‍👧 𠮷',
  '"\'',
  '{{7*7}}',
];

describe('writing documents', () => {
  it('takes hostile words as words in every format', async () => {
    for (const words of hostile) {
      const xml = documentXml(await writeDocx(paper(words)));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold
      assert.doesNotMatch(xml, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
      assert.ok(xml.isWellFormed());
      const html = writeHtml(paper(words));
      assert.doesNotMatch(html, /<script>/);
      assert.equal(
        Buffer.from(await writePdf(paper(words)))
          .subarray(0, 5)
          .toString(),
        '%PDF-',
      );
    }
  });

  it('escapes every text of a page', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (words) => {
        const html = writeHtml(paper(`${words}<b onload=x>`));
        assert.ok(!html.includes('<b onload'));
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same bytes for the same document', async () => {
    const [first, second] = [await writeDocx(paper('甲')), await writeDocx(paper('甲'))];
    assert.deepEqual(first, second);
    const [one, two] = [await writePdf(paper('甲')), await writePdf(paper('甲'))];
    assert.deepEqual(one, two);
    assert.notDeepEqual(await writeDocx(paper('乙')), first);
  });

  it('lays DOCX out after GB/T 9704', async () => {
    const xml = documentXml(await writeDocx(paper('甲')));
    assert.match(xml, /<w:pgSz w:w="11906" w:h="16838"/);
    assert.match(xml, /w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/);
    assert.match(xml, /<w:docGrid [^>]*w:linePitch="579"/);
    assert.match(xml, /w:type="lines"/);
    assert.match(xml, /w:firstLineChars="200"/);
    assert.match(xml, /<w:tblHeader\/>/);
    assert.match(xml, /w:eastAsia="方正小标宋简体"/);
  });

  it('numbers headings and links notes both ways', () => {
    const text = writeTxt(paper('甲'), { notes: true });
    assert.match(text, /^一、宣讲工作情况$/m);
    assert.match(text, /^（一）讲师团$/m);
    assert.match(text, /^二、其他$/m);
    assert.match(text, /^合计 +94$/m);
    assert.match(text, /^\[1\] 194场 · 甲$/m);
    const html = writeHtml(paper('甲'));
    assert.equal(html.match(/id="r1"/g)?.length, 1, 'one place to come back to');
    assert.equal(html.match(/href="#n1"/g)?.length, 2);
    assert.throws(() => chineseOrdinal(0), RangeError);
    assert.deepEqual([1, 10, 11, 20, 99].map(chineseOrdinal), ['一', '十', '十一', '二十', '九十九']);
    const counter = new HeadingCounter();
    assert.deepEqual(
      [counter.next(1), counter.next(2), counter.next(2), counter.next(1), counter.next(2)],
      ['一、', '（一）', '（二）', '二、', '（一）'],
    );
  });
});

function documentXml(bytes: Uint8Array): string {
  return strFromU8(unzipSync(bytes)['word/document.xml']!);
}
