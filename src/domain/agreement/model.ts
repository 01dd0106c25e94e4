/** conflict: cannot both be right. doubt: a person should look. note: worth knowing, nothing need be wrong. */
export type Severity = 'conflict' | 'doubt' | 'note';

export interface Span {
  /** UTF-16 offsets in the text that was checked. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Finding {
  /** Code of the rule: stable, so that dismissals can be counted. */
  readonly rule: string;
  readonly severity: Severity;
  /** What does not agree and by how much, in Chinese as a colleague would say it. */
  readonly message: string;
  readonly spans: readonly Span[];
  /** True where the rule was tried and its sum or count holds: a confirmation, not a fault. */
  readonly holds?: true;
}

export function spanOf(text: string, start: number, end: number): Span {
  return { start, end, text: text.slice(start, end) };
}
