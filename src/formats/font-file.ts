/** The tables of one face of a font file (TrueType or OpenType; also one of a collection). */
export interface FontFile {
  readonly version: number;
  readonly tables: ReadonlyMap<string, Uint8Array>;
}

/** Every face of a .ttf, .otf, .ttc or .otc file. Raises RangeError when the bytes are none. */
export function readFaces(file: Uint8Array): FontFile[] {
  // Slices of a Buffer share its memory; those of a plain array are copies, as the callers mean them.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const view = viewOf(bytes);
  if (view.getUint32(0) !== tagNumber('ttcf')) return [readFace(bytes, 0)];
  const count = Math.min(view.getUint32(8), 64);
  return Array.from({ length: count }, (_, index) => readFace(bytes, view.getUint32(12 + 4 * index)));
}

function readFace(bytes: Uint8Array, start: number): FontFile {
  const view = viewOf(bytes);
  const version = view.getUint32(start);
  if (![0x00010000, tagNumber('OTTO'), tagNumber('true')].includes(version)) throw new RangeError('not a font');
  const tables = new Map<string, Uint8Array>();
  for (let index = 0; index < view.getUint16(start + 4); index++) {
    const entry = start + 12 + 16 * index;
    const [offset, length] = [view.getUint32(entry + 8), view.getUint32(entry + 12)];
    if (offset + length > bytes.length) throw new RangeError('a table reaches beyond the file');
    tables.set(tagText(view.getUint32(entry)), bytes.subarray(offset, offset + length));
  }
  return { version, tables };
}

/** The face as a file of its own, with the checksums that readers may test. */
export function writeFace(face: FontFile): Uint8Array {
  const tags = [...face.tables.keys()].sort();
  const head = 12 + 16 * tags.length;
  const total = tags.reduce((sum, tag) => sum + padded(face.tables.get(tag)!.length), head);
  const bytes = new Uint8Array(total);
  const view = viewOf(bytes);
  const power = 2 ** Math.floor(Math.log2(tags.length));
  view.setUint32(0, face.version);
  view.setUint16(4, tags.length);
  view.setUint16(6, power * 16);
  view.setUint16(8, Math.log2(power));
  view.setUint16(10, (tags.length - power) * 16);
  let at = head;
  let headAt = 0;
  for (const [index, tag] of tags.entries()) {
    const table = face.tables.get(tag)!;
    bytes.set(table, at);
    if (tag === 'head') {
      headAt = at;
      view.setUint32(at + 8, 0);
    }
    const entry = 12 + 16 * index;
    view.setUint32(entry, tagNumber(tag));
    view.setUint32(entry + 4, checksum(view, at, padded(table.length)));
    view.setUint32(entry + 8, at);
    view.setUint32(entry + 12, table.length);
    at += padded(table.length);
  }
  if (headAt > 0) view.setUint32(headAt + 8, 0xb1b0afba - checksum(view, 0, total));
  return bytes;
}

export interface FontName {
  readonly platform: number;
  readonly encoding: number;
  readonly language: number;
  /** 1 family, 2 style, 4 full name, 6 PostScript name, 16 typographic family. */
  readonly id: number;
  readonly text: string;
}

/** Names of a face that are kept in Unicode, and those in ASCII. */
export function namesOf(face: FontFile): FontName[] {
  const table = face.tables.get('name');
  if (!table) return [];
  const view = viewOf(table);
  const strings = view.getUint16(4);
  return Array.from({ length: view.getUint16(2) }, (_, index): FontName => {
    const at = 6 + 12 * index;
    const [platform, encoding] = [view.getUint16(at), view.getUint16(at + 2)];
    const from = strings + view.getUint16(at + 10);
    const bytes = table.subarray(from, from + view.getUint16(at + 8));
    const text = new TextDecoder(platform === 1 ? 'latin1' : 'utf-16be').decode(bytes);
    return { platform, encoding, language: view.getUint16(at + 4), id: view.getUint16(at + 6), text };
  }).filter((name) => name.platform !== 1 || /^[\x20-\x7e]*$/.test(name.text));
}

/** The face under other names. */
export function renamed(face: FontFile, names: readonly FontName[]): FontFile {
  const strings = names.map((name) => utf16be(name.text));
  const head = 6 + 12 * names.length;
  const table = new Uint8Array(head + strings.reduce((sum, string) => sum + string.length, 0));
  const view = viewOf(table);
  view.setUint16(2, names.length);
  view.setUint16(4, head);
  let at = 0;
  for (const [index, name] of names.entries()) {
    const string = strings[index]!;
    const fields = [name.platform, name.encoding, name.language, name.id, string.length, at];
    for (const [place, field] of fields.entries()) view.setUint16(6 + 12 * index + 2 * place, field);
    table.set(string, head + at);
    at += string.length;
  }
  return { ...face, tables: new Map(face.tables).set('name', table) };
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function checksum(view: DataView, from: number, length: number): number {
  let sum = 0;
  for (let at = from; at < from + length; at += 4) sum = (sum + view.getUint32(at)) | 0;
  return sum >>> 0;
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

function tagNumber(tag: string): number {
  return [...tag].reduce((number, letter) => number * 256 + letter.charCodeAt(0), 0);
}

function tagText(tag: number): string {
  return String.fromCharCode(tag >>> 24, (tag >>> 16) & 255, (tag >>> 8) & 255, tag & 255);
}

function utf16be(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf16le').swap16());
}
