import { oc } from '@orpc/contract';
import { z } from 'zod';
import { DayShape, KindCodeShape, PersonRoleShape, TextShape, UnitKindShape, UnitName, WindowShape } from './common.ts';

const tags = ['organisation'];

export const UnitShape = z.object({
  code: z.string(),
  parent: z.string().nullable().meta({ description: 'null for the topmost unit that one may see' }),
  kind: UnitKindShape,
  name: z.string(),
  short: z.string(),
  validFrom: DayShape,
  validTo: DayShape.nullable(),
  /** For searching: full pinyin and initials of name and short name, without tones. */
  pinyin: z.string(),
});

const MeasureShape = z.object({
  code: z.string(),
  field: z.string(),
  label: TextShape,
  unit: z.string(),
  scale: z.number(),
  additive: z.string(),
  claimed: z.boolean(),
});

const KindShape = z.object({
  code: KindCodeShape,
  label: TextShape,
  fields: z.array(z.object({ code: z.string(), label: TextShape, type: z.string(), required: z.boolean() })),
  people: z.array(PersonRoleShape),
  classes: z.array(z.object({ family: z.string(), required: z.boolean() })),
  measures: z.array(MeasureShape),
});

const FamilyShape = z.object({
  code: z.string(),
  label: TextShape,
  lists: z.array(
    z.object({
      code: z.string(),
      label: TextShape,
      validFrom: DayShape,
      validTo: DayShape.nullable(),
      classes: z.array(z.object({ code: z.string(), label: TextShape })),
    }),
  ),
});

export const organisation = {
  units: oc
    .route({ method: 'GET', path: '/units', tags, summary: 'The units one may see, in tree order' })
    .output(z.object({ units: z.array(UnitShape) })),
  catalogue: oc
    .route({ method: 'GET', path: '/catalogue', tags, summary: 'Kinds with their measures, and class lists' })
    .output(z.object({ kinds: z.array(KindShape), families: z.array(FamilyShape) })),
  rounds: oc
    .route({
      method: 'GET',
      path: '/rounds',
      tags,
      summary: 'Reporting rounds, the newest first, and the window to start with',
    })
    .output(
      z.object({
        rounds: z.array(z.object({ code: z.string(), title: z.string(), unit: UnitName, window: WindowShape })),
        start: WindowShape,
      }),
    ),
};
