import type { Measure } from '#domain/classes/model.ts';
import type { Kind } from '#domain/kinds/model.ts';
import type { Day } from '#kernel/day.ts';

/** What the warnings are told about a record. */
export interface Subject {
  readonly kind: Kind;
  readonly from: Day;
  readonly to: Day;
  /** The kind's measures that a record enters. */
  readonly measures: readonly Measure[];
  /** By field, in counter words; a measure that is not given is absent. */
  readonly values: Readonly<Record<string, number>>;
  /** As written, with `{attendance}` for the record's own numbers. */
  readonly narrative: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Photos and links. */
  readonly evidence: number;
  /** When it was first sent in. */
  readonly filedOn: Day;
  /** Verified records of the same kind and class, by field: the nearest unit first, and only where there are any. */
  readonly usual: (field: string) => readonly Usual[];
}

export interface Usual {
  /** The unit that the values are of; undefined for the record's own lead. */
  readonly unit: string | undefined;
  readonly values: readonly number[];
}

/** A number with its counter word, grouped by thousands. */
export function counted(value: number, unit: string): string {
  return `${value.toLocaleString('en-US', { maximumFractionDigits: 2 })}${unit}`;
}
