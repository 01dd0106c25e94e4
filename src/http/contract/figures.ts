import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Completeness, KindCodeShape, RecordId, TextShape, UnitCode, UnitName, WindowShape } from './common.ts';
import { CursorText, RecordRow } from './records.ts';

const tags = ['figures'];

export const QuestionShape = z.object({
  measure: z
    .string()
    .max(60)
    .meta({ examples: ['lecture.sessions', 'lecture.records'] }),
  unit: UnitCode,
  window: WindowShape.refine(({ from, to }) => from <= to, { message: 'window_reversed' }),
  union: z.array(UnitCode).min(1).max(500).optional(),
  classes: z.record(z.string().max(60), z.string().max(60)).optional(),
  person: z.string().max(60).optional(),
  record: RecordId.optional(),
  precision: z.enum(['exact', 'hedged']).default('exact'),
});

const FigureShape = z.object({
  question: QuestionShape,
  label: TextShape,
  counterWord: z.string(),
  value: z.number().nullable(),
  text: z.string(),
  records: z.number().nullable(),
  claimed: z.boolean(),
});

export const figures = {
  evaluate: oc
    .route({ method: 'POST', path: '/figures', tags, summary: 'Answer up to 500 questions, in their order' })
    .input(z.object({ questions: z.array(QuestionShape).min(1).max(500) }))
    .output(z.object({ figures: z.array(FigureShape) })),
  records: oc
    .route({
      method: 'POST',
      path: '/figures/records',
      tags,
      summary: 'Open a figure: the verified records it counts, page by page',
    })
    .input(z.object({ question: QuestionShape, after: CursorText.optional() }))
    .output(
      z.object({
        figure: FigureShape,
        sentence: TextShape,
        rows: z.array(
          RecordRow.extend({ value: z.number().meta({ description: 'what this record adds to the figure' }) }),
        ),
        next: z.string().optional(),
        completeness: Completeness,
      }),
    ),
};

const Compared = z.object({ figure: FigureShape, before: FigureShape });

export const home = {
  get: oc
    .route({
      method: 'GET',
      path: '/home',
      tags: ['home'],
      summary: 'A unit’s figures against its own last period of equal length, and what waits',
    })
    .input(z.object({ unit: UnitCode, window: z.string().max(30) }))
    .output(
      z.object({
        unit: UnitName,
        window: WindowShape,
        before: WindowShape,
        figures: z.array(Compared),
        kinds: z.array(z.object({ kind: KindCodeShape, label: TextShape, records: z.number(), before: z.number() })),
        waiting: z.object({ submitted: z.number(), returned: z.number(), drafts: z.number(), late: z.number() }),
        lateAfterDays: z.number(),
      }),
    ),
};
