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
const report = [
  '三、禁毒宣传工作情况',
  '雨花区：在大型商场、集市等场所摆放展板，期间共开展27场禁毒宣传活动，讲师分别在在两地授课。',
  '五、禁毒宣讲工作情况',
  '2024年，截至11月19日，长沙市禁毒宣传教育讲师团共宣讲194场，其中，学校、社区、网络、行业、场所最多。',
].join('\n');
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

async function signIn(width: number): Promise<Page> {
  // axe is put into the page from outside, which the page's own policy forbids.
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN', bypassCSP: true });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => assert.fail(`the page failed: ${error.message}`));
  await page.goto(`${base}/sign-in`);
  await page.getByLabel('用户名').fill('mishu');
  await page.getByLabel('密码').fill('taizhang-2024');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('heading', { name: '您好' }).waitFor();
  return page;
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

async function checkText(page: Page): Promise<void> {
  await page.goto(`${base}/discrepancies?window=${window}&source=text`);
  await page.getByLabel('材料名称').fill('秋季简报');
  await page.getByLabel('材料全文').fill(report);
  await page.getByRole('button', { name: '核对', exact: true }).click();
  await page.locator('.agree-document').waitFor();
}

test('a pasted report is held against the ledger; its findings are worked through by keyboard to the records behind them', async () => {
  const page = await signIn(1440);
  await checkText(page);
  const conflict = page.locator('.finding', { hasText: '写27场' }).first();
  await conflict.getByText('矛盾').waitFor();
  await conflict.getByText('272场').waitFor();
  await page.getByText('与台账相符 1，不符 1').waitFor();

  // By keyboard to the doubled word, which is dismissed with a reason.
  const findings = await page.locator('.finding').allTextContents();
  const doubled = findings.findIndex((one) => one.includes('在在'));
  await page.locator('h1').click();
  for (let times = 0; times <= doubled; times++) await page.keyboard.press('j');
  assert.match((await page.locator('.finding[data-current]').textContent())!, /在在/);
  assert.match((await page.locator('mark.m-current').textContent())!, /在在/);
  await page.keyboard.press('d');
  await page.getByRole('dialog').getByLabel('说明文字').fill('原文如此');
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await page.locator('.finding', { hasText: '在在' }).getByText('不算问题').waitFor();

  await page.getByRole('button', { name: '把矛盾和存疑都记为差异' }).click();
  await page.getByText(/新记 \d+ 处/).waitFor();
  await page.goto(`${base}/discrepancies?window=${window}&tab=kept&severity=conflict`);
  await page.getByRole('link', { name: /与台账不符/ }).click();
  await page.getByRole('heading', { name: /与台账不符/ }).waitFor();

  // Who and by when; what was said stays; the gap is accounted for; an explanation closes it.
  const owner = await page.getByLabel('负责人').locator('option').nth(1).textContent();
  await page.getByLabel('负责人').selectOption({ label: owner! });
  await page.locator('.agree-notes').getByText('交给').waitFor();
  await page.getByLabel('期限').fill('2099-12-31');
  await page.locator('.agree-notes').getByText('2099-12-31').waitFor();
  await page.getByLabel('发表意见').fill('请雨花区核对');
  await page.getByRole('button', { name: '发表意见' }).click();
  await page.locator('.agree-notes').getByText('请雨花区核对').waitFor();
  await page.getByRole('button', { name: '对照' }).click();
  await page.locator('.gap-sum').getByText('272场').first().waitFor();
  assert.deepEqual(await violations(page), []);
  const sums = await page.locator('.agree-card table').first().locator('tbody tr td:last-child').allTextContents();
  const numbers = sums.map((one) => Number.parseInt(one.replaceAll(',', ''), 10));
  assert.equal(
    numbers.slice(0, -1).reduce((sum, one) => sum + one, 0),
    numbers.at(-1),
  );
  await page.getByRole('button', { name: '说明差异' }).click();
  await page.getByRole('dialog').getByLabel('说明文字').fill('简报漏写一个2');
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await page.getByRole('button', { name: '重新打开' }).waitFor();
  await page.getByText('简报漏写一个2').first().waitFor();

  // The rule that was dismissed is retired, not run, and brought back.
  await page.goto(`${base}/discrepancies?window=${window}&tab=rules`);
  const rule = page.locator('.rule-row', { hasText: '重字' });
  await rule.getByText('处理 1，不算问题 1（100%）').waitFor();
  await rule.getByRole('button', { name: '停用 重字' }).click();
  await page.getByRole('dialog').getByLabel('说明文字').fill('误报');
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await rule.getByText('停用：误报').waitFor();
  await checkText(page);
  await page.getByText('已停用、没有执行的规则').waitFor();
  assert.equal(await page.locator('.finding', { hasText: '在在' }).count(), 0);
  await page.goto(`${base}/discrepancies?window=${window}&tab=rules`);
  await rule.getByRole('button', { name: '恢复 重字' }).click();
  await rule.getByRole('button', { name: '停用 重字' }).waitFor();
  await page.context().close();
});

for (const width of [375, 1440]) {
  test(`checking, discrepancies and rules are accessible and fit at ${width} px, in both languages`, async () => {
    const page = await signIn(width);
    const id = await page.evaluate(
      async () =>
        ((await (await fetch('/api/discrepancies?unit=cs')).json()) as { rows: { id: number }[] }).rows[0]!.id,
    );
    for (const language of ['zh', 'en']) {
      await page.evaluate((chosen) => localStorage.setItem('taizhang.language', chosen), language);
      for (const screen of ['?x=1', '?tab=kept', '?tab=rules', `/${id}?x=1`]) {
        await page.goto(`${base}/discrepancies${screen}&window=${window}`);
        await page.locator('.agree-document, .finding, .rule-row, .agree-page').first().waitFor();
        await page.waitForTimeout(200);
        assert.deepEqual(await violations(page), [], `${screen} ${language}`);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(beyond <= 0, `${screen} is ${beyond} px too wide`);
      }
    }
    await page.context().close();
  });
}
