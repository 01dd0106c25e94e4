import type { Counter } from './counters.ts';
import type { NumberRead } from './magnitudes.ts';

/** A number with its counter, as far as it has been read: what the rules against false quantities look at. */
export interface Candidate {
  readonly number: NumberRead;
  readonly counter: Counter;
  /** Where the span starts and ends, hedges included. */
  readonly start: number;
  readonly end: number;
  readonly hedged: boolean;
  /** The number before this one was an ordinal and only a list sign stands between (第一、二届). */
  readonly followsOrdinal: boolean;
}
