import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Secret, TOTP } from 'otpauth';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { makeBox } from '#domain/access/secret-box.ts';
import { PhotoFiles } from '#domain/photos/files.ts';
import { makeField } from '#field/field.ts';
import { makeApi } from '#http/api.ts';
import { prepareStaffAssets, serveStaffAssets } from '#http/staff-assets.ts';
import { installPack } from '#packs/install.ts';
import { packFolder } from '../../src/config.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { temporaryFolder } from '../temporary.ts';
import { openBrowser } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const password = 'rain on the old roof';
let database: TestDatabase;
let server: ReturnType<typeof serve>;
let browser: Browser;
let base: string;

before(async () => {
  database = await freshDatabase();
  await installPack(database, packFolder('changsha'));
  const secrets = makeBox(randomBytes(32));
  const app = new Hono();
  app.route('/api', makeApi(database, { secrets }));
  serveStaffAssets(app, await prepareStaffAssets(() => {}));
  const photos = new PhotoFiles(join(temporaryFolder('accounts'), 'photos'));
  app.route('/field', makeField(database, photos, { secrets }));
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

async function open(width = 1440, more: BrowserContextOptions = {}): Promise<Page> {
  // axe is put into the page from outside, which the page's own policy forbids.
  const context = await browser.newContext({
    viewport: { width, height: 860 },
    locale: 'zh-CN',
    bypassCSP: true,
    ...more,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => assert.fail(`the page failed: ${error.message}`));
  return page;
}

async function signIn(page: Page, username: string, given = 'taizhang-2024'): Promise<void> {
  await page.goto(`${base}/staff/sign-in`);
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(given);
  await page.keyboard.press('Enter');
}

async function assertAccessible(page: Page, name: string): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.ant-skeleton') === null);
  await page.waitForTimeout(250);
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    interface Axe {
      run(context: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    }
    const { violations: found } = await (globalThis as unknown as { axe: Axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    return found.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 160)}`);
  });
  assert.deepEqual(violations, [], name);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(beyond <= 0, `${name} is ${beyond} px too wide`);
}

/** Presses Tab until the element of this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let times = 0; times < 80; times++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    );
    if (name.test(focused)) return;
  }
  assert.fail(`nothing named ${name} can be reached by Tab`);
}

const authenticators = new Map<string, TOTP>();
const codeOf = (username: string, later = 0) =>
  authenticators.get(username)!.generate({ timestamp: Date.now() + later * 30_000 });

/** Invites somebody as the administrator does and returns the link. */
async function inviteLink(page: Page, name: string, role: string): Promise<string> {
  await page.getByRole('button', { name: '邀请' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('姓名').fill(name);
  await form.getByLabel('职务').selectOption(role);
  await form.getByRole('button', { name: '生成邀请链接' }).click();
  const box = page.getByRole('textbox', { name: '链接', exact: true });
  await box.waitFor();
  const link = await box.inputValue();
  await page.getByRole('button', { name: '已经交给本人' }).click();
  return link;
}

test('an administrator invites a clerk by keyboard; the clerk chooses a password, sets up the second step and is in', async () => {
  const page = await open();
  await signIn(page, 'guanli');
  await page.getByRole('heading', { name: '账号' }).waitFor();
  await page.getByText('演示账号').first().waitFor();
  await tabTo(page, /^邀请$/);
  await page.keyboard.press('Enter');
  const invitation = page.getByRole('dialog');
  await invitation.getByLabel('姓名').waitFor();
  await page.keyboard.type('周小雨');
  assert.equal(await invitation.getByLabel('姓名').inputValue(), '周小雨', 'the first field has the focus');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  const link = await inviteLink(page, '周小雨', 'clerk');
  assert.match(link, /\/staff\/invitation#[\w-]{43}$/, 'what opens the link is never sent to a server by the address');
  await page.getByText('还没有用的链接').waitFor();

  const other = await open(375);
  await other.goto(link);
  await other.getByText('周小雨，您好').waitFor();
  await other.getByLabel('用户名').fill('xiaoyu');
  await other.getByLabel('新密码').fill('xiaoyu');
  await other.getByRole('button', { name: '开通并登录' }).click();
  await other.getByText('密码里不要带用户名').waitFor();
  await other.getByLabel('新密码').fill(password);
  await other.getByRole('button', { name: '开通并登录' }).click();
  await other.getByRole('heading', { name: '设置第二步验证' }).waitFor();
  const secret = (await other.locator('code.secret').textContent())!.replaceAll(' ', '');
  authenticators.set('xiaoyu', new TOTP({ secret: Secret.fromBase32(secret) }));
  await other.getByLabel('填验证器显示的').fill(codeOf('xiaoyu'));
  await other.keyboard.press('Enter');
  await other.getByRole('heading', { name: '请保存恢复码' }).waitFor();
  const codes = await other.locator('.recovery-codes code').allTextContents();
  assert.equal(codes.length, 10);
  await other.getByRole('button', { name: '已经存好，继续' }).click();
  await other.getByRole('button', { name: '到工作台' }).click();
  await other.getByRole('heading', { name: '周小雨，您好' }).waitFor();

  const used = await open(375);
  await used.goto(link);
  await used.getByText('已经用过、过期或者撤回').waitFor();

  const again = await open();
  await signIn(again, 'xiaoyu', password);
  await again.getByRole('heading', { name: '第二步验证' }).waitFor();
  await again.goto(`${base}/staff/ledger`);
  await again.getByLabel('6 位验证码').waitFor();
  await again.getByLabel('6 位验证码').fill(codes[0]!);
  await again.keyboard.press('Enter');
  await again.getByRole('heading', { name: '周小雨，您好' }).waitFor();

  // Disabled: what is open in another browser ends at once.
  await page.reload();
  await page.getByLabel('姓名或用户名').fill('xiaoyu');
  await page.getByText('共 1 个账号，已全部显示').waitFor();
  await page.getByRole('button', { name: '管理 周小雨 的账号' }).click();
  await page.getByRole('menuitem', { name: '停用' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
  await page.locator('.people .tag-void').waitFor();
  await again.goto(`${base}/staff/ledger`);
  await again.getByRole('heading', { name: '登录台账' }).waitFor();
  await page.getByRole('button', { name: '管理 周小雨 的账号' }).click();
  await page.getByRole('menuitem', { name: '启用' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '启用' }).click();
  await page.locator('.people .tag-verified').waitFor();
  for (const one of [page, other, used, again]) await one.context().close();
});

test('on the phone the second step needs no script', async () => {
  const page = await open(375, { javaScriptEnabled: false, hasTouch: true });
  await page.goto(`${base}/field`);
  await page.locator('#username').fill('xiaoyu');
  await page.locator('#password').fill(password);
  await page.locator('button.main').click();
  await page.locator('#code').fill('000000');
  await page.locator('button.main').click();
  await page.locator('[role=alert]').getByText('验证码不对').waitFor();
  await page.locator('#code').fill(codeOf('xiaoyu', 1));
  await page.locator('button.main').click();
  await page.waitForURL(`${base}/field`);
  await page.context().close();
});

test('a desk left alone warns a minute before it is signed out, and goes on when asked to', async () => {
  const page = await open();
  await page.clock.install();
  await signIn(page, 'tx');
  await page.getByRole('heading', { name: '您好' }).waitFor();
  const warning = page.getByRole('dialog', { name: '还在吗？' });
  await page.clock.fastForward('27:30');
  assert.equal(await warning.isVisible(), false);
  await page.clock.fastForward('00:40');
  await warning.waitFor();
  await assertAccessible(page, 'the warning').catch((error: unknown) => assert.fail(String(error)));
  await page.keyboard.press('Enter');
  await warning.waitFor({ state: 'hidden' });
  await page.clock.fastForward('28:10');
  await warning.waitFor();
  await page.clock.fastForward('01:05');
  await page.getByText('您有一段时间没有操作，请重新登录').waitFor();
  await page.goto(`${base}/staff/ledger`);
  await page.getByRole('heading', { name: '登录台账' }).waitFor();
  await page.context().close();
});

for (const width of [375, 1440]) {
  test(`every screen of accounts is accessible and fits at ${width} px, in both languages`, async () => {
    const admin = await open(width);
    await signIn(admin, 'guanli');
    await admin.locator('.people tbody tr').first().waitFor();
    const link = await inviteLink(admin, `长名字的人${width}`, 'administrator');
    for (const language of ['zh', 'en']) {
      const speak = (page: Page) =>
        page.addInitScript((chosen) => localStorage.setItem('taizhang.language', chosen), language);
      const page = await open(width, { storageState: await admin.context().storageState() });
      await speak(page);
      for (const screen of [
        'people',
        'people?text=nobody-of-that-name',
        'people?state=disabled&role=clerk',
        'account',
      ]) {
        await page.goto(`${base}/staff/${screen}`);
        await page.locator('h1').waitFor();
        await page.locator('.people tbody tr, .nothing, .devices li').first().waitFor();
        await assertAccessible(page, `${screen} ${language}`);
      }
      await page.goto(`${base}/staff/people`);
      await page.locator('.acts-cell button').first().click();
      await page.getByRole('menu').waitFor();
      await assertAccessible(page, `menu ${language}`);
      await page.keyboard.press('Escape');
      await page.locator('.head .ant-btn').click();
      await page.locator('#invite-name').waitFor();
      await assertAccessible(page, `invitation form ${language}`);
      await page.locator('.ant-modal form button[type=submit]').click();
      await page.locator('.ant-modal [role=alert]').waitFor();
      await assertAccessible(page, `invitation form, refused ${language}`);
      await page.context().close();

      const stranger = await open(width);
      await speak(stranger);
      for (const address of [link, `${base}/staff/invitation`]) {
        await stranger.goto(address);
        await stranger.locator('#new-password, [role=alert]').first().waitFor();
        await assertAccessible(stranger, `an invitation ${language}`);
      }
      await signIn(stranger, 'xiaoyu', password);
      await stranger.locator('#code').waitFor();
      await assertAccessible(stranger, `code ${language}`);
      await stranger.context().close();
    }
    await admin.context().close();
  });
}
