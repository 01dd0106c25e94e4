import type { Block, OfficialDocument, Run, TableBlock } from './blocks.ts';
import { displayWidth } from './display-width.ts';
import { checkDocument } from './document-check.ts';
import { drawingName, notesTitle } from './labels.ts';
import { HeadingCounter } from './numbering.ts';
import { printableLine, printableLines } from './printable.ts';

const indent = '    ';

/**
 * The document as plain text, as an association's site prints it: headings and paragraphs indented by four blanks, tables
 * in columns, notes at the end. Raises ProblemError when the document does not hold together.
 */
export function writeTxt(document: OfficialDocument, { notes = false }: { notes?: boolean } = {}): string {
  checkDocument(document);
  const language = document.language ?? 'zh';
  const writer = { counter: new HeadingCounter(), notes, drawing: drawingName[language] };
  const lines = [
    ...(document.reference ? [document.reference, ''] : []),
    ...printableLines(document.title),
    '',
    ...document.blocks.flatMap((block) => blockLines(block, writer)),
    '',
    document.issuer,
    document.date,
  ];
  if (notes && document.notes.length > 0) {
    lines.push('', notesTitle[language], ...document.notes.map((note) => `[${note.id}] ${note.text}`));
  }
  if (document.identifier) lines.push('', document.identifier);
  return `${lines.map((line) => printableLine(line).trimEnd()).join('\n')}\n`;
}

interface Writer {
  readonly counter: HeadingCounter;
  readonly notes: boolean;
  readonly drawing: string;
}

function blockLines(block: Block, writer: Writer): string[] {
  if (block.type === 'heading') return [`${indent}${writer.counter.next(block.level)}${block.text}`];
  if (block.type === 'table') return tableLines(block);
  if (block.type === 'image') {
    return [
      '',
      `${indent}［${writer.drawing}：${block.alt}］`,
      ...(block.caption ? [`${indent}${block.caption}`] : []),
      '',
    ];
  }
  const lead = block.lead === undefined ? '' : `${block.lead}：`;
  return [`${indent}${lead}${block.runs.map((run) => runText(run, writer.notes)).join('')}`];
}

function runText(run: Run, notes: boolean): string {
  return notes && run.note !== undefined ? `${run.text}[${run.note}]` : run.text;
}

function tableLines(block: TableBlock): string[] {
  const titles = block.columns.map((column) => column.title);
  const rows = [titles, ...block.rows, ...(block.totals ? [block.totals] : [])].map((row) => row.map(printableLine));
  const widths = titles.map((_, index) => Math.max(...rows.map((row) => displayWidth(row[index]!))));
  const line = (row: readonly string[]) =>
    row.map((cell, index) => padded(cell, widths[index]!, block.columns[index]!.numeric)).join('  ');
  return ['', ...(block.caption ? [`${indent}${block.caption}`] : []), ...rows.map(line), ''];
}

function padded(text: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return right ? blanks + text : text + blanks;
}
