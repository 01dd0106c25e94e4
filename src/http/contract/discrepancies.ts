import { oc } from '@orpc/contract';
import { z } from 'zod';
import { discrepancyStates, noteActs } from '#domain/discrepancies/model.ts';
import { RuleShape, SeverityShape, SourceNameShape, SourceShape, SpanShape } from './agreement.ts';
import { DayShape, Moment, TextShape, UnitCode, UnitName, WindowText } from './common.ts';
import { QuestionShape } from './figures.ts';

const tags = ['discrepancies'];

const Id = z.coerce.number().int().min(1).max(2_147_483_647);
const StateShape = z.enum(discrepancyStates);
const AccountShape = z.object({ id: z.number().int(), name: z.string() });

const DiscrepancyShape = z.object({
  id: z.number().int(),
  rule: RuleShape,
  severity: SeverityShape,
  label: TextShape,
  message: TextShape,
  spans: z.array(SpanShape),
  sides: z.tuple([z.string(), z.string()]).nullable(),
  question: QuestionShape.nullable(),
  source: SourceNameShape,
  unit: UnitName,
  state: StateShape,
  owner: AccountShape.nullable(),
  due: DayShape.nullable(),
  overdue: z.boolean(),
  explanation: z.string(),
  openedAt: Moment,
  openedBy: z.string(),
  closedAt: Moment.nullable(),
  closedBy: z.string().nullable(),
  closedHow: z.enum(['explained', 'corrected', 'dismissed', 'no_longer_found']).nullable(),
});

const AgainstShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('moment'), at: z.iso.datetime() }),
  z.object({ kind: z.literal('edition'), code: z.string().min(1).max(100) }),
  z.object({ kind: z.literal('children') }),
  z.object({ kind: z.literal('window'), window: WindowText }),
  z.object({ kind: z.literal('reported') }),
]);
const SideShape = z.object({ label: TextShape, value: z.number() });

const GapShape = z.object({
  question: QuestionShape,
  counterWord: z.string(),
  left: SideShape,
  right: SideShape,
  gap: z.number().meta({ description: 'left minus right' }),
  reasons: z.array(z.object({ reason: z.string(), label: TextShape, records: z.number().int(), sum: z.number() })),
  rows: z.array(
    z.object({
      record: z.number().int(),
      title: z.string(),
      day: DayShape,
      hosts: z.array(UnitName),
      left: z.number(),
      right: z.number(),
      reason: z.string(),
      label: TextShape,
    }),
  ),
  total: z.number().int(),
  unaccounted: z.number(),
});

export const discrepancies = {
  list: oc
    .route({
      method: 'GET',
      path: '/discrepancies',
      tags,
      summary: 'Discrepancies of a unit and all below it, the gravest open ones first',
    })
    .input(
      z.object({
        unit: UnitCode,
        state: StateShape.optional(),
        severity: SeverityShape.optional(),
        rule: RuleShape.optional(),
        mine: z.stringbool().or(z.boolean()).optional(),
      }),
    )
    .output(z.object({ rows: z.array(DiscrepancyShape), total: z.number().int() })),
  get: oc
    .route({ method: 'GET', path: '/discrepancies/{id}', tags, summary: 'One discrepancy with its discussion' })
    .input(z.object({ id: Id }))
    .output(
      DiscrepancyShape.extend({
        notes: z.array(z.object({ act: z.enum(noteActs), by: z.string(), at: Moment, text: z.string() })),
        owners: z.array(AccountShape),
        mayHandle: z.boolean(),
      }),
    ),
  open: oc
    .route({
      method: 'POST',
      path: '/discrepancies',
      tags,
      summary: 'Check a source and keep its findings; the same finding is the same discrepancy',
    })
    .input(
      z.object({
        source: SourceShape,
        fingerprints: z.array(z.string().length(64)).max(2000).optional(),
      }),
    )
    .output(
      z.object({
        opened: z.number(),
        again: z.number(),
        gone: z.number(),
        kept: z.array(z.object({ fingerprint: z.string(), id: z.number() })),
      }),
    ),
  assign: oc
    .route({ method: 'PUT', path: '/discrepancies/{id}/owner', tags, summary: 'Give it to somebody, or to nobody' })
    .input(z.object({ id: Id, owner: z.number().int().nullable() }))
    .output(z.object({ id: z.number() })),
  due: oc
    .route({ method: 'PUT', path: '/discrepancies/{id}/due', tags, summary: 'Say by when it should be settled' })
    .input(z.object({ id: Id, due: DayShape.nullable() }))
    .output(z.object({ id: z.number() })),
  comment: oc
    .route({ method: 'POST', path: '/discrepancies/{id}/notes', tags, summary: 'Add to the discussion' })
    .input(z.object({ id: Id, text: z.string().max(2000) }))
    .output(z.object({ id: z.number() })),
  decide: oc
    .route({
      method: 'PUT',
      path: '/discrepancies/{id}/state',
      tags,
      summary: 'Explain, close as corrected, dismiss with the reason, or reopen',
    })
    .input(z.object({ id: Id, state: StateShape, text: z.string().max(2000).default('') }))
    .output(z.object({ id: z.number() })),
  gap: oc
    .route({
      method: 'POST',
      path: '/figures/gap',
      tags,
      summary: 'Why a figure and another one differ, record by record',
    })
    .input(z.object({ question: QuestionShape, against: AgainstShape }))
    .output(GapShape),
  beforeFreezing: oc
    .route({
      method: 'GET',
      path: '/summaries/conflicts',
      tags,
      summary: 'Open conflicts of a unit’s summary; freezing it must name them',
    })
    .input(z.object({ unit: UnitCode, window: WindowText }))
    .output(z.object({ rows: z.array(DiscrepancyShape) })),
};
