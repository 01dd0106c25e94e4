import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProblemError } from '#kernel/problem.ts';
import type { OfficialDocument } from './blocks.ts';
import { checkDocument } from './document-check.ts';
import { writeDocx } from './docx-write.ts';
import { writeHtml } from './html-write.ts';
import { chineseOrdinal, HeadingCounter } from './numbering.ts';
import { writePdf } from './pdf-write.ts';
import { samplePaper } from './sample-paper.ts';
import { signatureIndents } from './signature.ts';
import { inspectSvg } from './svg-image.ts';
import { writeTxt } from './txt-write.ts';

const broken: OfficialDocument = {
  ...samplePaper(),
  createdAt: 'yesterday',
  blocks: [
    { type: 'paragraph', runs: [{ text: '194场', note: 9 }] },
    { type: 'table', columns: [{ title: '甲', numeric: false }], rows: [['1'], ['1', '2']], totals: [] },
    { type: 'table', columns: [], rows: [] },
    { type: 'image', svg: '<svg><script/></svg>', alt: '' },
  ],
  notes: [
    { id: 1, text: '' },
    { id: 1, text: '' },
  ],
};

describe('a document that does not hold together', () => {
  it('is refused with everything that is wrong, and where', () => {
    assert.throws(
      () => checkDocument(broken),
      (error: ProblemError) => {
        assert.deepEqual(
          error.problems.map((one) => `${one.code} ${one.place}`),
          [
            'note_twice notes/1',
            'note_unknown blocks/0/runs/0',
            'row_width blocks/1/rows/1',
            'row_width blocks/1/totals',
            'table_empty blocks/2',
            'image_invalid blocks/3',
            'moment_unknown createdAt',
          ],
        );
        return true;
      },
    );
  });

  it('is refused by every writer', async () => {
    await assert.rejects(writeDocx(broken), ProblemError);
    await assert.rejects(writePdf(broken), ProblemError);
    assert.throws(() => writeHtml(broken), ProblemError);
    assert.throws(() => writeTxt(broken), ProblemError);
  });

  it('may not carry a drawing that runs or fetches something', () => {
    const inside = (content: string) => `<svg xmlns:xlink="http://www.w3.org/1999/xlink">${content}</svg>`;
    const refused = [
      '',
      'text',
      '<html/>',
      '<svg>',
      '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
      inside('<script>1</script>'),
      inside('<foreignObject/>'),
      inside('<a onclick="x()"/>'),
      inside('<image href="http://example.org/x.png"/>'),
      inside('<image xlink:href="file:///etc/passwd"/>'),
      inside('<use href="other.svg#x"/>'),
      inside('<rect fill="url(http://example.org/x)"/>'),
      inside('<style>@import "x.css"</style>'),
      inside('<style><![CDATA[@import "x.css"]]></style>'),
      '<?xml-stylesheet href="x"?><svg/>',
    ];
    for (const svg of refused) assert.throws(() => inspectSvg(svg), Error, svg);
    assert.deepEqual(inspectSvg('<svg width="30" height="20px"><use href="#a"/><rect fill="url(#b)"/></svg>'), {
      width: 30,
      height: 20,
    });
    assert.deepEqual(inspectSvg('<svg width="100%" viewBox="0 0 300 200"/>'), { width: 300, height: 200 });
    assert.deepEqual(inspectSvg('<svg width="1e99"/>'), { width: 600, height: 400 });
  });
});

describe('numbers of headings', () => {
  it('are counted by level', () => {
    for (const wrong of [0, -1, 1.5, 10_000, Number.NaN]) assert.throws(() => chineseOrdinal(wrong), RangeError);
    assert.deepEqual([1, 10, 11, 20, 99, 100, 101, 110, 115, 1001, 1010, 9999].map(chineseOrdinal), [
      '一',
      '十',
      '十一',
      '二十',
      '九十九',
      '一百',
      '一百零一',
      '一百一十',
      '一百一十五',
      '一千零一',
      '一千零一十',
      '九千九百九十九',
    ]);
    const counter = new HeadingCounter();
    assert.deepEqual(
      ([1, 2, 2, 3, 4, 4, 1, 2] as const).map((level) => counter.next(level)),
      ['一、', '（一）', '（二）', '1.', '（1）', '（2）', '二、', '（一）'],
    );
  });
});

describe('the signature', () => {
  it('has the date four characters from the edge and the issuer centred over it', () => {
    assert.deepEqual(signatureIndents('市协会', '2024年11月27日'), { issuer: 6, date: 4 });
    assert.deepEqual(signatureIndents('长沙市社会禁毒协会秘书处和讲师团', '2024年1月7日'), { issuer: 2, date: 7 });
  });
});
