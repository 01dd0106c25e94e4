import type { KindCode } from '#domain/kinds/model.ts';
import type { UnitKind } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';
import type { Window } from '#kernel/window.ts';

/** A round as those see it who report to it: what it asks for, until when, and whether it is open. */
export interface Period {
  readonly id: number;
  readonly code: string;
  readonly title: string;
  /** The unit whose summary it becomes. */
  readonly unitId: number;
  readonly window: Window;
  /** Windows of single parts, by the template's names. */
  readonly windows: Readonly<Record<string, Window>>;
  readonly template: string;
  readonly sections: readonly ReportingSection[];
  /** Last day for whoever has no day of their own. */
  readonly due: Day | null;
  /** Last day of a tier; a kind with a day of its own is asked to report. */
  readonly dueByKind: Readonly<Partial<Record<UnitKind, Day>>>;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
}

/** A section of the template that records fall into. */
export interface ReportingSection {
  readonly code: string;
  readonly title: string;
  /** The title without 工作情况, for lists. */
  readonly short: string;
  readonly sources: readonly Source[];
  /** The windows of its sources, each once. */
  readonly windows: readonly Window[];
  /** Names of the template's parts that it has windows from. */
  readonly parts: readonly string[];
}

/** What one block of a section tells of or counts. A record belongs to a section when one of its sources takes it. */
export interface Source {
  readonly kind: KindCode;
  readonly classes: Readonly<Record<string, string>>;
  readonly highlight?: boolean;
  readonly window: Window;
  /** Only for units of this kind and those that contain one. */
  readonly of?: UnitKind;
  /** Of these only for the round's own, directly under its unit. */
  readonly own?: boolean;
}

export const cellStates = ['reported', 'waiting', 'returned', 'nothing', 'blank', 'not_asked'] as const;
export type CellState = (typeof cellStates)[number];

export const cellStateLabels: Readonly<Record<CellState, Text>> = {
  reported: { zh: '已报', en: 'Reported' },
  waiting: { zh: '待核定', en: 'To be verified' },
  returned: { zh: '退回待改', en: 'Returned' },
  nothing: { zh: '本期无此项工作', en: 'Nothing to report' },
  blank: { zh: '没有报', en: 'Not reported' },
  not_asked: { zh: '不要求', en: 'Not asked' },
};

/** What a unit and everything under it have reported to a section. */
export interface CellCounts {
  readonly verified: number;
  readonly submitted: number;
  readonly returned: number;
  /** Of all these, first sent in after the unit's last day. */
  readonly late: number;
}

export interface Statement {
  readonly id: number;
  readonly by: string;
  readonly at: Date;
}

export interface Cell extends CellCounts {
  readonly section: string;
  readonly state: CellState;
  readonly asked: boolean;
  readonly statement?: Statement;
  /** The statement and records that stand against it are both there. */
  readonly contradicted: boolean;
  /** The latest reminder that named this section. */
  readonly reminded?: { readonly by: string; readonly at: Date };
  readonly remindedToday: boolean;
}

export interface MatrixRow {
  readonly unitId: number;
  readonly kind: UnitKind;
  readonly due: Day | null;
  readonly cells: readonly Cell[];
}

export interface PeriodEvent {
  readonly action: 'created' | 'deadlines' | 'closed' | 'reopened';
  readonly reason: string;
  readonly detail: { readonly due?: Day | null; readonly byKind?: Readonly<Partial<Record<UnitKind, Day>>> };
  readonly by: string;
  readonly at: Date;
}

export const lateReasons = ['late_filing', 'verified_late', 'changed_after', 'resubmitted', 'taken_out'] as const;
export type LateReason = (typeof lateReasons)[number];

export const lateReasonLabels: Readonly<Record<LateReason, Text>> = {
  late_filing: { zh: '截止后报送', en: 'Filed late' },
  verified_late: { zh: '截止后核定', en: 'Verified late' },
  changed_after: { zh: '截止后改动', en: 'Changed after' },
  resubmitted: { zh: '退回后重报', en: 'Returned and sent again' },
  taken_out: { zh: '截止后退出', en: 'Taken out after' },
};

export const unitKindLabels: Readonly<Record<UnitKind, Text>> = {
  association: { zh: '协会', en: 'associations' },
  branch: { zh: '分会', en: 'branches' },
  industry_branch: { zh: '行业分会', en: 'industry branches' },
  station: { zh: '工作站', en: 'stations' },
  studio: { zh: '工作室', en: 'studios' },
  corps: { zh: '讲师团', en: 'lecturer corps' },
  base: { zh: '基地', en: 'bases' },
};
