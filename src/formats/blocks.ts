import type { Language } from '#kernel/text.ts';

/** A run of words; `note` names the note that explains a number in it. */
export interface Run {
  readonly text: string;
  readonly strong?: boolean;
  readonly note?: number;
}

export interface Column {
  readonly title: string;
  readonly numeric: boolean;
  /** Share of the table's width; columns without one share by what they hold. */
  readonly width?: number;
}

export type HeadingLevel = 1 | 2 | 3 | 4;

/** `lead` is printed first, in the heading's face, followed by a colon. */
export interface ParagraphBlock {
  readonly type: 'paragraph';
  readonly lead?: string;
  readonly runs: readonly Run[];
}

export interface TableBlock {
  readonly type: 'table';
  readonly caption?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly totals?: readonly string[];
}

/** A drawing, in practice a chart. `alt` says in words what it shows. */
export interface ImageBlock {
  readonly type: 'image';
  readonly svg: string;
  readonly alt: string;
  readonly caption?: string;
}

export type Block =
  /** Text without its number: writers number headings 一、（一）1.（1） by level. */
  | { readonly type: 'heading'; readonly level: HeadingLevel; readonly text: string }
  | ParagraphBlock
  | TableBlock
  | ImageBlock;

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
  /** 发文字号: 长禁协〔2024〕6号. */
  readonly reference?: string;
  /** ISO 8601 in UTC; fixed by the caller, so that the same document gives the same bytes. */
  readonly createdAt: string;
  /** Names the edition in the file's properties; not printed on paper. */
  readonly identifier?: string;
  /** Of the words that writers add themselves; Chinese when absent. */
  readonly language?: Language;
  readonly blocks: readonly Block[];
  /** What the numbers count. Printed only where a writer is asked for it. */
  readonly notes: readonly Note[];
}
