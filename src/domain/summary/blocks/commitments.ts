import type { BlockWriter } from './writer.ts';

/** What is planned for the next stage, as the round's commitments. */
export const commitments: BlockWriter<'commitments'> = {
  ask: () => [],
  write: (block, draft) =>
    draft.commitments.length === 0
      ? []
      : [
          {
            type: 'paragraph',
            inlines: [`${block.open}${draft.commitments.map((one) => one.title).join('、')}${block.close || '。'}`],
          },
        ],
};
