import { refuse } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';

export type ProseFormat = 'docx' | 'doc' | 'xlsx' | 'html' | 'txt';

export interface ProseParagraph {
  readonly type: 'paragraph';
  /** One line, with the number that the program printed before it. */
  readonly text: string;
  /** Level of a heading, 1 the highest, where the file says that it is one. */
  readonly heading?: number;
}

export interface ProseTable {
  readonly type: 'table';
  readonly rows: readonly (readonly string[])[];
}

/** What every reader returns: the words of a file in the order in which they are read, and what was lost on the way. */
export interface Prose {
  readonly format: ProseFormat;
  readonly parts: readonly (ProseParagraph | ProseTable)[];
  readonly remarks: readonly Text[];
}

/** What a document may hold; whatever is larger is refused. */
export const proseLimits = {
  bytes: 32 * 1024 * 1024,
  characters: 2_000_000,
  parts: 100_000,
} as const;

/** Gathers paragraphs and tables while a file is read. Raises ProblemError as soon as there is more than a document may hold. */
export class ProseWriter {
  readonly #parts: (ProseParagraph | ProseTable)[] = [];
  readonly #remarks = new Map<string, Text>();
  #characters = 0;

  /** Breaks inside the text make lines of their own; blank lines are left out. */
  paragraph(text: string, heading?: number): void {
    let level = heading;
    for (const raw of text.split('\n')) {
      const line = cleanLine(raw);
      if (line.trim() === '') continue;
      this.#take(line.length);
      this.#parts.push({ type: 'paragraph', text: line, ...(level !== undefined && { heading: level }) });
      level = undefined;
    }
  }

  table(rows: readonly (readonly string[])[]): void {
    const clean = rows
      .map((row) => row.map((cell) => cleanLine(cell.replaceAll(/\s+/g, ' ')).trim()))
      .filter((row) => row.some((cell) => cell !== ''));
    for (const row of clean) this.#take(row.reduce((sum, cell) => sum + cell.length + 1, 0));
    if (clean.length > 0) this.#parts.push({ type: 'table', rows: clean });
  }

  /** What the reader could not keep, said once. */
  remark(zh: string, en: string): void {
    this.#remarks.set(zh, { zh, en });
  }

  finish(format: ProseFormat): Prose {
    return { format, parts: this.#parts, remarks: [...this.#remarks.values()] };
  }

  #take(characters: number): void {
    this.#characters += characters;
    if (this.#characters > proseLimits.characters) refuseLong();
    if (this.#parts.length >= proseLimits.parts) refuseLong();
  }
}

export interface ProseText {
  /** Lines; the cells of a table row stand between tabs, an empty one as a dash, so that columns keep their places. */
  readonly text: string;
  /** Where headings begin that the file marks as such, and their levels. */
  readonly headings: readonly { readonly start: number; readonly level: number }[];
}

/** The document as one text, the form in which it is read, shown and kept. */
export function proseText({ parts }: Prose): ProseText {
  const lines: string[] = [];
  const headings: { start: number; level: number }[] = [];
  let at = 0;
  const add = (line: string) => {
    lines.push(line);
    at += line.length + 1;
  };
  for (const part of parts) {
    if (part.type === 'table') for (const row of part.rows) add(rowLine(row));
    else {
      if (part.heading !== undefined) headings.push({ start: at, level: part.heading });
      add(part.text);
    }
  }
  return { text: lines.join('\n'), headings };
}

function rowLine(row: readonly string[]): string {
  const last = row.findLastIndex((cell) => cell !== '');
  return row
    .slice(0, last + 1)
    .map((cell) => (cell === '' ? '—' : cell))
    .join('\t');
}

/** Without what is not seen: controls, marks of width and direction, halves of characters. */
function cleanLine(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]/g, '')
      .replaceAll('\u00a0', ' ')
      .trimEnd()
  );
}

function refuseLong(): never {
  refuse('document_too_long', {
    zh: `文字超过 ${proseLimits.characters / 10_000} 万字，请拆成几份再读`,
    en: `more than ${proseLimits.characters.toLocaleString('en')} characters; split the document`,
  });
}
