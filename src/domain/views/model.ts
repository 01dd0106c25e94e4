import { z } from 'zod';
import { kindCodes } from '#domain/kinds/model.ts';
import { statuses } from '#domain/records/model.ts';

/** What a view of the ledger remembers: filters and columns, as they stand in its address. */
export const ViewSearch = z.strictObject({
  kind: z.enum(kindCodes).optional(),
  class: z.string().max(400).optional(),
  status: z.enum(statuses).optional(),
  text: z.string().max(100).optional(),
  person: z.string().max(60).optional(),
  place: z.string().max(100).optional(),
  highlight: z.literal(true).optional(),
  joint: z.literal(true).optional(),
  always: z.literal(true).optional(),
  columns: z.string().max(400).optional(),
  /** Only where the view is about one unit or window, whoever opens it. */
  unit: z.string().max(60).optional(),
  window: z.string().max(30).optional(),
});
export type ViewSearch = z.output<typeof ViewSearch>;

export const ViewName = z.string().trim().min(1).max(40);
