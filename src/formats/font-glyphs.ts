import { type FontFile, viewOf } from './font-file.ts';

/** The glyph that a face has for a code point; 0 when it has none. */
export type GlyphOf = (codePoint: number) => number;

/** Reads the face's map of Unicode to glyphs (cmap formats 4 and 12, the two that fonts use). */
export function glyphMap(face: FontFile): GlyphOf {
  const table = face.tables.get('cmap');
  if (!table) return () => 0;
  const view = viewOf(table);
  const starts = Array.from({ length: view.getUint16(2) }, (_, index) => {
    const at = 4 + 8 * index;
    const [platform, encoding] = [view.getUint16(at), view.getUint16(at + 2)];
    return platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10)) ? [view.getUint32(at + 4)] : [];
  }).flat();
  const groups = starts.filter((start) => view.getUint16(start) === 12).map((start) => groupMap(view, start));
  const segments = starts.filter((start) => view.getUint16(start) === 4).map((start) => segmentMap(view, start));
  const maps = [...groups, ...segments];
  return (codePoint) => {
    for (const map of maps) {
      const glyph = map(codePoint);
      if (glyph !== 0) return glyph;
    }
    return 0;
  };
}

/** Format 12: runs of code points with runs of glyphs. */
function groupMap(view: DataView, start: number): GlyphOf {
  const count = view.getUint32(start + 12);
  return (codePoint) => {
    let [low, high] = [0, count - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = start + 16 + 12 * middle;
      if (codePoint < view.getUint32(at)) high = middle - 1;
      else if (codePoint > view.getUint32(at + 4)) low = middle + 1;
      else return view.getUint32(at + 8) + codePoint - view.getUint32(at);
    }
    return 0;
  };
}

/** Format 4: the same within the basic plane, with a second way of naming glyphs. */
function segmentMap(view: DataView, start: number): GlyphOf {
  const doubled = view.getUint16(start + 6);
  const [ends, begins] = [start + 14, start + 16 + doubled];
  const [deltas, offsets] = [begins + doubled, begins + 2 * doubled];
  return (codePoint) => {
    if (codePoint > 0xffff) return 0;
    for (let at = 0; at < doubled; at += 2) {
      if (view.getUint16(ends + at) < codePoint) continue;
      const begin = view.getUint16(begins + at);
      if (begin > codePoint) return 0;
      const [delta, offset] = [view.getUint16(deltas + at), view.getUint16(offsets + at)];
      if (offset === 0) return (codePoint + delta) & 0xffff;
      const glyph = view.getUint16(offsets + at + offset + 2 * (codePoint - begin));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}

/**
 * The face with some glyphs moved to the right and given another advance width, in font units. TrueType outlines of one
 * part with 32-bit locations only; raises RangeError otherwise.
 */
export function withAdvances(
  face: FontFile,
  changes: ReadonlyMap<number, { readonly shift: number; readonly advance: number }>,
): FontFile {
  const table = (tag: string) => face.tables.get(tag)!.slice();
  const [glyf, loca, hmtx] = [table('glyf'), viewOf(table('loca')), viewOf(table('hmtx'))];
  const metrics = viewOf(face.tables.get('hhea')!).getUint16(34);
  if (viewOf(face.tables.get('head')!).getInt16(50) !== 1) throw new RangeError('short locations');
  const parts: Uint8Array[] = [];
  let [taken, grown] = [0, 0];
  const moved: [glyph: number, grown: number][] = [];
  for (const [glyph, { shift, advance }] of [...changes].sort(([left], [right]) => left - right)) {
    if (glyph >= metrics) throw new RangeError('a glyph without a width of its own');
    const [from, to] = [loca.getUint32(4 * glyph), loca.getUint32(4 * glyph + 4)];
    const fresh = shifted(glyf.subarray(from, to), shift);
    parts.push(glyf.subarray(taken, from), fresh);
    taken = to;
    grown += fresh.length - (to - from);
    moved.push([glyph, grown]);
    hmtx.setUint16(4 * glyph, advance);
    hmtx.setInt16(4 * glyph + 2, hmtx.getInt16(4 * glyph + 2) + shift);
  }
  parts.push(glyf.subarray(taken));
  for (const [index, [glyph, by]] of moved.entries()) {
    const until = moved[index + 1]?.[0] ?? loca.byteLength / 4 - 1;
    for (let at = glyph + 1; at <= until; at++) loca.setUint32(4 * at, loca.getUint32(4 * at) + by);
  }
  const tables = new Map(face.tables)
    .set('glyf', Buffer.concat(parts))
    .set('loca', new Uint8Array(loca.buffer))
    .set('hmtx', new Uint8Array(hmtx.buffer));
  return { ...face, tables };
}

// Flags of an outline's points.
const shortX = 0x02;
const repeat = 0x08;
const sameX = 0x10;

/** An outline moved to the right: points are kept as steps from one to the next, so only the first one changes. */
function shifted(outline: Uint8Array, shift: number): Uint8Array {
  const view = viewOf(outline);
  const contours = view.getInt16(0);
  if (contours < 1) throw new RangeError('not an outline of one part');
  const points = view.getUint16(8 + 2 * contours) + 1;
  const flagsAt = 12 + 2 * contours + view.getUint16(10 + 2 * contours);
  const flags: number[] = [];
  let at = flagsAt;
  while (flags.length < points) {
    const flag = outline[at++]!;
    const times = flag & repeat ? outline[at++]! + 1 : 1;
    for (let time = 0; time < times; time++) flags.push(flag & ~repeat);
  }
  const first = flags[0]!;
  const size = first & shortX ? 1 : first & sameX ? 0 : 2;
  const step = first & shortX ? (first & sameX ? outline[at]! : -outline[at]!) : size === 2 ? view.getInt16(at) : 0;
  flags[0] = first & ~(shortX | sameX);
  const parts = [outline.subarray(0, flagsAt), Uint8Array.from(flags), new Uint8Array(2), outline.subarray(at + size)];
  const whole = Buffer.concat(parts);
  const bytes = new Uint8Array((whole.length + 3) & ~3);
  bytes.set(whole);
  const fresh = viewOf(bytes);
  fresh.setInt16(flagsAt + flags.length, step + shift);
  fresh.setInt16(2, view.getInt16(2) + shift);
  fresh.setInt16(6, view.getInt16(6) + shift);
  return bytes;
}
