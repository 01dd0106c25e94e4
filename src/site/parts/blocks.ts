import { html } from 'hono/html';
import type { EditionFigure } from '#domain/summary/edition-model.ts';
import { type Html, published } from '../layout.ts';

export type Inlines = readonly (string | { readonly figure: number })[];

/** Shows the figure at that place of the edition's list, each time it occurs. */
export type FigureWriter = (place: number) => Html;

export interface TableBlock {
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly numeric: boolean }[];
  readonly rows: readonly Inlines[];
  readonly totals?: Inlines | undefined;
}

export function inlinesOf(inlines: Inlines, figure: FigureWriter): (string | Html)[] {
  return inlines.map((inline) => (typeof inline === 'string' ? inline : figure(inline.figure)));
}

/** A table that scrolls inside itself on a narrow screen; its first cells are the rows' headings. */
export function tableOf(table: TableBlock, figure: FigureWriter): Html {
  const isNumeric = (index: number) => table.columns[index]?.numeric === true;
  const cells = (row: Inlines) =>
    row.map((inline, index) => {
      const content = inlinesOf([inline], figure);
      return index === 0
        ? html`<th scope="row">${content}</th>`
        : html`<td class="${isNumeric(index) ? 'numeric' : 'words'}">${content}</td>`;
    });
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${table.caption}" lang="${published}">
<table>
<caption>${table.caption}</caption>
<thead><tr>${table.columns.map((column) => html`<th scope="col" class="${column.numeric ? 'numeric' : 'words'}">${column.title}</th>`)}</tr></thead>
<tbody>${table.rows.map((row) => html`<tr>${cells(row)}</tr>`)}</tbody>
${table.totals ? html`<tfoot><tr>${cells(table.totals)}</tr></tfoot>` : ''}
</table>
</div>`;
}

/** The number and its counter word apart, where the text has them: 194 and 场, 近8000 and 人次; a bare cell gets its word back. */
export function numberAndWord(figure: EditionFigure): { readonly number: string; readonly word: string } {
  const { text, counterWord } = figure;
  if (counterWord !== '' && text.endsWith(counterWord))
    return { number: text.slice(0, -counterWord.length), word: counterWord };
  return { number: text, word: figure.value === null ? '' : counterWord };
}
