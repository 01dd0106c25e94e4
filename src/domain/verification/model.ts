import { z } from 'zod';
import type { Problem } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';

/** Something about a record that a verifier should look at twice. It never stops anybody. */
export interface Warning {
  readonly code: WarningCode;
  /** A doubt is probably a mistake; a note is worth knowing. Only doubts keep a record out of a batch. */
  readonly severity: 'doubt' | 'note';
  /** What is odd, and what to do. */
  readonly text: Text;
  /** The same as words for whoever reported it, to be sent back with the field. */
  readonly ask: Text;
  /** The part of the record that it belongs to: `measures/attendance`, `narrative`, `photos`. */
  readonly part: string;
}

export const warningCodes = [
  'slip_of_ten',
  'outlier',
  'counter_word',
  'narrative_differs',
  'not_entered',
  'reach_above_attendance',
  'no_evidence',
  'late_filing',
] as const;
export type WarningCode = (typeof warningCodes)[number];

/** Filed later than this many days after it took place is late. */
export const lateAfterDays = 15;

/** For how long a verification may be taken back by whoever made it. */
export const undoMinutes = 10;

/** What a step says that took a verification back. */
export const undoReason = '撤销核定';

/** So many at a time: a page is 50, and nobody answers for more than a few pages at once. */
export const mostVerified = 200;

export const longestMessage = 1000;
const longestComment = 500;
export const mostComments = 20;

/** A comment on one field of a record, given with its return. */
export const FieldComment = z.object({
  part: z.string().min(1).max(100).meta({ description: 'measures/attendance, classes/venue, title, days, narrative' }),
  text: z.string().trim().min(1).max(longestComment),
});
export type FieldComment = z.output<typeof FieldComment>;

/** A record at the revision that somebody had before them. */
export interface Seen {
  readonly id: number;
  readonly base: number;
}

/** A record that an act was not done to, and why. The title is empty where the actor may not see the record. */
export interface Refused {
  readonly id: number;
  readonly title: string;
  readonly problems: readonly Problem[];
}

/** Reasons offered as long as an organisation has not made a habit of its own. */
export const firstReasons: readonly string[] = [
  '请补照片或链接',
  '人次请再核对',
  '经过写得太少，请补充',
  '日期不对，请核对',
  '分类选错了，请重选',
];

/** How a record came to wait: for the first time, after it was returned, or because it was changed after its verification. */
export const arrivals = ['first', 'returned', 'changed'] as const;
export type Arrival = (typeof arrivals)[number];
