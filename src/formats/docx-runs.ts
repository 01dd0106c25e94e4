import { type IRunOptions, TextRun } from 'docx';
import { printable } from './printable.ts';

// These marks exist in Latin fonts too; without the hint Word takes them from there and they come out narrow.
const shared = /([“”‘’…—·]+)/;

/** A text as runs that keep Chinese quotation marks and dashes in the Chinese font. */
export function runsOf(text: string, options: IRunOptions): TextRun[] {
  return printable(text)
    .replace(/[\t\n\r]/g, ' ')
    .split(shared)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const { font } = options;
      const hinted =
        shared.test(piece) && typeof font === 'object' && font !== null && 'ascii' in font
          ? { font: { ...font, hint: 'eastAsia' } }
          : {};
      return new TextRun({ ...options, ...hinted, text: piece });
    });
}
