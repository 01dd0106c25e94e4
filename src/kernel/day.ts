/** A calendar day as `YYYY-MM-DD`. Strings of this form sort by date; no time zone is involved anywhere. */
export type Day = string & { readonly __day: never };

const form = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The day, or undefined when the text is not a day of the calendar (2024-02-30). */
export function parseDay(text: string): Day | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) return undefined;
  return text as Day;
}

/** The day of a text known to be one. Raises RangeError otherwise. */
export function day(text: string): Day {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new RangeError(`not a calendar day: ${text}`);
  return parsed;
}

export function addDays(from: Day, count: number): Day {
  return new Date(Date.parse(`${from}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10) as Day;
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

export function firstOfMonth(of: Day): Day {
  return `${of.slice(0, 8)}01` as Day;
}

export function lastOfMonth(of: Day): Day {
  const date = new Date(`${of.slice(0, 8)}01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + 1, 0);
  return date.toISOString().slice(0, 10) as Day;
}

/** 2024年7月14日 */
export function dayInWords(of: Day): string {
  const [year, month, date] = of.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}
