/** How the text limits a number. What each one covers is written beside the hedge words in `hedges.ts`. */
export type Qualifier =
  | 'exact'
  | 'approx_below'
  | 'approx'
  | 'more_than'
  | 'at_least'
  | 'at_most'
  | 'less_than'
  | 'cumulative';

export type QuantityKind = 'count' | 'money' | 'percent' | 'measure' | 'duration' | 'score' | 'ratio';

export type Scale = 10_000 | 100_000_000;

/** One quantity found in prose or in a table cell. Offsets are UTF-16 positions in the text that was given. */
export interface Quantity {
  readonly start: number;
  readonly end: number;
  /** The shortest span that holds qualifier, number and unit: 近60人, 7万余份, 30%以上. */
  readonly text: string;
  /** 万, 亿 and 成 multiplied out; the lower end of a range. */
  readonly value: number;
  /** Upper end of a range. */
  readonly valueMax?: number;
  /** Set when 万 or 亿 stands in the text, so that the written form can be rebuilt. */
  readonly scale?: Scale;
  readonly qualifier: Qualifier;
  /** The number runs from an open or multi-year start, whatever the qualifier. */
  readonly cumulative: boolean;
  /** The counter as written, without 万 and 亿; empty when the text has none. */
  readonly unit: string;
  readonly kind: QuantityKind;
  /** What is counted, in short. Best effort. */
  readonly noun: string;
  /** The unit or person the number is said of; empty when the text names none. */
  readonly owner: string;
  /** Title of the section it stands in, without its number. */
  readonly section: string;
  /** Rate base: 每年, 每人. */
  readonly per?: string;
  /** One number said of this many things (均, 各, 分别 with one number). */
  readonly appliesTo?: number;
  /** A plan, quota, prize setting or goal, not a result. */
  readonly target?: boolean;
  /** 数百, 几十: the value is the magnitude only. */
  readonly indefinite?: boolean;
  /** The text contradicts itself: 近二十余人. */
  readonly conflictingQualifiers?: boolean;
}

/** A name under which a unit is written, with the days between which it was. Data: packs and the unit tree supply it. */
export interface UnitAlias {
  readonly name: string;
  readonly unit: string;
  readonly from?: string;
  readonly to?: string;
}
