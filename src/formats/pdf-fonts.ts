import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { convert } from 'fontverter';

/** Faces of the free font that comes as an npm package: 300 light, 500 regular, 700 bold, each file the whole font. */
const weights = ['300', '500', '700'] as const;

/**
 * The folder of fonts that every machine has: LXGW WenKai as TTF, made once from the package's WOFF2 files. With nothing but
 * these the same document gives the same bytes everywhere.
 */
export async function packagedFonts(cacheFolder: string): Promise<string> {
  const folder = join(cacheFolder, 'fonts');
  mkdirSync(folder, { recursive: true });
  const files = join(dirname(createRequire(import.meta.url).resolve('@fontsource/lxgw-wenkai/package.json')), 'files');
  for (const weight of weights) {
    const target = join(folder, `lxgw-wenkai-${weight}.ttf`);
    if (existsSync(target)) continue;
    // The files named "latin" hold every glyph.
    const font = await convert(readFileSync(join(files, `lxgw-wenkai-latin-${weight}-normal.woff2`)), 'sfnt');
    const fresh = `${target}.${process.pid}`;
    writeFileSync(fresh, font);
    renameSync(fresh, target);
  }
  return folder;
}
