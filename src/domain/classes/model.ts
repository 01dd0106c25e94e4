import type { Day } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';

/** One version of a code list; versions of a family never overlap in time (六进 of one year, 七进 of the next). */
export interface ClassList {
  readonly code: string;
  readonly family: string;
  readonly label: Text;
  readonly validFrom: Day;
  readonly validTo: Day | null;
  readonly classes: readonly Class[];
}

export interface Class {
  readonly code: string;
  readonly label: Text;
}

export type Additive = 'sum' | 'distinct' | 'stock' | 'none';

/** What a record counts. Additive measures sit in one of eight columns of their kind (`slot` 1..8). */
export interface Measure {
  /** Kind and field: `lecture.sessions`. */
  readonly code: string;
  readonly kind: string;
  readonly field: string;
  readonly slot: number | null;
  readonly label: Text;
  /** Counter word as printed: 场, 人次, 篇(条). */
  readonly unit: string;
  readonly additive: Additive;
  /** Claimed by whoever reports it (覆盖人次), not counted; never mixed with counted attendance. */
  readonly claimed: boolean;
  /** Stored steps in one counter word: 100 where money is kept in fen. */
  readonly scale: number;
  /** Where it counts people helped: values from 1 to below this are published as 少于N only. */
  readonly smallCell: number | null;
  /** What a record counts when it says nothing. */
  readonly defaultValue: number | null;
}

export interface Family {
  readonly code: string;
  readonly label: Text;
  readonly lists: readonly ClassList[];
}

/** The organisation's class lists and measures: what every figure and form is made of. */
export interface Catalogue {
  readonly measures: readonly Measure[];
  readonly families: readonly Family[];
  measure(code: string): Measure | undefined;
  measuresOf(kind: string): readonly Measure[];
  family(code: string): Family | undefined;
  /** The version of a family in force on that day. */
  listOn(family: string, day: Day): ClassList | undefined;
  /** The label of a class in whichever version has it, the newest first. */
  labelOf(family: string, code: string): Text | undefined;
}

export function makeCatalogue(measures: readonly Measure[], families: readonly Family[]): Catalogue {
  const codes = new Map(measures.map((measure) => [measure.code, measure]));
  const byKind = Map.groupBy(measures, (measure) => measure.kind);
  const byFamily = new Map(families.map((family) => [family.code, family]));
  return {
    measures,
    families,
    measure: (code) => codes.get(code),
    measuresOf: (kind) => byKind.get(kind) ?? [],
    family: (code) => byFamily.get(code),
    listOn: (family, day) =>
      byFamily
        .get(family)
        ?.lists.find((list) => list.validFrom <= day && (list.validTo === null || day <= list.validTo)),
    labelOf: (family, code) =>
      byFamily
        .get(family)
        ?.lists.toReversed()
        .flatMap((list) => list.classes)
        .find((one) => one.code === code)?.label,
  };
}
