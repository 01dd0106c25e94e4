import { z } from 'zod';
import { kindCodes, personRoles } from '#domain/kinds/model.ts';
import { type Day, parseDay } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';

export const statuses = ['draft', 'submitted', 'verified', 'returned', 'void'] as const;
export type Status = (typeof statuses)[number];

export const statusLabels: Readonly<Record<Status, Text>> = {
  draft: { zh: '草稿', en: 'Draft' },
  submitted: { zh: '已报送', en: 'Submitted' },
  verified: { zh: '已核定', en: 'Verified' },
  returned: { zh: '已退回', en: 'Returned' },
  void: { zh: '作废', en: 'Void' },
};

const dayText = z.string().transform((text, context): Day => {
  const parsed = parseDay(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'day_unknown', params: { text } });
  return z.NEVER;
});

/** What a person (or a form, sheet, pack) says about one thing done. Units, people and classes by code. */
export const RecordDraft = z.strictObject({
  kind: z.enum(kindCodes),
  /** Host units; the first is the lead. A joint event has several. */
  hosts: z.array(z.string()).min(1),
  from: dayText,
  to: dayText,
  title: z.string().min(1).max(200),
  place: z.string().max(200).default(''),
  /** Bodies outside the organisation that took part. */
  partners: z.array(z.string().max(100)).default([]),
  /** Class family -> class code; one main class per family, so class totals add up to the records. */
  classes: z.record(z.string(), z.string()).default({}),
  /** Measure code without its kind (`sessions`, `attendance`) -> whole number in the measure's smallest step. */
  measures: z.record(z.string(), z.number()).default({}),
  /** Prose; `{attendance}` stands for the record's own measure and is rendered when it is read. */
  narrative: z.string().max(5000).default(''),
  highlight: z.boolean().default(false),
  people: z.array(z.strictObject({ person: z.string(), role: z.enum(personRoles) })).default([]),
  /** Fields of the kind itself, by code. */
  fields: z.record(z.string(), z.string()).default({}),
  /** The sender's own key: the same key never makes a second record. */
  key: z.string().min(1).max(100),
  /** True for rows made up to fill a stated total; shown wherever the record is shown. */
  generated: z.boolean().default(false),
});
export type RecordDraft = z.output<typeof RecordDraft>;
export type RecordDraftInput = z.input<typeof RecordDraft>;
