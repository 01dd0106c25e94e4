import type { Figure } from '#domain/figures/model.ts';
import type { Day } from '#kernel/day.ts';
import type { Window } from '#kernel/window.ts';

/** A piece of a line: words, or a figure by its place in the summary's list. A number gets into a text in no other way. */
export type Inline = string | { readonly figure: number };

export type SummaryBlock =
  | {
      readonly type: 'paragraph';
      /** The unit that the paragraph is from; printed first, followed by a colon. */
      readonly lead?: { readonly unit: string; readonly short: string };
      readonly inlines: readonly Inline[];
      /** Records whose accounts are told here. */
      readonly told?: readonly number[];
    }
  | {
      readonly type: 'table';
      readonly caption: string;
      readonly columns: readonly { readonly title: string; readonly numeric: boolean }[];
      readonly rows: readonly (readonly Inline[])[];
      readonly totals?: readonly Inline[];
    };

export interface SummarySection {
  readonly code: string;
  readonly title: string;
  readonly blocks: readonly SummaryBlock[];
}

/** A periodic document as compiled: sections in order, and every figure that any of them shows. */
export interface Summary {
  readonly title: string;
  readonly unit: { readonly code: string; readonly name: string };
  readonly window: Window;
  /** Windows of single parts, by the template's names. */
  readonly windows: Readonly<Record<string, Window>>;
  readonly sections: readonly SummarySection[];
  readonly figures: readonly Figure[];
  /** What a reader must know: no records in the window, records not verified yet. */
  readonly notes: readonly string[];
}

/** One verified record, as the writers of paragraphs see it. */
export interface ToldRecord {
  readonly id: number;
  readonly kind: string;
  readonly lead: number;
  readonly starts: Day;
  readonly day: Day;
  readonly title: string;
  readonly narrative: string;
  readonly weight: number;
  readonly highlight: boolean;
  readonly values: Readonly<Record<'m1' | 'm2' | 'm3' | 'm4' | 'm5' | 'm6' | 'm7' | 'm8', number | null>>;
}
