import { parseText, questionOf, questionsIn } from '../token.ts';
import { type BlockWriter, choose, inlinesOf, tidy } from './writer.ts';

export const paragraph: BlockWriter<'paragraph'> = {
  ask: (block, draft) =>
    [...block.text, block.when ?? ''].flatMap((text) => questionsIn(text, draft.unit.code, draft.windowOf)),
  write: (block, draft, answer) => {
    const unit = draft.unit.code;
    // `when` names a figure; where that is zero the sentence would say nothing.
    const conditions = parseText(block.when ?? '').flatMap((part) =>
      'token' in part ? [questionOf(part.token, unit, draft.windowOf)] : [],
    );
    if (conditions.some((question) => answer(question).value === 0)) return [];
    const text = choose(block.text, `${unit}/${draft.section}`);
    return [{ type: 'paragraph', inlines: tidy(inlinesOf(text, unit, draft, answer, { unit: draft.unit.short })) }];
  },
};
