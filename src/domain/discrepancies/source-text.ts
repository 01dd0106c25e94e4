import type { Inline, SummarySection } from '#domain/summary/model.ts';

/** A figure's place in a text, by its place in the summary's list. */
export interface FigureSpan {
  readonly start: number;
  readonly end: number;
  readonly figure: number;
}

const ordinals = '一二三四五六七八九十';

/** A summary as plain text, one line a paragraph or table row, and where each figure stands in it. */
export function textOfSections(
  title: string,
  sections: readonly SummarySection[],
  figures: readonly { readonly text: string }[],
): { readonly text: string; readonly figures: readonly FigureSpan[] } {
  const spans: FigureSpan[] = [];
  let text = `${title}\n`;
  const put = (inline: Inline) => {
    if (typeof inline === 'string') {
      text += inline;
      return;
    }
    const start = text.length;
    text += figures[inline.figure]!.text;
    spans.push({ start, end: text.length, figure: inline.figure });
  };
  for (const [index, section] of sections.entries()) {
    text += `${ordinalOf(index)}、${section.title}\n`;
    for (const block of section.blocks) {
      if (block.type === 'paragraph') {
        if (block.lead) text += `${block.lead.short}：`;
        for (const inline of block.inlines) put(inline);
        text += '\n';
        continue;
      }
      text += `${block.caption}\n${block.columns.map((column) => column.title).join('\t')}\n`;
      for (const row of [...block.rows, ...(block.totals ? [block.totals] : [])]) {
        for (const [column, cell] of row.entries()) {
          if (column > 0) text += '\t';
          // An empty cell would move the next ones to the left.
          if (cell === '') text += '—';
          else put(cell);
        }
        text += '\n';
      }
    }
  }
  return { text, figures: spans };
}

function ordinalOf(index: number): string {
  return index < 10 ? ordinals[index]! : `十${ordinals[index - 10] ?? ''}`;
}
