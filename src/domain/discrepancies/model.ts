import type { Finding, Severity } from '#domain/agreement/model.ts';
import type { RuleCode } from '#domain/agreement/rules.ts';
import type { FigureQuestion } from '#domain/figures/model.ts';
import type { Day } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';

export const discrepancyStates = ['open', 'explained', 'corrected', 'dismissed'] as const;
export type DiscrepancyState = (typeof discrepancyStates)[number];

export type ClosedHow = 'explained' | 'corrected' | 'dismissed' | 'no_longer_found';

export const sourceKinds = ['text', 'round', 'edition'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Where findings stand: a text that somebody gave, a summary as it compiles now, or a frozen edition. */
export interface SourceName {
  readonly kind: SourceKind;
  /** A text's title, a round's unit and window, an edition's code. */
  readonly key: string;
  readonly title: string;
}

/** A finding with what tells it apart from every other, and the figure behind it if there is one. */
export interface Fingerprinted {
  readonly fingerprint: string;
  readonly finding: Finding;
  readonly question?: FigureQuestion;
}

export interface Discrepancy {
  readonly id: number;
  readonly rule: RuleCode;
  readonly severity: Severity;
  readonly message: Text;
  readonly spans: Finding['spans'];
  readonly sides: readonly [string, string] | null;
  readonly question: FigureQuestion | null;
  readonly source: SourceName;
  readonly unitId: number;
  readonly state: DiscrepancyState;
  readonly owner: { readonly id: number; readonly name: string } | null;
  readonly due: Day | null;
  readonly explanation: string;
  readonly openedAt: Date;
  readonly openedBy: string;
  readonly foundAt: Date;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly closedHow: ClosedHow | null;
}

export const noteActs = [
  ...(['opened', 'found_again', 'comment', 'assigned', 'due', 'explained', 'corrected'] as const),
  ...(['dismissed', 'no_longer_found', 'reopened'] as const),
] as const;
export type NoteAct = (typeof noteActs)[number];

export interface Note {
  readonly act: NoteAct;
  readonly by: string;
  readonly at: Date;
  readonly text: string;
}
