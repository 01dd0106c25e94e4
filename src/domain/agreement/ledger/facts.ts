import type { Window } from '#kernel/window.ts';

/** A figure that an earlier frozen edition shows. */
export interface EditionFact {
  readonly edition: string;
  readonly key: string;
  readonly value: number;
  readonly text: string;
}

interface Fact {
  readonly measure: string;
  readonly unit: string;
  readonly window: Window;
  /** Labels in Chinese; an edition keeps no codes. */
  readonly classes: readonly string[];
  readonly person: string;
}

/** By what the same fact is found again: measure, unit, window, classes and person. */
export function factKey({ measure, unit, window, classes, person }: Fact): string {
  return [measure, unit, window.from, window.to, classes.toSorted().join(','), person].join('|');
}
