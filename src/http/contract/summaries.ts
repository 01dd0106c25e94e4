import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Moment, TextShape, UnitCode, UnitName, WindowShape, WindowText } from './common.ts';
import { QuestionShape } from './figures.ts';

const tags = ['summaries'];

const InlineShape = z.union([z.string(), z.object({ figure: z.number().int() })]);
const BlockShape = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('paragraph'),
    lead: z.object({ unit: z.string(), short: z.string() }).optional(),
    inlines: z.array(InlineShape),
    told: z.array(z.number()).optional(),
  }),
  z.object({
    type: z.literal('table'),
    caption: z.string(),
    columns: z.array(z.object({ title: z.string(), numeric: z.boolean() })),
    rows: z.array(z.array(InlineShape)),
    totals: z.array(InlineShape).optional(),
  }),
]);

const CompiledFigure = z.object({
  id: z.string(),
  text: z.string(),
  sentence: z.string(),
  label: TextShape,
  question: QuestionShape,
  value: z.number().nullable(),
});

const Compiled = z.object({
  title: z.string(),
  unit: UnitName,
  window: WindowShape,
  round: z.string().optional(),
  sections: z.array(z.object({ code: z.string(), title: z.string(), blocks: z.array(BlockShape) })),
  figures: z.array(CompiledFigure),
  notes: z.array(z.string()),
  /** SHA-256 of what is shown; freezing names it, so that nothing is frozen that was not seen. */
  seen: z.string(),
  mayFreeze: z.boolean(),
  compiledAt: Moment,
});

const EditionRow = z.object({
  code: z.string(),
  title: z.string(),
  unit: UnitName,
  sha256: z.string(),
  frozenAt: Moment,
  frozenBy: z.string().nullable(),
  publishedAt: Moment.nullable(),
  mayPublish: z.boolean(),
  files: z.array(z.string()),
});

export const summaries = {
  compile: oc
    .route({
      method: 'GET',
      path: '/summaries/compiled',
      tags,
      summary: 'Compile a unit’s summary of a window from verified records',
    })
    .input(z.object({ unit: UnitCode, window: WindowText }))
    .output(Compiled),
  editions: oc
    .route({
      method: 'GET',
      path: '/editions',
      tags,
      summary: 'Frozen editions of units one may see, the newest first',
    })
    .output(z.object({ editions: z.array(EditionRow) })),
  freeze: oc
    .route({ method: 'POST', path: '/editions', tags, summary: 'Freeze the summary that was seen', successStatus: 201 })
    .input(
      z.object({
        unit: UnitCode,
        window: WindowText,
        seen: z.string().regex(/^[0-9a-f]{64}$/),
        conflicts: z
          .array(z.number().int())
          .max(500)
          .default([])
          .meta({ description: 'open conflicts that are known and accepted; all of them must be named' }),
      }),
    )
    .output(z.object({ code: z.string(), sha256: z.string() })),
  publish: oc
    .route({
      method: 'PUT',
      path: '/editions/{code}/publication',
      tags,
      summary: 'Put a frozen edition on the public site',
    })
    .input(z.object({ code: z.string().min(1).max(100) }))
    .output(z.object({ code: z.string(), publishedAt: Moment })),
};
