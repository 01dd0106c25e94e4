import { crc32 } from 'node:zlib';
import { AlignmentType, ImageRun, Paragraph } from 'docx';
import { zlibSync } from 'fflate';
import type { ImageBlock } from './blocks.ts';
import { textRuns } from './docx-runs.ts';
import { faces, textWidth } from './docx-style.ts';
import { printable, printableLine } from './printable.ts';
import { inspectSvg } from './svg-image.ts';

const widest = Math.floor(textWidth / 15); // twips to pixels at 96 to the inch
const highest = 760;

/**
 * The drawing as SVG, centred, no wider than the text, with words below it. Readers without SVG (Word before 2016,
 * LibreOffice 7) show an empty frame of the same size in its place.
 */
export function imageOf(block: ImageBlock): Paragraph[] {
  const size = inspectSvg(block.svg);
  const scale = Math.min(1, widest / size.width, highest / size.height);
  const transformation = { width: Math.round(size.width * scale), height: Math.round(size.height * scale) };
  const image = new ImageRun({
    type: 'svg',
    data: new TextEncoder().encode(printable(block.svg)),
    transformation,
    altText: { name: printableLine(block.caption ?? ''), description: printableLine(block.alt) },
    fallback: { type: 'png', data: framePng(transformation.width, transformation.height) },
  });
  // An exact line would cut the drawing off.
  const spacing = { line: 240, lineRule: 'auto' as const };
  const shown = new Paragraph({ alignment: AlignmentType.CENTER, spacing, keepNext: true, children: [image] });
  const words = textRuns(block.caption ?? block.alt, faces.head);
  return [shown, new Paragraph({ style: 'TableCaption', keepNext: false, children: words })];
}

/** A white PNG with a grey border: one bit a pixel, 1 for white. */
function framePng(width: number, height: number): Uint8Array {
  const stride = Math.ceil(width / 8);
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const row = rows.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
    if (y === 0 || y === height - 1) continue;
    row.fill(0xff);
    row[0]! &= 0x7f;
    row[(width - 1) >> 3]! &= ~(0x80 >> ((width - 1) & 7));
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 1);
  header.setUint8(9, 3);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const palette = Uint8Array.of(0x99, 0x99, 0x99, 0xff, 0xff, 0xff);
  return Buffer.concat([
    signature,
    pngChunk('IHDR', new Uint8Array(header.buffer)),
    pngChunk('PLTE', palette),
    pngChunk('IDAT', zlibSync(rows)),
    pngChunk('IEND', new Uint8Array()),
  ]);
}

function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(new TextEncoder().encode(type), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  return chunk;
}
