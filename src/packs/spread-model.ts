import { z } from 'zod';
import { kindCodes, personRoles } from '#domain/kinds/model.ts';
import { parseDay } from '#kernel/day.ts';
import type { Window } from '#kernel/window.ts';

/** `2024-07-01..2024-10-31` */
const windowText = z.string().transform((text, context): Window => {
  const [from, to] = text.split('..').map((part) => parseDay(part.trim()));
  if (from && to && from <= to) return { from, to };
  context.addIssue({ code: 'custom', message: 'window_form', params: { text } });
  return z.NEVER;
});

const whole = z.int().min(0);

/**
 * How many of the rows carry which code: one code for all, a list in equal shares, exact counts that add up to the rows, or
 * weights that are turned into counts by largest remainder.
 */
const Shares = z.union([
  z.string(),
  z.array(z.string()).min(1),
  z.strictObject({ counts: z.record(z.string(), whole) }),
  z.strictObject({ weights: z.record(z.string(), z.number().positive()) }),
]);
export type Shares = z.output<typeof Shares>;

/** A field on every row, or only `with` a measure: on the rows that carry it, and shared out among those. */
const FieldRule = z.union([z.strictObject({ with: z.string(), of: Shares }), Shares]);

/** Units that lead rows. A unit named by `unit` or `units` is left out of every `under`. */
const HostRule = z
  .strictObject({
    unit: z.string().optional(),
    units: z.array(z.string()).min(1).optional(),
    under: z.string().optional(),
    kind: z.string().optional(),
    /** Exactly so many rows for each unit of the rule. */
    records: whole.optional(),
    at_least: whole.optional(),
    at_most: whole.optional(),
  })
  .refine((rule) => [rule.unit, rule.units, rule.under].filter((one) => one !== undefined).length === 1, {
    message: 'name one of unit, units, under',
  })
  .refine((rule) => rule.kind === undefined || rule.under !== undefined, { message: 'kind goes with under' })
  .refine((rule) => rule.records === undefined || (rule.at_least ?? rule.at_most) === undefined, {
    message: 'records excludes at_least and at_most',
  });
export type HostRule = z.output<typeof HostRule>;

/** The sum over the spread, and what one row may carry; all in the measure's smallest step. */
const MeasureRule = z.strictObject({
  total: whole,
  min: whole,
  max: whole,
  /** Every row's value is a multiple of it. */
  step: z.int().min(1).default(1),
  /** On how many rows the measure stands; the others do not carry it. Left out: on all. */
  rows: whole.optional(),
});
export type MeasureRule = z.output<typeof MeasureRule>;

/**
 * `<word>` stands for one entry of the word list of that name, the same one throughout a row; `<unit>` for the lead host's
 * name. `{measure}` stays: it is the row's own number, rendered when the record is read. Titles and narratives go together
 * in their order, the shorter list from its head again.
 */
const SpreadText = z.strictObject({
  /** Class family -> codes; the text is for rows that have one of them in every family named. */
  when: z.record(z.string(), z.array(z.string()).min(1)).default({}),
  months: z.array(z.int().min(1).max(12)).optional(),
  titles: z.array(z.string().min(1)).min(1),
  narratives: z.array(z.string().min(1)).min(1),
  place: z.string().default(''),
  partners: z.array(z.string()).default([]),
});
export type SpreadText = z.output<typeof SpreadText>;

/** Many records made up to fill totals that are known only as totals. */
export const Spread = z.strictObject({
  /** Key prefix; rows are `<key>-0001` and so on in the order of their days. */
  key: z.string().min(1).max(80),
  seed: z.int().min(0),
  kind: z.enum(kindCodes),
  window: windowText,
  records: z.int().min(1).max(100_000),
  hosts: z.array(HostRule).min(1),
  /** On `rows` rows, `each` further hosts out of `units`. */
  co_hosts: z
    .strictObject({ units: z.array(z.string()).min(1), rows: whole, each: z.int().min(1).default(1) })
    .optional(),
  measures: z.record(z.string(), MeasureRule).default({}),
  classes: z.record(z.string(), Shares).default({}),
  /** Role -> person; `<host>` in a code stands for the lead host's code. */
  people: z.partialRecord(z.enum(personRoles), Shares).default({}),
  fields: z.record(z.string(), FieldRule).default({}),
  highlight: z.boolean().default(false),
  dates: z
    .strictObject({
      /** How likely a Saturday or Sunday is beside a weekday. */
      weekend: z.number().positive().default(0.25),
      /** A share of the rows that falls into a shorter window; what is left spreads over the whole one. */
      clusters: z.array(z.strictObject({ window: windowText, share: z.number().min(0).max(1) })).default([]),
    })
    .prefault({}),
  texts: z.array(SpreadText).min(1),
  words: z.record(z.string(), z.array(z.string().min(1)).min(1)).default({}),
});
export type Spread = z.output<typeof Spread>;
export type SpreadInput = z.input<typeof Spread>;

/** What a spread asks of the unit tree. */
export interface SpreadContext {
  /** Codes of the units below `code` in tree order, of one kind when it is given. */
  unitsUnder(code: string, kind?: string): readonly string[];
  /** How a text calls the unit. */
  nameOf(code: string): string;
}
