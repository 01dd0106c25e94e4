import { oc } from '@orpc/contract';
import { z } from 'zod';
import { itemStates, quantityStates } from '#domain/intake/model.ts';
import {
  DayShape,
  KindCodeShape,
  Moment,
  PersonRoleShape,
  RecordId,
  StatusShape,
  TextShape,
  UnitCode,
  UnitName,
  WindowShape,
} from './common.ts';
import { FormContent } from './forms.ts';

const tags = ['intake'];

const DocumentId = z.coerce.number().int().min(1).max(2_147_483_647);
const ItemNumber = z.coerce.number().int().min(0).max(1_000_000);

const ProblemShape = z.object({ code: z.string(), text: TextShape, place: z.string().optional() });
const Position = z.number().int().min(0).meta({ description: 'UTF-16 position in the text' });

/** A record as it is proposed: what a record draft says, without its key. Money is in its smallest step. */
const DraftShape = z.object({
  kind: KindCodeShape,
  hosts: z.array(UnitCode).min(1).max(50),
  from: DayShape,
  to: DayShape,
  title: z.string().min(1).max(200),
  place: z.string().max(200),
  partners: z.array(z.string().max(100)).max(50),
  classes: z.record(z.string().max(60), z.string().max(60)),
  measures: z.record(z.string().max(60), z.number()),
  narrative: z.string().max(5000),
  highlight: z.boolean(),
  people: z.array(z.object({ person: z.string().max(60), role: PersonRoleShape })).max(100),
  fields: z.record(z.string().max(60), z.string().max(2000)),
});

const Item = z.object({
  n: z.number(),
  start: Position,
  end: Position,
  section: z.string(),
  draft: DraftShape,
  why: z.array(TextShape).meta({ description: 'where each part comes from' }),
  doubts: z
    .array(ProblemShape)
    .meta({ description: 'what a person should look at; not accepted together with others' }),
  problems: z.array(ProblemShape).meta({ description: 'what keeps it from being accepted' }),
  state: z.enum(itemStates),
  record: z.number().nullable(),
  version: z.number(),
});

const QuantityShape = z.object({
  n: z.number(),
  start: Position,
  end: Position,
  text: z.string(),
  value: z.number(),
  counter: z.string(),
  noun: z.string(),
  section: z.string(),
  unit: z.string(),
  state: z.enum(quantityStates),
  base: z.enum(['total', 'background', 'unused']).meta({ description: 'its state where no proposal uses it' }),
  why: TextShape,
  item: z.number().nullable(),
  ledger: z
    .object({ value: z.number(), agrees: z.boolean() })
    .optional()
    .meta({ description: 'what the ledger counts where a total is stated' }),
});

const place = z.object({
  id: DocumentId,
  n: ItemNumber,
  version: z.number().int().min(1).meta({ description: 'the version of the proposal that was seen' }),
});
const Counts = z.object({ used: z.number(), total: z.number(), background: z.number(), unused: z.number() });
const Progress = z.object({ done: z.number(), total: z.number() });
const done = z.object({ n: z.number() });

export const intake = {
  list: oc
    .route({ method: 'GET', path: '/intake', tags, summary: 'Documents taken in, the latest first, a hundred at most' })
    .output(
      z.object({
        documents: z.array(
          z.object({
            id: z.number(),
            name: z.string(),
            unit: UnitName,
            window: WindowShape,
            at: Moment,
            by: z.string(),
            open: z.number(),
            settled: z.number(),
            done: z.boolean().meta({ description: 'read to its end' }),
          }),
        ),
      }),
    ),
  get: oc
    .route({
      method: 'GET',
      path: '/intake/{id}',
      tags,
      summary: 'A document, its quantities by state, and what it proposes',
    })
    .input(z.object({ id: DocumentId }))
    .output(
      z.object({
        id: z.number(),
        name: z.string(),
        format: z.string(),
        unit: UnitName,
        window: WindowShape,
        text: z.string(),
        remarks: z.array(TextShape).meta({ description: 'what the reader of the file could not keep' }),
        progress: Progress,
        items: z.array(Item),
        quantities: z.array(QuantityShape),
        counts: Counts,
        people: z
          .array(z.object({ code: z.string(), name: z.string() }))
          .meta({ description: 'people named in proposals' }),
      }),
    ),
  advance: oc
    .route({ method: 'POST', path: '/intake/{id}/reading', tags, summary: 'Read on by some ten pages' })
    .input(z.object({ id: DocumentId }))
    .output(Progress),
  accept: oc
    .route({
      method: 'POST',
      path: '/intake/{id}/items/{n}/acceptance',
      tags,
      summary: 'Make a submitted record of a proposal',
    })
    .input(place)
    .output(z.object({ record: z.number() })),
  acceptAll: oc
    .route({
      method: 'POST',
      path: '/intake/{id}/acceptance',
      tags,
      summary: 'Accept every proposal of a section that nothing is wrong with',
    })
    .input(z.object({ id: DocumentId, section: z.string().max(200).optional() }))
    .output(z.object({ accepted: z.number(), left: z.number() })),
  correct: oc
    .route({ method: 'PUT', path: '/intake/{id}/items/{n}', tags, summary: 'Change what a proposal says' })
    .input(place.extend({ content: FormContent }))
    .output(done),
  fill: oc
    .route({
      method: 'POST',
      path: '/intake/{id}/filling',
      tags,
      summary: 'Give all proposals of a section a class or field that they lack',
    })
    .input(
      z.object({
        id: DocumentId,
        section: z.string().max(200),
        kind: KindCodeShape,
        classes: z.record(z.string().max(60), z.string().max(60)).default({}),
        fields: z.record(z.string().max(60), z.string().max(500)).default({}),
      }),
    )
    .output(z.object({ filled: z.number() })),
  similar: oc
    .route({
      method: 'GET',
      path: '/intake/{id}/items/{n}/similar',
      tags,
      summary: 'Records that may say the same already',
    })
    .input(z.object({ id: DocumentId, n: ItemNumber }))
    .output(
      z.object({
        records: z.array(
          z.object({
            id: z.number(),
            title: z.string(),
            from: DayShape,
            to: DayShape,
            status: StatusShape,
            hosts: z.array(UnitName),
            by: z.enum(['numbers', 'title']),
          }),
        ),
      }),
    ),
  join: oc
    .route({
      method: 'POST',
      path: '/intake/{id}/items/{n}/joining',
      tags,
      summary: 'Tie a proposal to a record that says the same',
    })
    .input(place.extend({ record: RecordId }))
    .output(done),
  leave: oc
    .route({ method: 'POST', path: '/intake/{id}/items/{n}/leaving', tags, summary: 'Leave a proposal out' })
    .input(place)
    .output(done),
  undo: oc
    .route({ method: 'POST', path: '/intake/{id}/items/{n}/undoing', tags, summary: 'Open a settled proposal again' })
    .input(place)
    .output(done),
  make: oc
    .route({
      method: 'POST',
      path: '/intake/{id}/items',
      tags,
      summary: 'Make a proposal of a quantity that none uses',
    })
    .input(z.object({ id: DocumentId, quantity: ItemNumber }))
    .output(done),
  sources: oc
    .route({ method: 'GET', path: '/records/{id}/sources', tags, summary: 'The words that a record was taken from' })
    .input(z.object({ id: RecordId }))
    .output(
      z.object({
        sources: z.array(
          z.object({
            id: z.number(),
            document: z.number(),
            name: z.string(),
            item: z.number(),
            quote: z.string(),
            by: z.string(),
            at: Moment,
            opens: z.boolean().meta({ description: 'whether one may open the document itself' }),
          }),
        ),
      }),
    ),
};
