import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { openSheet } from '#formats/sheet-read.ts';
import type { SheetRow } from '#formats/sheet-rows.ts';
import { makeApi } from '#http/api.ts';
import { prepareStaffAssets, serveStaffAssets } from '#http/staff-assets.ts';
import { installPack } from '#packs/install.ts';
import { packFolder } from '../../src/config.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { openBrowser } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
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

async function enter(username: string, width = 1440): Promise<Page> {
  // axe is put into the page from outside, which the page's own policy forbids.
  const context = await browser.newContext({ viewport: { width, height: 860 }, locale: 'zh-CN', bypassCSP: true });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => assert.fail(`the page failed: ${error.message}`));
  await page.goto(`${base}/sign-in`);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill('taizhang-2024');
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
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

const table = [
  '主办单位,日期,标题,场所类别,听讲人次',
  '芙蓉区社会禁毒协会,2024-08-06,从表格来的第一场,社区,40',
  ',8月7日,没写单位的一场,学校,120',
  '不知道的单位,2024-08-08,要改的一场,办公室,约30',
  '芙蓉区,2024-13-02,日期不存在的一场,社区,30',
].join('\n');

test('an auditor is not offered what an auditor may not do', async () => {
  const page = await enter('jiancha');
  await page.goto(`${base}/imports`);
  await page.getByText('您的职务不能导入记录').waitFor();
  await page.context().close();
});

test('a table is sent, its problems mended or left, taken in part, seen in the ledger, and taken back', async () => {
  const page = await enter('fr');
  await page.goto(`${base}/imports?window=2024-07-01..2024-10-31`);
  await page.getByRole('heading', { name: '导入表格' }).waitFor();
  await page.getByLabel('记录类型').selectOption('lecture');
  const template = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载填报模板' }).click();
  assert.equal((await template).suggestedFilename(), '宣讲填报模板.xlsx');
  await page.setInputFiles('input[type=file]', { name: '八月.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });

  await page.getByRole('heading', { name: '有问题的行' }).waitFor();
  await page.getByText('共读 4 行').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByText('没有找到单位“不知道的单位”').first().waitFor();
  const asked = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载有问题的行' }).click();
  const bytes = await readFile(await (await asked).path());
  const refused = [...(openSheet(bytes).rows as Iterable<SheetRow>)];
  assert.deepEqual([refused.length, refused[0]?.cells.at(-1), refused[1]?.cells[4]], [3, '问题', '约30']);

  // Three cells of one row are mended in their place; the other row stays as it is.
  await page.getByLabel('改 A4').fill('芙蓉区');
  await page.getByLabel('改 D4').fill('学校');
  await page.getByLabel('改 E4').fill('30');
  await page.getByRole('button', { name: '重新检查' }).click();
  await page.getByRole('button', { name: '只导入没有问题的 3 行' }).click();
  await page.getByRole('dialog').getByText('有问题的 1 行不导入').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('dialog').getByRole('button', { name: '只导入没有问题的 3 行' }).click();
  await page.getByRole('heading', { name: '导入了 3 条记录' }).waitFor();
  await page.getByRole('link', { name: '在台账里看这些记录' }).click();
  await page.getByText('没写单位的一场').first().waitFor();
  await page.getByText(/只看导入 \d+ 的记录/).waitFor();
  assert.match((await page.locator('.completeness').textContent()) ?? '', /3 条/);

  await page.goto(`${base}/imports`);
  await page.getByRole('link', { name: '八月.csv' }).click();
  await page.getByText('新增 3，已有 0，有问题 1').last().waitFor();
  await page.getByRole('button', { name: '整批撤回' }).click();
  await page.getByText('3 条记录会作废').waitFor();
  await page.getByRole('button', { name: '撤回 3 条' }).click();
  await page.getByText('已撤回 3 条记录').waitFor();
  await page.getByText('作废 3 条').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});

test('the ledger leaves as a workbook and as text, and the audit shows who took it', async () => {
  const page = await enter('mishu');
  await page.goto(`${base}/ledger?window=2024-07-01..2024-10-31&kind=lecture`);
  for (const [button, ending] of [
    ['导出 Excel', '.xlsx'],
    ['导出 CSV', '.csv'],
  ] as const) {
    const asked = page.waitForEvent('download');
    await page.getByRole('link', { name: button }).click();
    const taken = await asked;
    assert.ok(taken.suggestedFilename().endsWith(ending));
    const rows: SheetRow[] = [];
    for await (const row of openSheet(await readFile(await taken.path())).rows) rows.push(row);
    assert.ok(rows.length > 100, `${ending}: ${rows.length}`);
  }
  await page.goto(`${base}/audit`);
  await page.getByRole('heading', { name: '操作日志' }).waitFor();
  await page.getByLabel('操作类别').selectOption('export');
  await page
    .getByRole('link', { name: /导出结束，共 \d+ 条/ })
    .first()
    .waitFor();
  assert.match(page.url(), /group=export/);
  assert.deepEqual(await violations(page), []);
  await page.getByRole('link', { name: '开始导出台账（xlsx）' }).click();
  await page.getByRole('dialog').getByText('宣讲').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '核对链条' }).click();
  await page.getByText(/链条完整：从头核对了 \d+ 条/).waitFor();
  await page.context().close();
});

test('an entry that was changed behind the product’s back is found from the screen', async () => {
  await database.pool.query(
    `BEGIN; SET LOCAL session_replication_role = replica; UPDATE audit_entry SET detail = '{}' WHERE seq = 1; COMMIT`,
  );
  const { rows } = await sql<{
    n: number;
  }>`SELECT count(*) AS n FROM audit_entry WHERE detail = '{}' AND seq = 1`.execute(database.system);
  assert.equal(rows[0]!.n, 1);
  const page = await enter('guanli', 375);
  await page.goto(`${base}/audit`);
  await page.getByText('记录的内容不在您的查看范围内').waitFor();
  await page.getByRole('button', { name: '核对链条' }).click();
  await page.getByText('第 1 条的内容被改动过').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});
