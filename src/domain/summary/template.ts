import { z } from 'zod';
import { kindCodes, personRoles } from '#domain/kinds/model.ts';
import { unitKinds } from '#domain/units/tree.ts';

/**
 * What a summary of this organisation looks like; pack data. Texts hold figure tokens (see token.ts). Where several
 * wordings are given, one is chosen by the unit and section, so that a document does not repeat itself and yet comes out
 * the same each time.
 */
const wording = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);
const classes = z.record(z.string(), z.string()).default({});

/** Counted for the unit of this kind directly under the summary's own, such as its lecturer corps; without one the block is left out. */
const own = z.enum(unitKinds).optional();

const paragraph = z.strictObject({ type: z.literal('paragraph'), text: wording, when: z.string().optional() });

const contributions = z.strictObject({
  type: z.literal('contributions'),
  kinds: z.array(z.enum(kindCodes)).min(1),
  /** true: only highlights; false: everything else; left out: both. */
  highlight: z.boolean().optional(),
  /** How many records a unit's paragraph tells of, at the summary's own unit and below. */
  tell: z.strictObject({ root: z.int().min(0), other: z.int().min(0) }),
  /** Sentences on the unit's figures: an opening and clauses, each of which is left out when its figures are zero. */
  totals: z.array(z.strictObject({ open: wording, clauses: z.array(z.string()).min(1) })).default([]),
});

const people = z.strictObject({
  type: z.literal('people'),
  role: z.enum(personRoles),
  post: z.string(),
  own,
  measure: z.string(),
  window: z.string().optional(),
  text: z.string(),
  /** On those with nothing to count, {silent} of them. */
  rest: z.string().default(''),
});

const classList = z.strictObject({
  type: z.literal('classes'),
  family: z.string(),
  measure: z.string(),
  own,
  window: z.string().optional(),
  text: z.string(),
  item: z.string().default('{class}{figure}'),
  /** Wordings for single classes: other: 其他形式宣讲. */
  names: z.record(z.string(), z.string()).default({}),
});

const table = z.strictObject({
  type: z.literal('table'),
  caption: z.string(),
  unit_title: z.string(),
  units: z.enum(unitKinds),
  window: z.string().optional(),
  columns: z.array(
    z.union([
      z.strictObject({ title: z.string(), measure: z.string() }),
      z.strictObject({ title: z.string(), field: z.string() }),
    ]),
  ),
  totals: z.string().default('合计'),
});

const ranks = z.strictObject({
  type: z.literal('ranks'),
  measure: z.string(),
  classes,
  window: z.string().optional(),
  /** overall: the units below the summary's own are ranked; within: for each of them, its own units of this kind. */
  among: z.enum(['overall', 'within']),
  units: z.enum(unitKinds).optional(),
  top: z.int().min(1),
  /** overall: {names} {figures}; within: one item for each place, {names} {figure}. */
  text: z.string(),
  item: z.string().default('{names}{figure}'),
  item_tied: z.string().default('{names}各{figure}'),
});

const commitments = z.strictObject({ type: z.literal('commitments'), open: z.string(), close: z.string().default('') });

export const Template = z.strictObject({
  code: z.string(),
  title: z.string(),
  /** Windows of single parts when the round gives none: the summary's own, or the year so far. */
  windows: z.record(z.string(), z.enum(['same', 'year'])).default({}),
  sections: z
    .array(
      z.strictObject({
        code: z.string(),
        title: z.string(),
        blocks: z.array(
          z.discriminatedUnion('type', [paragraph, contributions, people, classList, table, ranks, commitments]),
        ),
      }),
    )
    .min(1),
});
export type Template = z.output<typeof Template>;
export type BlockTemplate = Template['sections'][number]['blocks'][number];
export type BlockOf<Type extends BlockTemplate['type']> = Extract<BlockTemplate, { type: Type }>;
