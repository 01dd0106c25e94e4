import type { Counter } from './counters.ts';
import { combine, hedgeAfter, hedgeBefore } from './hedges.ts';
import type { NumberRead } from './magnitudes.ts';
import type { Qualifier, QuantityKind, Scale } from './model.ts';

/** A quantity as the grammar finds it, before its sentence is looked at. Offsets are those of the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly numberStart: number;
  readonly value: number;
  readonly valueMax?: number;
  readonly scale?: Scale;
  readonly qualifier: Qualifier;
  readonly conflicting: boolean;
  readonly indefinite: boolean;
  readonly unitStart: number;
  readonly unit: string;
  readonly kind: QuantityKind;
  readonly per?: string;
}

/** How far a number reaches with the hedges around it. */
export interface Hedged {
  readonly start: number;
  readonly end: number;
  readonly hedges: readonly Qualifier[];
}

/** Reads outwards from the number and its counter to the hedges on both sides. */
export function withHedges(text: string, number: NumberRead, end: number, counter?: Counter): Hedged {
  const hedges: Qualifier[] = [];
  let start = number.start;
  const before = hedgeBefore(text, start, number.bare);
  if (before) {
    hedges.push(before.qualifier);
    start = before.at;
    const further = hedgeBefore(text, start, false);
    if (further) {
      hedges.unshift(further.qualifier);
      start = further.at;
    }
  }
  if (number.more || counter?.more) hedges.push('more_than');
  if (number.about) hedges.push('approx');
  const after = hedgeAfter(text, end, counter?.kind ?? (number.part ? 'percent' : 'count'));
  if (after) hedges.push(after.qualifier);
  return { start, end: after ? after.at : end, hedges };
}

/** The parts of a span that do not depend on its unit. */
export function spanOf(
  text: string,
  number: NumberRead,
  { start, end, hedges }: Hedged,
): Omit<Span, 'unit' | 'unitStart' | 'kind'> {
  const fuzzy = isFuzzy(text, number);
  const { qualifier, conflicting } = combine(hedges.length === 0 && fuzzy ? ['approx'] : hedges);
  return {
    start,
    end,
    numberStart: number.start,
    value: number.value,
    ...(number.max !== undefined && { valueMax: number.max }),
    ...(number.scale !== undefined && { scale: number.scale }),
    qualifier,
    conflicting,
    indefinite: number.indefinite,
  };
}

/** 五六千 and a bare 百万 are round figures; 10-15 is an exact range. */
function isFuzzy(text: string, number: NumberRead): boolean {
  if (number.bare) return true;
  return (
    number.max !== undefined && number.script === 'chinese' && !/[-~至到]/.test(text.slice(number.start, number.end))
  );
}
