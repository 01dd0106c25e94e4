import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { makeSite } from '#site/site.ts';
import { fillSmallSite, type SmallSite } from '#site/small-site.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { openBrowser } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
let database: TestDatabase;
let small: SmallSite;
let server: ReturnType<typeof serve>;
let browser: Browser;
let base: string;

before(async () => {
  database = await freshDatabase();
  small = await fillSmallSite(database);
  const app = new Hono().route('/', makeSite(database.site, {}));
  await new Promise<void>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve());
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.close();
  await database?.drop();
});

function everyPage(): string[] {
  const [first, , marked, announce, early] = small.articleIds;
  const articles = [first, marked, announce, early].map((id) => `/a/${id}`);
  const columns = ['/c/notices', '/c/notices?page=2', '/c/places', '/c/west', '/c/empty'];
  const others = [
    '/summaries',
    '/summaries/2024-h1',
    '/summaries/2024-h1#n1',
    '/data',
    '/data?section=visits',
    '/about',
    '/nothing',
  ];
  return ['/', ...columns, ...articles, ...others];
}

async function withPage(options: BrowserContextOptions, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ locale: 'zh-CN', ...options });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => {
      // The 404 page itself is reported as a failed load; anything else (a refused style, a missing file) is a fault.
      if (message.type() === 'error' && !message.text().includes('404'))
        assert.fail(`${page.url()}: ${message.text()}`);
    });
    await work(page);
  } finally {
    await context.close();
  }
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return await page.evaluate(async (tags) => {
    const { violations: found } = await (
      globalThis as unknown as {
        axe: {
          run: (
            node: Document,
            options: object,
          ) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
        };
      }
    ).axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`);
  }, rules);
}

describe('accessibility', () => {
  for (const width of [375, 1440]) {
    test(`no violation on any page at ${width} px`, async () => {
      await withPage({ viewport: { width, height: 860 } }, async (page) => {
        for (const path of everyPage()) {
          await page.goto(`${base}${path}`);
          assert.deepEqual(await violations(page), [], path);
        }
        await page.goto(`${base}/about?lang=en`);
        for (const path of [
          '/',
          '/c/notices',
          `/a/${small.articleIds[3]}`,
          '/summaries',
          '/summaries/2024-h1',
          '/data',
        ]) {
          await page.goto(`${base}${path}`);
          assert.equal(await page.locator('html').getAttribute('lang'), 'en');
          assert.deepEqual(await violations(page), [], `${path} in English`);
        }
      });
    });
  }

  test('with the menu open, and in larger text', async () => {
    await withPage({ viewport: { width: 375, height: 860 } }, async (page) => {
      await page.goto(`${base}/?text=large`);
      await page.getByText('栏目', { exact: true }).click();
      await page.locator('nav.main details').getByText('各区').waitFor();
      assert.deepEqual(await violations(page), []);
    });
  });
});

test('nothing scrolls sideways at 360 px, nor at 320 px in larger text; tables scroll inside themselves', async () => {
  for (const [width, choice] of [
    [360, 'normal'],
    [320, 'large'],
  ] as const) {
    await withPage({ viewport: { width, height: 740 } }, async (page) => {
      await page.goto(`${base}/about?text=${choice}`);
      for (const path of everyPage()) {
        await page.goto(`${base}${path}`);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(over, 0, `${path} at ${width} px`);
      }
      await page.goto(`${base}/data`);
      const table = await page.locator('.scroll').evaluate((box) => box.scrollWidth > box.clientWidth);
      assert.ok(table);
    });
  }
});

test('with the keyboard alone: past the header, to a number, to its note and back', async () => {
  await withPage({ viewport: { width: 1440, height: 860 } }, async (page) => {
    await page.goto(`${base}/summaries/2024-h1`);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), '跳到正文');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
    const number = page.locator('#r4');
    for (let tries = 0; tries < 40 && !(await number.evaluate((one) => one === document.activeElement)); tries++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**#n4');
    const note = page.locator('#n4');
    assert.match((await note.textContent()) ?? '', /少于5人.*人数较少，不公开具体数字/);
    assert.ok(await isInSight(page, '#n4'));
    assert.ok(await isInSight(page, '#r4'), 'the text stays where it was');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**#r4');
    assert.ok(await isInSight(page, '#r4'));
  });
});

test('without any script: numbers open, the menu opens, the filter filters, the language changes', async () => {
  await withPage({ viewport: { width: 375, height: 860 }, javaScriptEnabled: false }, async (page) => {
    await page.goto(`${base}/summaries/2024-h1`);
    await page.locator('#r1').click();
    const box = await page.locator('#n1').boundingBox();
    assert.ok(
      box && box.y > 300 && box.y + box.height <= 861,
      `the note lies at the foot of the screen: ${JSON.stringify(box)}`,
    );
    await page.locator('#n1').getByText('回到正文').click();
    await page.getByText('栏目', { exact: true }).click();
    await page.locator('nav.main details').getByText('通知').click();
    await page.getByText('第 1 / 3 页，共 47 篇').waitFor();
    await page.goto(`${base}/data`);
    await page.getByLabel('部分').selectOption('reach');
    await page.getByRole('button', { name: '查看' }).click();
    await page.getByText('显示 1 项，全版共 6 项').waitFor();
    await page.getByText('English', { exact: true }).click();
    await page.getByText('1 of the edition').waitFor();
  });
});

test('nothing moves for readers who asked for that', async () => {
  await withPage({ viewport: { width: 1440, height: 860 }, reducedMotion: 'reduce' }, async (page) => {
    await page.goto(base);
    const moving = await page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter((one) => {
          const style = getComputedStyle(one);
          return (
            style.scrollBehavior === 'smooth' ||
            style.animationName !== 'none' ||
            Number.parseFloat(style.transitionDuration) > 0
          );
        }).length,
    );
    assert.equal(moving, 0);
  });
});

async function isInSight(page: Page, selector: string): Promise<boolean> {
  await page.waitForFunction(
    (one) => {
      const box = document.querySelector(one)?.getBoundingClientRect();
      return box !== undefined && box.top >= 0 && box.bottom <= innerHeight;
    },
    selector,
    { timeout: 3000 },
  );
  return true;
}
