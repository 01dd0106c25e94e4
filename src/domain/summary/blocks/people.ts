import type { FigureQuestion } from '#domain/figures/model.ts';
import type { BlockOf } from '../template.ts';
import { questionsIn } from '../token.ts';
import { type BlockWriter, type Draft, holderOf, inlinesOf, joined, tidy } from './writer.ts';

/**
 * A sentence on people who hold a post at `{holder}`: `{count}` of them, `{named}` with something to count, `{list}` of these with
 * their figures, and `{rest}` on those without, where there are any. Those without any are counted too, so that announced and named always add up.
 */
export const people: BlockWriter<'people'> = {
  ask: (block, draft) => {
    const unit = holderOf(block.own, draft);
    if (unit === undefined) return [];
    const questions = holders(block, draft, unit).map((one) => question(block, draft, unit, one.code));
    return [...questions, ...questionsIn(block.text, unit, draft.windowOf)];
  },
  write: (block, draft, answer) => {
    const unit = holderOf(block.own, draft);
    if (unit === undefined) return [];
    const asked = holders(block, draft, unit).map((one) => ({
      name: one.name,
      figure: answer(question(block, draft, unit, one.code)),
    }));
    const active = asked.filter((one) => one.figure.value !== 0);
    if (active.length === 0) return [];
    const list = active.map((one) => [one.name, draft.place(one.figure)]);
    const names = {
      count: String(asked.length),
      named: String(active.length),
      holder: draft.organisation.tree.find(unit)!.short,
      rest: asked.length > active.length ? block.rest.replace('{silent}', String(asked.length - active.length)) : '',
      list: joined(list, '、'),
    };
    return [{ type: 'paragraph', inlines: tidy(inlinesOf(block.text, unit, draft, answer, names)) }];
  },
};

type People = BlockOf<'people'>;

function holders(block: People, draft: Draft, unit: string) {
  const held = draft.people.filter((one) => one.post === block.post && one.unit === unit);
  return [...new Map(held.map((one) => [one.code, one])).values()];
}

function question(block: People, draft: Draft, unit: string, person: string): FigureQuestion {
  return { measure: block.measure, unit, window: draft.windowOf(block.window), person, precision: 'exact' };
}
