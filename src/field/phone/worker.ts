import { sendAll } from './queue.ts';

/** Stands between the forms and the network: pages from the network while there is one, else as they were last seen. */

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchingEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(response: Promise<Response> | Response): void;
}

interface Worker {
  addEventListener(type: 'install' | 'activate' | 'sync', listener: (event: WorkerEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchingEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
}

declare const assets: readonly string[];
const worker = globalThis as unknown as Worker;
const kept = `field-assets-${assets.map((path) => path.replace(/^.*-([0-9a-f]+)\..*$/, '$1')).join('-')}`;
const pageCache = 'field-pages';
const patience = 6000;

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(kept)
      .then((cache) => cache.addAll([...assets]))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(forgetOld().then(() => worker.clients.claim()));
});

worker.addEventListener('sync', (event) => {
  event.waitUntil(sendAll(undefined));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (pathname.startsWith('/field/assets/')) event.respondWith(fromCacheFirst(request));
  else if (request.mode === 'navigate' && (pathname === '/field' || pathname.startsWith('/field/')))
    event.respondWith(fromNetworkFirst(request));
});

/** Pages name their assets; the assets of pages that are still kept stay with them. */
async function forgetOld(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith('field-assets-') && name !== kept);
  if (old.length > 0) await caches.delete(pageCache);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function fromCacheFirst(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? (await fetch(request));
}

async function fromNetworkFirst(request: Request): Promise<Response> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patience));
  const asked = fetch(request).catch(() => undefined);
  const known = await keptPage(request);
  const response = await (known ? Promise.race([asked, late]) : asked);
  if (response && (response.type === 'opaqueredirect' || response.status < 500)) {
    if (response.ok && !response.redirected && isWorthKeeping(request)) {
      const copy = response.clone();
      await caches.open(pageCache).then((cache) => cache.put(request, copy));
    }
    return response;
  }
  return known ?? response ?? (await caches.match('/field/waiting')) ?? nothingKept();
}

async function keptPage(request: Request): Promise<Response | undefined> {
  const cache = await caches.open(pageCache);
  return (
    (await cache.match(request)) ??
    (isWorthKeeping(request) ? await cache.match(request, { ignoreSearch: true }) : undefined)
  );
}

/** Forms and lists; not what is seen once, nor the door. */
function isWorthKeeping(request: Request): boolean {
  return /^\/field(\/waiting|\/new\/[a-z_]+|\/records\/\d+\/edit)?$/.test(new URL(request.url).pathname);
}

function nothingKept(): Response {
  const text = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>台账</title>
<h1>现在没有网络</h1><p>请到有网络的地方再打开一次。手机里没发出去的记录都还在。</p><p lang="en">There is no network. What waits on this phone is still here.</p><p><a href="/field">回到首页 Home</a></p></html>`;
  return new Response(text, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
