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
const round = '2024-07-10';
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
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.close();
  await database?.drop();
});

/** A page of somebody who is signed in already; how one signs in is tested elsewhere. */
async function open(username: string, width: number, language = 'zh'): Promise<Page> {
  // axe is put into the page from outside, which the page's own policy forbids.
  const context = await browser.newContext({ viewport: { width, height: 860 }, bypassCSP: true });
  const answer = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: 'taizhang-2024' }),
  });
  const [name = '', value = ''] = answer.headers.get('set-cookie')!.split(';')[0]!.split('=');
  await context.addCookies([{ name, value, url: base }]);
  await context.addInitScript(`localStorage.setItem('taizhang.language', '${language}')`);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => assert.fail(`the page failed: ${error.message}`));
  return page;
}

async function look(page: Page, unit: string): Promise<void> {
  await page.goto(`${base}/staff/reporting?round=${round}&unit=${unit}`);
  await page.locator('.matrix').waitFor();
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

const cell = (page: Page, unit: string, section: string) =>
  page.getByRole('row', { name: unit }).getByRole('button', { name: section });

test('a reminder goes out, the district says that there is nothing, and the matrix tells blank from nothing', async () => {
  const city = await open('mishu', 1440);
  await look(city, 'cs');
  await city.getByText('9 个协会中 2 个已报全').waitFor();
  await cell(city, '开福区', '没有报').first().waitFor();
  await city.getByLabel('选中开福区').check();
  await city.getByRole('button', { name: '提醒 1 个单位' }).click();
  assert.deepEqual(await violations(city), []);
  await city.getByRole('button', { name: '发出提醒' }).click();
  await city.getByText('已提醒 1 个单位，1 个账号收到').waitFor();
  await city.getByLabel('选中开福区').check();
  await city.getByRole('button', { name: '提醒 1 个单位' }).click();
  await city.getByRole('button', { name: '发出提醒' }).click();
  await city.getByRole('dialog', { name: '今天已经提醒过' }).getByRole('button', { name: '取消' }).click();

  const district = await open('kf', 375);
  await district.goto(`${base}/staff/`);
  await district.getByText('开福区：长沙市社会禁毒协会2024年7—10月工作小结还差 党建活动').waitFor();
  await look(district, 'kf');
  await cell(district, '开福区', '没有报').first().click();
  await district.getByText('空着不等于零').waitFor();
  await district.getByRole('button', { name: '本期无此项工作' }).last().click();
  await district.getByRole('button', { name: '是，本期没有' }).click();
  await district.getByText(/开福区干事 .* 说明：本期无此项工作/).waitFor();
  assert.deepEqual(await violations(district), []);
  await district.goto(`${base}/staff/`);
  await district.getByRole('heading', { name: '您好' }).waitFor();
  await district.waitForTimeout(500);
  assert.equal(await district.getByText('还差 党建活动').count(), 0);

  await city.reload();
  await city.getByText('9 个协会中 3 个已报全').waitFor();
  await cell(city, '开福区', '本期无此项工作').waitFor();
  await city.context().close();
  await district.context().close();
});

test('a round is given a day, closed, and reopened with a reason; the next one is begun from it', async () => {
  const page = await open('mishu', 1440);
  await look(page, 'cs');
  await page.getByRole('button', { name: '定截止日' }).click();
  await page.getByLabel('总的截止日').fill('2024-11-05');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('截止日：2024-11-05').waitFor();
  await page.getByRole('button', { name: '截止这一期' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '截止这一期' }).click();
  await page.locator('.period-state').getByText('已截止').waitFor();
  await page.getByRole('button', { name: '重新开放' }).click();
  await page.getByLabel('为什么重新开放').fill('雨花区漏报一条');
  await page.getByRole('dialog').getByRole('button', { name: '重新开放' }).click();
  await page.locator('.period-state').getByText('开放报送').waitFor();
  await page.getByRole('button', { name: '办理经过' }).click();
  await page.getByRole('dialog').getByText('雨花区漏报一条').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '开下一期' }).click();
  const title = page.getByLabel('标题');
  await title.waitFor();
  assert.equal(await title.inputValue(), '长沙市社会禁毒协会2025年1—2月工作小结');
  await page.getByRole('button', { name: '开这一期' }).click();
  await page.getByText('9 个协会中 0 个已报全').waitFor();
  await page.context().close();
});

for (const [width, language] of [
  [375, 'en'],
  [1440, 'zh'],
] as const) {
  test(`the screen is accessible and fits at ${width} px`, async () => {
    const page = await open('mishu', width, language);
    for (const unit of ['cs', 'ly', 'tx-pozijie']) {
      await look(page, unit);
      await page.waitForTimeout(300);
      assert.deepEqual(await violations(page), [], unit);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(beyond <= 0, `${unit} is ${beyond} px too wide`);
    }
    await page.context().close();
  });
}
