import type { FigureQuestion } from '#domain/figures/model.ts';
import type { BlockOf } from '../template.ts';
import { questionsIn } from '../token.ts';
import { type BlockWriter, type Draft, inlinesOf, joined, tidy } from './writer.ts';

/**
 * A sentence on people who hold a post: `{count}` of them, `{named}` with something to count, and `{list}` of these with
 * their figures. Those without any are counted too, so that announced and named always add up.
 */
export const people: BlockWriter<'people'> = {
  ask: (block, draft) => [
    ...holders(block, draft).map((one) => question(block, draft, one.code)),
    ...questionsIn(block.text, unitOf(block, draft), draft.windowOf),
  ],
  write: (block, draft, answer) => {
    const asked = holders(block, draft).map((one) => ({
      name: one.name,
      figure: answer(question(block, draft, one.code)),
    }));
    const active = asked.filter((one) => one.figure.value !== 0);
    if (active.length === 0) return [];
    const list = joined(
      active.map((one) => [one.name, draft.place(one.figure)]),
      '、',
    );
    const names = {
      count: String(asked.length),
      named: String(active.length),
      silent: String(asked.length - active.length),
      list,
    };
    return [{ type: 'paragraph', inlines: tidy(inlinesOf(block.text, unitOf(block, draft), draft, answer, names)) }];
  },
};

type People = BlockOf<'people'>;

function unitOf(block: People, draft: Draft): string {
  return block.unit ?? draft.unit.code;
}

function holders(block: People, draft: Draft) {
  const seen = new Set<string>();
  return draft.people.filter((one) => {
    if (one.post !== block.post || one.unit !== unitOf(block, draft) || seen.has(one.code)) return false;
    seen.add(one.code);
    return true;
  });
}

function question(block: People, draft: Draft, person: string): FigureQuestion {
  return {
    measure: block.measure,
    unit: unitOf(block, draft),
    window: draft.windowOf(block.window),
    person,
    precision: 'exact',
  };
}
