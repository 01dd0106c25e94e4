import type { Figure, FigureQuestion } from '#domain/figures/model.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Inline, SummaryBlock } from '../model.ts';
import type { BlockOf } from '../template.ts';
import { questionsIn } from '../token.ts';
import { type BlockWriter, type Draft, inlinesOf, joined, tidy } from './writer.ts';

/**
 * Who has most. Equal counts share a place and nobody of a place that is shown is left out, so a top three may name
 * seven. Overall: one sentence on the units below; within: one paragraph a unit, ranking its own units.
 */
export const ranks: BlockWriter<'ranks'> = {
  ask: (block, draft) => [
    ...fields(block, draft).flatMap((field) => field.units.map((unit) => question(block, draft, unit))),
    ...questionsIn(block.text, draft.unit.code, draft.windowOf),
  ],
  write: (block, draft, answer) =>
    fields(block, draft).flatMap((field): SummaryBlock[] => {
      const places = rank(field.units.map((unit) => ({ unit, figure: answer(question(block, draft, unit)) }))).slice(
        0,
        block.top,
      );
      if (places.length === 0) return [];
      const shown = block.among === 'overall' ? overall(places, draft) : within(places, block, draft, answer);
      const inlines = tidy(inlinesOf(block.text, draft.unit.code, draft, answer, shown));
      return [
        { type: 'paragraph', ...(field.lead && { lead: { unit: field.lead.code, short: field.lead.short } }), inlines },
      ];
    }),
};

type Ranks = BlockOf<'ranks'>;
interface Entry {
  readonly unit: Unit;
  readonly figure: Figure;
}

/** Places from the highest count down; those with equal counts stand in one place, in tree order. Zero is no place. */
export function rank(entries: readonly Entry[]): Entry[][] {
  const counted = entries.filter((entry) => (entry.figure.value ?? 0) > 0);
  return [...Map.groupBy(counted, (entry) => entry.figure.value!)]
    .sort(([left], [right]) => right - left)
    .map(([, place]) => place);
}

function fields(block: Ranks, draft: Draft): { lead?: Unit; units: readonly Unit[] }[] {
  const { tree } = draft.organisation;
  const children = draft.contributors.filter((unit) => unit !== draft.unit);
  if (block.among === 'overall') return [{ units: children }];
  return children.map((lead) => ({
    lead,
    units: tree
      .subtree(lead)
      .filter((unit) => unit !== lead && (block.units === undefined || unit.kind === block.units)),
  }));
}

function question(block: Ranks, draft: Draft, unit: Unit): FigureQuestion {
  const classes = Object.keys(block.classes).length > 0 ? { classes: block.classes } : {};
  return {
    measure: block.measure,
    unit: unit.code,
    window: draft.windowOf(block.window),
    ...classes,
    precision: 'exact',
  };
}

function overall(places: readonly Entry[][], draft: Draft): Readonly<Record<string, string | readonly Inline[]>> {
  const entries = places.flat();
  const figures = joined(
    entries.map((entry) => [draft.place(entry.figure)]),
    '、',
  );
  return { names: entries.map((entry) => entry.unit.short).join('、'), figures };
}

function within(places: readonly Entry[][], block: Ranks, draft: Draft, answer: (question: FigureQuestion) => Figure) {
  const items = places.map((place) =>
    inlinesOf(place.length > 1 ? block.item_tied : block.item, draft.unit.code, draft, answer, {
      names: place.map((entry) => entry.unit.short).join('、'),
      figure: joined(
        place.slice(0, 1).map((entry) => [draft.place(entry.figure)]),
        '',
      ),
    }),
  );
  return { list: joined(items, '；') };
}
