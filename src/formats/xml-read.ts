import { isUtf8 } from 'node:buffer';
import { SaxesParser } from 'saxes';
import { refuseDamaged } from './sheet-refusals.ts';

export interface XmlHandler {
  /** An element begins. Its name is without prefix; attributes are as written. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

const limits = {
  depth: 64,
  /** Characters in one tag, comment or run of text: more is not a table. */
  silence: 1024 * 1024,
  /** Characters before the first element. */
  prolog: 16 * 1024,
} as const;

/** Bytes given to the parser at once: strings of this size are cheap to make and to forget. */
const step = 32 * 1024;

/**
 * Reads XML of unknown origin, piece by piece; yields after every piece, so that what the handler has gathered can be
 * taken. Document types (and with them entities) are refused, so are depth and tags without end. `done` ends it early.
 * Raises ProblemError; what the handler raises is raised.
 */
export function* readXml(
  pieces: Iterable<Uint8Array>,
  place: string,
  handler: XmlHandler,
  done: () => boolean = () => false,
): Generator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const decoder = new Utf8(place);
  let depth = 0;
  let quiet = 0;
  let prolog: string | undefined = '';
  parser.on('error', (error) => refuseDamaged(`${place}: ${error.message}`));
  parser.on('doctype', () => refuseDamaged(`${place}: DOCTYPE`));
  parser.on('opentag', ({ name, attributes }) => {
    quiet = 0;
    depth++;
    prolog = undefined;
    if (depth > limits.depth) refuseDamaged(`${place}: more than ${limits.depth} levels`);
    handler.open?.(localName(name), attributes);
  });
  parser.on('text', (text) => {
    quiet = 0;
    handler.text?.(text);
  });
  parser.on('cdata', (text) => {
    quiet = 0;
    handler.text?.(text);
  });
  parser.on('closetag', ({ name }) => {
    quiet = 0;
    depth--;
    handler.close?.(localName(name));
  });
  for (const piece of pieces) {
    // Once the table has ended, pieces are only taken so that size and checksum are still looked at.
    for (let at = 0; at < piece.length && !done(); at += step) {
      const text = decoder.decode(piece.subarray(at, at + step));
      // Before the parser sees it: a document type may be long, and nothing of it is wanted.
      if (prolog !== undefined) {
        if (prolog.length > limits.prolog) refuseDamaged(`${place}: no element`);
        prolog += text;
        if (/<!(DOCTYPE|ENTITY)/i.test(prolog)) refuseDamaged(`${place}: DOCTYPE`);
      }
      quiet += text.length;
      parser.write(text);
      if (quiet > limits.silence) refuseDamaged(`${place}: a tag or text without end`);
      yield;
    }
  }
  if (!done()) parser.close();
  yield;
}

/** Reads a whole small document. */
export function readWholeXml(pieces: Iterable<Uint8Array>, place: string, handler: XmlHandler): void {
  for (const _ of readXml(pieces, place, handler));
}

/** Text of UTF-8 pieces; a character that a piece cuts is kept for the next. Several times the speed of TextDecoder. */
class Utf8 {
  #rest: Buffer = Buffer.alloc(0);
  readonly #place: string;

  constructor(place: string) {
    this.#place = place;
  }

  decode(piece: Uint8Array): string {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, piece]) : asBuffer(piece);
    const end = wholeCharacters(bytes);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) refuseDamaged(`${this.#place}: not UTF-8`);
    this.#rest = bytes.subarray(end);
    return whole.toString('utf8');
  }
}

function asBuffer(piece: Uint8Array): Buffer {
  return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}

/** Where the last character that the bytes hold whole ends. */
function wholeCharacters(bytes: Buffer): number {
  for (let at = bytes.length - 1; at >= 0 && at >= bytes.length - 4; at--) {
    const byte = bytes[at]!;
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return at + length > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
