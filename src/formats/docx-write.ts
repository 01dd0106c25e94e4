import {
  AlignmentType,
  Bookmark,
  Document,
  DocumentGridType,
  Footer,
  HeadingLevel,
  InternalHyperlink,
  type ISectionOptions,
  Packer,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from 'docx';
import type { Block, OfficialDocument } from './blocks.ts';
import { checkDocument } from './document-check.ts';
import { imageOf } from './docx-image.ts';
import { markAnchor, NoteMarks, noteAnchor, textRuns } from './docx-runs.ts';
import { character, faces, finishStyles, fontOf, linePitch, margin, numbering, page, styles } from './docx-style.ts';
import { tableOf } from './docx-table.ts';
import { notesTitle } from './labels.ts';
import { printableLine, printableLines } from './printable.ts';
import { signatureIndents } from './signature.ts';
import { stableZip } from './stable-zip.ts';

type SectionChild = NonNullable<ISectionOptions['children']>[number];

/**
 * The document as an official paper (GB/T 9704) in Word's format. The same document gives the same bytes. `notes` adds
 * what the numbers count, on pages of their own, each number leading to its note and back. Raises ProblemError when the
 * document does not hold together.
 */
export async function writeDocx(
  document: OfficialDocument,
  { notes = false }: { notes?: boolean } = {},
): Promise<Uint8Array> {
  checkDocument(document);
  const marks = new NoteMarks(notes);
  const word = new Document({
    title: printableLine(document.title),
    creator: printableLine(document.issuer),
    lastModifiedBy: printableLine(document.issuer),
    ...(document.identifier && { keywords: printableLine(document.identifier) }),
    evenAndOddHeaderAndFooters: true,
    styles,
    numbering,
    sections: [
      {
        properties: { page: { size: page, margin }, grid: { type: DocumentGridType.LINES, linePitch } },
        footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
        children: [
          ...headOf(document),
          ...document.blocks.flatMap((block) => blockOf(block, marks)),
          ...signatureOf(document),
          ...(notes ? notesOf(document, marks) : []),
        ],
      },
    ],
  });
  return stableZip(new Uint8Array(await Packer.toArrayBuffer(word)), document.createdAt, {
    'word/styles.xml': finishStyles,
  });
}

/** The number of the paper, two lines, the title, one line. */
function headOf(document: OfficialDocument): Paragraph[] {
  const reference = document.reference
    ? [
        new Paragraph({ alignment: AlignmentType.CENTER, children: textRuns(document.reference) }),
        blankLine(),
        blankLine(),
      ]
    : [];
  const title = printableLines(document.title).map(
    (line) => new Paragraph({ style: 'Title', children: textRuns(line, faces.title) }),
  );
  return [...reference, ...title, blankLine()];
}

const headingLevels = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
] as const;
const headingFaces = [faces.head, faces.kai, faces.body, faces.body] as const;

function blockOf(block: Block, marks: NoteMarks): SectionChild[] {
  if (block.type === 'table') {
    const caption = block.caption
      ? [new Paragraph({ style: 'TableCaption', children: textRuns(block.caption, faces.head) })]
      : [];
    return [...caption, tableOf(block), blankLine()];
  }
  if (block.type === 'image') return imageOf(block);
  if (block.type === 'heading') {
    return [
      new Paragraph({
        heading: headingLevels[block.level - 1]!,
        numbering: { reference: 'headings', level: block.level - 1 },
        children: textRuns(block.text, headingFaces[block.level - 1], block.level === 3 ? { bold: true } : {}),
      }),
    ];
  }
  const lead = block.lead === undefined ? [] : textRuns(`${block.lead}：`, faces.head);
  return [bodyParagraph([...lead, ...block.runs.flatMap((run) => marks.runs(run))])];
}

function bodyParagraph(children: readonly ParagraphChild[]): Paragraph {
  return new Paragraph({ style: 'BodyText', children });
}

function blankLine(): Paragraph {
  return new Paragraph({ children: [] });
}

/** Issuer and date, one line below the text, kept on one page. */
function signatureOf(document: OfficialDocument): Paragraph[] {
  const [issuer, date] = [printableLine(document.issuer), printableLine(document.date)];
  const indents = signatureIndents(issuer, date);
  const right = (text: string, indent: number, keepNext: boolean) =>
    new Paragraph({
      alignment: AlignmentType.RIGHT,
      keepNext,
      indent: { right: Math.round(indent * character) },
      children: textRuns(text),
    });
  return [
    new Paragraph({ keepNext: true, children: [] }),
    right(issuer, indents.issuer, true),
    right(date, indents.date, false),
  ];
}

function notesOf(document: OfficialDocument, marks: NoteMarks): Paragraph[] {
  if (document.notes.length === 0) return [];
  return [
    new Paragraph({ pageBreakBefore: true, children: textRuns(notesTitle[document.language ?? 'zh'], faces.head) }),
    ...document.notes.map((note) => {
      const number = new TextRun({ text: `[${note.id}] ` });
      const back = marks.has(note.id)
        ? new InternalHyperlink({ anchor: markAnchor(note.id), children: [number] })
        : number;
      const children = [new Bookmark({ id: noteAnchor(note.id), children: [] }), back, ...textRuns(note.text)];
      return new Paragraph({ style: 'NoteText', children });
    }),
  ];
}

/** — 1 —, one character from the outer edge: right on odd pages, left on even ones. */
function pageNumber(alignment: typeof AlignmentType.RIGHT | typeof AlignmentType.LEFT): Footer {
  const side = alignment === AlignmentType.RIGHT ? { right: 280 } : { left: 280 };
  const run = new TextRun({ size: 28, font: fontOf(faces.page), children: ['— ', PageNumber.CURRENT, ' —'] });
  return new Footer({ children: [new Paragraph({ alignment, indent: side, children: [run] })] });
}
