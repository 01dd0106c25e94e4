import { oc } from '@orpc/contract';
import { z } from 'zod';
import { RecordDraft } from '#domain/records/model.ts';
import { FieldComment, mostComments } from '#domain/verification/model.ts';
import {
  Completeness,
  DayShape,
  KindCodeShape,
  Moment,
  PersonRoleShape,
  RecordId,
  StatusShape,
  TextShape,
  UnitCode,
  UnitName,
  WindowText,
} from './common.ts';

const tags = ['records'];

/** Filters of the ledger, as they stand in an address. */
export const RecordFilters = z.object({
  unit: UnitCode,
  kind: KindCodeShape.optional(),
  classes: z
    .record(z.string().max(60), z.string().max(60))
    .optional()
    .meta({ description: 'class family -> class code' }),
  window: WindowText.optional(),
  status: StatusShape.optional(),
  highlight: z.stringbool().or(z.boolean()).optional(),
  text: z.string().max(100).optional(),
  person: z.string().max(60).optional(),
  place: z.string().max(100).optional().meta({ description: 'words in the place' }),
  batch: z.coerce.number().int().min(1).max(2_147_483_647).optional().meta({ description: 'made by this import' }),
  joint: z.stringbool().or(z.boolean()).optional().meta({ description: 'true: only what several units held together' }),
});
export type RecordFilters = z.output<typeof RecordFilters>;

/** Where the last page ended: day and id. */
export const CursorText = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}_\d{1,15}$/)
  .meta({ description: '`next` of the page before' });

export const RecordRow = z.object({
  id: z.number(),
  kind: KindCodeShape,
  status: StatusShape,
  from: DayShape,
  to: DayShape,
  title: z.string(),
  place: z.string(),
  hosts: z.array(UnitName),
  classes: z.array(z.object({ family: z.string(), code: z.string(), label: TextShape })),
  measures: z.array(z.object({ code: z.string(), label: TextShape, unit: z.string(), value: z.number() })),
  highlight: z.boolean(),
  generated: z.boolean(),
  people: z
    .array(z.object({ code: z.string(), name: z.string(), role: PersonRoleShape }))
    .optional()
    .meta({ description: 'only where asked for' }),
});

/** What the records of one kind come to; values in counter words, not in stored steps. */
export const KindSumShape = z.object({
  kind: KindCodeShape,
  label: TextShape,
  records: z.number(),
  measures: z.array(z.object({ code: z.string(), label: TextShape, unit: z.string(), value: z.number() })),
});

const RecordDetail = RecordRow.extend({
  key: z.string(),
  revision: z.number(),
  partners: z.array(z.string()),
  narrative: z.string(),
  fields: z.array(z.object({ code: z.string(), label: TextShape, type: z.string(), value: z.string() })),
  people: z.array(z.object({ code: z.string(), name: z.string(), role: PersonRoleShape, generated: z.boolean() })),
  steps: z.array(
    z.object({
      from: StatusShape.nullable(),
      to: StatusShape,
      by: z.string().nullable(),
      at: Moment,
      reason: z.string(),
    }),
  ),
  revisions: z.array(z.object({ revision: z.number(), by: z.string().nullable(), at: Moment, content: z.unknown() })),
  may: z.array(z.enum(['submit', 'verify', 'return', 'void', 'edit'])),
  /** What the form starts from when the record is edited. */
  draft: z.unknown(),
});

const one = z.object({ id: RecordId });
const reasoned = z.object({ id: RecordId, reason: z.string().min(1).max(500) });
const done = z.object({ id: z.number(), status: StatusShape });
/** Given, it binds the step to what was seen: a record that was changed since is refused. */
const base = z.int().min(1).optional().meta({ description: 'the revision that was looked at' });

export const records = {
  list: oc
    .route({ method: 'GET', path: '/records', tags, summary: 'The ledger: one page of 50, the latest first' })
    .input(RecordFilters.extend({ after: CursorText.optional(), people: z.stringbool().or(z.boolean()).optional() }))
    .output(z.object({ rows: z.array(RecordRow), next: z.string().optional(), completeness: Completeness })),
  sums: oc
    .route({
      method: 'GET',
      path: '/records/sums',
      tags,
      summary: 'What all pages of the ledger come to: of verified records, or of those of the status asked for',
    })
    .input(RecordFilters)
    .output(z.object({ status: StatusShape, kinds: z.array(KindSumShape) })),
  get: oc
    .route({ method: 'GET', path: '/records/{id}', tags, summary: 'Everything about one record' })
    .input(one)
    .output(RecordDetail),
  create: oc
    .route({
      method: 'POST',
      path: '/records',
      tags,
      summary: 'Record something; the same key never makes a second record',
      successStatus: 201,
    })
    .input(z.object({ draft: RecordDraft, submit: z.boolean().default(true) }))
    .output(z.object({ id: z.number(), repeated: z.boolean() })),
  edit: oc
    .route({
      method: 'PUT',
      path: '/records/{id}',
      tags,
      summary: 'Change what a record says; a verified one leaves the counts until verified again',
    })
    .input(
      z.object({
        id: RecordId,
        base: z.int().min(1).meta({ description: 'the revision the writer saw' }),
        draft: RecordDraft,
      }),
    )
    .output(z.object({ id: z.number() })),
  submit: oc
    .route({ method: 'POST', path: '/records/{id}/submission', tags, summary: 'Send a draft or a returned record in' })
    .input(one)
    .output(done),
  verify: oc
    .route({
      method: 'POST',
      path: '/records/{id}/verification',
      tags,
      summary: 'Verify: the record counts from now on',
    })
    .input(one.extend({ base }))
    .output(done),
  return: oc
    .route({
      method: 'POST',
      path: '/records/{id}/return',
      tags,
      summary: 'Give back with a reason, and comments on its fields',
    })
    .input(reasoned.extend({ base, comments: z.array(FieldComment).max(mostComments).default([]) }))
    .output(done),
  void: oc
    .route({ method: 'POST', path: '/records/{id}/voiding', tags, summary: 'Take out for good, with a reason' })
    .input(reasoned)
    .output(done),
};
