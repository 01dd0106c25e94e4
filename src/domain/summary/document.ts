import type { Block, OfficialDocument, Run } from '#formats/blocks.ts';
import { day, dayInWords } from '#kernel/day.ts';
import { type Edition, figureSentence } from './edition-model.ts';
import type { Inline, SummaryBlock } from './model.ts';

/** An edition as an official paper: the same words and figures as on its page, each figure with its note. */
export function documentOf(edition: Edition): OfficialDocument {
  return {
    title: edition.title,
    issuer: edition.unit.name,
    date: dayInWords(day(localDay(edition.frozenAt))),
    createdAt: edition.frozenAt,
    blocks: edition.sections.flatMap((section): Block[] => [
      { type: 'heading', level: 1, text: section.title },
      ...section.blocks.map((block) => blockOf(block, edition)),
    ]),
    notes: edition.figures.map((figure, index) => ({ id: index + 1, text: figureSentence(figure) })),
  };
}

function blockOf(block: SummaryBlock, edition: Edition): Block {
  if (block.type === 'paragraph') {
    return {
      type: 'paragraph',
      ...(block.lead && { lead: block.lead.short }),
      runs: block.inlines.map((inline) => runOf(inline, edition)),
    };
  }
  const cells = (row: readonly Inline[]) => row.map((inline) => runOf(inline, edition).text);
  return {
    type: 'table',
    caption: block.caption,
    columns: block.columns,
    rows: block.rows.map(cells),
    ...(block.totals && { totals: cells(block.totals) }),
  };
}

function runOf(inline: Inline, edition: Edition): Run {
  return typeof inline === 'string'
    ? { text: inline }
    : { text: edition.figures[inline.figure]!.text, note: inline.figure + 1 };
}

/** The day in China (UTC+8, no summer time) at a moment given in UTC. */
function localDay(moment: string): string {
  return new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 10);
}
