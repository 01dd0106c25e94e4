import { Bookmark, InternalHyperlink, type IRunOptions, type ParagraphChild, TextRun } from 'docx';
import type { Run } from './blocks.ts';
import { faces, fontOf } from './docx-style.ts';
import { printableLine } from './printable.ts';

// These marks exist in Latin fonts too; without the hint Word takes them from there and they come out narrow.
const shared = /([“”‘’…—–·×÷±°§‰′″←-↓①-⑳Ⅰ-Ⅻ■-◿★☆]+)/;

/** A text as runs that keep Chinese quotation marks and dashes in the Chinese font. */
export function textRuns(text: string, face: string = faces.body, options: IRunOptions = {}): TextRun[] {
  const plain = face === faces.body ? options : { ...options, font: fontOf(face) };
  const hinted = { ...options, font: { ...fontOf(face), hint: 'eastAsia' } };
  return printableLine(text)
    .split(shared)
    .filter((piece) => piece !== '')
    .map((piece) => new TextRun({ ...(shared.test(piece) ? hinted : plain), text: piece }));
}

/** Marks where numbers are explained, where that was asked for; a bookmark may stand only once. */
export class NoteMarks {
  readonly #shown: boolean;
  readonly #marked = new Set<number>();

  constructor(shown: boolean) {
    this.#shown = shown;
  }

  /** The run, its note as a raised number that leads to the note. */
  runs(run: Run): ParagraphChild[] {
    const words = textRuns(run.text, faces.body, run.strong ? { bold: true } : {});
    if (!this.#shown || run.note === undefined) return words;
    const mark = new InternalHyperlink({
      anchor: noteAnchor(run.note),
      children: [new TextRun({ text: `[${run.note}]`, superScript: true, size: 24 })],
    });
    if (this.#marked.has(run.note)) return [...words, mark];
    this.#marked.add(run.note);
    return [...words, new Bookmark({ id: markAnchor(run.note), children: [] }), mark];
  }

  has(note: number): boolean {
    return this.#marked.has(note);
  }
}

export function noteAnchor(note: number): string {
  return `note_${note}`;
}

export function markAnchor(note: number): string {
  return `mark_${note}`;
}
