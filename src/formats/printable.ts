/** The text without what neither XML 1.0 nor a typesetter can hold: control characters, lone surrogates, non-characters. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '');
}

/** The same on one line: breaks and tabs become blanks. */
export function printableLine(text: string): string {
  return printable(text).replace(/\r\n|[\t\n\r\u2028\u2029]/g, ' ');
}

/** The same as the lines it was broken into; at least one. */
export function printableLines(text: string): string[] {
  return printable(text)
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replaceAll('\t', ' '));
}
