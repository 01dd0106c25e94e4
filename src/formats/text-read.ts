import { isUtf8 } from 'node:buffer';
import { refuse } from '#kernel/problem.ts';
import { type Prose, ProseWriter } from './prose.ts';

/** A plain text: a paragraph a line. Raises ProblemError when it is no text or too long. */
export function readPlainText(bytes: Uint8Array): Prose {
  const writer = new ProseWriter();
  for (const line of decodeText(bytes).split(/\r\n|\r|\n|\u2028|\u2029|\f|\v/)) writer.paragraph(line);
  return writer.finish('txt');
}

/**
 * Text of unknown encoding: UTF-16 with a byte order mark, UTF-8 with or without one, the encoding that the file names
 * itself, else GB18030. Raises ProblemError when it is none of them.
 */
export function decodeText(bytes: Uint8Array, named?: string): string {
  const encoding = markedEncoding(bytes) ?? (isUtf8(bytes) ? 'utf-8' : (namedEncoding(named) ?? 'gb18030'));
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return refuseEncoding();
  }
  // No text holds this character, and no database keeps it.
  return text.includes('\0') ? refuseEncoding() : text;
}

function markedEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** Only what Chinese pages name; a page that says UTF-8 and is not is read as GB18030. */
function namedEncoding(named: string | undefined): string | undefined {
  const label = named?.trim().toLowerCase();
  if (label === 'big5' || label === 'big5-hkscs') return 'big5';
  return label === 'utf-16' || label === 'utf-16le' ? 'utf-16le' : undefined;
}

function refuseEncoding(): never {
  return refuse('document_encoding', {
    zh: '这不是文本，或者编码认不出来。请另存为 UTF-8 文本或 .docx 再试',
    en: 'this is not a text, or its encoding is not known; save it as UTF-8 text or .docx',
  });
}
