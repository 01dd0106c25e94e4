import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { auditGroupCodes } from '#domain/audit/model.ts';
import { Completeness, Moment, TextShape, UnitCode, WindowText } from './common.ts';

const tags = ['audit'];

/** Filters of the audit, as they stand in an address. */
export const AuditFilters = z.object({
  unit: UnitCode.optional().meta({ description: 'what concerns this unit or one under it' }),
  group: z.enum(auditGroupCodes).optional(),
  who: z.string().max(60).optional().meta({ description: 'part of the name of whoever acted' }),
  window: WindowText.optional(),
  record: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  text: z.string().max(100).optional(),
});
export type AuditFilters = z.output<typeof AuditFilters>;

const Entry = z.object({
  id: z.number(),
  /** Place in the chain; null for a second or so after the act. */
  seq: z.number().nullable(),
  at: Moment,
  who: z.string().nullable().meta({ description: 'null for the system itself' }),
  action: z.string(),
  sentence: TextShape,
  /** What it was done to, in words, and the record or import where the reader may open it. */
  about: TextShape.nullable(),
  record: z.number().optional(),
  batch: z.number().optional(),
  device: z.string(),
});

const Change = z.object({ label: TextShape, before: TextShape.nullable(), after: TextShape.nullable() });

const Detail = Entry.extend({
  previous: z.string().nullable(),
  hash: z.string().nullable(),
  /** Field by field; `before` is null where nothing stood before, or nothing is known of it. */
  changes: z.array(Change),
});

const Fault = z.object({
  seq: z.number(),
  fault: z.enum(['changed', 'missing', 'cut_off', 'unarchived', 'not_as_noted']),
});
const End = z.object({ seq: z.number(), hash: z.string() });

export const audit = {
  list: oc
    .route({ method: 'GET', path: '/audit', tags, summary: 'Who did what, when: one page of 50, the latest first' })
    .input(AuditFilters.extend({ before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional() }))
    .output(
      z.object({
        entries: z.array(Entry),
        next: z.number().optional(),
        completeness: Completeness.omit({ unit: true }),
      }),
    ),
  get: oc
    .route({ method: 'GET', path: '/audit/{id}', tags, summary: 'One entry with its place in the chain' })
    .input(z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }))
    .output(Detail),
  chain: oc.route({ method: 'GET', path: '/audit/chain', tags, summary: 'The chain at a glance' }).output(
    z.object({
      entries: z.number(),
      waiting: z.number().meta({ description: 'written and not sealed yet' }),
      head: End,
      archived: z.number(),
      since: Moment.nullable(),
    }),
  ),
  verify: oc
    .route({
      method: 'POST',
      path: '/audit/verification',
      tags,
      summary: 'Walk the whole chain, as `taizhang audit verify` does. Server-sent events',
    })
    .input(z.object({}))
    .output(
      eventIterator(
        z.union([
          z.object({ type: z.literal('progress'), checked: z.number(), of: z.number() }),
          z.object({
            type: z.literal('done'),
            checked: z.number(),
            head: End,
            archived: z.number(),
            faults: z.array(Fault),
            at: Moment,
          }),
        ]),
      ),
    ),
};
