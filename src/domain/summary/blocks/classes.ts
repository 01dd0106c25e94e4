import type { FigureQuestion } from '#domain/figures/model.ts';
import type { BlockOf } from '../template.ts';
import { questionsIn } from '../token.ts';
import { type BlockWriter, type Draft, holderOf, inlinesOf, joined, tidy } from './writer.ts';

/** A sentence on a measure by the classes of one family, in the order of the list in force at the window's end; `{list}`. */
export const classes: BlockWriter<'classes'> = {
  ask: (block, draft) => {
    const unit = holderOf(block.own, draft);
    if (unit === undefined) return [];
    const questions = listed(block, draft).map((one) => question(block, draft, unit, one.code));
    return [...questions, ...questionsIn(block.text, unit, draft.windowOf)];
  },
  write: (block, draft, answer) => {
    const unit = holderOf(block.own, draft);
    if (unit === undefined) return [];
    const items = listed(block, draft)
      .map((one) => ({ one, figure: answer(question(block, draft, unit, one.code)) }))
      .filter(({ figure }) => figure.value !== 0);
    if (items.length === 0) return [];
    const list = items.map(({ one, figure }) =>
      inlinesOf(block.item, unit, draft, answer, {
        class: block.names[one.code] ?? one.label.zh,
        figure: [draft.place(figure)],
      }),
    );
    return [
      { type: 'paragraph', inlines: tidy(inlinesOf(block.text, unit, draft, answer, { list: joined(list, '、') })) },
    ];
  },
};

type Classes = BlockOf<'classes'>;

function listed(block: Classes, draft: Draft) {
  return draft.organisation.catalogue.listOn(block.family, draft.windowOf(block.window).to)?.classes ?? [];
}

function question(block: Classes, draft: Draft, unit: string, code: string): FigureQuestion {
  const window = draft.windowOf(block.window);
  return { measure: block.measure, unit, window, classes: { [block.family]: code }, precision: 'exact' };
}
