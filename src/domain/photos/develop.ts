import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { refuse } from '#kernel/problem.ts';
import { fileTypeOf } from './file-type.ts';
import { fileBytesAtMost, pixelsAtMost, sides } from './model.ts';

/** What is kept of a photo: two JPEGs in sRGB, upright, that say nothing but their pixels. */
export interface Developed {
  /** SHA-256 of `full`, in hexadecimal. */
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  readonly full: Uint8Array;
  readonly small: Uint8Array;
}

// Pictures are unpacked two at a time, so that memory stays bounded however many arrive.
const atOnce = 2;
const seconds = 20;

/**
 * Opens a picture that nobody vouches for and makes it anew. The same bytes give the same result. Raises ProblemError with one
 * sentence when it is too large, of a sort that is not taken, or cannot be read to its end.
 */
export async function developPhoto(bytes: Uint8Array): Promise<Developed> {
  refuseUnopened(bytes);
  return await inTurn(async () => {
    try {
      const full = await draw(bytes, sides.full, 82);
      const small = await draw(full.data, sides.small, 72);
      const hash = createHash('sha256').update(full.data).digest('hex');
      return { hash, width: full.info.width, height: full.info.height, full: full.data, small: small.data };
    } catch (error) {
      return refuseUnreadable(error instanceof Error ? error.message : String(error));
    }
  });
}

function draw(bytes: Uint8Array, side: number, quality: number) {
  return sharp(bytes, { limitInputPixels: pixelsAtMost, failOn: 'error', pages: 1, sequentialRead: true })
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality })
    .timeout({ seconds })
    .toBuffer({ resolveWithObject: true });
}

/** What is refused before anything is unpacked. */
function refuseUnopened(bytes: Uint8Array): void {
  if (bytes.length === 0)
    refuse('photo_empty', { zh: '这个文件是空的，请重新选一张', en: 'this file is empty; choose another' });
  if (bytes.length > fileBytesAtMost) {
    const size = (bytes.length / 1024 / 1024).toFixed(1);
    refuse('photo_too_large', {
      zh: `这张照片有 ${size} MB，最多收 8 MB，请用手机自带的“编辑”改小，或者截一张图再传`,
      en: `this photo has ${size} MB; at most 8 MB are taken; make it smaller or send a screenshot of it`,
    });
  }
  const type = fileTypeOf(bytes);
  if (type === 'heic')
    refuse('photo_heic', {
      zh: '这是苹果手机的 HEIC 格式，这里打不开。请在“设置—相机—格式”里选“兼容性最佳”再拍，或者截一张图再传',
      en: 'this is in the HEIC format, which cannot be opened here; choose “Most Compatible” in the camera’s settings, or send a screenshot',
    });
  if (type !== 'jpeg' && type !== 'png' && type !== 'webp')
    refuse('photo_type', {
      zh: '这不是照片（只收 JPEG、PNG、WebP），请换一张',
      en: 'this is not a photo (JPEG, PNG or WebP); choose another',
    });
}

function refuseUnreadable(reason: string): never {
  if (/pixel limit|dimension|too large/i.test(reason))
    refuse('photo_pixels', {
      zh: '这张图的尺寸太大（最多 5000 万像素），请改小再传',
      en: 'this picture has too many pixels (at most 50 million); make it smaller',
    });
  if (/timeout/i.test(reason))
    refuse('photo_slow', {
      zh: '这张图太复杂，处理不了，请截一张图再传',
      en: 'this picture takes too long to open; send a screenshot of it',
    });
  refuse('photo_broken', {
    zh: '这张照片坏了或者没有传全，打不开，请重新拍或重新选',
    en: 'this photo is damaged or incomplete; take or choose it again',
  });
}

let busy = 0;
const waiting: (() => void)[] = [];

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else busy += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  }
}
