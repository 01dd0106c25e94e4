import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, Page } from 'playwright-core';
import { makeApi } from '#http/api.ts';
import { prepareStaffAssets, serveStaffAssets } from '#http/staff-assets.ts';
import { installPack } from '#packs/install.ts';
import { packFolder } from '../../src/config.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { openBrowser } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const window = '2024-07-01..2024-10-31';
let database: TestDatabase;
let server: ReturnType<typeof serve>;
let browser: Browser;
let base: string;

before(async () => {
  database = await freshDatabase();
  await installPack(database, packFolder('changsha'));
  const app = new Hono();
  app.route('/api', makeApi(database));
  serveStaffAssets(app, await prepareStaffAssets(() => {}));
  await new Promise<void>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve());
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/staff`;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.close();
  await database?.drop();
});

async function open(width: number, language = 'zh-CN'): Promise<Page> {
  // axe is put into the page from outside, which the page's own policy forbids.
  const context = await browser.newContext({ viewport: { width, height: 860 }, locale: language, bypassCSP: true });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => assert.fail(`the page failed: ${error.message}`));
  return page;
}

async function signIn(page: Page, username: string): Promise<void> {
  await page.goto(`${base}/sign-in`);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill('taizhang-2024');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('heading', { name: '您好' }).waitFor();
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return await page.evaluate(async () => {
    interface Axe {
      run(context: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    }
    const { violations: found } = await (globalThis as unknown as { axe: Axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    return found.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 160)}`);
  });
}

test('a wrong password gets a sentence; the desk is closed without signing in', async () => {
  const page = await open(1440);
  await page.goto(`${base}/ledger`);
  await page.getByRole('heading', { name: '登录台账' }).waitFor();
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('alert').getByText('请填写用户名').waitFor();
  await page.getByLabel('用户名').fill('mishu-unknown');
  await page.getByLabel('密码').fill('wrong');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByText('用户名或密码不对').waitFor();
  for (let times = 0; times < 4; times++) {
    await page.getByLabel('密码').fill(`wrong ${times}`);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('button', { name: '登录' }).and(page.locator(':not(.ant-btn-loading)')).waitFor();
  }
  await page.getByText('分钟后再试').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});

test('the secretary opens a number of the summary down to its records, and the ledger shows the same ones', async () => {
  const page = await open(1440);
  await signIn(page, 'mishu');
  await page.goto(`${base}/summary?window=${window}`);
  // One that is counted over many records, more than a page of them.
  const place = await page.evaluate(async (of) => {
    interface Compiled {
      figures: { value: number; question: { measure: string; union?: string[]; record?: number } }[];
    }
    const { figures } = (await (await fetch(`/api/summaries/compiled?unit=cs&window=${of}`)).json()) as Compiled;
    return figures.findIndex(
      ({ value, question }) =>
        question.measure === 'lecture.sessions' && !question.union && question.record === undefined && value > 60,
    );
  }, window);
  assert.ok(place >= 0);
  const figure = page.locator(`.paper a.figure[data-figure="${place}"]`).first();
  const text = (await figure.textContent())!;
  await figure.click();
  const panel = page.getByRole('dialog', { name: '这个数字怎么来的' });
  await panel.locator('.figure-text').waitFor();
  assert.equal(await panel.locator('.figure-text').textContent(), text);
  await panel.locator('.records tbody tr').first().waitFor();
  while (await panel.getByRole('button', { name: '再显示 50 条' }).isVisible()) {
    const before = await panel.locator('.records tbody tr').count();
    await panel.getByRole('button', { name: '再显示 50 条' }).click();
    await page.waitForFunction(
      (count) => document.querySelectorAll('.ant-drawer .records tbody tr').length > count,
      before,
    );
  }
  const rows = await panel.locator('.records tbody tr').count();
  const adds = await panel.locator('.records tbody td.measures').allTextContents();
  assert.equal(
    adds.reduce((sum, one) => sum + (Number.parseInt(one.replaceAll(',', ''), 10) || 0), 0),
    Number.parseInt(text, 10),
  );
  await panel.getByText(`共 ${rows.toLocaleString('zh-CN')} 条，已全部显示`).waitFor();
  assert.deepEqual(await violations(page), []);
  await panel.getByRole('link', { name: '在台账里看这些记录' }).click();
  await page.getByRole('heading', { name: '台账' }).waitFor();
  await page.getByText(new RegExp(`共 ${rows.toLocaleString('zh-CN')} 条`)).waitFor();
  await page.context().close();
});

test('a district’s clerk verifies by key, sees the own subtree only, and signs out', async () => {
  const page = await open(1440);
  await signIn(page, 'tx');
  await page.goto(`${base}/queue`);
  const waiting = page.getByText(/待核定 \d+ 条/);
  const before = Number(/\d+/.exec((await waiting.textContent())!)![0]);
  assert.ok(before > 0);
  await page.getByRole('button', { name: '核定', exact: true }).waitFor();
  await page.keyboard.press('v');
  await page.getByText('已核定，数据已经更新').waitFor();
  await page
    .getByText(before === 1 ? '都核定完了' : `待核定 ${before - 1} 条`)
    .first()
    .waitFor();

  const units = await page.evaluate(async () =>
    ((await (await fetch('/api/units')).json()) as { units: { code: string }[] }).units.map((unit) => unit.code),
  );
  assert.ok(units.length > 1 && units.every((code) => code === 'tx' || code.startsWith('tx-')), units.join(' '));
  await page.goto(`${base}/ledger?unit=cs&window=${window}`);
  await page.getByRole('heading', { name: /台账/ }).getByText('天心').waitFor();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('heading', { name: '登录台账' }).waitFor();
  await page.goto(`${base}/ledger`);
  await page.getByRole('heading', { name: '登录台账' }).waitFor();
  await page.context().close();
});

for (const width of [375, 1440]) {
  test(`every screen is accessible and fits at ${width} px, in both languages`, async () => {
    const page = await open(width);
    await signIn(page, 'mishu');
    const { id } = await page.evaluate(
      async (of) =>
        ((await (await fetch(`/api/records?unit=cs&window=${of}`)).json()) as { rows: { id: number }[] }).rows[0]!,
      window,
    );
    const screens = [
      '',
      'ledger',
      `ledger&record=${id}`,
      'ledger&text=没有这样的记录',
      'queue',
      'summary',
      'summary&figure=2',
      'editions',
      'nowhere',
    ];
    for (const language of ['zh', 'en']) {
      await page.evaluate((chosen) => localStorage.setItem('taizhang.language', chosen), language);
      for (const screen of screens) {
        const [path = '', ...search] = screen.split('&');
        await page.goto(`${base}/${path}?window=${window}&${search.join('&')}`);
        await page.locator('h1, .nothing-title').first().waitFor();
        await page.waitForFunction(() => document.querySelector('.ant-skeleton') === null);
        await page.waitForTimeout(200);
        assert.deepEqual(await violations(page), [], `${screen} ${language}`);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(beyond <= 0, `${screen} is ${beyond} px too wide`);
      }
    }
    await page.context().close();
  });
}
