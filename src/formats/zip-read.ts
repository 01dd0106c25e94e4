import { crc32 } from 'node:zlib';
import { Inflate } from 'fflate';
import { refuseDamaged, refuseTooLarge } from './sheet-refusals.ts';

/** An entry as the archive's directory states it; nothing of it has been inflated. */
export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  readonly crc: number;
  readonly deflated: boolean;
  readonly packed: Uint8Array;
}

const zipLimits = { entries: 2000, entryBytes: 256 * 1024 * 1024, ratio: 300 } as const;

/** Below this an entry costs nothing, however well it packs. */
const harmless = 64 * 1024;

/**
 * The directory of a ZIP archive, by name. Nothing is inflated. Raises ProblemError for anything that a spreadsheet
 * program does not write: several disks, encryption, overlong directories, positions outside the file, a name twice.
 */
export function openZip(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const length = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) refuseDamaged('multi-disk');
  if (count > zipLimits.entries) refuseTooLarge(`压缩包里有 ${count} 个文件`, `the archive holds ${count} files`);
  if (start + length > end) refuseDamaged('directory');
  const entries = new Map<string, ZipEntry>();
  let at = start;
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) refuseDamaged('directory');
    const nameLength = view.getUint16(at + 28, true);
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) refuseDamaged('directory');
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (entries.has(name)) refuseDamaged(`two entries ${shortName(name)}`);
    entries.set(name, readEntry(view, bytes, at, name, start));
    at = next;
  }
  return entries;
}

/**
 * What the entry holds, in pieces. The stated size and ratio are checked before anything is inflated, the real size as it
 * grows, the checksum at the end. Raises ProblemError.
 */
export function* inflateEntry(entry: ZipEntry): Generator<Uint8Array> {
  const { size, packed } = entry;
  if (size > zipLimits.entryBytes)
    refuseTooLarge(
      `${shortName(entry.name)} 解开后有 ${Math.round(size / 2 ** 20)} MB`,
      `${shortName(entry.name)} would unpack to ${Math.round(size / 2 ** 20)} MB`,
    );
  if (size > harmless && size > packed.length * zipLimits.ratio)
    refuseTooLarge(
      `${shortName(entry.name)} 的压缩比异常（${Math.round(size / Math.max(1, packed.length))} 倍）`,
      `${shortName(entry.name)} unpacks to ${Math.round(size / Math.max(1, packed.length))} times its size`,
    );
  let crc = 0;
  let given = 0;
  for (const piece of entry.deflated ? inflated(entry) : [packed]) {
    given += piece.length;
    if (given > size) refuseDamaged(`${shortName(entry.name)} is larger than it says`);
    crc = crc32(piece, crc);
    yield piece;
  }
  if (given !== size || crc !== entry.crc) refuseDamaged(`${shortName(entry.name)} fails its checksum`);
}

// A piece of deflated data can grow a thousandfold; small pieces keep what is in memory at once small.
const step = 4 * 1024;

function* inflated(entry: ZipEntry): Generator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  const inflate = new Inflate((piece) => pieces.push(piece));
  for (let at = 0; at < entry.packed.length; at += step) {
    const last = at + step >= entry.packed.length;
    try {
      inflate.push(entry.packed.subarray(at, at + step), last);
    } catch (error) {
      refuseDamaged(`${shortName(entry.name)}: ${error instanceof Error ? error.message : String(error)}`);
    }
    yield* pieces;
    pieces = [];
  }
}

function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= first; at--) {
    if (view.getUint32(at, true) === 0x06054b50 && at + 22 + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  }
  return refuseDamaged('truncated, or not a ZIP archive');
}

function readEntry(view: DataView, bytes: Uint8Array, at: number, name: string, limit: number): ZipEntry {
  const method = view.getUint16(at + 10, true);
  const packedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const head = view.getUint32(at + 42, true);
  if ((view.getUint16(at + 8, true) & 1) !== 0) refuseDamaged(`${shortName(name)} is encrypted`);
  if (method !== 0 && method !== 8) refuseDamaged(`${shortName(name)} is packed in an unknown way`);
  if (head + 30 > limit || view.getUint32(head, true) !== 0x04034b50) refuseDamaged(`${shortName(name)} is not there`);
  const from = head + 30 + view.getUint16(head + 26, true) + view.getUint16(head + 28, true);
  if (from + packedSize > limit) refuseDamaged(`${shortName(name)} is cut off`);
  const packed = bytes.subarray(from, from + packedSize);
  return { name, size, crc: view.getUint32(at + 16, true), deflated: method === 8, packed };
}

function shortName(name: string): string {
  return name.replaceAll(/[^\w./[\]-]/g, '?').slice(0, 60);
}
