import { oc } from '@orpc/contract';
import { z } from 'zod';
import { bulkActs, bulkLimit } from '#domain/records/bulk-model.ts';
import { Moment, TextShape } from './common.ts';
import { KindSumShape, RecordFilters } from './records.ts';

const tags = ['records'];

export const ProblemShape = z.object({ code: z.string(), text: TextShape, place: z.string().optional() });

const Act = z.enum(bulkActs);
const Ids = z.array(z.int().min(1)).max(bulkLimit + 1);
const Named = z.object({ id: z.number(), title: z.string() });
const Refusal = Named.extend({ problems: z.array(ProblemShape) });

export const bulk = {
  preview: oc
    .route({
      method: 'POST',
      path: '/bulk-acts/preview',
      tags,
      summary: 'What an act on these records, or on all that match, would come to; does nothing',
    })
    .input(z.object({ act: Act, ids: Ids.optional(), filters: RecordFilters.optional() }))
    .output(
      z.object({
        asked: z.number(),
        ids: z.array(z.number()).meta({ description: 'every record asked about, to be sent with the act' }),
        may: z.number(),
        titles: z.array(Named).meta({ description: 'the first five of them' }),
        refused: z.array(Refusal),
        effect: z.object({ sign: z.literal([1, -1]), sums: z.array(KindSumShape) }),
      }),
    ),
  perform: oc
    .route({
      method: 'POST',
      path: '/bulk-acts',
      tags,
      summary:
        'Do one thing to many records, each by the same rules as alone; done and refused together are all asked for',
    })
    .input(
      z.object({
        act: Act,
        ids: Ids,
        reason: z.string().max(500).default(''),
        key: z.string().min(1).max(100).meta({ description: 'the same key never acts twice' }),
      }),
    )
    .output(
      z.object({
        act: z.number().optional().meta({ description: 'number of the act, for taking it back' }),
        asked: z.number(),
        done: z.number(),
        refused: z.array(Refusal),
      }),
    ),
  undo: oc
    .route({
      method: 'POST',
      path: '/bulk-acts/{id}/undoing',
      tags,
      summary: 'Take an act back where nobody has touched its records since',
    })
    .input(z.object({ id: z.coerce.number().int().min(1) }))
    .output(z.object({ restored: z.number(), kept: z.array(Named.extend({ why: TextShape })) })),
  recent: oc
    .route({ method: 'GET', path: '/bulk-acts', tags, summary: 'One’s own acts that may still be taken back' })
    .output(
      z.object({
        acts: z.array(z.object({ id: z.number(), act: Act, label: TextShape, at: Moment, done: z.number() })),
      }),
    ),
};
