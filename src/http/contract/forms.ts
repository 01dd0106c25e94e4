import { oc } from '@orpc/contract';
import { z } from 'zod';
import { personRoles } from '#domain/kinds/model.ts';
import { ProblemShape } from './bulk.ts';
import { KindCodeShape, Moment, PersonRoleShape, RecordId, StatusShape, TextShape, UnitCode } from './common.ts';

const tags = ['forms'];

const short = z.string().max(400);
const codes = z.string().max(60);

/** What a form says as it is typed: days, numbers and texts as they stand in their boxes, complete or not. */
export const FormContent = z.strictObject({
  kind: KindCodeShape,
  hosts: z.array(codes).max(60),
  from: z.string().max(20),
  to: z.string().max(20),
  title: short,
  place: short,
  partners: z.array(short).max(60),
  classes: z.record(codes, codes),
  measures: z.record(codes, z.string().max(40)).meta({ description: 'as typed: 120, 1,200人次, 一百二十' }),
  narrative: z.string().max(20_000),
  highlight: z.boolean(),
  people: z.array(z.strictObject({ person: codes, role: z.enum(personRoles) })).max(200),
  fields: z.record(codes, z.string().max(4000)),
});
export type FormContent = z.output<typeof FormContent>;

const Key = z
  .string()
  .regex(/^[\w.-]{1,100}$/)
  .meta({ description: 'the form’s own key; a new record keeps it' });
const Change = z.object({ record: RecordId, base: z.int().min(1) });
const Choice = z.object({ code: z.string(), label: z.string() });
const Asking = z.object({
  start: TextShape,
  day: TextShape,
  title: TextShape,
  example: TextShape,
  place: TextShape.optional(),
  who: TextShape.optional(),
});
const Author = z.object({ part: z.string(), by: z.string().nullable(), at: Moment });
const Copy = z.object({
  key: z.string(),
  kind: KindCodeShape,
  record: z.number().nullable(),
  base: z.number().nullable(),
  version: z.number(),
  at: Moment,
});

export const forms = {
  open: oc
    .route({ method: 'GET', path: '/record-forms/{kind}', tags, summary: 'What a form of this kind asks and offers' })
    .input(z.object({ kind: KindCodeShape }))
    .output(
      z.object({
        asking: Asking,
        today: z.string(),
        units: z.array(z.string()).meta({ description: 'codes of the units that one may record for, one’s own first' }),
        joint: z.array(z.object({ code: z.string(), name: z.string() })),
        outlets: z.array(Choice.extend({ family: z.string().optional(), level: z.string().optional() })),
        people: z.record(PersonRoleShape, z.array(Choice.extend({ words: z.string() }))),
        defaults: z
          .record(z.string(), z.string())
          .meta({ description: 'what a silent record counts, by measure, as it would be typed' }),
        titles: z.array(z.string()),
        places: z.array(z.string()),
        partners: z.array(z.string()),
      }),
    ),
  people: oc
    .route({
      method: 'GET',
      path: '/people',
      tags,
      summary: 'People by a part of their name, its pinyin, or their code',
    })
    .input(z.object({ text: z.string().max(40), unit: UnitCode }))
    .output(z.object({ people: z.array(Choice) })),
  copies: oc
    .route({ method: 'GET', path: '/working-copies', tags, summary: 'One’s own forms under way, the last saved first' })
    .output(z.object({ copies: z.array(Copy.extend({ title: z.string() })) })),
  copy: oc
    .route({
      method: 'GET',
      path: '/working-copies/{key}',
      tags,
      summary: 'One of one’s own forms under way; absent when there is none',
    })
    .input(z.object({ key: Key }))
    .output(z.object({ copy: Copy.extend({ content: FormContent }).optional() })),
  keep: oc
    .route({
      method: 'PUT',
      path: '/working-copies/{key}',
      tags,
      summary: 'Keep a form as it stands; says what it still lacks',
    })
    .input(
      z.object({
        key: Key,
        content: FormContent,
        change: Change.optional(),
        seen: z.int().min(0).meta({ description: 'the version that the form holds; 0 for a new one' }),
      }),
    )
    .output(z.object({ version: z.number(), at: Moment, problems: z.array(ProblemShape) })),
  drop: oc
    .route({ method: 'DELETE', path: '/working-copies/{key}', tags, summary: 'Throw a form under way away' })
    .input(z.object({ key: Key }))
    .output(z.object({ dropped: z.boolean() })),
  save: oc
    .route({
      method: 'POST',
      path: '/record-forms',
      tags,
      summary: 'Make or change a record with a form; changes by others to other fields are kept beside one’s own',
    })
    .input(
      z.object({
        key: Key,
        content: FormContent,
        change: Change.extend({
          choices: z
            .object({ at: z.int().min(1), parts: z.record(z.string().max(100), z.enum(['mine', 'theirs'])) })
            .optional(),
        }).optional(),
        submit: z.boolean(),
      }),
    )
    .output(
      z.discriminatedUnion('outcome', [
        z.object({
          outcome: z.literal('saved'),
          id: z.number(),
          revision: z.number(),
          status: StatusShape,
          fromThem: z.array(Author),
        }),
        z.object({
          outcome: z.literal('choose'),
          revision: z.number(),
          conflicts: z.array(
            z.object({
              part: z.string(),
              base: z.unknown(),
              theirs: z.unknown(),
              mine: z.unknown(),
              by: z.string().nullable(),
              at: Moment.optional(),
            }),
          ),
        }),
      ]),
    ),
};
