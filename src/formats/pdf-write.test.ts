import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Problem, ProblemError } from '#kernel/problem.ts';
import { namesOf, readFaces, renamed, writeFace } from './font-file.ts';
import { glyphMap } from './font-glyphs.ts';
import { fontsFor } from './pdf-fonts.ts';
import { writePdf } from './pdf-write.ts';
import { hostileWords, samplePaper } from './sample-paper.ts';

const cacheFolder = fileURLToPath(new URL('../../.cache', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'taizhang-pdf-'));
after(() => rmSync(folder, { recursive: true }));

const reader = 'pdftotext';
const chinese = '禁毒宣传教育工作情况汇报材料内容丰富数据真实群众满意效果明显';

describe('a PDF', () => {
  it('that takes too long is given up, and the next one is set', async () => {
    await assert.rejects(writePdf(samplePaper(), { timeout: 1 }), (error: ProblemError) => {
      assert.equal(error.problems[0]!.code, 'pdf_timeout');
      return true;
    });
    assert.equal(head(await writePdf(samplePaper())), '%PDF-1.7');
  });

  it('takes hostile words as words', async () => {
    for (const words of hostileWords) {
      const problems: Problem[] = [];
      const pdf = await writePdf(samplePaper(words), { notes: true, report: (found) => problems.push(...found) });
      assert.equal(head(pdf), '%PDF-1.7');
      assert.deepEqual(
        problems.filter((one) => one.code !== 'glyph_missing'),
        [],
        JSON.stringify(words),
      );
    }
  });

  it('is the same file for the same paper, and another for another', async () => {
    const first = await writePdf(samplePaper(), { notes: true });
    await writePdf(samplePaper('另一份'));
    assert.deepEqual(await writePdf(samplePaper(), { notes: true }), first);
    assert.notDeepEqual(await writePdf(samplePaper('乙'), { notes: true }), first);
  });

  it('is tagged, archivable, and carries its own fonts', async () => {
    const text = Buffer.from(await writePdf(samplePaper())).toString('latin1');
    assert.match(text, /<pdfaid:part>2<\/pdfaid:part><pdfaid:conformance>A<\/pdfaid:conformance>/);
    assert.match(text, /\/MarkInfo/);
    assert.match(text, /\+TaizhangKai-Regular/);
    assert.doesNotMatch(text, /NotoSans|NotoSerif|DejaVu|Libertinus/);
  });

  it('names the characters that no font has, and is set all the same', async () => {
    const found: Problem[] = [];
    const report = (problems: readonly Problem[]) => found.push(...problems);
    await writePdf(samplePaper('妺垚喆媖珺玥翀婠堃昇犇〇㎡①“”‘’—…·'), { report });
    assert.equal(found.length, 0);
    assert.equal(head(await writePdf(samplePaper('\u{20000}\u{2a6d6}'), { report })), '%PDF-1.7');
    assert.deepEqual(
      found.map((one) => one.code),
      ['glyph_missing'],
    );
    assert.match(found[0]!.text.zh, /U\+20000）、\u{2a6d6}（U\+2A6D6）/u);
  });

  it('has 22 lines of 28 characters', { skip: !has(reader) && `${reader} is not installed` }, async () => {
    const paper = { ...samplePaper(), blocks: [{ type: 'paragraph' as const, runs: [{ text: chinese.repeat(60) }] }] };
    const pages = textOf(await writePdf(paper)).split('\f');
    const lines = pages[1]!
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    assert.equal(lines.length, 23, '22 lines and the page number');
    assert.deepEqual(new Set(lines.slice(0, 22).map((line) => line.length)), new Set([28]));
    assert.match(lines[22]!, /^— ?2 ?—$/);
  });

  it('says what the paper says', { skip: !has(reader) && `${reader} is not installed` }, async () => {
    const text = textOf(await writePdf(samplePaper('#x[$1$]'), { notes: true })).replace(/\s/g, '');
    for (const words of [
      '长禁协〔2024〕6号',
      '一、党建活动情况#x[$1$]',
      '（一）讲师团#x[$1$]',
      '1.分布',
      '（1）区县',
      '黄晓妺',
    ]) {
      assert.ok(text.includes(words), words);
    }
    assert.match(text, /合计396/);
    assert.match(text, /194场\[1\]，讲师/);
    assert.match(text, /数据说明\[1\]194场·由194条核定记录计数#x\[\$1\$\]\[2\]正文没有提到的一项/);
  });

  it('does not keep a program from ending', () => {
    const program = `import { writePdf } from ${JSON.stringify(new URL('pdf-write.ts', import.meta.url).href)};
      import { samplePaper } from ${JSON.stringify(new URL('sample-paper.ts', import.meta.url).href)};
      await writePdf(samplePaper());`;
    const ran = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', program], { timeout: 25_000 });
    assert.equal(ran.status, 0, ran.stderr.toString());
  });
});

describe('the fonts', () => {
  const kept: Buffer[] = [];

  it('are made from the package alone, once, and the same each time', async () => {
    const cache = join(folder, 'cache');
    const first = await fontsFor(cache, undefined);
    const files = readdirSync(join(cache, 'fonts')).map((name) => join(cache, 'fonts', name));
    assert.equal(files.length, 2);
    for (const file of files) utimesSync(file, 0, 0);
    const second = await fontsFor(cache, undefined);
    assert.ok(
      files.every((file) => statSync(file).mtimeMs === 0),
      'not made again',
    );
    assert.deepEqual(
      second.blobs.map((blob) => blob.length),
      first.blobs.map((blob) => blob.length),
    );
    kept.push(...first.blobs);
  });

  it('work where nothing can be kept', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const fonts = await fontsFor(file, undefined);
    assert.ok(fonts.covers('妺'.codePointAt(0)!));
    assert.ok(!fonts.covers(0x20000));
    assert.ok(fonts.blobs.every((blob, index) => blob.equals(kept[index]!)));
  });

  it('have quotation marks as wide as characters, and every other glyph as it was', async () => {
    const [regular] = (await fontsFor(cacheFolder, undefined)).blobs;
    const face = readFaces(regular!)[0]!;
    const glyphOf = glyphMap(face);
    const [hmtx, loca, glyf] = ['hmtx', 'loca', 'glyf'].map((tag) => Buffer.from(face.tables.get(tag)!));
    const advance = (mark: string) => hmtx!.readUInt16BE(4 * glyphOf(mark.codePointAt(0)!));
    assert.deepEqual([...'“”‘’甲'].map(advance), [1000, 1000, 1000, 1000, 1000]);
    assert.equal(advance('a') < 700, true);
    const left = (mark: string) => glyf!.readInt16BE(loca!.readUInt32BE(4 * glyphOf(mark.codePointAt(0)!)) + 2);
    assert.ok(left('“') > 500 && left('”') < 100);
    assert.equal(loca!.readUInt32BE(loca!.length - 4), glyf!.length, 'the last location is the end');
  });

  it('take the operator’s faces first, pass over what is no font, and keep ours for what they lack', async () => {
    const own = join(folder, 'own');
    mkdirSync(join(own, 'below'), { recursive: true });
    writeFileSync(join(own, 'broken.ttf'), 'not a font');
    writeFileSync(join(own, 'readme.txt'), '');
    const bytes = (await fontsFor(cacheFolder, undefined)).blobs[0]!;
    const english = { platform: 3, encoding: 1, language: 0x409 };
    const face = renamed(readFaces(bytes)[0]!, [
      { ...english, id: 1, text: '仿宋_GB2312' },
      { ...english, id: 2, text: 'Regular' },
      { ...english, id: 6, text: 'TrialFangSong' },
    ]);
    writeFileSync(join(own, 'below', 'fangsong.ttf'), writeFace(face));
    const { faces } = await fontsFor(cacheFolder, own);
    assert.deepEqual(faces.body, ['仿宋_GB2312', 'Taizhang Kai', '仿宋_GB2312']);
    assert.deepEqual(faces.head, ['Taizhang Kai', '仿宋_GB2312']);
    assert.ok(faces.outlined, 'the face has no bold one');
    const text = Buffer.from(await writePdf(samplePaper(), { fontFolder: own })).toString('latin1');
    assert.match(text, /\+TrialFangSong/);
    assert.match(text, /\+TaizhangKai-Bold/);
  });

  it('are refused in words where the folder is not there', async () => {
    await assert.rejects(writePdf(samplePaper(), { fontFolder: join(folder, 'nowhere') }), ProblemError);
  });

  it('are written as they are read', async () => {
    const face = readFaces((await fontsFor(cacheFolder, undefined)).blobs[1]!)[0]!;
    const again = readFaces(writeFace(face))[0]!;
    assert.deepEqual([...again.tables.keys()].sort(), [...face.tables.keys()].sort());
    assert.deepEqual(namesOf(again), namesOf(face));
    for (const bytes of [new Uint8Array(20), Buffer.from('OTTO\u0000\u0009aaaaaaaaaaaaaaaaaaaaaaaaaaaa')]) {
      assert.throws(() => readFaces(bytes), RangeError);
    }
  });
});

function head(pdf: Uint8Array): string {
  return Buffer.from(pdf.subarray(0, 8)).toString('latin1');
}

function has(program: string): boolean {
  return spawnSync(program, ['-v']).error === undefined;
}

function textOf(pdf: Uint8Array): string {
  const file = join(folder, 'read.pdf');
  writeFileSync(file, pdf);
  spawnSync(reader, ['-layout', file, `${file}.txt`]);
  return readFileSync(`${file}.txt`, 'utf8');
}
