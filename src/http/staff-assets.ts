import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Hono } from 'hono';

/** The built desk app: file name, as under /staff/, to its bytes. */
export type StaffAssets = ReadonlyMap<string, Asset>;

interface Asset {
  readonly bytes: Buffer;
  readonly gzipped: Buffer;
  readonly type: string;
}

const project = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['src/staff', 'src/kernel', 'package-lock.json'];

/**
 * The desk app of these very sources: read from the cache, or built first by a process of its own, which takes some seconds
 * and is told with a line. Raises Error with the builder's words when it cannot be built.
 */
export async function prepareStaffAssets(
  say: (line: string) => void,
  cache = join(project, '.cache', 'staff'),
): Promise<StaffAssets> {
  const folder = join(cache, hashOf(sources.map((one) => join(project, one))));
  if (!existsSync(folder)) {
    say('正在准备工作台页面，只在更新后做一次…… (building the desk app)');
    const began = Date.now();
    await build(folder);
    say(`工作台页面已备好，用时 ${((Date.now() - began) / 1000).toFixed(1)} 秒。`);
  }
  return readAssets(folder);
}

/** Serves the desk app under /staff: names with a hash for a year, the page itself always fresh and for every address below. */
export function serveStaffAssets(app: Hono, assets: StaffAssets): void {
  const page = assets.get('index.html');
  if (!page) throw new Error('the built desk app has no index.html');
  app.get('/staff/assets/:name', (context) => {
    const asset = assets.get(`assets/${context.req.param('name')}`);
    if (!asset) return context.text('not found', 404);
    return answer(asset, context.req.header('accept-encoding'), {
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });
  for (const path of ['/staff', '/staff/*']) {
    app.get(path, (context) =>
      answer(page, context.req.header('accept-encoding'), { 'cache-control': 'no-cache', ...pageHeaders }),
    );
  }
}

// The component library writes its styles into the page as it runs; scripts come from our own files alone.
const pageHeaders = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
};

function answer(
  { bytes, gzipped, type }: Asset,
  accepted: string | undefined,
  headers: Readonly<Record<string, string>>,
): Response {
  const zipped = accepted?.includes('gzip') ?? false;
  const body = zipped ? gzipped : bytes;
  return new Response(new Uint8Array(body), {
    headers: {
      'content-type': type,
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
      ...headers,
      ...(zipped && { 'content-encoding': 'gzip' }),
    },
  });
}

async function build(folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  // Built aside and moved, so that a build cut short is never taken for a whole one.
  const aside = `${folder}.${process.pid}`;
  const vite = join(project, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = join(project, 'src', 'staff', 'vite.config.ts');
  const arguments_ = [
    '--disable-warning=ExperimentalWarning',
    vite,
    'build',
    '--config',
    config,
    '--outDir',
    aside,
    '--logLevel',
    'warn',
  ];
  const said: Buffer[] = [];
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(process.execPath, arguments_, { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
    child.once('error', reject);
    child.once('close', (ended) => resolve(ended ?? 1));
  });
  if (code !== 0) {
    rmSync(aside, { recursive: true, force: true });
    throw new Error(`the desk app could not be built:\n${Buffer.concat(said).toString('utf8')}`);
  }
  if (existsSync(folder)) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, folder);
}

function hashOf(places: readonly string[]): string {
  const hash = createHash('sha256');
  for (const place of places) {
    for (const file of filesIn(place))
      hash.update(relative(project, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function filesIn(place: string): string[] {
  if (extname(place) !== '') return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

function readAssets(folder: string): StaffAssets {
  return new Map(
    filesIn(folder).map((file) => {
      const bytes = readFileSync(file);
      return [
        relative(folder, file),
        { bytes, gzipped: gzipSync(bytes), type: types[extname(file)] ?? 'application/octet-stream' },
      ];
    }),
  );
}
