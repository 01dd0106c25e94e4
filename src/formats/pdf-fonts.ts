import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { convert } from 'fontverter';
import { type FontFile, namesOf, readFaces, renamed, viewOf, writeFace } from './font-file.ts';
import { type GlyphOf, glyphMap, withAdvances } from './font-glyphs.ts';

/** Families for each place of an official paper, the preferred one first. */
export interface PdfFaces {
  readonly title: readonly string[];
  readonly head: readonly string[];
  readonly kai: readonly string[];
  readonly body: readonly string[];
  readonly page: readonly string[];
  /** The body's family has no bold face: bold is drawn with an outline. */
  readonly outlined: boolean;
}

export interface PdfFonts {
  readonly faces: PdfFaces;
  readonly blobs: readonly Buffer[];
  readonly folders: readonly string[];
  /** Whether any of the fonts has a glyph for the code point. */
  readonly covers: (codePoint: number) => boolean;
}

/** Not the font's own name: a copy installed on the machine must not take its place, and ours is altered. */
const family = 'Taizhang Kai';

/**
 * The fonts to set a document with: faces found in the operator's folder first (方正小标宋, 黑体, 楷体, 仿宋 or free ones like
 * them), then LXGW WenKai, which comes as an npm package. Without a folder every machine uses the same bytes.
 */
export async function fontsFor(cacheFolder: string, fontFolder: string | undefined): Promise<PdfFonts> {
  const packaged = await packagedFonts(cacheFolder);
  const own = fontFolder === undefined ? [] : facesIn(fontFolder);
  const role = (pattern: RegExp) => own.filter((face) => face.families.some((name) => pattern.test(name)));
  const families = (faces: readonly OwnFace[]) => [...new Set(faces.flatMap((face) => face.families))];
  const others = families(own);
  const listed = (faces: readonly OwnFace[]) => [...families(faces), family, ...others];
  const body = role(/仿宋|Fang-?Song|FandolFang/i);
  return {
    faces: {
      title: listed([...role(/小标宋|XiaoBiaoSong/i), ...role(/Noto Serif CJK SC|Source Han Serif SC|FandolSong/i)]),
      head: listed(role(/黑体|^(Sim)?Hei|FZHei|FandolHei|Noto Sans CJK SC|Source Han Sans SC/i)),
      kai: listed(role(/楷体|^Kai(Ti)?\b|KaiTi|FZKai|FandolKai/i)),
      body: listed(body),
      page: listed(role(/^宋体|SimSun|FandolSong|Noto Serif CJK SC|Source Han Serif SC/i)),
      outlined: body.length > 0 && !body.some((face) => face.bold),
    },
    blobs: packaged,
    folders: fontFolder === undefined ? [] : [fontFolder],
    covers: coverage([...packaged.map((blob) => glyphMap(readFaces(blob)[0]!)), ...own.map((face) => face.glyphOf)]),
  };
}

// Part of the cached files' names: raised when they are made in another way.
const recipe = 1;
// The package's 500 is the font's Regular. Each file is named "latin" but holds the whole font.
const weights = [
  { file: '500', name: 'Regular' },
  { file: '700', name: 'Bold' },
] as const;

async function packagedFonts(cacheFolder: string): Promise<Buffer[]> {
  const manifest = createRequire(import.meta.url).resolve('@fontsource/lxgw-wenkai/package.json');
  const version = (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
  const folder = join(cacheFolder, 'fonts');
  const fonts: Buffer[] = [];
  // One after the other: the converter is not safe to call twice at once.
  for (const { file, name } of weights) {
    const cached = join(folder, `kai-${version}-${recipe}-${file}.ttf`);
    if (existsSync(cached)) {
      fonts.push(readFileSync(cached));
      continue;
    }
    const woff = readFileSync(join(dirname(manifest), 'files', `lxgw-wenkai-latin-${file}-normal.woff2`));
    const font = Buffer.from(writeFace(adapted(readFaces(await convert(woff, 'sfnt'))[0]!, name)));
    keep(folder, cached, font);
    fonts.push(font);
  }
  return fonts;
}

/** A machine that cannot keep the font converts it each time. */
function keep(folder: string, file: string, font: Buffer): void {
  const fresh = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(fresh, font);
    renameSync(fresh, file);
  } catch {
    // Nothing is lost but time.
  }
}

/** Where quotation marks stand in their square, in thousandths: opening ones at its right, closing ones at its left. */
const quotes = { '“': 'right', '‘': 'right', '”': 'left', '’': 'left' } as const;
const gap = 80;

/** The font under our name (its licence reserves its own for unaltered copies), with quotation marks as wide as characters. */
function adapted(face: FontFile, style: string): FontFile {
  const glyphOf = glyphMap(face);
  const [glyf, loca] = [viewOf(face.tables.get('glyf')!), viewOf(face.tables.get('loca')!)];
  const changes = new Map(
    Object.entries(quotes).map(([mark, side]) => {
      const glyph = glyphOf(mark.codePointAt(0)!);
      const outline = loca.getUint32(4 * glyph);
      const [left, right] = [glyf.getInt16(outline + 2), glyf.getInt16(outline + 6)];
      return [glyph, { shift: side === 'left' ? gap - left : 1000 - gap - right, advance: 1000 }];
    }),
  );
  const english = { platform: 3, encoding: 1, language: 0x409 };
  const kept = namesOf(face).filter((name) => name.platform === 3 && [0, 13, 14].includes(name.id));
  return renamed(withAdvances(face, changes), [
    ...kept.filter((name) => name.id === 0),
    { ...english, id: 1, text: family },
    { ...english, id: 2, text: style },
    { ...english, id: 4, text: `${family} ${style}` },
    { ...english, id: 6, text: `TaizhangKai-${style}` },
    ...kept.filter((name) => name.id !== 0),
  ]);
}

interface OwnFace {
  readonly families: readonly string[];
  readonly bold: boolean;
  readonly glyphOf: GlyphOf;
}

const mostFiles = 200;
const largest = 64 * 1024 * 1024;

/** Faces in a folder and those below it. Files that are no fonts are passed over. */
function facesIn(folder: string): OwnFace[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ttf|otf|ttc|otc)$/i.test(name))
    .sort()
    .slice(0, mostFiles)
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).size <= largest);
  return files.flatMap((file) => {
    try {
      return readFaces(readFileSync(file)).map(ownFace);
    } catch {
      return [];
    }
  });
}

function ownFace(face: FontFile): OwnFace {
  const names = namesOf(face).filter((name) => name.id === 1 || name.id === 16);
  // The typesetter trims styles from family names ("X Light" is weight 300 of "X"); families it does not know do no harm.
  const spelled = names.flatMap(({ text }) => [
    text,
    text.replace(/[ _-](light|regular|medium|bold|black|heavy)$/i, ''),
  ]);
  const os2 = face.tables.get('OS/2');
  const copy = face.tables.get('cmap')?.slice() ?? new Uint8Array(4);
  return {
    families: [...new Set(spelled.filter((text) => text !== ''))],
    bold: os2 !== undefined && viewOf(os2).getUint16(4) >= 600,
    // A copy of the map alone, so that the file's bytes are let go.
    glyphOf: glyphMap({ version: face.version, tables: new Map([['cmap', copy]]) }),
  };
}

function coverage(maps: readonly GlyphOf[]): (codePoint: number) => boolean {
  return (codePoint) => maps.some((glyphOf) => glyphOf(codePoint) !== 0);
}
