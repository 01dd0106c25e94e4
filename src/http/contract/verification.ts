import { oc } from '@orpc/contract';
import { z } from 'zod';
import { arrivals, longestMessage, mostVerified, warningCodes } from '#domain/verification/model.ts';
import { Completeness, KindCodeShape, Moment, RecordId, StatusShape, TextShape, UnitCode, UnitName } from './common.ts';
import { RecordRow } from './records.ts';

const tags = ['verification'];
const flag = z.stringbool().or(z.boolean()).optional();
const one = z.object({ id: RecordId });

const WarningShape = z.object({
  code: z.enum(warningCodes),
  severity: z.enum(['doubt', 'note']),
  text: TextShape.meta({ description: 'what is odd, and what to do' }),
  ask: TextShape.meta({ description: 'the same as words for whoever reported it' }),
  part: z.string().meta({ description: 'the field it belongs to: measures/attendance' }),
  label: TextShape.meta({ description: 'what that field is called' }),
});

const ProblemShape = z.object({ code: z.string(), text: TextShape, place: z.string().optional() });
const RefusedShape = z.object({ id: z.number(), title: z.string(), problems: z.array(ProblemShape) });

const QueueRow = RecordRow.extend({
  revision: z.number(),
  cameAt: Moment.meta({ description: 'since when it waits' }),
  arrival: z
    .enum(arrivals)
    .meta({ description: 'for the first time, returned and in again, or changed after its verification' }),
  late: z.boolean(),
  own: z.boolean().meta({ description: 'reported by whoever asks, who cannot verify it' }),
  mine: z.boolean().meta({ description: 'the turn of a unit at which whoever asks may verify' }),
  turn: UnitName.nullable().meta({ description: 'whose turn it is; null where nobody may verify it' }),
  warnings: z.array(WarningShape),
  unread: z.number().meta({ description: 'messages of others not seen yet' }),
  similar: z.number().meta({ description: 'other records that may tell the same event' }),
});

const ChangeShape = z.object({ part: z.string(), label: TextShape, before: TextShape, after: TextShape });

const seen = z.object({
  id: RecordId,
  base: z.int().min(1).meta({ description: 'the revision that was looked at' }),
});

export const verification = {
  queue: oc
    .route({
      method: 'GET',
      path: '/verification/queue',
      tags,
      summary: 'What waits to be verified, the oldest first, with its warnings; pages of 50',
    })
    .input(
      z.object({
        unit: UnitCode,
        below: UnitCode.optional().meta({ description: 'a unit inside it' }),
        kind: KindCodeShape.optional(),
        text: z.string().max(100).optional(),
        turn: z.enum(['mine', 'all']).default('mine').meta({ description: 'own turn only, or all below' }),
        late: flag,
        again: flag,
        warned: z.enum(['with', 'without']).optional(),
        after: z
          .string()
          .regex(/^\d{1,17}_\d{1,15}$/)
          .optional()
          .meta({ description: '`next` of the page before' }),
      }),
    )
    .output(
      z.object({
        rows: z.array(QueueRow),
        next: z.string().optional(),
        waiting: z.object({ all: z.number(), mine: z.number() }),
        below: z.array(z.object({ unit: UnitName, n: z.number() })),
        completeness: Completeness,
      }),
    ),
  verify: oc
    .route({
      method: 'POST',
      path: '/verification/batch',
      tags,
      summary: 'Verify several records, each as it was seen; says for each whether it was done or why not',
    })
    .input(z.object({ records: z.array(seen).min(1).max(mostVerified) }))
    .output(z.object({ asked: z.number(), verified: z.array(z.number()), refused: z.array(RefusedShape) })),
  undo: oc
    .route({
      method: 'POST',
      path: '/verification/undo',
      tags,
      summary: 'Take back one’s own verifications of the last ten minutes',
    })
    .input(z.object({ ids: z.array(RecordId).min(1).max(mostVerified) }))
    .output(z.object({ asked: z.number(), restored: z.array(z.number()), refused: z.array(RefusedShape) })),
  beside: oc
    .route({
      method: 'GET',
      path: '/records/{id}/verification',
      tags,
      summary:
        'What stands beside a record: warnings, comments, messages, changes since one last looked, who changed what',
    })
    .input(one)
    .output(
      z.object({
        revision: z.number(),
        warnings: z.array(WarningShape),
        arrival: z.enum(arrivals).optional(),
        turn: UnitName.nullable().optional(),
        own: z.boolean(),
        parts: z.array(z.object({ part: z.string(), label: TextShape })),
        comments: z.array(
          z.object({ part: z.string(), label: TextShape, text: z.string(), by: z.string(), at: Moment }),
        ),
        messages: z.array(z.object({ id: z.number(), by: z.string(), own: z.boolean(), text: z.string(), at: Moment })),
        unread: z.number(),
        mayWrite: z.boolean(),
        mayUndo: z.boolean(),
        lookedAt: Moment.nullable(),
        changes: z.array(ChangeShape.extend({ by: z.string().nullable(), at: Moment })),
        history: z.array(
          z.object({
            revision: z.number(),
            by: z.string().nullable(),
            at: Moment,
            changes: z.array(ChangeShape),
          }),
        ),
      }),
    ),
  look: oc
    .route({
      method: 'POST',
      path: '/records/{id}/look',
      tags,
      summary: 'Note that one has seen a record and its messages',
    })
    .input(z.object({ id: RecordId, revision: z.int().min(1), message: z.int().min(0) }))
    .output(z.object({})),
  say: oc
    .route({
      method: 'POST',
      path: '/records/{id}/messages',
      tags,
      summary: 'Say something about a record; never edited',
    })
    .input(
      z.object({
        id: RecordId,
        text: z
          .string()
          .min(1)
          .max(2 * longestMessage),
      }),
    )
    .output(z.object({ id: z.number() })),
  conversations: oc
    .route({
      method: 'GET',
      path: '/verification/messages',
      tags,
      summary: 'Records that one had to do with and that have messages one has not seen',
    })
    .output(
      z.object({
        records: z.array(
          z.object({
            id: z.number(),
            title: z.string(),
            status: StatusShape,
            n: z.number(),
            last: z.object({ by: z.string(), text: z.string(), at: Moment }),
          }),
        ),
      }),
    ),
  reasons: oc
    .route({
      method: 'GET',
      path: '/verification/reasons',
      tags,
      summary: 'The reasons for which records are usually returned, the most frequent first',
    })
    .output(z.object({ reasons: z.array(z.string()) })),
};
