export type FileType = 'jpeg' | 'png' | 'webp' | 'heic' | 'other';

/** What a file is by its first bytes; its name is not asked. `heic` is the family of HEIF pictures, AVIF included. */
export function fileTypeOf(bytes: Uint8Array): FileType {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(4, 8) === 'ftyp' && /^(hei[cmsx]|hev[cmsx]|mif1|msf1|avi[fs])$/.test(text(8, 12))) return 'heic';
  return 'other';
}
