// The few signs of the symbol fonts that people put into texts. Everything else in them is ornament.
const wingdings: Readonly<Record<number, string>> = {
  ...{ 108: '●', 110: '■', 111: '□', 113: '□', 117: '◆', 159: '•', 167: '▪', 168: '□', 224: '→' },
  ...{ 240: '→', 251: '✗', 252: '✓', 253: '☒', 254: '☑' },
};
const wingdings2: Readonly<Record<number, string>> = { 80: '✓', 81: '☒', 82: '☑', 163: '□' };
const symbol: Readonly<Record<number, string>> = {
  ...{ 176: '°', 177: '±', 179: '≥', 180: '×', 183: '·', 163: '≤', 174: '→', 185: '≠', 187: '≈' },
};

/** The character of a symbol by its font and code; undefined when it stands for no character. */
export function symbolText(font: string, code: number): string | undefined {
  if (!Number.isInteger(code) || code < 0x20 || code > 0xffff) return undefined;
  const isPrivate = code >= 0xf000 && code <= 0xf0ff;
  const low = code & 0xff;
  if (/^wingdings 2/i.test(font)) return wingdings2[low];
  if (/^(wingdings|webdings)/i.test(font)) return wingdings[low];
  if (/^symbol/i.test(font)) return symbol[low] ?? (low >= 0x21 && low < 0x7f ? String.fromCharCode(low) : undefined);
  return isPrivate || (code >= 0xd800 && code < 0xf900) ? undefined : String.fromCharCode(code);
}
