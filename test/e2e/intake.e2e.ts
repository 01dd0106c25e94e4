import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, Page } from 'playwright-core';
import type { Block } from '#formats/blocks.ts';
import { writeDocx } from '#formats/docx-write.ts';
import { makeApi } from '#http/api.ts';
import { prepareStaffAssets, serveStaffAssets } from '#http/staff-assets.ts';
import { installPack } from '#packs/install.ts';
import { packFolder } from '../../src/config.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { openBrowser } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const report = readFileSync(new URL('../fixtures/autumn-report.txt', import.meta.url), 'utf8');
const scope = 'unit=xj&window=2024-07-01..2024-10-31';
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

async function signIn(username: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 860 }, locale: 'zh-CN', bypassCSP: true });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => assert.fail(`the page failed: ${error.message}`));
  await page.goto(`${base}/sign-in`);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill('taizhang-2024');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('heading', { name: '您好' }).waitFor();
  return page;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(() => scrollTo(0, 0));
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

/** What the counts at the top say. */
async function counts(page: Page): Promise<string> {
  return (await page.locator('.intake-counts').textContent())!.replaceAll(/\s/g, '');
}

const current = (page: Page) => page.locator('.item[data-current]');

test('a pasted report: read, looked at, settled by key, a section at once, undone', async () => {
  const page = await signIn('xj');
  await page.goto(`${base}/intake?${scope}`);
  await page.getByRole('heading', { name: '材料录入' }).waitFor();
  await page.getByLabel('或者把文字粘贴在这里').fill('   ');
  assert.ok(await page.getByRole('button', { name: '读一读' }).isDisabled());
  assert.deepEqual(await violations(page), []);
  await page.getByLabel('或者把文字粘贴在这里').fill(report);
  await page.getByRole('button', { name: '读一读' }).click();
  await page.getByText(/18 段.*23 个数量/).waitFor();
  assert.equal(await page.getByLabel('材料名称').inputValue(), '湘江新区协会秋季工作汇报');
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: '开始录入' }).click();
  await page.locator('.item').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.intake-progress'));
  assert.equal(await counts(page), '23个数量：✓已用17Σ总数3·背景3？未用011条拟记录：待定11');
  assert.deepEqual(await violations(page), []);

  // The first one is open; a takes it and goes on to the next.
  await current(page).getByText('“无毒邻里”秋季宣传活动').waitFor();
  await page.locator('.piece[data-current]', { hasText: '无毒邻里' }).waitFor();
  assert.match((await current(page).textContent())!, /2024-09-03.*参加人次 260人次，覆盖人次 12,000人次.*自报的覆盖数/);
  await page.keyboard.press('a');
  await page.locator('.item[data-state="accepted"]').waitFor();
  await current(page).getByText('校园宣传活动').waitFor();

  // x leaves one out: its numbers are listed as not used. u takes that back.
  const before = await counts(page);
  await page.keyboard.press('x');
  await page.locator('.item[data-state="left"]').waitFor();
  assert.notEqual(await counts(page), before);
  await page.keyboard.press('k');
  await page.keyboard.press('u');
  await page.locator('.item[data-state="left"]').waitFor({ state: 'detached' });
  assert.equal(await counts(page), before);

  // e corrects in place; what cannot be read is told in a sentence, and what is put right is accepted.
  await page.keyboard.press('e');
  const form = page.getByRole('dialog', { name: '改这条拟记录' });
  await form.getByLabel('发放资料').fill('三千六百份左右吧');
  await form.getByRole('button', { name: '改好并采用' }).click();
  await form.getByText(/发放资料填的是“三千六百份左右吧”/).waitFor();
  assert.deepEqual(await violations(page), []);
  await form.getByLabel('发放资料').fill('3600份');
  await form.getByRole('button', { name: '改好并采用' }).click();
  await form.waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.querySelectorAll('.item[data-state="accepted"]').length === 2);

  // The lectures of the table lack their venue: said once for both, then all that is clear is taken at once.
  const section = page.locator('section', { has: page.getByRole('heading', { name: /^宣讲工作情况/ }) }).last();
  await section.getByLabel(/2 条还缺场所类别/).selectOption({ label: '社区' });
  await page.getByText('已补 2 条').waitFor();
  await section.getByRole('button', { name: /采用本部分没有问题的 5 条/ }).click();
  await page.getByText('已采用 5 条').waitFor();

  // Each rests on its words, which stand on the record.
  const { rows } = await page.evaluate(
    async (of) =>
      (await (await fetch(`/api/records?${of}&status=submitted&text=无毒邻里`)).json()) as { rows: { id: number }[] },
    scope,
  );
  const sources = await page.evaluate(
    async (id) =>
      ((await (await fetch(`/api/records/${id}/sources`)).json()) as { sources: { quote: string }[] }).sources,
    rows[0]!.id,
  );
  assert.equal(sources.length, 1);
  assert.match(sources[0]!.quote, /^9月3日，在雷锋文化广场.*1\.2万人次$/);
  await page.context().close();
});

test('the same report as a Word file: numbering restored, proposals joined with what is recorded already', async () => {
  const page = await signIn('xj');
  const bytes = await writeDocx({
    ...{ title: '湘江新区协会秋季工作汇报', issuer: '湘江新区社会禁毒协会', date: '2024年10月8日' },
    ...{ createdAt: '2024-10-08T00:00:00Z', notes: [], blocks: blocksOf(report) },
  });
  await page.goto(`${base}/intake?${scope}`);
  await page.getByLabel('选择文件').setInputFiles({ name: '秋季汇报.docx', mimeType: '', buffer: Buffer.from(bytes) });
  await page.locator('.intake-preview').getByText('二、帮扶帮教工作情况').waitFor();
  await page.getByText('1 张表').waitFor();
  await page.getByRole('button', { name: '开始录入' }).click();
  await page.locator('.item').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.intake-progress'));

  // The pasted report made these records: they are doubted, and m joins the first.
  await current(page)
    .getByText(/可能已经报过/)
    .waitFor();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: '并入已有的记录' });
  await dialog.getByText('数字相同').first().waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Enter');
  await page.locator('.item[data-state="joined"]').waitFor();

  // What was not used stays listed, with the reason; a record can be made of it.
  await page.getByRole('button', { name: /^没有用到的数/ }).click();
  await page.locator('.rest').getByText('“南湖新城”不是本组织的单位，或者名称不清').waitFor();
  await page
    .locator('.rest')
    .getByText(/总数，与其后 3 项之和相符/)
    .waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: '另建一条记录：7场次' }).click();
  await page.getByText('已建好，请核对后采用').waitFor();
  await page.context().close();
});

test('a file that is none is refused in a sentence; another unit’s paper is not there', async () => {
  const page = await signIn('fr');
  await page.goto(`${base}/intake?window=2024-07-01..2024-10-31`);
  const file = (text: string) => ({ name: '扫描件.docx', mimeType: '', buffer: Buffer.from(text) });
  await page.getByLabel('选择文件').setInputFiles(file('%PDF-1.7'));
  await page.getByRole('alert').getByText('PDF 里的文字读不准').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.goto(`${base}/intake/1?window=2024-07-01..2024-10-31`);
  await page.getByText('没有编号为 1 的材料，或者您不能从中录入').waitFor();
  await page.context().close();
});

test('on a phone the panes are tabs; nothing is wider than the screen, in both languages', async () => {
  const page = await signIn('xj', 375);
  for (const language of ['zh', 'en']) {
    await page.evaluate((chosen) => localStorage.setItem('taizhang.language', chosen), language);
    for (const screen of ['intake', 'intake/1', 'intake/1?pane=source', 'intake/1?pane=rest']) {
      await page.goto(`${base}/${screen}${screen.includes('?') ? '&' : '?'}${scope}`);
      await page.locator('.intake-past li, .intake-text, .item, .rest').filter({ visible: true }).first().waitFor();
      assert.deepEqual(await violations(page), [], `${screen} ${language}`);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(beyond <= 0, `${screen} is ${beyond} px too wide`);
    }
  }
  await page.context().close();
});

/** The report as a word processor would have it: headings by style, the table as a table. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let table: string[][] = [];
  const close = () => {
    const [head, ...rows] = table;
    if (head)
      blocks.push({ type: 'table', columns: head.map((title, index) => ({ title, numeric: index > 0 })), rows });
    table = [];
  };
  for (const line of text.trim().split('\n').slice(1)) {
    const heading = /^[一二三四]、(.+)$/.exec(line)?.[1];
    if (line.includes('\t')) table.push(line.split('\t'));
    else {
      close();
      blocks.push(
        heading ? { type: 'heading', level: 1, text: heading } : { type: 'paragraph', runs: [{ text: line }] },
      );
    }
  }
  close();
  return blocks;
}
