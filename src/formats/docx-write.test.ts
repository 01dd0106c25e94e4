import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { writeDocx } from './docx-write.ts';
import { hostileWords, samplePaper } from './sample-paper.ts';

describe('a Word file', () => {
  it('takes hostile words as words', async () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom(...hostileWords));
    await fc.assert(
      fc.asyncProperty(text, async (words) => {
        for (const [name, xml] of partsOf(await writeDocx(samplePaper(words), { notes: true }))) wellFormed(name, xml);
      }),
      { numRuns: 14, examples: hostileWords.map((words) => [words]) },
    );
  });

  it('keeps the words it is given', async () => {
    const words = '<b>“甲”&乙</b> 𠮷——👨‍👩‍👧 ]]>';
    const xml = (await parts({ words })).document;
    const text = [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map((match) => match[1]).join('');
    const escaped = '&lt;b&gt;“甲”&amp;乙&lt;/b&gt; 𠮷——👨‍👩‍👧 ]]&gt;';
    assert.ok(text.includes(`党建活动情况${escaped}`));
    assert.ok(text.includes(`湘江新区讲师团${escaped}`));
  });

  it('is the same file for the same paper, and another for another', async () => {
    const first = await writeDocx(samplePaper(), { notes: true });
    await writeDocx(samplePaper('另一份'));
    assert.deepEqual(await writeDocx(samplePaper(), { notes: true }), first);
    assert.notDeepEqual(await writeDocx(samplePaper('乙'), { notes: true }), first);
    assert.equal(Object.keys(unzipSync(first))[0], '[Content_Types].xml');
    assert.match(strFromU8(unzipSync(first)['docProps/core.xml']!), />2024-11-27T09:58:30Z</);
  });

  it('has the page of GB/T 9704', async () => {
    const { document, settings } = await parts();
    assert.match(document, /<w:pgSz w:w="11906" w:h="16838"/);
    assert.match(document, /<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"[^>]* w:footer="1389"/);
    assert.match(document, /<w:docGrid w:type="lines" w:linePitch="579"\/>/);
    assert.match(settings, /<w:evenAndOddHeaders\/>/);
  });

  it('has its faces, sizes and lines', async () => {
    const { styles } = await parts();
    const style = (id: string) => new RegExp(`w:styleId="${id}".*?</w:style>`).exec(styles)![0];
    for (const [id, face] of Object.entries({
      Title: '方正小标宋简体',
      Heading1: '黑体',
      Heading2: '楷体_GB2312',
      Heading3: '仿宋_GB2312',
      Heading4: '仿宋_GB2312',
      Normal: '仿宋_GB2312',
    })) {
      for (const slot of ['ascii', 'hAnsi', 'eastAsia', 'cs']) {
        assert.match(style(id), new RegExp(`w:${slot}="${face}"`), `${id} ${slot}`);
      }
    }
    assert.match(style('Title'), /<w:sz w:val="44"\/>/);
    assert.match(style('Normal'), /<w:spacing w:line="579" w:lineRule="exact"\/>/);
    assert.match(style('Normal'), /<w:spacing w:val="-5"\/><w:sz w:val="32"\/>/);
    assert.match(style('BodyText'), /<w:ind (?=[^>]*w:firstLine="640")(?=[^>]*w:firstLineChars="200")/);
    assert.match(styles, /<w:pPrDefault><w:pPr><w:widowControl w:val="0"\/>/);
    assert.match(style('Heading3'), /<w:b\/>/);
  });

  it('numbers headings itself, so that none is typed', async () => {
    const { document, numbering } = await parts();
    assert.doesNotMatch(document, />[^<]*一、党建/);
    for (const [level, text] of ['%1、', '（%2）', '%3.', '（%4）'].entries()) {
      assert.match(
        numbering,
        new RegExp(`w:ilvl="${level}".*?<w:suff w:val="nothing"/><w:lvlText w:val="${text.replace('.', '\\.')}"/>`),
      );
    }
    assert.equal(numbering.match(/<w:numFmt w:val="chineseCountingThousand"\/>/g)?.length, 2);
    assert.match(document, /<w:pStyle w:val="Heading4"\/>.{0,200}?<w:ilvl w:val="3"\/>/);
  });

  it('keeps Chinese quotation marks and dashes in the Chinese face', async () => {
    const { document } = await parts();
    const runs = [...document.matchAll(/<w:r>(?:<w:rPr>(.*?)<\/w:rPr>)?<w:t[^>]*>([^<]*)<\/w:t>/g)];
    const marks = runs.filter(([, , text]) => /[“”—]/.test(text!));
    assert.ok(marks.length > 15);
    for (const [, properties, text] of marks) {
      assert.match(text!, /^[“”—]+$/);
      assert.match(properties ?? '', /w:hint="eastAsia"/);
    }
  });

  it('has a table whose header comes again and whose totals are bold, and a drawing with words for it', async () => {
    const { document } = await parts();
    const table = /<w:tbl>.*?<\/w:tbl>/.exec(document)![0];
    const rows = table.match(/<w:tr>.*?<\/w:tr>/g)!;
    assert.equal(rows.length, 11);
    assert.deepEqual(
      rows.map((row) => /<w:tblHeader\/>/.test(row)),
      rows.map((_, index) => index === 0),
    );
    assert.ok(rows.every((row) => row.includes('<w:cantSplit/>')));
    assert.match(rows[10]!, /<w:b\/>.*?合计/);
    assert.doesNotMatch(rows[9]!, /<w:b\/>/);
    assert.equal(rows[1]!.match(/<w:p>/g)?.length, 4, 'a broken line in a cell is two paragraphs');
    assert.match(document, /<wp:docPr id="1" name="图1 各讲师团宣讲次数" descr="柱状图"/);
  });

  it('puts — 2 — to the outer edge', async () => {
    const footers = partsOf(await writeDocx(samplePaper())).filter(([name]) => /footer\d\.xml$/.test(name));
    const sides = footers.map(([, xml]) => [/<w:jc w:val="(\w+)"/.exec(xml)![1], /<w:ind w:(\w+)="280"/.exec(xml)![1]]);
    assert.deepEqual(sides.sort(), [
      ['left', 'left'],
      ['right', 'right'],
    ]);
    for (const [, xml] of footers) assert.match(xml, /— <.*PAGE.*> —/);
  });

  it('explains numbers where that is asked for, there and back', async () => {
    const { document } = await parts({ notes: true });
    const anchors = new Set([...document.matchAll(/w:anchor="([^"]+)"/g)].map((match) => match[1]));
    const bookmarks = [...document.matchAll(/<w:bookmarkStart [^>]*w:name="([^"]+)"/g)].map((match) => match[1]);
    assert.deepEqual([...anchors].sort(), ['mark_1', 'note_1']);
    assert.deepEqual(bookmarks.sort(), ['mark_1', 'note_1', 'note_2']);
    assert.doesNotMatch((await parts()).document, /note_1/);
  });
});

async function parts({ words = '', notes = false } = {}) {
  const all = new Map(partsOf(await writeDocx(samplePaper(words), { notes })));
  const part = (name: string) => all.get(`word/${name}.xml`)!;
  return {
    document: part('document'),
    styles: part('styles'),
    numbering: part('numbering'),
    settings: part('settings'),
  };
}

function partsOf(bytes: Uint8Array): [name: string, xml: string][] {
  return Object.entries(unzipSync(bytes))
    .filter(([name]) => /\.(xml|rels)$/.test(name))
    .map(([name, content]) => [name, strFromU8(content)]);
}

function wellFormed(name: string, xml: string): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => assert.fail(`${name}: ${error.message}`));
  parser.write(xml).close();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold
  assert.doesNotMatch(xml, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  assert.ok(xml.isWellFormed());
}
