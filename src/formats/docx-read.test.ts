import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { list, listed, makeDocx, paragraph } from '../../test/docx.ts';
import { readDocx } from './docx-read.ts';
import { formatNumber } from './docx-read-number.ts';
import { writeDocx } from './docx-write.ts';
import { proseText } from './prose.ts';
import { samplePaper } from './sample-paper.ts';

const lines = (bytes: Uint8Array): string[] => proseText(readDocx(bytes)).text.split('\n');

describe('numbers of lists', () => {
  test('are printed as Word prints them', () => {
    const numbering = list([
      ['chineseCountingThousand', '%1、'],
      ['chineseCounting', '（%2）'],
      ['decimal', '%3.'],
      ['decimalEnclosedCircle', '%4'],
    ]);
    const body = [
      ...[listed('党建'), listed('学习', 1), listed('一次', 2), listed('5个支部', 2), listed('细目', 3)],
      ...[listed('参观', 1), listed('又一次', 2), listed('宣传')],
    ].join('');
    assert.deepEqual(lines(makeDocx(body, { numbering })), [
      ...['一、党建', '（一）学习', '1. 一次', '2. 5个支部', '①细目', '（二）参观', '1. 又一次', '二、宣传'],
    ]);
  });

  test('begin where a use of the list says, and go on over other uses', () => {
    const uses =
      '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>';
    const numbering = list([['decimal', '%1、']], uses);
    const body = [listed('甲'), listed('乙', 0, 3), listed('丙', 0, 2), listed('丁', 0, 2), listed('无', 0, 0)].join(
      '',
    );
    assert.deepEqual(lines(makeDocx(body, { numbering })), ['1、甲', '2、乙', '5、丙', '6、丁', '无']);
  });

  test('of several levels in one, legal ones in digits; bullets say nothing', () => {
    const numbering = list([
      ['upperRoman', '%1'],
      ['decimal', '%1.%2', '<w:isLgl/>'],
      ['bullet', '\uf0b7'],
    ]);
    const body = [listed('甲'), listed('乙', 1), listed('丙', 2)].join('');
    assert.deepEqual(lines(makeDocx(body, { numbering })), ['I 甲', '1.1 乙', '丙']);
  });

  test('come from styles too, and styles say what is a heading', () => {
    const styles =
      '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="H2"><w:name w:val="自定"/><w:basedOn w:val="H1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>';
    const numbering = list([
      ['chineseCounting', '%1、', '<w:pStyle w:val="H1"/>'],
      ['decimal', '%2.', '<w:pStyle w:val="H2"/>'],
    ]);
    const body = [
      paragraph('一部分', '<w:pStyle w:val="H1"/>'),
      paragraph('小节', '<w:pStyle w:val="H2"/>'),
      paragraph('正文'),
    ];
    const prose = readDocx(makeDocx(body.join(''), { styles, numbering }));
    assert.deepEqual(prose.parts, [
      { type: 'paragraph', text: '一、一部分', heading: 1 },
      { type: 'paragraph', text: '1. 小节', heading: 2 },
      { type: 'paragraph', text: '正文' },
    ]);
  });

  test('have all of Word’s Chinese forms', () => {
    const forms = [
      'chineseCounting',
      'ideographDigital',
      'chineseLegalSimplified',
      'ideographTraditional',
      'decimalEnclosedParen',
    ];
    assert.deepEqual(
      forms.map((form) => formatNumber(10, form)),
      ['十', '一〇', '壹拾', '癸', '(10)'],
    );
    assert.deepEqual(
      [formatNumber(21, 'decimalEnclosedCircle'), formatNumber(28, 'lowerLetter'), formatNumber(1994, 'upperRoman')],
      ['㉑', 'bb', 'MCMXCIV'],
    );
  });
});

describe('tracked changes', () => {
  test('deletions are left out, insertions kept, a deleted mark joins two paragraphs', () => {
    const body =
      '<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del><w:ins><w:r><w:t>40</w:t></w:r></w:ins></w:p><w:p><w:r><w:t>场</w:t></w:r><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom></w:p>';
    assert.deepEqual(lines(makeDocx(body)), ['共40场']);
  });

  test('deleted rows and properties of before say nothing', () => {
    const row = (text: string, properties = '') =>
      `<w:tr>${properties}<w:tc>${paragraph(text)}</w:tc><w:tc>${paragraph('1')}</w:tc></w:tr>`;
    const body = `<w:tbl>${row('甲')}${row('乙', '<w:trPr><w:del/></w:trPr>')}</w:tbl><w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange></w:pPr><w:r><w:t>末</w:t></w:r></w:p>`;
    assert.deepEqual(lines(makeDocx(body, { numbering: list([['decimal', '%1、']]) })), ['甲\t1', '末']);
  });
});

describe('what hangs on a paragraph', () => {
  test('text boxes are read once, behind their paragraph; notes behind the paragraph that calls them', () => {
    const box = `<w:txbxContent>${paragraph('框内3场')}</w:txbxContent>`;
    const body = `<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice><wps:txbx>${box}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>${box}</v:textbox></mc:Fallback></mc:AlternateContent><w:t>后</w:t><w:footnoteReference w:id="2"/></w:r></w:p>${paragraph('下一段')}`;
    const footnotes = `<w:footnote w:type="separator" w:id="-1">${paragraph('线')}</w:footnote><w:footnote w:id="2">${paragraph('含线上5场')}</w:footnote>`;
    assert.deepEqual(lines(makeDocx(body, { footnotes })), ['前后', '框内3场', '注：含线上5场', '下一段']);
  });

  test('links, controls, smart tags and fields give their words, a table of contents none', () => {
    const toc = `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>${paragraph('目录 1')}</w:sdtContent></w:sdt>`;
    const body = `${toc}<w:sdt><w:sdtContent><w:p><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>签</w:t></w:r></w:smartTag><w:fldSimple><w:r><w:t>域</w:t></w:r></w:fldSimple><w:r><w:instrText>PAGE</w:instrText><w:tab/><w:sym w:font="Wingdings" w:char="F0FE"/><w:br/><w:t>行</w:t></w:r></w:p></w:sdtContent></w:sdt>`;
    const prose = readDocx(makeDocx(body));
    assert.deepEqual(proseText(prose).text.split('\n'), ['链签域\t☑', '行']);
    assert.equal(prose.remarks.length, 1);
  });
});

test('tables keep their columns: spans, labels over rows, empty cells, a table in a cell', () => {
  const cell = (content: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`;
  const inner = `<w:tbl><w:tr>${cell(paragraph('内'))}${cell(paragraph('9'))}</w:tr></w:tbl>`;
  const body = `<w:tbl>
    <w:tr>${cell(paragraph('标题'), '<w:gridSpan w:val="3"/>')}</w:tr>
    <w:tr>${cell(paragraph('东区'), '<w:vMerge w:val="restart"/>')}${cell(paragraph('宣讲'))}${cell(paragraph('3'), '<w:vMerge w:val="restart"/>')}</w:tr>
    <w:tr>${cell('<w:p/>', '<w:vMerge/>')}${cell('<w:p/>')}${cell('<w:p/>', '<w:vMerge/>')}</w:tr>
    <w:tr>${cell(paragraph('西区'))}${cell('<w:p/>')}${cell(inner)}</w:tr></w:tbl>`;
  assert.deepEqual(readDocx(makeDocx(body)).parts, [
    {
      type: 'table',
      rows: [
        ['标题', '', ''],
        ['东区', '宣讲', '3'],
        ['东区', '', ''],
        ['西区', '', '内 9'],
      ],
    },
  ]);
  assert.deepEqual(lines(makeDocx(body)), ['标题', '东区\t宣讲\t3', '东区', '西区\t—\t内 9']);
});

test('what our own writer writes is read back', async () => {
  const paper = samplePaper();
  const prose = readDocx(await writeDocx(paper));
  const headings = prose.parts.filter((part) => part.type === 'paragraph' && part.heading === 1);
  const written = paper.blocks.filter((block) => block.type === 'heading' && block.level === 1);
  assert.equal(headings.length, written.length);
  assert.match(proseText(prose).text, /^一、党建活动情况$/m);
  const tables = prose.parts.filter((part) => part.type === 'table');
  assert.equal(tables.length, paper.blocks.filter((block) => block.type === 'table').length);
});
