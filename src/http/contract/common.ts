import { z } from 'zod';
import { kindCodes, personRoles } from '#domain/kinds/model.ts';
import { statuses } from '#domain/records/model.ts';
import { unitKinds } from '#domain/units/tree.ts';
import { type Day, parseDay } from '#kernel/day.ts';
import type { Window } from '#kernel/window.ts';

export const TextShape = z.object({ zh: z.string(), en: z.string() });
export const DayShape = z
  .string()
  .refine((text): text is Day => parseDay(text) !== undefined, { message: 'day_unknown' })
  .meta({ description: 'YYYY-MM-DD', examples: ['2024-07-14'] });
export const WindowShape = z.object({ from: DayShape, to: DayShape });

/** A window as it stands in an address: `2024-07-01..2024-10-31`. */
export const WindowText = z
  .string()
  .refine((text) => readWindow(text) !== undefined, { message: 'window_form' })
  .meta({ description: 'first..last day', examples: ['2024-07-01..2024-10-31'] });

/** The window of such a text, both ends days and in order; undefined otherwise. */
export function readWindow(text: string): Window | undefined {
  const [from, to, ...more] = text.split('..').map((part) => parseDay(part));
  return from && to && from <= to && more.length === 0 ? { from, to } : undefined;
}

export const UnitCode = z.string().min(1).max(60);
export const UnitName = z.object({ code: z.string(), name: z.string(), short: z.string() });
export const KindCodeShape = z.enum(kindCodes);
export const StatusShape = z.enum(statuses);
export const UnitKindShape = z.enum(unitKinds);
export const PersonRoleShape = z.enum(personRoles);
export const Moment = z.iso.datetime();
export const RecordId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** How complete a list is; nothing is ever cut off silently. */
export const Completeness = z.object({
  total: z.number().int().meta({ description: 'how many there are in all, exactly' }),
  unit: UnitName,
  window: WindowShape.optional(),
  asOf: Moment,
});
