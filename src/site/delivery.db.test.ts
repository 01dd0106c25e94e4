import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Hono } from 'hono';
import { sha256 } from '#kernel/canonical.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { faultsOf, readPage } from './read-page.ts';
import { makeSite } from './site.ts';
import { fillSmallSite, type SmallSite } from './small-site.ts';

let database: TestDatabase;
let small: SmallSite;
let site: Hono;

before(async () => {
  database = await freshDatabase();
  small = await fillSmallSite(database);
  site = makeSite(database.site, { cacheMilliseconds: 0 });
});

after(async () => {
  await database.drop();
});

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await site.request(`http://site.test${path}`, { headers });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

describe('files', () => {
  test('JSON is the very text that was hashed, and says so', async () => {
    const { body, headers } = await get('/summaries/2024-h1.json');
    assert.equal(sha256(body), small.sha256);
    assert.equal(headers.get('etag'), `"${small.sha256}"`);
    assert.deepEqual(JSON.parse(body), small.edition);
    assert.equal((await get('/summaries/2024-h1.json', { 'if-none-match': `"${small.sha256}"` })).status, 304);
  });

  test('CSV holds every figure; DOCX and TXT come as files', async () => {
    const response = await site.request('/summaries/2024-h1.csv');
    assert.deepEqual([...new Uint8Array(await response.clone().arrayBuffer()).subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.equal((await response.text()).trimEnd().split('\r\n').length, 1 + small.edition.figures.length);
    assert.match((await get('/summaries/2024-h1.txt')).body, /某市志愿服务联合会2024年上半年工作小结/);
    const docx = await site.request('/summaries/2024-h1.docx');
    assert.equal(docx.headers.get('content-disposition'), "attachment; filename*=UTF-8''2024-h1.docx");
    assert.deepEqual([...new Uint8Array(await docx.arrayBuffer()).subarray(0, 2)], [0x50, 0x4b]);
  });

  test('feed and site map name the public address, or the one that was asked', async () => {
    assert.match((await get('/feed.xml')).body, /<id>http:\/\/site\.test\/a\/\d+<\/id>/);
    const own = makeSite(database.site, { origin: 'https://www.example.org/' });
    assert.match(
      await (await own.request('http://evil.test/feed.xml')).text(),
      /<id>https:\/\/www\.example\.org\/<\/id>/,
    );
    assert.equal(
      await (await own.request('http://evil.test/robots.txt')).text(),
      'User-agent: *\nAllow: /\n\nSitemap: https://www.example.org/sitemap.xml\n',
    );
    assert.match(
      await (await own.request('/sitemap/1.xml')).text(),
      /https:\/\/www\.example\.org\/a\/\d+<\/loc><lastmod>2024-/,
    );
  });
});

describe('the reader', () => {
  test('language: the address before the cookie before the browser; published text stays Chinese and says so', async () => {
    assert.match((await get('/about')).body, /<html lang="zh-CN"/);
    assert.match(
      (await get('/about', { 'accept-language': 'en-GB,en;q=0.9,zh;q=0.5' })).body,
      /<html lang="en"[\s\S]*City Volunteers[\s\S]*Where the numbers come from/,
    );
    assert.match((await get('/about', { 'accept-language': 'en', cookie: 'a=b; lang=zh' })).body, /<html lang="zh-CN"/);
    const chosen = await get('/about?lang=en', { cookie: 'lang=zh' });
    assert.match(chosen.body, /<html lang="en"/);
    assert.match(chosen.headers.get('set-cookie') ?? '', /^lang=en; Path=\/; Max-Age=\d+; SameSite=Lax$/);
    assert.equal(chosen.headers.get('cache-control'), 'private, no-cache');
    assert.match(
      (await get(`/a/${small.articleIds[0]}`, { cookie: 'lang=en' })).body,
      /<h1 lang="zh-CN">敬老月走进社区/,
    );
  });

  test('larger text is remembered, and the way back keeps the page', async () => {
    const large = await get('/c/notices?page=2&text=large');
    assert.match(large.body, /class="large"/);
    assert.match(large.headers.get('set-cookie') ?? '', /^text=large;/);
    assert.match(large.body, /href="\/c\/notices\?page=2&amp;text=normal"/);
    assert.match((await get('/', { cookie: 'text=large' })).body, /class="large"/);
  });

  test('a page that has not changed is not sent again; it is packed for those who can unpack', async () => {
    const { headers } = await get('/');
    assert.match(headers.get('etag') ?? '', /^W\/"/);
    assert.equal(headers.get('cache-control'), 'public, no-cache');
    assert.equal((await get('/', { 'if-none-match': headers.get('etag')! })).status, 304);
    const packed = await site.request('/', { headers: { 'accept-encoding': 'gzip, br' } });
    assert.equal(packed.headers.get('content-encoding'), 'gzip');
    const unpacked = await new Response(packed.body!.pipeThrough(new DecompressionStream('gzip'))).text();
    assert.equal(unpacked, (await get('/')).body);
  });

  test('style and mark are kept for good under an address of their own', async () => {
    const { addresses } = readPage((await get('/')).body);
    const assets = [...new Set(addresses.filter((address) => address.startsWith('/assets/')))];
    assert.equal(assets.length, 2);
    for (const asset of assets)
      assert.equal((await get(asset)).headers.get('cache-control'), 'public, max-age=31536000, immutable');
  });
});

describe('the cache', () => {
  test('what is published shows, and what is withdrawn is gone, within the time that a page is kept', async () => {
    const kept = makeSite(database.site, { cacheMilliseconds: 150 });
    const path = `/a/${small.articleIds[0]}`;
    const publish = (at: string | null) =>
      database.system
        .updateTable('site_article')
        .set({ published_at: at })
        .where('id', '=', small.articleIds[0]!)
        .execute();
    assert.equal((await kept.request(path)).status, 200);
    await publish(null);
    assert.equal((await kept.request(path)).status, 200, 'kept for a moment');
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal((await kept.request(path)).status, 404);
    await publish('2024-06-01T02:00:00Z');
    assert.equal((await kept.request(path)).status, 200, 'what was not found is not kept');
  });
});

describe('an empty site', () => {
  test('has a home, lists and a data page that say in words what will be there', async () => {
    const empty = await freshDatabase();
    try {
      const bare = makeSite(empty.site, {});
      for (const [path, words] of [
        ['/', '还没有发布文章'],
        ['/summaries', '还没有发布过工作小结'],
        ['/data', '还没有数据'],
        ['/about', '联系方式暂未公布'],
        ['/feed.xml', '<feed'],
        ['/sitemap.xml', '/sitemap/0.xml'],
      ] as const) {
        const response = await bare.request(path);
        const body = await response.text();
        assert.equal(response.status, 200, path);
        assert.ok(body.includes(words), path);
        if (!path.endsWith('.xml')) assert.deepEqual(faultsOf(readPage(body)), [], path);
      }
    } finally {
      await empty.drop();
    }
  });
});
