import { fileURLToPath } from 'node:url';
import { type Problem, problem } from '#kernel/problem.ts';
import type { Block, OfficialDocument } from './blocks.ts';
import { checkDocument } from './document-check.ts';
import { notesTitle } from './labels.ts';
import { runPdfJob } from './pdf-process.ts';
import type { PdfDone } from './pdf-worker.ts';
import { printable, printableLine, printableLines } from './printable.ts';
import { signatureIndents } from './signature.ts';
import { inspectSvg } from './svg-image.ts';
import { columnShares } from './table-widths.ts';

export interface PdfOptions {
  /** Adds what the numbers count, on pages of their own, each number leading to its note and back. */
  readonly notes?: boolean;
  /**
   * The operator's own faces (方正小标宋, 仿宋_GB2312), looked at first. The bytes then depend on them, so without a
   * folder nothing that happens to be installed is used.
   */
  readonly fontFolder?: string | undefined;
  /** Where converted fonts are kept. */
  readonly cacheFolder?: string;
  /** Told what is not as it should be in a PDF that was set all the same: characters that no font has. */
  readonly report?: (problems: readonly Problem[]) => void;
  /** Milliseconds after which setting is given up; two minutes when absent. */
  readonly timeout?: number;
}

/**
 * The document as an official paper (GB/T 9704) in PDF/A-2a: tagged for screen readers and fit for archives. The same
 * document gives the same bytes. Raises ProblemError when the document does not hold together or cannot be set.
 */
export async function writePdf(document: OfficialDocument, options: PdfOptions = {}): Promise<Uint8Array> {
  checkDocument(document);
  const data = JSON.stringify(paperOf(document, options.notes ?? false));
  const drawings = document.blocks.flatMap((block) => (block.type === 'image' ? [inOurFont(block.svg)] : []));
  const done = await runPdfJob(
    {
      data,
      drawings,
      characters: charactersOf(data, drawings),
      fontFolder: options.fontFolder,
      cacheFolder: options.cacheFolder ?? fileURLToPath(new URL('../../.cache', import.meta.url)),
      createdAt: Math.floor(Date.parse(document.createdAt) / 1000),
    },
    options.timeout,
  );
  const problems = shortcomings(done);
  if (problems.length > 0) options.report?.(problems);
  return done.pdf;
}

/** What official.typ reads. Every word is a JSON string there and never becomes markup. */
function paperOf(document: OfficialDocument, notes: boolean): unknown {
  const language = document.language ?? 'zh';
  const moment = new Date(document.createdAt);
  let drawing = 0;
  return {
    language,
    title: printableLines(document.title),
    issuer: printableLine(document.issuer),
    date: printableLine(document.date),
    reference: document.reference === undefined ? null : printableLine(document.reference),
    identifier: document.identifier === undefined ? null : printableLine(document.identifier),
    created: [moment.getUTCFullYear(), moment.getUTCMonth() + 1, moment.getUTCDate()],
    indents: signatureIndents(printableLine(document.issuer), printableLine(document.date)),
    blocks: document.blocks.map((block) => blockOf(block, notes, () => drawing++)),
    notesTitle: notesTitle[language],
    notes: notes ? document.notes.map((note) => ({ id: note.id, text: printableLine(note.text) })) : [],
  };
}

function blockOf(block: Block, notes: boolean, nextDrawing: () => number): unknown {
  if (block.type === 'heading') return { ...block, text: printableLine(block.text) };
  if (block.type === 'table') {
    return {
      type: 'table',
      caption: block.caption === undefined ? null : printableLine(block.caption),
      columns: block.columns.map((column) => ({ title: printableLine(column.title), numeric: column.numeric })),
      shares: columnShares(block),
      rows: block.rows.map((row) => row.map(cellText)),
      totals: block.totals?.map(cellText) ?? [],
    };
  }
  if (block.type === 'image') {
    const { width } = inspectSvg(block.svg);
    const caption = printableLine(block.caption ?? block.alt);
    return { type: 'image', file: `/${nextDrawing()}.svg`, width, alt: printableLine(block.alt), caption };
  }
  const runs = block.runs.map((run) => ({
    text: printableLine(run.text),
    strong: run.strong ?? false,
    note: notes ? (run.note ?? null) : null,
  }));
  return { type: 'paragraph', lead: block.lead === undefined ? null : printableLine(`${block.lead}：`), runs };
}

/** Cells may have several lines. */
function cellText(text: string): string {
  return printableLines(text).join('\n');
}

/** Drawings ask for fonts by name, and would be set with whatever the machine has. */
function inOurFont(svg: string): string {
  return printable(svg)
    .replace(/font-family\s*=\s*("[^"]*"|'[^']*')/g, 'font-family="Taizhang Kai"')
    .replace(/font-family\s*:\s*[^;"'<}]*(?:'[^']*'[^;"<}]*)*/g, 'font-family:Taizhang Kai')
    .replace(/<svg(?=[\s>])/, '<svg font-family="Taizhang Kai"');
}

// Marks that shape or join what stands beside them and are never drawn, and blanks.
const undrawn = /\s|\p{Cf}|\p{Cc}|\p{Mn}/gu;

function charactersOf(data: string, drawings: readonly string[]): string {
  const words = drawings.map((drawing) => drawing.replace(/<[^>]*>/g, ''));
  return [data, ...words]
    .join('')
    .replace(/\\[nrt]/g, '')
    .replace(undrawn, '');
}

function shortcomings(done: PdfDone): Problem[] {
  if (done.missing.length > 0) {
    const named = done.missing.map((character) => `${character}（U+${hex(character)}）`).join('、');
    return [
      problem('glyph_missing', {
        zh: `字库里没有这些字，PDF 里印成了方框：${named}。请在字体文件夹里放一套收有它们的字库`,
        en: `no font has these characters, and the PDF shows boxes: ${named}. Put a font that has them into the font folder`,
      }),
    ];
  }
  if (done.archival) return [];
  return [
    problem('pdf_not_archival', {
      zh: '这份 PDF 没有存成归档格式（PDF/A），可以阅读和打印',
      en: 'this PDF is not in the archival format (PDF/A); it can be read and printed',
    }),
  ];
}

function hex(character: string): string {
  return character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
}
