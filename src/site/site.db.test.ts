import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Hono } from 'hono';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { faultsOf, readPage } from './read-page.ts';
import { makeSite } from './site.ts';
import { fillSmallSite, hostile, type SmallSite, secretWords } from './small-site.ts';

let database: TestDatabase;
let small: SmallSite;
let site: Hono;
const failures: unknown[] = [];

before(async () => {
  database = await freshDatabase();
  small = await fillSmallSite(database);
  site = makeSite(database.site, { cacheMilliseconds: 0, report: (error) => failures.push(error) });
});

after(async () => {
  await database.drop();
});

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await site.request(`http://site.test${path}`, { headers });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

describe('refusals', () => {
  test('what is not public and what does not exist give the same answer, byte for byte', async () => {
    const unknown = await get('/a/999999999');
    assert.equal(unknown.status, 404);
    assert.match(unknown.body, /没有找到这个页面/);
    const { draftId, scheduledId } = small;
    const hidden = [
      `/a/${draftId}`,
      `/a/${scheduledId}`,
      '/summaries/2024-h2',
      '/data?edition=2024-h2',
      '/c/nothing',
      '/nothing/here',
    ];
    const files = ['json', 'csv', 'txt', 'docx', 'pdf'].map((form) => `/summaries/2024-h2.${form}`);
    for (const path of [...hidden, ...files]) {
      const answer = await get(path);
      assert.equal(answer.status, 404, path);
      assert.equal(answer.body, unknown.body, path);
      assert.deepEqual(Object.fromEntries(answer.headers), Object.fromEntries(unknown.headers), path);
    }
  });

  test('addresses that nobody was given are refused in words, never with a failure', async () => {
    failures.length = 0;
    const strange = [
      '/a/0',
      '/a/-1',
      '/a/1e3',
      '/a/99999999999999',
      '/a/1%00',
      '/a/1;DROP',
      '/c/%00',
      '/c/%F0%9F',
      `/c/${'x'.repeat(5000)}`,
      '/summaries/%00.json',
      '/summaries/.json',
      '/summaries/..%2F..%2Fetc',
      '/sitemap/99.xml',
      '/sitemap/-1.xml',
      '/assets/../site.ts',
    ];
    for (const path of strange) assert.equal((await get(path)).status, 404, path);
    const queries = [
      '?page=0',
      '?page=-1',
      '?page=abc',
      '?page=1e9',
      '?page[]=1',
      '?page=%00',
      "?page=1'--",
      '?lang=xx&text=huge',
      '?lang=en&lang=zh',
      '?%',
      `?${'a=b&'.repeat(500)}`,
      '?section=%00&edition=',
    ];
    for (const query of queries) {
      assert.equal((await get(`/c/notices${query}`)).status, 200, query);
      assert.equal((await get(`/data${query}`)).status, 200, query);
    }
    assert.equal((await get('/c/notices?page=99')).status, 404);
    assert.equal((await get('/c/notices?page=999999')).status, 404);
    assert.deepEqual(failures, []);
  });

  test('other methods get no page', async () => {
    assert.equal((await site.request('/', { method: 'POST' })).status, 404);
    assert.equal((await site.request('/a/1', { method: 'DELETE' })).status, 404);
  });

  test('markup in a title, a body and the settings is shown and not obeyed', async () => {
    const { body } = await get(`/a/${small.articleIds[2]}`);
    const page = readPage(body);
    assert.deepEqual(faultsOf(page), []);
    assert.ok(page.text.split(hostile).length >= 6, 'title, breadcrumb-free heading, paragraph, caption, column, cell');
    assert.ok(page.text.includes('坏网址'));
    assert.ok(!page.addresses.some((address) => address.startsWith('javascript')));
  });

  test('a database that is away gives a page that says so, and reports why', async () => {
    const away = await freshDatabase();
    const reports: unknown[] = [];
    const lost = makeSite(away.site, { report: (error) => reports.push(error) });
    await away.drop();
    const response = await lost.request('/');
    const body = await response.text();
    assert.equal(response.status, 500);
    assert.match(body, /是我们这边出了问题/);
    assert.deepEqual(faultsOf(readPage(body)), []);
    assert.equal(reports.length, 1);
  });

  test('an edition whose text was tampered with is not shown', async () => {
    failures.length = 0;
    await database.system
      .insertInto('edition')
      .values({
        ...{
          code: 'forged',
          unit_id: (
            await database.system.selectFrom('unit').select('id').where('code', '=', 'north').executeTakeFirstOrThrow()
          ).id,
        },
        ...{
          title: '假小结',
          canonical: '{"format":"taizhang.edition.1"}',
          sha256: '0'.repeat(64),
          frozen_at: '2020-01-01T00:00:00Z',
          published_at: '2020-01-01T00:00:00Z',
        },
      })
      .execute();
    assert.equal((await get('/summaries/forged')).status, 500);
    assert.equal((await get('/summaries/forged.json')).status, 500);
    assert.equal(failures.length, 2);
    await database.system
      .updateTable('edition')
      .set({ published_at: '2999-01-01T00:00:00Z' })
      .where('code', '=', 'forged')
      .execute();
  });
});

describe('the whole site', () => {
  test('every address leads somewhere, every page is sound, and no word of a draft is anywhere', async () => {
    failures.length = 0;
    for (const language of ['zh', 'en']) {
      const { pages, fragments } = await walk({ cookie: `lang=${language}` });
      assert.ok(pages.size > 70, `only ${pages.size} addresses`);
      for (const [path, fragment] of fragments) {
        assert.ok(pages.get(path)?.includes(`id="${fragment}"`), `${path}#${fragment} leads nowhere`);
      }
    }
    assert.deepEqual(failures, []);
  });

  test('no page needs or allows a script, a style of its own or a foreign frame', async () => {
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /style-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /script|unsafe/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  });
});

/** Follows every address from the home page, the feed and the site map. */
async function walk(headers: Record<string, string>) {
  const pages = new Map<string, string>();
  const fragments = new Set<string>();
  const waiting = ['/', '/feed.xml', '/sitemap.xml', '/robots.txt'];
  while (waiting.length > 0) {
    const path = waiting.pop()!;
    // Typst takes a second for each; what the paper holds is told by its text form.
    if (pages.has(path) || path.endsWith('.pdf')) continue;
    const answer = await get(path, headers);
    assert.equal(answer.status, 200, path);
    for (const word of secretWords) assert.ok(!answer.body.includes(word), `${word} in ${path}`);
    pages.set(path, answer.body);
    const type = answer.headers.get('content-type') ?? '';
    const found = type.includes('html')
      ? linksOfPage(path, answer.body)
      : /xml|text\/plain/.test(type)
        ? addressesIn(answer.body)
        : [];
    for (const address of found) {
      const url = new URL(address, `http://site.test${path}`);
      if (url.host !== 'site.test' || url.searchParams.has('lang') || url.searchParams.has('text')) continue;
      const target = `${url.pathname}${url.search}`;
      if (url.hash) fragments.add(`${target}\n${decodeURIComponent(url.hash.slice(1))}`);
      waiting.push(target);
    }
  }
  return { pages, fragments: [...fragments].map((one) => one.split('\n') as [string, string]) };
}

function linksOfPage(path: string, body: string): readonly string[] {
  const page = readPage(body);
  assert.deepEqual(faultsOf(page), [], path);
  return page.addresses;
}

function addressesIn(text: string): string[] {
  return [...text.matchAll(/http:\/\/site\.test[^<"\s]*/g)].map((match) => match[0].replaceAll('&amp;', '&'));
}

describe('pages', () => {
  test('home: lead story, five figures at most that open, tiles, the latest summary of the whole', async () => {
    const { body } = await get('/');
    assert.match(body, /头条[\s\S]*预告下半年小结/);
    assert.match(body, /本期数字[\s\S]*\/summaries\/2024-h1#n1/);
    assert.match(body, /class="tile depth-4 row-2 column-3"[\s\S]*?href="\/c\/east">东区<\/a>[\s\S]*?120<small>次/);
    assert.match(body, /最新小结[\s\S]*某市志愿服务联合会2024年上半年工作小结/);
  });

  test('column: pages of twenty with their total, what its unit published elsewhere, and an empty one in words', async () => {
    const first = await get('/c/notices');
    assert.match(first.body, /第 1 \/ 3 页，共 47 篇/);
    const last = await get('/c/notices?page=3');
    assert.equal(last.body.match(/<time/g)?.length, 7);
    assert.match((await get('/c/east')).body, /敬老月走进社区[\s\S]*共 2 篇/);
    assert.match((await get('/c/places')).body, /共 47 篇/);
    assert.match((await get('/c/empty')).body, /这个栏目还没有文章/);
  });

  test('article: breadcrumb, time on the clock of China, neighbours with an end, figures of a published edition only', async () => {
    const [first, second, , announce, early] = small.articleIds;
    const { body } = await get(`/a/${first}`);
    assert.match(body, /您当前所在位置：[\s\S]*首页[\s\S]*新闻[\s\S]*正文/);
    assert.match(body, /2024-06-01 10:00/);
    assert.match(body, /上一篇<\/span> <span class="end">第一页/);
    assert.ok(body.includes(`href="/a/${second}" rel="next"`));
    assert.match((await get(`/a/${second}`)).body, /下一篇<\/span> <span class="end">最后一页/);
    assert.match((await get(`/a/${announce}`)).body, /href="\/summaries\/2024-h1#n1">194次<\/a>/);
    const unpublished = await get(`/a/${early}`);
    assert.match(unpublished.body, /数据待发布/);
    assert.doesNotMatch(unpublished.body, /194/);
  });

  test('edition: every number opens to its sentence and back, also from each place where it stands', async () => {
    const { body } = await get('/summaries/2024-h1');
    const page = readPage(body);
    const open = page.addresses.filter((address) => /^#n\d+$/.test(address));
    assert.equal(open.length, 8);
    assert.match(body, /<h2 id="s1">一、走访工作情况<\/h2>/);
    assert.match(page.text, /194次 · 某市志愿服务联合会 走访 · 2024年1月1日至6月30日 · 由190条核定记录计数 · 全部核定/);
    assert.match(page.text, /少于5人 · .*人数较少，不公开具体数字/);
    assert.match(page.text, /8000余人次 · .*不是点数人次/);
    for (const back of ['#r1', '#r1-2', '#r2', '#r2-2']) assert.ok(page.addresses.includes(back), back);
    assert.ok(page.text.includes(small.sha256));
    assert.ok(page.text.includes('2024-07-01 08:00'));
  });

  test('data: a section at a time, with how many of how many', async () => {
    assert.match((await get('/data')).body, /显示 6 项，全版共 6 项/);
    assert.match((await get('/data?section=reach')).body, /显示 1 项，全版共 6 项/);
    assert.match((await get('/data?edition=east-h1')).body, /selected="selected">东区2024年上半年工作小结/);
  });

  test('footer: contact, links to friends, both filings', async () => {
    const { body } = await get('/about');
    assert.match(body, /href="tel:073112345678">0731-12345678/);
    assert.match(body, /href="https:\/\/beian\.miit\.gov\.cn\/"[^>]*>湘ICP备00000000号-1/);
    assert.match(body, /beian\.mps\.gov\.cn[^"]*code=43010000000000"[^>]*>湘公网安备/);
    assert.match(body, /<li>没有网址的友站<\/li>/);
  });
});
