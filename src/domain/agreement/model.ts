import type { Text } from '#kernel/text.ts';
import { type RuleCode, ruleBook } from './rules.ts';

/** conflict: cannot both be right. doubt: a person should look. note: worth knowing, nothing need be wrong. */
export type Severity = 'conflict' | 'doubt' | 'note';

export const severityLabels: Readonly<Record<Severity, Text>> = {
  conflict: { zh: '矛盾', en: 'Conflict' },
  doubt: { zh: '存疑', en: 'Doubt' },
  note: { zh: '提示', en: 'Note' },
};

export interface Span {
  /** UTF-16 offsets in the text that was checked. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Finding {
  readonly rule: RuleCode;
  readonly severity: Severity;
  /** What does not agree and by how much, as a colleague would say it. */
  readonly message: Text;
  /** The places in the text, the one that the finding is about first. */
  readonly spans: readonly Span[];
  /** What stands against what: the text's own value, and the one it should agree with. */
  readonly sides?: readonly [string, string];
  /** True where the rule was tried and its sum or count holds: a confirmation, not a fault. */
  readonly holds?: true;
}

export function spanOf(text: string, start: number, end: number): Span {
  return { start, end, text: text.slice(start, end) };
}

/** A finding with the severity that its rule has. */
export function fault(
  rule: RuleCode,
  spans: readonly Span[],
  zh: string,
  en: string,
  sides?: readonly [string, string],
): Finding {
  return { rule, severity: ruleBook[rule].severity, message: { zh, en }, spans, ...(sides && { sides }) };
}

/** The rule was tried and holds. */
export function holding(rule: RuleCode, spans: readonly Span[], zh: string, en: string): Finding {
  return { rule, severity: 'note', message: { zh, en }, spans, holds: true };
}

/** Whether a finding asks for somebody's attention: a confirmation does not. */
export function isFault(finding: Finding): boolean {
  return finding.holds !== true;
}
