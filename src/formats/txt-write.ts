import type { Block, OfficialDocument } from './blocks.ts';
import { HeadingCounter } from './numbering.ts';
import { printable } from './printable.ts';

/** The document as plain text, as an association's site prints it: indented paragraphs, tables in columns, notes at the end. */
export function writeTxt(document: OfficialDocument, { notes = false }: { notes?: boolean } = {}): string {
  const counter = new HeadingCounter();
  const lines = [
    ...document.title.split('\n'),
    '',
    ...document.blocks.flatMap((block) => blockLines(block, counter)),
    '',
    document.issuer,
    document.date,
  ];
  if (notes && document.notes.length > 0) {
    lines.push('', '数据说明', ...document.notes.map((note) => `[${note.id}] ${note.text}`));
  }
  return `${lines.map((line) => printable(line).replace(/[\t\r\n]/g, ' ')).join('\n')}\n`;
}

function blockLines(block: Block, counter: HeadingCounter): string[] {
  if (block.type === 'heading') return ['', `${counter.next(block.level)}${block.text}`];
  if (block.type === 'paragraph')
    return [`    ${block.lead === undefined ? '' : `${block.lead}：`}${block.runs.map((run) => run.text).join('')}`];
  const rows = [block.columns.map((column) => column.title), ...block.rows, ...(block.totals ? [block.totals] : [])];
  const widths = block.columns.map((_, index) => Math.max(...rows.map((row) => displayWidth(row[index] ?? ''))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) =>
        block.columns[index]?.numeric
          ? pad(cell, widths[index]!, true)
          : index === row.length - 1
            ? cell
            : pad(cell, widths[index]!, false),
      )
      .join('  ')
      .trimEnd();
  return ['', ...(block.caption ? [`    ${block.caption}`] : []), ...rows.map(line), ''];
}

/** Columns on a terminal: Chinese and full-width characters take two. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += /[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]/.test(character) ? 2 : 1;
  return width;
}

function pad(text: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return right ? blanks + text : text + blanks;
}
