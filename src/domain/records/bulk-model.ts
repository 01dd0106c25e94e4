import type { Problem } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';
import type { Status } from './model.ts';

/** What may be done to many records at once. */
export const bulkActs = ['submit', 'verify', 'return', 'highlight', 'unhighlight', 'void'] as const;
export type BulkAct = (typeof bulkActs)[number];

export const bulkLabels: Readonly<Record<BulkAct, Text>> = {
  submit: { zh: '报送', en: 'Submit' },
  verify: { zh: '核定', en: 'Verify' },
  return: { zh: '退回', en: 'Return' },
  highlight: { zh: '标为亮点', en: 'Mark as highlight' },
  unhighlight: { zh: '取消亮点', en: 'Unmark highlight' },
  void: { zh: '作废', en: 'Void' },
};

/** The step that an act takes each record; marks take none. */
export const bulkSteps: Readonly<Partial<Record<BulkAct, Status>>> = {
  submit: 'submitted',
  verify: 'verified',
  return: 'returned',
  void: 'void',
};

/** So many at a time: what somebody can still answer for, and what one transaction does in seconds. */
export const bulkLimit = 2000;

/** For how long an act may be taken back. */
export const undoHours = 24;

/** A record that the act was not done to, and why. The title is empty where the actor may not see the record. */
export interface BulkRefusal {
  readonly id: number;
  readonly title: string;
  readonly problems: readonly Problem[];
}

/** How an act ended: every record that was asked for is either done or refused. */
export interface BulkOutcome {
  /** Absent when nothing was done, and so nothing can be undone. */
  readonly act?: number;
  readonly asked: number;
  readonly done: readonly number[];
  readonly refused: readonly BulkRefusal[];
}
