import sharp from 'sharp';
import { chance } from '#kernel/chance.ts';

let made = 0;

/** A JPEG unlike all others, as a file of a form. */
export async function photoFile(name = 'IMG_0001.jpg', width = 60, height = 40): Promise<File> {
  made += 1;
  const by = chance(`picture ${made}`);
  const pixels = Uint8Array.from({ length: 6 * 4 * 3 }, () => by.whole(256));
  const small = sharp(pixels, { raw: { width: 6, height: 4, channels: 3 } });
  const bytes = await small.resize(width, height, { kernel: 'nearest', fit: 'fill' }).jpeg().toBuffer();
  return new File([new Uint8Array(bytes)], name, { type: 'image/jpeg' });
}
