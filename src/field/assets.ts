import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { gzipSync } from 'node:zlib';

const javascript = 'text/javascript; charset=utf-8';

export interface Asset {
  readonly path: string;
  readonly body: Buffer<ArrayBuffer>;
  readonly gzipped: Buffer<ArrayBuffer>;
  readonly type: string;
}

/** The files of the phone forms. Their addresses hold a hash of what is in them, so that a browser may keep them for good. */
export const style = asset('field.css', 'text/css; charset=utf-8', text('field.css'));
export const icon = asset('icon.svg', 'image/svg+xml', text('icon.svg'));
export const script = asset(
  'field.js',
  javascript,
  joined('store', 'queue', 'steps', 'draft', 'photos', 'send', 'lists', 'start'),
);

/** The service worker: at an address of its own that never changes; its content names the assets, so that new ones bring a new worker. */
export const worker: Asset = asset(
  'worker.js',
  javascript,
  `const assets = ${JSON.stringify([style.path, icon.path, script.path])};\n${joined('store', 'queue', 'worker')}`,
);

export const files: readonly Asset[] = [style, icon, script];

/** One plain script of several files: types stripped, imports left out, since all of them share the script's own scope. */
function joined(...names: readonly string[]): string {
  const parts = names.map((name) =>
    stripTypeScriptTypes(text(`phone/${name}.ts`))
      .replaceAll(/^import [^;]*;$/gm, '')
      .replaceAll(/^export (?=(async )?(function|const|class|interface|type) )/gm, ''),
  );
  return `(() => {\n'use strict';\n${parts.join('\n')}\n})();\n`;
}

function asset(name: string, type: string, content: string): Asset {
  const body = Buffer.from(content, 'utf8');
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  const [stem, extension] = name.split('.');
  return { path: `/field/assets/${stem}-${hash}.${extension}`, body, gzipped: gzipSync(body), type };
}

function text(name: string): string {
  return readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
}
