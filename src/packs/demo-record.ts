import { z } from 'zod';
import { RecordDraft, statuses } from '#domain/records/model.ts';

/** A record of a demo period: what a person would have entered, and how far it has come. */
export const DemoRecord = RecordDraft.extend({
  status: z.enum(statuses).default('verified'),
  /** Why it was sent back; asked for when the status is `returned`. */
  reason: z.string().min(1).max(500).optional(),
}).refine((record) => (record.status === 'returned') === (record.reason !== undefined), {
  message: 'a returned record has a reason, and only a returned one',
});
export type DemoRecord = z.output<typeof DemoRecord>;
