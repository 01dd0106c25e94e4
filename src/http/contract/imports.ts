import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { Completeness, KindCodeShape, Moment, StatusShape, TextShape, UnitCode, UnitName } from './common.ts';

const tags = ['imports'];

export const BatchId = z.coerce.number().int().min(1).max(2_147_483_647);
export const UploadId = z.string().regex(/^[\w-]{24}$/);

const ProblemShape = z.object({ code: z.string(), text: TextShape, place: z.string().optional() });

const Counts = z.object({
  read: z.number(),
  fresh: z.number(),
  repeated: z.number(),
  refused: z.number(),
  skipped: z.number(),
});

/** Which upload, and how it is to be read. */
const Reading = z.object({
  upload: UploadId,
  kind: KindCodeShape,
  sheet: z.string().max(100).optional(),
  year: z.int().min(1900).max(2099).optional().meta({ description: 'year of days that are written without one' }),
  unit: UnitCode.optional().meta({ description: 'host of rows that name none' }),
  mended: z
    .array(z.object({ row: z.int().min(1), column: z.int().min(0).max(200), text: z.string().max(5000) }))
    .max(500)
    .default([])
    .meta({ description: 'cells that were mended after the table was read; `column` counts from 0' }),
});

/** How far it is; the last event is `done`. */
const Progress = z.object({ type: z.literal('progress'), read: z.number() });

const RefusedRowShape = z.object({
  row: z.number(),
  cells: z.array(z.string()),
  problems: z.array(ProblemShape.extend({ column: z.number().optional() })),
});

const Preview = Counts.extend({
  type: z.literal('done'),
  sheet: z.string(),
  others: z.array(z.string()),
  heading: z.number(),
  headings: z.array(z.string()),
  unknown: z.array(ProblemShape),
  /** Problems of one sort in one column, the most frequent first. */
  sorts: z.array(
    z.object({
      code: z.string(),
      column: z.number().nullable(),
      rows: z.number(),
      first: z.number(),
      example: TextShape,
    }),
  ),
  /** The first refused rows; `refused` says how many there are. */
  rows: z.array(RefusedRowShape),
});

const Accepted = Counts.extend({ type: z.literal('done'), batch: z.number().optional() });

const PastImportShape = Counts.extend({
  id: z.number(),
  kind: KindCodeShape,
  at: Moment,
  by: z.string(),
  unit: UnitName.nullable(),
  source: z.string(),
  sheet: z.string(),
  undoneAt: Moment.nullable(),
  undoneBy: z.string().nullable(),
});

const Undo = z.object({
  undone: z.number(),
  uncounted: z.number(),
  /** Why records stay, each reason with its rows. */
  kept: z.array(z.object({ why: TextShape, rows: z.array(z.number()), count: z.number() })),
  unseen: z.number(),
});

const one = z.object({ id: BatchId });

export const imports = {
  preview: oc
    .route({
      method: 'POST',
      path: '/imports/preview',
      tags,
      summary: 'What an upload would come to, with every problem; writes nothing. Server-sent events',
    })
    .input(Reading)
    .output(eventIterator(z.union([Progress, Preview]))),
  accept: oc
    .route({
      method: 'POST',
      path: '/imports',
      tags,
      summary: 'Make submitted records of an upload: all rows, or `partly` the good ones. Server-sent events',
    })
    .input(Reading.extend({ partly: z.boolean().default(false) }))
    .output(eventIterator(z.union([Progress, Accepted]))),
  list: oc
    .route({ method: 'GET', path: '/imports', tags, summary: 'Past imports: one page of 50, the latest first' })
    .input(z.object({ before: BatchId.optional() }))
    .output(
      z.object({
        imports: z.array(PastImportShape),
        next: z.number().optional(),
        completeness: Completeness.omit({ unit: true, window: true }),
      }),
    ),
  get: oc
    .route({ method: 'GET', path: '/imports/{id}', tags, summary: 'One import, what became of it and what it refused' })
    .input(one)
    .output(
      PastImportShape.extend({
        headings: z.array(z.string()),
        statuses: z.array(z.object({ status: StatusShape, n: z.number() })),
        rows: z.array(RefusedRowShape),
      }),
    ),
  undoPlan: oc
    .route({ method: 'GET', path: '/imports/{id}/undo', tags, summary: 'What taking an import back would come to' })
    .input(one)
    .output(Undo),
  undo: oc
    .route({ method: 'POST', path: '/imports/{id}/undo', tags, summary: 'Take a whole import back' })
    .input(one)
    .output(Undo),
};
