import { oc } from '@orpc/contract';
import { z } from 'zod';
import { reasonLabels } from '#domain/duplicates/model.ts';
import {
  Completeness,
  DayShape,
  KindCodeShape,
  Moment,
  PersonRoleShape,
  RecordId,
  StatusShape,
  UnitCode,
  UnitName,
  WindowText,
} from './common.ts';

const tags = ['duplicates'];
const done = z.object({ id: z.number() });

const Reasons = z
  .array(z.enum(Object.keys(reasonLabels) as [keyof typeof reasonLabels]))
  .meta({ description: 'what the two have in common' });

const SimilarRecord = z.object({
  id: z.number(),
  revision: z.number(),
  kind: KindCodeShape,
  status: StatusShape,
  from: DayShape,
  to: DayShape,
  title: z.string(),
  place: z.string(),
  hosts: z.array(UnitName),
  reasons: Reasons,
});

const Sketch = z.object({
  kind: KindCodeShape,
  hosts: z.array(UnitCode).min(1).max(50),
  from: DayShape,
  to: DayShape,
  title: z.string().max(200),
  place: z.string().max(200).default(''),
  partners: z.array(z.string().max(100)).max(50).default([]),
  people: z
    .array(z.object({ person: z.string().max(60), role: PersonRoleShape }))
    .max(50)
    .default([]),
  classes: z.record(z.string().max(60), z.string().max(60)).default({}),
  fields: z.record(z.string().max(60), z.string().max(500)).default({}),
  /** The record's own id while it is being edited. */
  except: RecordId.optional(),
});

const pair = z.object({ one: RecordId, other: RecordId });

export const duplicates = {
  similar: oc
    .route({
      method: 'POST',
      path: '/duplicates/similar',
      tags,
      summary: 'Records that may tell the event being written; neighbours out of sight by name only',
    })
    .input(Sketch)
    .output(z.object({ records: z.array(SimilarRecord), nearby: z.array(UnitName) })),
  ofRecord: oc
    .route({
      method: 'GET',
      path: '/records/{id}/duplicates',
      tags,
      summary: 'Records that may tell the same event as this one, and the merges it was part of',
    })
    .input(z.object({ id: RecordId }))
    .output(
      z.object({
        records: z.array(SimilarRecord),
        merges: z.array(
          z.object({
            id: z.number(),
            kept: z.number(),
            dropped: z.number(),
            by: z.string(),
            at: Moment,
            reason: z.string(),
            split: z.boolean(),
          }),
        ),
      }),
    ),
  list: oc
    .route({
      method: 'GET',
      path: '/duplicates',
      tags,
      summary: 'Pairs of a unit and below that may tell one event, the likeliest first',
    })
    .input(z.object({ unit: UnitCode, window: WindowText }))
    .output(
      z.object({
        pairs: z.array(z.object({ one: SimilarRecord, other: SimilarRecord, reasons: Reasons })),
        searched: z.number().meta({ description: 'how many records were compared' }),
        completeness: Completeness,
      }),
    ),
  join: oc
    .route({ method: 'POST', path: '/records/{id}/hosts', tags, summary: 'Add a unit to the hosts of a record' })
    .input(z.object({ id: RecordId, base: z.int().min(1), unit: UnitCode }))
    .output(z.object({ revision: z.number() })),
  merge: oc
    .route({
      method: 'POST',
      path: '/merges',
      tags,
      summary: 'Make one record of two that tell the same event; can be split again',
    })
    .input(
      z.object({
        kept: RecordId,
        dropped: RecordId,
        keptRevision: z.int().min(1),
        droppedRevision: z.int().min(1),
        choices: z
          .record(z.string().max(100), z.enum(['kept', 'dropped']))
          .default({})
          .meta({
            description: 'part -> whose value: measures/attendance, classes/venue, title, days, place, narrative',
          }),
        reason: z.string().max(500).default(''),
        verify: z.boolean().default(false),
      }),
    )
    .output(done),
  split: oc
    .route({ method: 'POST', path: '/merges/{id}/split', tags, summary: 'Take a merge back' })
    .input(z.object({ id: RecordId }))
    .output(done),
  tellApart: oc
    .route({ method: 'POST', path: '/duplicates/apart', tags, summary: 'Note that two records tell two events' })
    .input(pair)
    .output(z.object({})),
  untellApart: oc
    .route({ method: 'DELETE', path: '/duplicates/apart', tags, summary: 'Take that note back' })
    .input(pair)
    .output(z.object({})),
};
