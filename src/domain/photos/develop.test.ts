import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { ProblemError } from '#kernel/problem.ts';
import { developPhoto } from './develop.ts';
import { fileTypeOf } from './file-type.ts';
import { fileBytesAtMost, sides } from './model.ts';

async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    await developPhoto(bytes);
  } catch (error) {
    assert.ok(error instanceof ProblemError, String(error));
    const [only, ...more] = error.problems;
    assert.deepEqual(more, []);
    assert.ok(only!.text.zh.length > 8 && only!.text.en.length > 8);
    return only!.code;
  }
  return 'taken';
}

/** A PNG of one grey level, written by hand so that its size costs nothing: the pixels are only ever described. */
function plainPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const row = 1 + Math.ceil(width / 8);
  const data = deflateSync(Buffer.alloc(row * height));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

function noise(width: number, height: number) {
  return sharp({
    create: { width, height, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 40 }, background: '#000' },
  });
}

/** Left half red, right half blue. */
async function twoHalves(): Promise<Buffer> {
  const half = { width: 60, height: 80, channels: 3 as const };
  return await sharp({ create: { width: 120, height: 80, channels: 3, background: '#ff0000' } })
    .composite([{ input: { create: { ...half, background: '#0000ff' } }, left: 60, top: 0 }])
    .png()
    .toBuffer();
}

describe('what is refused', () => {
  test('a picture of 30,000 by 30,000 pixels, within little memory and time', async () => {
    const bomb = plainPng(30_000, 30_000);
    assert.ok(bomb.length < 300_000, `${bomb.length}`);
    const [began, before] = [performance.now(), process.memoryUsage().rss];
    assert.equal(await refusal(bomb), 'photo_pixels');
    assert.ok(performance.now() - began < 1000);
    assert.ok(process.memoryUsage().rss - before < 50_000_000);
  });

  test('a JPEG that was cut off', async () => {
    const whole = await noise(800, 600).jpeg().toBuffer();
    for (const part of [0.98, 0.5, 0.05])
      assert.equal(await refusal(whole.subarray(0, Math.floor(whole.length * part))), 'photo_broken', String(part));
  });

  test('a drawing that calls itself a photo, a GIF of many frames, a sound, nothing', async () => {
    const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>';
    const frame = Buffer.from('2c00000000ffffffff00', 'hex');
    const gif = Buffer.concat([
      Buffer.from('GIF89a', 'latin1'),
      Buffer.from('ffffffff000000', 'hex'),
      ...Array.from({ length: 50_000 }, () => frame),
    ]);
    for (const bytes of [Buffer.from(svg), gif, Buffer.from('ID3\x03 sound'), Buffer.from('%PDF-1.7')])
      assert.equal(await refusal(bytes), 'photo_type');
    assert.equal(await refusal(new Uint8Array()), 'photo_empty');
    assert.equal(await refusal(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')), 'photo_heic');
  });

  test('nine megabytes, unopened', async () => {
    const began = performance.now();
    const large = Buffer.alloc(9 * 1024 * 1024);
    large.set([0xff, 0xd8, 0xff]);
    assert.ok(large.length > fileBytesAtMost);
    assert.equal(await refusal(large), 'photo_too_large');
    assert.ok(performance.now() - began < 100);
  });

  test('whatever bytes follow a beginning that looks right: a picture or one sentence, never another failure', async () => {
    const starts = [
      [0xff, 0xd8, 0xff, 0xe0],
      [...Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
      [...Buffer.from('RIFF\x20\0\0\0WEBPVP8 ', 'latin1')],
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 400 }), async (start, rest) => {
        assert.equal(await refusal(Uint8Array.from([...start, ...rest])), 'photo_broken');
      }),
      { numRuns: 60 },
    );
  });

  test('a good photo with some bytes turned over: a picture or one sentence', async () => {
    const whole = await noise(64, 48).jpeg().toBuffer();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        assert.match(await refusal(bytes), /^(taken|photo_\w+)$/);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what is kept', () => {
  test('where it was taken, by what and by whom is gone; colours are sRGB', async () => {
    const exif = {
      IFD0: { Make: 'PhoneMaker', Artist: '张三' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '28/1 12/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '112/1 58/1 0/1' },
    };
    const sent = await noise(300, 200)
      .withIccProfile('p3')
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret/></x:xmpmeta>')
      .withExif(exif)
      .jpeg()
      .toBuffer();
    const before = await sharp(sent).metadata();
    assert.ok(before.exif && before.icc && before.xmp, 'the test photo says all of it');
    const photo = await developPhoto(sent);
    for (const kept of [photo.full, photo.small]) {
      const after = await sharp(kept).metadata();
      assert.deepEqual(
        [after.exif, after.icc, after.xmp, after.iptc, after.comments],
        [undefined, undefined, undefined, undefined, undefined],
      );
      assert.equal(after.space, 'srgb');
      for (const word of ['PhoneMaker', '张三', 'xmpmeta', 'Exif'])
        assert.equal(Buffer.from(kept).indexOf(word), -1, word);
    }
  });

  test('a photo that was taken on its side stands upright', async () => {
    const lying = await sharp(await twoHalves())
      .jpeg({ quality: 95 })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    assert.equal((await sharp(lying).metadata()).orientation, 6);
    const photo = await developPhoto(lying);
    assert.deepEqual([photo.width, photo.height], [80, 120]);
    const { data, info } = await sharp(photo.full).raw().toBuffer({ resolveWithObject: true });
    const pixel = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
    // Turned to the right, what was left is on top.
    assert.ok(pixel(40, 20)[0]! > 200 && pixel(40, 20)[2]! < 60, `top ${pixel(40, 20)}`);
    assert.ok(pixel(40, 100)[2]! > 200 && pixel(40, 100)[0]! < 60, `bottom ${pixel(40, 100)}`);
    assert.equal((await sharp(photo.full).metadata()).orientation, undefined);
  });

  test('large ones shrink, small ones stay, see-through ones get white ground, and the hash is of what is kept', async () => {
    const large = await developPhoto(await noise(3000, 1500).jpeg({ quality: 60 }).toBuffer());
    assert.deepEqual([large.width, large.height], [sides.full, 1000]);
    const small = await sharp(large.small).metadata();
    assert.deepEqual([small.width, small.height], [400, 200]);
    const again = await developPhoto(
      await sharp({ create: { width: 20, height: 30, channels: 4, background: '#00000000' } })
        .webp({ lossless: true })
        .toBuffer(),
    );
    assert.deepEqual([again.width, again.height], [20, 30]);
    assert.ok((await sharp(again.full).raw().toBuffer()).every((value) => value > 250));
    const same = await developPhoto(large.full);
    assert.match(large.hash, /^[0-9a-f]{64}$/);
    assert.notEqual(same.hash, again.hash);
  });

  test('the largest that is opened takes bounded memory, also many at once', async () => {
    const wide = plainPng(8192, 6000);
    const before = process.memoryUsage().rss;
    let most = 0;
    const timer = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss - before);
    }, 5);
    const kept = await Promise.all(Array.from({ length: 6 }, () => developPhoto(wide)));
    clearInterval(timer);
    assert.ok(kept.every(({ width, height }) => width === 2000 && height === 1465));
    assert.ok(most < 500_000_000, `${Math.round(most / 1e6)} MB`);
  });
});

test('a type is told by content', () => {
  assert.equal(fileTypeOf(Buffer.from('<svg/>')), 'other');
  assert.equal(fileTypeOf(Buffer.from('RIFF1234WEBPVP8X', 'latin1')), 'webp');
  assert.equal(fileTypeOf(Buffer.from('RIFF1234AVI LIST', 'latin1')), 'other');
});
