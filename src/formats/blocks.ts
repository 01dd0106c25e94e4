/** A run of words; `note` names the note that explains a number in it. */
export interface Run {
  readonly text: string;
  readonly note?: number;
}

export interface Column {
  readonly title: string;
  readonly numeric: boolean;
  /** Share of the table's width; columns without one share the rest. */
  readonly width?: number;
}

export type Block =
  /** Text without its number: writers number headings 一、（一）1.（1） by level. */
  | { readonly type: 'heading'; readonly level: 1 | 2 | 3 | 4; readonly text: string }
  /** `lead` is printed first, bold, followed by a colon. */
  | { readonly type: 'paragraph'; readonly lead?: string; readonly runs: readonly Run[] }
  | {
      readonly type: 'table';
      readonly caption?: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly string[])[];
      readonly totals?: readonly string[];
    };

export interface Note {
  readonly id: number;
  readonly text: string;
}

/** The plain model of an official paper (GB/T 9704) that every writer takes. */
export interface OfficialDocument {
  /** May be broken into lines with \n. */
  readonly title: string;
  readonly issuer: string;
  /** In words: 2024年11月27日. */
  readonly date: string;
  /** ISO 8601; fixed by the caller, so that the same document gives the same bytes. */
  readonly createdAt: string;
  readonly blocks: readonly Block[];
  /** What the numbers count. Printed only where a writer is asked for it. */
  readonly notes: readonly Note[];
}
