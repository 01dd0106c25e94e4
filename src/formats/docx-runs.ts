import { type IRunOptions, TextRun } from 'docx';

// These marks exist in Latin fonts too; without the hint Word takes them from there and they come out narrow.
const shared = /([“”‘’…—·]+)/;

/** A text as runs that keep Chinese quotation marks and dashes in the Chinese font. */
export function runsOf(text: string, options: IRunOptions): TextRun[] {
  return printable(text)
    .split(shared)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const { font } = options;
      const hinted = shared.test(piece) && typeof font === 'object' && font !== null && 'ascii' in font ? { font: { ...font, hint: 'eastAsia' } } : {};
      return new TextRun({ ...options, ...hinted, text: piece });
    });
}

/** What XML 1.0 can hold: control characters and lone surrogates are taken out. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[\t\n\r]/g, ' ');
}
