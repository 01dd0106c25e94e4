import { z } from 'zod';
import { statuses } from '#domain/records/model.ts';
import { cellStates, lateReasons } from '#domain/reporting/model.ts';
import { type UnitKind, unitKinds } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import { Completeness, DayShape, Moment, TextShape, UnitKindShape, UnitName, WindowShape } from './common.ts';

const DueByKind = z
  .partialRecord(z.enum(unitKinds), DayShape)
  .transform((days) => days as Partial<Record<UnitKind, Day>>);
export const Days = z.object({ due: DayShape.nullable(), byKind: DueByKind });

export const PeriodShape = z.object({
  code: z.string(),
  title: z.string(),
  unit: UnitName,
  window: WindowShape,
  due: DayShape.nullable(),
  byKind: z.record(z.string(), DayShape),
  closedAt: Moment.nullable(),
  closedBy: z.string().nullable(),
  may: z.object({ plan: z.boolean(), close: z.boolean() }),
});

const SectionShape = z.object({
  code: z.string(),
  title: z.string(),
  short: z.string(),
  windows: z.array(WindowShape),
});

export const Said = z.object({ by: z.string(), at: Moment });
const CellShape = z.object({
  section: z.string(),
  state: z.enum(cellStates).meta({
    description: 'blank: nobody said anything; nothing: somebody stated that there is nothing to report',
  }),
  asked: z.boolean(),
  verified: z.number().int(),
  submitted: z.number().int(),
  returned: z.number().int(),
  late: z.number().int().meta({ description: 'of all these, first sent in after the last day' }),
  overdue: z.boolean(),
  statement: Said.extend({ id: z.number().int() }).optional(),
  contradicted: z.boolean(),
  reminded: Said.optional(),
});

const RowShape = z.object({
  unit: UnitName,
  kind: UnitKindShape,
  /** Units below it that report to the round in their turn. */
  below: z.number().int(),
  due: DayShape.nullable(),
  complete: z.boolean(),
  cells: z.array(CellShape),
  may: z.object({ state: z.boolean(), remind: z.boolean() }),
});

export const Matrix = z.object({
  period: PeriodShape,
  sections: z.array(SectionShape),
  /** The unit itself with everything under it first, then the units directly below. */
  rows: z.array(RowShape),
  progress: z.array(TextShape),
  /** The list of who is missing, as it is sent in a chat. */
  sendable: z.string(),
  reminder: z.string().meta({ description: 'what a reminder begins with; gaps in braces are filled for each unit' }),
  today: DayShape,
  mayExport: z.boolean(),
  completeness: Completeness,
});

export const RecordShape = z.object({
  id: z.number().int(),
  title: z.string(),
  day: DayShape,
  hosts: z.array(UnitName),
  status: z.enum(statuses),
});

export const LateShape = z.object({
  period: z.object({ code: z.string(), title: z.string() }),
  since: Moment.nullable(),
  records: z.array(
    RecordShape.extend({
      reason: z.enum(lateReasons),
      at: Moment,
      sections: z.array(z.string()),
      included: z.boolean(),
    }),
  ),
  carried: z.number().int().meta({ description: 'how many go into the next edition, because none has them' }),
  effects: z.array(
    z.object({ section: z.string(), measure: z.string(), label: TextShape, unit: z.string(), by: z.number() }),
  ),
});
