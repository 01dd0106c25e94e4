import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Content } from './answer.ts';

interface Asset {
  readonly path: string;
  readonly content: Content;
}

/** The site's two files. Their addresses hold a hash of what is in them, so that a browser may keep them for good. */
export const style = load('site.css', 'text/css; charset=utf-8');
export const icon = load('icon.svg', 'image/svg+xml');

function load(name: string, type: string): Asset {
  const body = readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  const [stem, extension] = name.split('.');
  return {
    path: `/assets/${stem}-${hash}.${extension}`,
    content: { status: 200, type, body, cacheControl: 'public, max-age=31536000, immutable' },
  };
}
