import type { Text } from '#kernel/text.ts';
import type { Window } from '#kernel/window.ts';

/** exact: as counted. hedged: by the rounding rule of hedge.ts (8030 as 8000余). */
export type Precision = 'exact' | 'hedged';

/** What a number answers: a measure, counted where, when and among which records. */
export interface FigureQuestion {
  /** Measure code (`lecture.sessions`), or a kind and `records` for how many records there are (`lecture.records`). */
  readonly measure: string;
  readonly unit: string;
  readonly window: Window;
  /** Counted once over these units together (the rows of a table), all inside `unit`. */
  readonly union?: readonly string[];
  /** Class family -> class code. */
  readonly classes?: Readonly<Record<string, string>>;
  /** Only records that name this person. */
  readonly person?: string;
  /** Only this record: a number told in a record's own account. */
  readonly record?: number;
  readonly precision: Precision;
}

/** The answer, with everything that is needed to show it, open it and check it again. */
export interface Figure {
  readonly question: FigureQuestion;
  readonly label: Text;
  readonly counterWord: string;
  /** In counter words (money in 元); null where the small-cell rule hides it. */
  readonly value: number | null;
  /** As printed, with hedge and counter word: 194场, 近8000人次. */
  readonly text: string;
  /** How many verified records were counted; null where the small-cell rule hides it. */
  readonly records: number | null;
  readonly claimed: boolean;
}
