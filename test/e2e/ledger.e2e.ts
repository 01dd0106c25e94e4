import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { beginSession } from '#domain/access/sessions.ts';
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
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.close();
  await database?.drop();
});

/** A browser of its own, signed in. */
async function open(username: string, width = 1440): Promise<Page> {
  // axe is put into the page from outside, which the page's own policy forbids.
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN', bypassCSP: true });
  await signIn(context, username);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => assert.fail(`the page failed: ${error.message}`));
  return page;
}

async function signIn(context: BrowserContext, username: string): Promise<void> {
  const { id } = await database.system
    .selectFrom('account')
    .select('id')
    .where('username', '=', username)
    .executeTakeFirstOrThrow();
  const value = await beginSession(database.system, id, 'test', new Date());
  await context.addCookies([{ name: 'taizhang', value, url: base }]);
}

async function ask<Answer>(page: Page, path: string, body?: unknown): Promise<Answer> {
  const answer = body
    ? await page.request.post(`${base}/api${path}`, { data: body })
    : await page.request.get(`${base}/api${path}`);
  assert.ok(answer.ok(), `${path}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
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

const lecture = (more: object = {}) => ({
  kind: 'lecture',
  hosts: ['tx'],
  from: '2024-10-12',
  to: '2024-10-12',
  title: '社区禁毒课',
  place: '老地方',
  partners: [],
  classes: { venue: 'community' },
  measures: { sessions: '1', attendance: '40' },
  narrative: '',
  highlight: false,
  people: [],
  fields: {},
  ...more,
});

async function report(page: Page, more: object = {}): Promise<number> {
  const content = lecture(more);
  const families = await ask<{ families: { code: string; lists: { classes: { code: string }[] }[] }[] }>(
    page,
    '/catalogue',
  );
  const venue = families.families.find((one) => one.code === 'venue')!.lists.at(-1)!.classes[0]!.code;
  const { id } = await ask<{ id: number }>(page, '/record-forms', {
    key: crypto.randomUUID(),
    content: { ...content, classes: { venue } },
    submit: true,
  });
  return id;
}

test('a form without what the figures need is refused as a whole, every sentence leading to its box', async () => {
  const page = await open('tx');
  await page.goto(`${base}/staff/records/new?kind=lecture`);
  await page.getByRole('button', { name: '报送', exact: true }).click();
  const summary = page.locator('.problem-summary');
  await summary.getByText('还没有写名称').waitFor();
  await summary.getByText('还没有选日期').waitFor();
  await summary.getByText('请选择').waitFor();
  assert.deepEqual(await violations(page), []);
  await summary.getByRole('link', { name: '还没有写名称' }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'f-title');
  await page.getByLabel('听讲人次').fill('近百');
  await page.getByRole('button', { name: '报送', exact: true }).click();
  await summary.getByText('请只填数字').waitFor();
  // What is put right disappears without sending again.
  await page.getByLabel('听讲人次').fill('98');
  await summary.getByText('请只填数字').waitFor({ state: 'detached' });
  await page.context().close();
});

test('a form under way survives reload and goes on in another browser, for its writer only', async () => {
  const page = await open('tx');
  await page.goto(`${base}/staff/records/new?kind=lecture`);
  await page.getByLabel('讲的什么题目').fill('写到一半的题目');
  await page.getByLabel('听讲人次').fill('一百二十');
  await page.getByText(/^已保存 \d\d:\d\d$/).waitFor();
  await page.waitForURL(/draft=/);
  await page.reload();
  await page.getByText(/^已保存 \d\d:\d\d$/).waitFor();
  assert.equal(await page.getByLabel('讲的什么题目').inputValue(), '写到一半的题目');
  assert.equal(await page.getByLabel('听讲人次').inputValue(), '一百二十');

  const home = await open('tx');
  await home.goto(`${base}/staff/records/new`);
  await home.getByRole('link', { name: '接着写：写到一半的题目' }).click();
  await home.getByLabel('讲的什么题目').fill('在家里接着写的题目');
  await home.getByText(/^已保存 \d\d:\d\d$/).waitFor();
  await home.waitForTimeout(300);
  // The office window has not seen that save: it overwrites nothing and says so.
  await page.getByLabel('听讲人次').fill('130');
  await page.getByRole('alert').getByText('在别处').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: '用那一份' }).click();
  await page.waitForFunction(
    () => (document.getElementById('f-title') as HTMLInputElement | null)?.value === '在家里接着写的题目',
  );

  const other = await open('fr');
  await other.goto(`${base}/staff/records/new`);
  await other.getByRole('heading', { name: '记一条' }).waitFor();
  assert.equal(await other.getByText('写的题目').count(), 0);
  for (const one of [page, home, other]) await one.context().close();
});

test('two browsers change one record: other fields merge with names, the same field is shown side by side', async () => {
  const [clerk, secretary] = [await open('tx'), await open('mishu')];
  const id = await report(clerk);
  for (const page of [clerk, secretary]) {
    await page.goto(`${base}/staff/records/${id}/edit?window=${window}`);
    await page.getByRole('heading', { name: `修改第 ${id} 号记录` }).waitFor();
    await page.getByLabel('讲的什么题目').waitFor();
  }
  await secretary.getByLabel('在哪里讲的').fill('秘书处改的地点');
  await secretary.getByRole('button', { name: '保存修改' }).click();
  await secretary.getByText('秘书处改的地点').first().waitFor();
  await clerk.getByLabel('讲的什么题目').fill('干事改的题目');
  await clerk.getByRole('button', { name: '保存修改' }).click();
  await clerk.getByText('两边的改动都保留了').waitFor();
  await clerk.getByText(/地点：市协会秘书处.*改的/).waitFor();
  const merged = await ask<{ title: string; place: string }>(clerk, `/records/${id}`);
  assert.deepEqual([merged.title, merged.place], ['干事改的题目', '秘书处改的地点']);

  for (const page of [clerk, secretary]) {
    await page.goto(`${base}/staff/records/${id}/edit?window=${window}`);
    await page.getByLabel('讲的什么题目').waitFor();
  }
  await secretary.getByLabel('讲的什么题目').fill('秘书处的题目');
  await secretary.getByRole('button', { name: '保存修改' }).click();
  await secretary.getByRole('heading', { name: '秘书处的题目' }).waitFor();
  await clerk.getByLabel('讲的什么题目').fill('干事的题目');
  await clerk.getByLabel('在哪里讲的').fill('干事的地点');
  await clerk.getByRole('button', { name: '保存修改' }).click();
  await clerk.getByRole('heading', { name: '有人同时改了这几处' }).waitFor();
  assert.equal((await ask<{ title: string }>(clerk, `/records/${id}`)).title, '秘书处的题目');
  assert.deepEqual(await violations(clerk), []);
  await clerk.getByRole('button', { name: '就用选好的' }).click();
  await clerk.getByRole('alert').getByText('请给“名称”选一个').waitFor();
  await clerk.getByRole('radio', { name: /您写的.*干事的题目/ }).check();
  await clerk.getByRole('button', { name: '就用选好的' }).click();
  await clerk.getByRole('heading', { name: '干事的题目' }).waitFor();
  const chosen = await ask<{ title: string; place: string }>(clerk, `/records/${id}`);
  assert.deepEqual([chosen.title, chosen.place], ['干事的题目', '干事的地点']);
  for (const page of [clerk, secretary]) await page.context().close();
});

test('many are made void by keyboard and mouse after a confirmation that says what, and are brought back', async () => {
  const page = await open('mishu');
  const filters = `unit=tx&kind=lecture&window=${window}`;
  interface Sums {
    kinds: { records: number; measures: { value: number }[] }[];
  }
  const before = await ask<Sums>(page, `/records/sums?${filters}`);
  await page.goto(`${base}/staff/ledger?${filters}&status=verified`);
  await page.locator('.ledger tbody tr').first().waitFor();
  const foot = page.locator('.ledger tfoot');
  await foot.getByText(`合计 ${before.kinds[0]!.records} 条（已核定）`).waitFor();
  for (const key of ['j', 'x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
  await page.getByText('已选 3 条').waitFor();
  await page.getByRole('region', { name: '批量操作' }).getByRole('button', { name: '作废' }).click();
  const dialog = page.getByRole('dialog', { name: '作废' });
  await dialog.getByText('将作废以下 3 条记录').waitFor();
  await dialog.getByText(/宣讲 3 条：/).waitFor();
  assert.ok(await dialog.getByRole('button', { name: '作废 3 条' }).isDisabled());
  assert.deepEqual(await violations(page), []);
  await dialog.getByLabel('作废的原因').fill('重复填报');
  await dialog.getByRole('button', { name: '作废 3 条' }).click();
  await page.getByText('作废：办成 3 条').waitFor();
  await foot.getByText(`合计 ${before.kinds[0]!.records - 3} 条（已核定）`).waitFor();
  await page.getByRole('status').getByRole('button', { name: '撤销' }).click();
  await page.getByText('已撤销，3 条恢复原状').waitFor();
  await foot.getByText(`合计 ${before.kinds[0]!.records} 条（已核定）`).waitFor();
  assert.deepEqual(await ask<Sums>(page, `/records/sums?${filters}`), before);

  // Everything that matches, not only what is shown; given back, and undone from the list of acts after a reload.
  await page.getByLabel('选中已显示的全部记录').check();
  const total = before.kinds[0]!.records;
  if (total > 50) await page.getByRole('button', { name: `改选全部符合条件的 ${total} 条` }).click();
  await page.getByRole('region', { name: '批量操作' }).getByRole('button', { name: '退回' }).click();
  const returning = page.getByRole('dialog', { name: '退回' });
  await returning.getByText(`将退回以下 ${total} 条记录`).waitFor();
  await returning.getByLabel('退回的原因').fill('请补地点');
  await returning.getByRole('button', { name: `退回 ${total} 条` }).click();
  await page.getByText(`退回：办成 ${total} 条`).waitFor();
  await page.getByText('没有符合条件的记录').waitFor();
  await page.reload();
  await page.getByText('可以撤销的批量操作').click();
  await page.getByRole('button', { name: '撤销' }).first().click();
  await page.getByText(`已撤销，${total} 条恢复原状`).waitFor();
  assert.deepEqual(await ask<Sums>(page, `/records/sums?${filters}`), before);
  await page.context().close();
});

test('a view is saved, opened by its address alone, shared to the unit and below, deleted and brought back', async () => {
  const page = await open('tx');
  await page.goto(`${base}/staff/ledger?window=${window}&kind=lecture`);
  await page.locator('.ledger tbody tr').first().waitFor();
  await page.getByRole('button', { name: '栏目' }).click();
  await page.locator('.column-chooser').getByText('人员').click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '保存为视图' }).click();
  const dialog = page.getByRole('dialog', { name: '保存为视图' });
  await dialog.getByRole('button', { name: '保存', exact: true }).click();
  await dialog.getByText('请给视图起个名称').waitFor();
  await dialog.getByLabel('视图名称').fill('天心宣讲');
  await dialog.getByLabel('谁能用').selectOption({ label: '天心区社会禁毒协会及其下级' });
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByRole('link', { name: '天心宣讲' }).waitFor();
  await page.waitForURL(/view=\d+/);
  const view = /view=(\d+)/.exec(page.url())![1];
  await page.goto(`${base}/staff/ledger?view=${view}`);
  await page.waitForURL(/kind=lecture/);
  await page.locator('.ledger tbody tr').first().waitFor();
  assert.equal(await page.getByRole('columnheader', { name: '人员' }).count(), 0);
  assert.equal(await page.getByRole('link', { name: '天心宣讲' }).getAttribute('aria-current'), 'true');

  const elsewhere = await open('fr');
  await elsewhere.goto(`${base}/staff/ledger?view=${view}`);
  await elsewhere.getByText('没有共享给您').waitFor();

  await page.getByRole('button', { name: '删除视图' }).click();
  await page.getByText('视图“天心宣讲”已删除').waitFor();
  await page.getByRole('link', { name: '天心宣讲' }).waitFor({ state: 'detached' });
  await page.locator('.ant-notification').getByRole('button', { name: '撤销' }).click();
  await page.getByRole('link', { name: '天心宣讲' }).waitFor();
  for (const one of [page, elsewhere]) await one.context().close();
});

test('the open record stands beside the list at a desk; keys walk, open, edit and close', async () => {
  const page = await open('tx');
  await page.goto(`${base}/staff/ledger?window=${window}&status=verified`);
  await page.locator('.ledger tbody tr').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: '打开的记录' });
  await panel.getByRole('heading', { level: 2 }).waitFor();
  const first = new URL(page.url()).searchParams.get('record');
  await page.keyboard.press('j');
  await page.waitForFunction((id) => new URL(location.href).searchParams.get('record') !== id, first);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await page.keyboard.press('e');
  await page.waitForURL(/records\/\d+\/edit/);
  await page.getByText('这条记录已经入数').waitFor();
  await page.context().close();
});

for (const [width, language] of [
  [375, 'zh'],
  [1440, 'zh'],
  [375, 'en'],
  [1440, 'en'],
] as const) {
  test(`the ledger and the form are accessible and fit at ${width} px in ${language}, with none, one and many rows`, async () => {
    const page = await open('mishu', width);
    const { rows } = await ask<{ rows: { id: number; title: string }[] }>(page, `/records?unit=cs&window=${window}`);
    const screens = [
      'ledger',
      'ledger&kind=publicity&joint=true',
      `ledger&text=${encodeURIComponent(rows[0]!.title)}`,
      'ledger&text=没有这样的记录',
      `ledger&record=${rows[0]!.id}`,
      'records/new',
      'records/new&kind=placement',
      `records/${rows[0]!.id}/edit`,
    ];
    await page.addInitScript((chosen) => localStorage.setItem('taizhang.language', chosen), language);
    // The other language changes words, not the page: its widest screens are enough.
    for (const screen of language === 'zh' ? screens : screens.filter((one) => /^ledger$|kind=|edit/.test(one))) {
      const [path = '', ...search] = screen.split('&');
      await page.goto(`${base}/staff/${path}?window=${window}&${search.join('&')}`);
      await page.locator('h1, .nothing-title').first().waitFor();
      await page.waitForFunction(() => document.querySelector('.ant-skeleton') === null);
      await page.waitForTimeout(200);
      assert.deepEqual(await violations(page), [], screen);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(beyond <= 0, `${screen} is ${beyond} px too wide`);
    }
    await page.context().close();
  });
}
