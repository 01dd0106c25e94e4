import type { FigureQuestion } from '#domain/figures/model.ts';
import type { Day } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';
import type { Window } from '#kernel/window.ts';

/** Why a record is in one set and not in the other, or counts another value there. */
export const gapReasons = {
  late_filed: { zh: '迟报：那之后才报上来', en: 'filed late: it came in after that moment' },
  verified_later: { zh: '那时已报送，之后才核定', en: 'verified later' },
  returned: { zh: '已退回', en: 'returned' },
  void: { zh: '已作废', en: 'void' },
  duplicate: { zh: '与另一条重复，已合并', en: 'a duplicate, merged into another record' },
  awaiting: { zh: '改动后还没有重新核定', en: 'changed and not verified again' },
  changed: { zh: '记录内容改过', en: 'the record was changed' },
  waiting: { zh: '已报送，还没有核定', en: 'submitted, not verified' },
  other_window: { zh: '只在其中一个时段', en: 'in one of the windows only' },
  class_list: { zh: '两个时段的分类表版本不同', en: 'the class lists of the windows differ' },
  joint: { zh: '几个下级联合开展，上级只计一次', en: 'held jointly: counted once above' },
  own_level: { zh: '本级自己开展，不在任何下级', en: 'held by the unit itself' },
  moved_unit: { zh: '单位隶属变过，记录留在当时的上级', en: 'the unit moved; the record stays where it was done' },
} as const satisfies Readonly<Record<string, Text>>;
export type GapReason = keyof typeof gapReasons;

/** Against what a figure is held. */
export type GapAgainst =
  | { readonly kind: 'moment'; readonly at: Date }
  | { readonly kind: 'edition'; readonly code: string }
  | { readonly kind: 'children' }
  | { readonly kind: 'window'; readonly window: Window }
  | { readonly kind: 'reported' };

export interface GapRow {
  readonly record: number;
  readonly title: string;
  readonly day: Day;
  readonly hosts: readonly number[];
  /** What it adds on either side, in counter words. */
  readonly left: number;
  readonly right: number;
  readonly reason: GapReason;
}

export interface Gap {
  readonly question: FigureQuestion;
  readonly counterWord: string;
  readonly left: { readonly label: Text; readonly value: number };
  readonly right: { readonly label: Text; readonly value: number };
  /** Left minus right. */
  readonly gap: number;
  readonly reasons: readonly { readonly reason: GapReason; readonly records: number; readonly sum: number }[];
  /** The records that weigh most; `total` says how many there are. */
  readonly rows: readonly GapRow[];
  readonly total: number;
  /** What the listed reasons do not account for: 0, unless records have gone out of the reader's sight. */
  readonly unaccounted: number;
}
