import type { Figure, FigureQuestion } from '#domain/figures/model.ts';
import type { SummaryBlock } from '../model.ts';
import type { BlockTemplate } from '../template.ts';
import { classes } from './classes.ts';
import { commitments } from './commitments.ts';
import { contributions } from './contributions.ts';
import { paragraph } from './paragraph.ts';
import { people } from './people.ts';
import { ranks } from './ranks.ts';
import { table } from './table.ts';
import type { BlockWriter, Draft } from './writer.ts';

const writers: { readonly [Type in BlockTemplate['type']]: BlockWriter<Type> } = {
  paragraph,
  contributions,
  people,
  classes,
  table,
  ranks,
  commitments,
};

export function askBlock<Type extends BlockTemplate['type']>(
  block: Extract<BlockTemplate, { type: Type }>,
  draft: Draft,
): readonly FigureQuestion[] {
  return (writers[block.type] as BlockWriter<Type>).ask(block, draft);
}

export function writeBlock<Type extends BlockTemplate['type']>(
  block: Extract<BlockTemplate, { type: Type }>,
  draft: Draft,
  answer: (question: FigureQuestion) => Figure,
): readonly SummaryBlock[] {
  return (writers[block.type] as BlockWriter<Type>).write(block, draft, answer);
}
