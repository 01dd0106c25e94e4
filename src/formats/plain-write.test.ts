import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { displayWidth } from './display-width.ts';
import { writeHtml } from './html-write.ts';
import { hostileWords, samplePaper } from './sample-paper.ts';
import { writeTxt } from './txt-write.ts';

describe('the page', () => {
  it('lets no words become markup', () => {
    const plain = elements(writeHtml(samplePaper('甲')));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (words) => {
        const changed = elements(writeHtml(samplePaper(`${words}甲`)));
        // A line break in the title or a cell is the one thing that words may add.
        assert.deepEqual(changed.filter(unbroken), plain.filter(unbroken));
      }),
      { numRuns: 40, examples: hostileWords.map((words) => [words]) },
    );
  });

  it('neither runs nor fetches anything', () => {
    const html = writeHtml(samplePaper());
    assert.doesNotMatch(html, /<script|<link|<iframe|\son\w+=|https?:/i);
    assert.match(html, /<html lang="zh-CN">/);
  });

  it('has headings in order, table headers with scope, and notes that lead there and back', () => {
    const html = writeHtml(samplePaper());
    assert.match(html, /<h2>五、禁毒宣讲情况<\/h2>/);
    assert.match(html, /<h3>（一）讲师团<\/h3>\n<h4>1\.分布<\/h4>\n<h5>（1）区县<\/h5>/);
    assert.equal(html.match(/<th scope="col"/g)?.length, 3);
    assert.equal(html.match(/<th scope="row"/g)?.length, 10);
    assert.match(html, /<tfoot><tr><th scope="row">合计<\/th><td class="n">396<\/td>/);
    assert.match(html, /<img src="data:image\/svg\+xml;base64,[^"]+" alt="柱状图">/);
    assert.equal(html.match(/id="r1"/g)?.length, 1, 'one place to come back to');
    assert.equal(html.match(/href="#n1"/g)?.length, 16);
    assert.match(html, /<li id="n1" value="1">[^\n]*href="#r1"/);
    assert.doesNotMatch(html, /href="#r2"/, 'a note that the text does not mention leads nowhere');
    assert.match(
      writeHtml({ ...samplePaper(), language: 'en' }),
      /<html lang="en">.*<h2>What the figures count<\/h2>/s,
    );
  });
});

describe('plain text', () => {
  it('is laid out like the association’s site', () => {
    const text = writeTxt(samplePaper());
    assert.match(
      text,
      /^长禁协〔2024〕6号\n\n全市协会及讲师团\n7—10月工作小结\n\n {4}一、党建活动情况\n {4}湘江新区：组织街道/,
    );
    assert.match(text, /\n {4}（一）讲师团\n {4}1\.分布\n {4}（1）区县\n/);
    assert.match(text, /\n长沙市社会禁毒协会\n2024年11月27日\n\nCS-2024-3\n$/);
    assert.match(text, /\n {4}［图：柱状图］\n/);
    assert.doesNotMatch(text, /由194条核定记录计数/);
  });

  it('has tables in columns, with totals', () => {
    const lines = writeTxt(samplePaper()).split('\n');
    const table = lines.slice(lines.indexOf('    宣讲及报道情况') + 1);
    const rows = table.slice(0, 11);
    assert.match(rows[10]!, /^合计 +396$/);
    const ends = rows.map((row) => displayWidth(/^\S+ +\S+/.exec(row)![0]));
    assert.equal(new Set(ends).size, 1, 'numbers end in one column');
  });

  it('has notes at the end where they are asked for', () => {
    const text = writeTxt(samplePaper(), { notes: true });
    assert.match(text, /194场\[1\]，讲师黄晓妺/);
    assert.match(text, /\n数据说明\n\[1\] 194场 · 由194条核定记录计数\n\[2\] 正文没有提到的一项\n/);
  });

  it('keeps every word on its own line whatever it is', () => {
    for (const words of hostileWords) {
      const text = writeTxt(samplePaper(words));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
      assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u2028\u2029]/);
      assert.ok(text.isWellFormed());
    }
  });
});

function unbroken(element: string): boolean {
  return element !== 'br';
}

/** Names of the elements in order, with the names of their attributes; raises when the page is not well-formed. */
function elements(html: string): string[] {
  const found: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => found.push([tag.name, ...Object.keys(tag.attributes)].join(' ')));
  const closed = html
    .replace('<!doctype html>\n', '')
    .replace(/<(meta|img|br)([^>]*)>/g, '<$1$2/>')
    .replace(/<style>.*?<\/style>/s, '');
  parser.write(closed).close();
  return found;
}
