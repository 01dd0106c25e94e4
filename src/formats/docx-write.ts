import {
  AlignmentType,
  Document,
  DocumentGridType,
  Footer,
  type IRunOptions,
  type ISectionOptions,
  LevelFormat,
  LevelSuffix,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx';
import type { Block, OfficialDocument } from './blocks.ts';
import { runsOf } from './docx-runs.ts';
import { tableOf } from './docx-table.ts';
import { stableZip } from './stable-zip.ts';

// GB/T 9704-2012 in twips (1 mm = 56.69): A4, margins 37/35/28/26 mm, 22 lines of 28 characters. 580 would give 21 lines.
const page = { width: 11_906, height: 16_838 };
const margin = { top: 2098, bottom: 1984, left: 1587, right: 1474, footer: 1389 };
const linePitch = 579;
const exactLine = { line: linePitch, lineRule: LineRuleType.EXACT };
const indent = { firstLineChars: 200, firstLine: 640 };

const heads: readonly { readonly font: string; readonly bold: boolean }[] = [
  { font: '黑体', bold: false },
  { font: '楷体_GB2312', bold: false },
  { font: '仿宋_GB2312', bold: true },
  { font: '仿宋_GB2312', bold: false },
];

/** The document as an official paper in Word's format. The same document gives the same bytes. */
export async function writeDocx(
  document: OfficialDocument,
  { notes = false }: { notes?: boolean } = {},
): Promise<Uint8Array> {
  const word = new Document({
    title: document.title.replaceAll('\n', ''),
    creator: document.issuer,
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: { document: { run: { font: fontOf('仿宋_GB2312'), size: 32 } } },
      // LibreOffice takes the grid's size from this style and not from the document's defaults.
      paragraphStyles: [
        { id: 'Normal', name: 'Normal', quickFormat: true, run: { font: fontOf('仿宋_GB2312'), size: 32 } },
      ],
    },
    numbering: {
      config: [
        {
          reference: 'headings',
          levels: [
            { level: 0, format: LevelFormat.CHINESE_COUNTING_THOUSAND, text: '%1、', ...plainLevel },
            { level: 1, format: LevelFormat.CHINESE_COUNTING_THOUSAND, text: '（%2）', ...plainLevel },
            { level: 2, format: LevelFormat.DECIMAL, text: '%3.', ...plainLevel },
            { level: 3, format: LevelFormat.DECIMAL, text: '（%4）', ...plainLevel },
          ],
        },
      ],
    },
    sections: [
      {
        properties: { page: { size: page, margin }, grid: { type: DocumentGridType.LINES, linePitch } },
        footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
        children: [
          ...titleOf(document.title),
          ...document.blocks.flatMap(blockOf),
          ...signature(document),
          ...(notes ? notesOf(document) : []),
        ],
      },
    ],
  });
  return stableZip(new Uint8Array(await Packer.toArrayBuffer(word)), document.createdAt);
}

const plainLevel = {
  suffix: LevelSuffix.NOTHING,
  alignment: AlignmentType.LEFT,
  style: { paragraph: { indent: { left: 0, ...indent } } },
};

function fontOf(name: string): { ascii: string; hAnsi: string; eastAsia: string; cs: string } {
  return { ascii: name, hAnsi: name, eastAsia: name, cs: name };
}

function titleOf(title: string): Paragraph[] {
  const lines = title
    .split('\n')
    .map(
      (line) =>
        new Paragraph({
          alignment: AlignmentType.CENTER,
          widowControl: false,
          spacing: { line: 700, lineRule: LineRuleType.EXACT },
          children: runsOf(line, { font: fontOf('方正小标宋简体'), size: 44 }),
        }),
    );
  return [...lines, new Paragraph({ spacing: exactLine, children: [] })];
}

function blockOf(block: Block): NonNullable<ISectionOptions['children']>[number][] {
  if (block.type === 'table') {
    const caption = block.caption
      ? [paragraphOf(runsOf(block.caption, { font: fontOf('黑体'), size: 28 }), AlignmentType.CENTER, false)]
      : [];
    return [...caption, tableOf(block, fontOf), new Paragraph({ spacing: exactLine, children: [] })];
  }
  if (block.type === 'heading') {
    const { font, bold } = heads[block.level - 1]!;
    const numbering = { reference: 'headings', level: block.level - 1 };
    return [
      new Paragraph({
        numbering,
        widowControl: false,
        keepNext: true,
        indent,
        spacing: exactLine,
        outlineLevel: block.level - 1,
        children: runsOf(block.text, { ...letter, font: fontOf(font), bold }),
      }),
    ];
  }
  const lead = block.lead === undefined ? [] : runsOf(`${block.lead}：`, { ...letter, font: fontOf('黑体') });
  return [
    paragraphOf([...lead, ...block.runs.flatMap((run) => runsOf(run.text, letter))], AlignmentType.JUSTIFIED, true),
  ];
}

/** Squeezes three-point type into 28 characters a line; -4 would give 27. */
const letter = { characterSpacing: -5 } satisfies IRunOptions;

function paragraphOf(
  children: TextRun[],
  alignment: (typeof AlignmentType)[keyof typeof AlignmentType],
  indented: boolean,
): Paragraph {
  return new Paragraph({ alignment, widowControl: false, spacing: exactLine, ...(indented && { indent }), children });
}

/** Issuer and date, two lines below the text, the date four characters from the right. */
function signature(document: OfficialDocument): Paragraph[] {
  const right = (text: string) =>
    new Paragraph({
      alignment: AlignmentType.RIGHT,
      spacing: exactLine,
      indent: { right: 1280 },
      children: runsOf(text, letter),
    });
  return [new Paragraph({ spacing: exactLine, children: [] }), right(document.issuer), right(document.date)];
}

function notesOf(document: OfficialDocument): Paragraph[] {
  const head = paragraphOf(runsOf('数据说明', { ...letter, font: fontOf('黑体') }), AlignmentType.LEFT, true);
  return [
    head,
    ...document.notes.map((note) =>
      paragraphOf(runsOf(`${note.id}. ${note.text}`, { size: 24 }), AlignmentType.LEFT, true),
    ),
  ];
}

/** — 1 —, one character from the outer edge: right on odd pages, left on even ones. */
function pageNumber(alignment: typeof AlignmentType.RIGHT | typeof AlignmentType.LEFT): Footer {
  const side = alignment === AlignmentType.RIGHT ? { right: 280 } : { left: 280 };
  const run = new TextRun({ size: 28, font: fontOf('宋体'), children: ['— ', PageNumber.CURRENT, ' —'] });
  return new Footer({ children: [new Paragraph({ alignment, indent: side, children: [run] })] });
}
