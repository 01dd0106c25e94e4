import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, Page } from 'playwright-core';
import { createAccount, readActor } from '#domain/access/accounts.ts';
import type { Actor, Role } from '#domain/access/policy.ts';
import { beginSession } from '#domain/access/sessions.ts';
import { asActor } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { PhotoFiles } from '#domain/photos/files.ts';
import { createRecord, verifyRecord } from '#domain/records/actions.ts';
import type { RecordDraftInput } from '#domain/records/model.ts';
import { sumCells } from '#domain/tallies/store.ts';
import { makeField } from '#field/field.ts';
import { makeApi } from '#http/api.ts';
import { prepareStaffAssets, serveStaffAssets } from '#http/staff-assets.ts';
import { day } from '#kernel/day.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { draftOf, writeOrganisation } from '../organisation.ts';
import { temporaryFolder } from '../temporary.ts';
import { openBrowser } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const today = day('2024-12-31');
let database: TestDatabase;
let organisation: Organisation;
let server: ReturnType<typeof serve>;
let browser: Browser;
let base: string;

before(async () => {
  database = await freshDatabase();
  organisation = await writeOrganisation(database);
  const people: readonly (readonly [string, Role, string])[] = [
    ['pine', 'reporter', 'pine'],
    ['east', 'clerk', 'east'],
    ['city', 'secretary', 'lake'],
  ];
  for (const [username, role, unit] of people) {
    const posts = [{ role, unitId: organisation.tree.find(unit)!.id, from: day('2012-01-01') }];
    const account = { username, name: `${username}的人`, password: 'a good long password', posts, demo: true };
    await createAccount(database.system, account);
  }
  const app = new Hono();
  app.route('/api', makeApi(database));
  app.route('/field', makeField(database, new PhotoFiles(join(temporaryFolder('photos'), 'photos'))));
  serveStaffAssets(app, await prepareStaffAssets(() => {}));
  await new Promise<void>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve());
  });
  base = `http://localhost:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.close();
  await database?.drop();
});

async function actor(username: string): Promise<Actor> {
  const found = database.system.selectFrom('account').select('id').where('username', '=', username);
  return (await readActor(database.system, (await found.executeTakeFirstOrThrow()).id, today))!;
}

async function send(changes: Partial<RecordDraftInput>): Promise<number> {
  const pine = await actor('pine');
  const draft = draftOf({ place: '松林社区', narrative: '讲师到社区宣讲，居民认真听讲，会后互动交流。', ...changes });
  return (await asActor(database, pine, (tx) => createRecord(tx, pine, draft, 'submitted', { organisation, today })))
    .id;
}

async function verify(id: number): Promise<void> {
  const east = await actor('east');
  await asActor(database, east, (tx) => verifyRecord(tx, east, id));
}

/** What the city counts: records and their attendance. */
async function counted(): Promise<[number, number]> {
  const window = { from: day('2000-01-01'), to: today };
  const cells = await sumCells(database.system, [organisation.tree.root().id], window);
  return [cells.reduce((sum, one) => sum + one.n, 0), cells.reduce((sum, one) => sum + one.values.m2, 0)];
}

async function open(username: string, path: string, width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN', bypassCSP: true });
  context.setDefaultTimeout(20_000);
  const value = await beginSession(database.system, (await actor(username)).accountId, 'test', new Date());
  await context.addCookies([{ name: 'taizhang', value, url: base }]);
  const page = await context.newPage();
  page.on('pageerror', (error) => assert.fail(`the page failed: ${error.message}`));
  await page.goto(base + path);
  return page;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  // Dialogs come in softly; half-way their text is pale.
  await page.waitForTimeout(400);
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

async function fits(page: Page, what: string): Promise<void> {
  assert.deepEqual(await violations(page), [], what);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(beyond <= 0, `${what} is ${beyond} px too wide`);
}

const current = (page: Page, title: string) =>
  page.locator('.queue-list li[data-current]').getByText(title, { exact: true }).waitFor();
const heading = (page: Page, title: string) => page.getByRole('heading', { level: 2, name: title }).waitFor();

/** Goes on by the Tab key until what has the focus says this. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let times = 0; times < 40; times++) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => document.activeElement?.textContent ?? '');
    if (here.includes(text)) return;
  }
  assert.fail(`no way by Tab to ${text}`);
}

test('a queue is cleared with the keyboard alone; what was returned is mended on a phone and its change is seen', async () => {
  for (let n = 0; n < 9; n++) {
    const changes = { title: `旧的宣讲之${'一二三四五六七八九'[n]}`, measures: { attendance: 70 + 3 * n } };
    await verify(await send({ ...changes, from: `2024-04-0${n + 1}`, to: `2024-04-0${n + 1}` }));
  }
  await send({ title: '校园安全宣讲', place: '第一中学', from: '2024-05-03', to: '2024-05-03' });
  const odd = await send({
    title: '广场急救演示',
    measures: { attendance: 800 },
    from: '2024-05-10',
    to: '2024-05-10',
  });
  await send({ title: '养老院防诈宣讲', place: '松林养老院', from: '2024-05-17', to: '2024-05-17' });
  const before = await counted();

  const desk = await open('east', '/staff/queue', 1440);
  await current(desk, '校园安全宣讲');
  await heading(desk, '校园安全宣讲');
  await fits(desk, 'the queue');
  await desk.keyboard.press('?');
  await desk.getByRole('dialog', { name: '键盘操作' }).waitFor();
  await fits(desk, 'the keys');
  await desk.keyboard.press('Escape');
  await desk.getByRole('dialog').waitFor({ state: 'hidden' });

  await desk.keyboard.press('v');
  await desk.getByText('已核定，数据已经更新').waitFor();
  await current(desk, '广场急救演示');
  await desk.keyboard.press('u');
  await desk.getByText('已撤销，这条又在等待核定').waitFor();
  await desk.getByText('待核定 3 条').waitFor();
  assert.deepEqual(await counted(), before);
  await desk.keyboard.press('k');
  await heading(desk, '校园安全宣讲');
  await desk.keyboard.press('v');
  await heading(desk, '广场急救演示');

  const warned = desk.getByRole('region', { name: '请留意' });
  await warned.getByText(/本单位同类活动.*中位数 82人次（最近 9 条），这条 800人次，像是多打了 1 位数字/).waitFor();
  assert.equal(await desk.locator('.facts [data-warned] dd').textContent(), '800人次');
  await desk.keyboard.press('r');
  await desk.getByRole('dialog', { name: '退回' }).waitFor();
  await desk.keyboard.type('人次请核对后再报');
  await tabTo(desk, '＋ lecture.attendance');
  await desk.keyboard.press('Enter');
  await desk.getByLabel('第 1 条意见', { exact: true }).waitFor();
  await fits(desk, 'the return');
  await desk.keyboard.press('Control+Enter');
  await desk.getByText('已退回').first().waitFor();
  await heading(desk, '养老院防诈宣讲');
  await desk.keyboard.press('v');
  await desk.getByText('轮到您的都核定完了。').or(desk.getByText('都核定完了。')).first().waitFor();
  assert.deepEqual(await counted(), [before[0] + 2, before[1] + 80]);

  const phone = await open('pine', '/field', 375);
  await phone.getByText('人次请核对后再报').waitFor();
  await phone.getByRole('link', { name: '广场急救演示' }).first().click();
  const field = phone.locator('.question[data-name="m.attendance"]');
  await field.getByText('核定的人说').waitFor();
  await field.getByText(/lecture\.attendance填的是 800人次，像是多打了 1 位数字/).waitFor();
  await fits(phone, 'the form at the field');
  await field.locator('input').fill('80');
  await phone.locator('.step.open button[value=review], .step:target button[value=review]').first().click();
  await phone.locator('button[value=send]:visible').first().click();
  await phone.waitForURL(`**/field/records/${odd}?done=*`);
  await phone.getByLabel('给核定的人留言').fill('多打了一个 0，已经改好');
  await phone.getByRole('button', { name: '发送留言' }).click();
  await phone.locator('.thread li.own').getByText('多打了一个 0，已经改好').waitFor();
  await fits(phone, 'the record on the phone');
  await phone.context().close();

  await desk.goto(`${base}/staff/queue`);
  await current(desk, '广场急救演示');
  await desk.locator('.queue-list').getByText('退回后再报').waitFor();
  await desk.locator('.queue-list').getByText('新留言 1').waitFor();
  const changes = desk.getByRole('region', { name: '您上次看过之后的改动' });
  await changes.getByText('800人次').waitFor();
  await changes.getByText('pine的人改').waitFor();
  assert.match((await desk.locator('.facts [data-changed] dd').textContent())!, /^80人次原来：800人次/);
  await desk.locator('.thread li[data-new]').getByText('多打了一个 0，已经改好').waitFor();
  await fits(desk, 'the changed record');
  await desk.keyboard.press('v');
  await desk.getByText('已核定，数据已经更新').waitFor();
  assert.deepEqual(await counted(), [before[0] + 3, before[1] + 160]);
  await desk.context().close();
});

test('those without doubts are verified together; what was changed meanwhile is left and told; all of it is undone', async () => {
  const [one, other] = [
    await send({ title: '社区讲座之甲', place: '甲地', from: '2024-06-03', to: '2024-06-03' }),
    await send({ title: '学校班会之乙', place: '乙地', from: '2024-06-10', to: '2024-06-10' }),
  ];
  await send({ title: '人数可疑的一场', measures: { attendance: 9000 }, from: '2024-06-17', to: '2024-06-17' });
  const before = await counted();
  const desk = await open('east', '/staff/queue', 1440);
  await desk.getByRole('button', { name: '核定本页没有疑点的 2 条' }).waitFor();
  await database.system.updateTable('record').set({ revision: 2 }).where('id', '=', other).execute();
  await desk.keyboard.press('b');
  const dialog = desk.getByRole('dialog', { name: '核定这 2 条？' });
  await dialog.getByText('80人次').waitFor();
  await fits(desk, 'the batch');
  await desk.keyboard.press('Enter');
  const outcome = desk.getByRole('dialog', { name: '核定了 1 条，1 条没有核定' });
  await outcome.getByText('您打开之后，这条记录又改过').waitFor();
  await fits(desk, 'the outcome');
  assert.deepEqual(await counted(), [before[0] + 1, before[1] + 40]);
  await outcome.getByRole('button', { name: '撤销' }).click();
  await desk.getByText('已撤销，这条又在等待核定').waitFor();
  assert.deepEqual(await counted(), before);
  const steps = await database.system
    .selectFrom('record_step')
    .select('to_status')
    .where('record_id', '=', one)
    .execute();
  assert.equal(steps.length, 3);

  await desk.getByLabel('提示').selectOption('with');
  await desk.getByText('待核定 3 条').waitFor();
  await desk.getByLabel('标题、地点、正文里的字').fill('没有这样的');
  await desk.getByText('没有符合条件的记录。').waitFor();
  assert.match(desk.url(), /warned=with/);
  await fits(desk, 'nothing found');
  await desk.context().close();

  // The city sees what is its own turn first: nothing, and how much waits below.
  const city = await open('city', '/staff/queue', 375);
  await city.getByText('轮到您的都核定完了。').waitFor();
  await city.getByRole('button', { name: '看全部下级的' }).click();
  await city.getByText('待核定 3 条').waitFor();
  await city.locator('.queue-list').getByText('轮到东湖区').first().waitFor();
  await fits(city, 'the queue on a phone');
  await city.locator('.queue-list a').first().click();
  await heading(city, '社区讲座之甲');
  await fits(city, 'a record on a phone');
  await city.context().close();
});
