import type { KindCode } from '#domain/kinds/model.ts';
import type { Day } from '#kernel/day.ts';

/** What of a record tells whether it is the same event as another. */
export interface Told {
  readonly kind: KindCode;
  readonly starts: Day;
  readonly day: Day;
  readonly hosts: readonly number[];
  readonly title: string;
  readonly place: string;
  readonly partners: readonly string[];
  readonly people: readonly number[];
  readonly classes: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
}

export const reasonLabels = {
  title: { zh: '标题相近', en: 'similar titles' },
  host: { zh: '有共同的主办单位', en: 'a host in common' },
  place: { zh: '地点相近', en: 'the same place' },
  named: { zh: '一方写明了与另一方联合', en: 'one names the other as its partner' },
  people: { zh: '有相同的人员', en: 'a person in common' },
} as const;
export type Reason = keyof typeof reasonLabels;

export interface Likeness {
  /** 0 to 1; for ordering only. */
  readonly score: number;
  readonly reasons: readonly Reason[];
}
