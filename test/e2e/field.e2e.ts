import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { createAccount, readActor } from '#domain/access/accounts.ts';
import { asActor } from '#domain/access/transaction.ts';
import { returnRecord } from '#domain/records/actions.ts';
import { makeField } from '#field/field.ts';
import { day } from '#kernel/day.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { writeOrganisation } from '../organisation.ts';
import { temporaryFolder } from '../temporary.ts';
import { openBrowser, openPhone } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const password = 'a good long password';
const phone: BrowserContextOptions = {
  viewport: { width: 375, height: 720 },
  hasTouch: true,
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
};
let database: TestDatabase;
let server: ReturnType<typeof serve>;
let browser: Browser;
let base: string;

before(async () => {
  database = await freshDatabase();
  const { tree } = await writeOrganisation(database);
  for (const [username, role, unit] of [
    ['pine', 'reporter', 'pine'],
    ['pine2', 'reporter', 'pine'],
    ['east', 'clerk', 'east'],
  ] as const) {
    const posts = [{ role, unitId: tree.find(unit)!.id, from: day('2012-01-01') }];
    await createAccount(database.system, { username, name: `${username}的人`, password, posts });
  }
  const app = new Hono().route('/field', makeField(database));
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

async function signedIn(context: BrowserContext, username = 'pine'): Promise<Page> {
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto(`${base}/field`);
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.click('button.main');
  await page.waitForURL(`${base}/field`);
  return page;
}

async function onPhone(
  options: BrowserContextOptions,
  work: (page: Page, context: BrowserContext) => Promise<void>,
  username = 'pine',
) {
  const context = await browser.newContext({ ...phone, ...options });
  try {
    await work(await signedIn(context, username), context);
  } finally {
    await context.close();
  }
}

async function titled(title: string) {
  return await database.system.selectFrom('record').selectAll().where('title', '=', title).execute();
}

async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).first().textContent())?.trim() ?? '';
}

const seen = (selector: string) => `.step:visible ${selector}`;
const forward = seen('.next');

/** Fills in a lecture up to the last look, from the home page. `between` runs before each screen is used. */
async function lecture(page: Page, title: string, between: () => Promise<void> = async () => {}): Promise<void> {
  await page.click('a.start:has-text("记一次宣讲")');
  await between();
  await page.click(seen('label.choice >> nth=0'));
  await page.waitForURL('**#s-c-venue');
  await between();
  await page.click(seen('label.choice >> nth=1'));
  await page.waitForURL('**#s-title');
  await between();
  await page.fill('#title', title);
  await page.click(forward);
  await between();
  await page.fill('#place', '松林社区');
  await page.click(forward);
  await between();
  await page.fill('[name="m.attendance"]', '40');
  await page.click(forward);
  await between();
  await page.click(forward);
  await between();
  await page.click(seen('button[value=review]'));
  await page.waitForURL('**#s-review');
  await between();
}

async function pagesAreKept(page: Page): Promise<void> {
  const enough = () =>
    page.evaluate(async () => {
      const kept = await (await caches.open('field-pages')).keys();
      return navigator.serviceWorker.controller !== null && kept.length >= 10;
    });
  for (const until = Date.now() + 15_000; !(await enough()); ) {
    assert.ok(Date.now() < until, 'the pages were not kept');
    await page.waitForTimeout(100);
  }
}

describe('recording', () => {
  test('an activity takes at most 12 taps, and its receipt comes at once', () =>
    onPhone({}, async (page) => {
      let taps = 0;
      const tap = async (selector: string) => {
        taps += 1;
        await page.locator(selector).first().tap();
      };
      await tap('a.start:has-text("记一场活动")');
      await tap(seen('label.choice'));
      await page.waitForURL('**#s-title');
      await tap('#title');
      await page.keyboard.type('进社区集中宣传');
      await tap(forward);
      await tap('#place');
      await page.keyboard.type('松林社区广场');
      await tap(forward);
      await tap('[name="m.attendance"]');
      await page.keyboard.type('120');
      await tap(forward);
      await tap(forward);
      await tap(seen('button[value=review]'));
      await tap(seen('button[value=send]'));
      await page.waitForURL('**/field/records/*done=sent');
      assert.ok(taps <= 12, `${taps} taps`);
      assert.match(await textOf(page, 'main'), /报上去了[\s\S]*编号[\s\S]*east的人会看这条记录/);
      const [row] = await titled('进社区集中宣传');
      assert.deepEqual([row?.status, row?.m1, row?.m2, row?.place], ['submitted', 1, 120, '松林社区广场']);
      // The next time it is all there: title, place and partners of the last one at a tap.
      await page.goto(`${base}/field/new/publicity#s-place`);
      assert.equal(await textOf(page, seen('label.choice')), '松林社区广场');
    }));

  test('what is missing is said on the spot, and what the server refuses is shown at its question', () =>
    onPhone({}, async (page) => {
      await page.goto(`${base}/field/new/lecture#s-title`);
      await page.click(forward);
      assert.match(await textOf(page, seen('.complaint')), /要填了才能往下走/);
      await page.goto(`${base}/field`);
      await lecture(page, '数字写错的');
      await page.click(seen('a.change[href="#s-counts"]'));
      await page.fill('[name="m.attendance"]', '很多人');
      await page.click(forward);
      await page.click(forward);
      await page.click(seen('button[value=review]'));
      await page.click(seen('button[value=send]'));
      await page.waitForSelector('.problems');
      assert.match(await textOf(page, seen('.question.bad')), /请只填数字/);
      await page.fill('[name="m.attendance"]', '41');
      await page.click(forward);
      await page.click(forward);
      await page.click(seen('button[value=review]'));
      await page.click(seen('button[value=send]'));
      await page.waitForURL('**done=sent');
      assert.deepEqual(
        (await titled('数字写错的')).map((row) => row.m2),
        [41],
      );
    }));

  test('what was begun is there again after the tab was closed', () =>
    onPhone({}, async (page, context) => {
      await page.goto(`${base}/field/new/lecture#s-title`);
      await page.fill('#title', '写到一半');
      await page.waitForTimeout(600);
      await page.close();
      const again = await context.newPage();
      await again.goto(`${base}/field`);
      await again.click('[data-unfinished] a:has-text("写到一半")');
      await again.waitForURL('**/field/new/lecture#s-title');
      await again.waitForFunction(() => document.querySelector<HTMLInputElement>('#title')?.value === '写到一半');
      await again.click('.note button');
      await again.waitForFunction(() => document.querySelector<HTMLInputElement>('#title')?.value === '');
    }));

  test('without script it works by itself, draft and all', () =>
    onPhone({ javaScriptEnabled: false }, async (page) => {
      await page.click('a.start:has-text("记一次宣讲")');
      await page.click(forward);
      await page.click(seen('label.choice >> nth=0'));
      await page.click(forward);
      await page.fill('#title', '没有脚本');
      await page.click(seen('button[value=draft]'));
      assert.match(await textOf(page, 'main'), /存好了，还没有报/);
      await page.click('a:has-text("接着写")');
      for (let step = 0; step < 3; step += 1) await page.click(forward);
      await page.fill('#place', '广场');
      for (let step = 0; step < 3; step += 1) await page.click(forward);
      await page.click(seen('button[value=review]'));
      assert.match(await textOf(page, 'dl'), /没有脚本[\s\S]*广场/);
      await page.click('.ways button[value=send]');
      assert.match(await textOf(page, 'main'), /报上去了/);
      assert.deepEqual(
        (await titled('没有脚本')).map((row) => [row.status, row.place]),
        [['submitted', '广场']],
      );
    }));
});

describe('without a network', () => {
  test('gone at every screen in turn, the record waits on the phone and is sent once', () =>
    onPhone({}, async (page, context) => {
      await pagesAreKept(page);
      for (let screen = 0; screen < 9; screen += 3) {
        const title = `断网 ${screen}`;
        await page.goto(`${base}/field`);
        let at = 0;
        if (screen === 0) await context.setOffline(true);
        await lecture(page, title, async () => {
          at += 1;
          if (at === screen) await context.setOffline(true);
        });
        await context.setOffline(true);
        await page.click(seen('button[value=send]'));
        await page.waitForURL(`${base}/field/waiting`);
        await page.waitForSelector(`[data-queue] b:has-text("${title}")`);
        assert.equal((await titled(title)).length, 0);
        await page.goto(`${base}/field`);
        await page.waitForSelector(`section.waiting b:has-text("${title}")`);
        await context.setOffline(false);
        await page.waitForSelector('[data-queue] > li', { state: 'detached' });
        assert.deepEqual(
          (await titled(title)).map((row) => [row.status, row.m2]),
          [['submitted', 40]],
        );
      }
    }));

  test('an answer that is lost, and a tab that is closed, double nothing', () =>
    onPhone({}, async (page, context) => {
      await pagesAreKept(page);
      await lecture(page, '答复丢了');
      // The server gets it and answers; the answer never arrives.
      await context.route('**/field/new/lecture', async (route) => {
        if (route.request().method() !== 'POST') return await route.fallback();
        await route.fetch();
        await route.abort('connectionreset');
      });
      await page.click(seen('button[value=send]'));
      await page.waitForURL(`${base}/field/waiting`);
      await page.waitForSelector('[data-queue] > li');
      assert.equal((await titled('答复丢了')).length, 1);
      await page.close();
      await context.unroute('**/field/new/lecture');
      const again = await context.newPage();
      await again.goto(`${base}/field/waiting`);
      await again.waitForSelector('[data-queue-empty]:visible');
      assert.equal((await titled('答复丢了')).length, 1);
    }));

  test('the phone restarts and the record is still there', async () => {
    const folder = temporaryFolder('phone');
    let context = await openPhone(folder, phone);
    try {
      const page = await signedIn(context);
      await pagesAreKept(page);
      await context.setOffline(true);
      await lecture(page, '手机重启');
      await page.click(seen('button[value=send]'));
      await page.waitForURL(`${base}/field/waiting`);
      await page.waitForSelector('[data-queue] > li');
      await context.close();
      context = await openPhone(folder, phone);
      const again = await context.newPage();
      await again.goto(`${base}/field/waiting`);
      await again.waitForSelector('[data-queue-empty]:visible');
      assert.equal((await titled('手机重启')).length, 1);
    } finally {
      await context.close();
    }
  });

  test('where the session has ended it waits for its own account and is sent after signing in', () =>
    onPhone({}, async (page, context) => {
      await pagesAreKept(page);
      await lecture(page, '登录过期');
      await database.system.deleteFrom('session').execute();
      await page.click(seen('button[value=send]'));
      await page.waitForURL('**/field/sign-in**');
      assert.equal((await titled('登录过期')).length, 0);
      for (const username of ['pine2', 'pine']) {
        await page.fill('#username', username);
        await page.fill('#password', password);
        await page.click('button.main');
        await page.waitForURL((url) => !url.pathname.includes('sign-in'));
        if (username === 'pine') break;
        await page.waitForSelector('[data-queue] > li:has-text("pine")');
        assert.doesNotMatch(await textOf(page, 'main'), /登录过期/);
        await context.clearCookies();
        await page.goto(`${base}/field/waiting`);
      }
      await page.waitForSelector('[data-queue-empty]:visible');
      const { id } = await database.system
        .selectFrom('account')
        .select('id')
        .where('username', '=', 'pine')
        .executeTakeFirstOrThrow();
      assert.deepEqual(
        (await titled('登录过期')).map((row) => row.created_by),
        [id],
      );
    }));
});

describe('what comes back', () => {
  test("a returned record opens at its question with the verifier's words, and is fixed", () =>
    onPhone({}, async (page) => {
      const id = await report(page, '要退回的');
      await sendBack(id, '地点请写到社区');
      await page.goto(`${base}/field`);
      await page.click('section.returned a:has-text("要退回的")');
      assert.match(await textOf(page, '.reason'), /地点请写到社区/);
      assert.equal(await textOf(page, seen('h2')), '在哪里讲的？');
      await page.fill('#place', '松林社区活动室');
      while (await page.isVisible(forward)) await page.click(forward);
      await page.click(seen('button[value=review]'));
      await page.click(seen('button[value=send]'));
      await page.waitForURL('**done=sent');
      assert.deepEqual(
        (await titled('要退回的')).map((row) => [row.status, row.place]),
        [['submitted', '松林社区活动室']],
      );
    }));

  test('two people who wrote different titles: one of them chooses', () =>
    onPhone({}, async (page) => {
      const id = await report(page, '原来的题目');
      await page.goto(`${base}/field/records/${id}/edit#s-title`);
      await page.fill('#title', '我的题目');
      await database.system.updateTable('record').set({ created_by: null }).where('id', '=', id).execute();
      await onPhone(
        {},
        async (theirs) => {
          await theirs.goto(`${base}/field/records/${id}/edit#s-title`);
          await theirs.fill('#title', '别人的题目');
          await saveRest(theirs);
          await theirs.waitForURL('**done=saved');
        },
        'pine2',
      );
      await saveRest(page);
      await page.waitForSelector('.versus');
      await barrierFree(page, 'choosing');
      assert.match(await textOf(page, '.versus'), /别人的题目[\s\S]*我的题目/);
      await page.click('.versus label:has-text("我的题目")');
      await page.click('button.main');
      await page.waitForURL('**done=saved');
      assert.equal((await titled('我的题目')).length, 1);
    }));
});

async function report(page: Page, title: string): Promise<number> {
  await lecture(page, title);
  await page.click(seen('button[value=send]'));
  await page.waitForURL('**done=sent');
  return Number(/records\/(\d+)/.exec(page.url())![1]);
}

async function saveRest(page: Page): Promise<void> {
  while (await page.isVisible(forward)) await page.click(forward);
  await page.click(seen('button[value=review]'));
  await page.click(seen('button[value=send]'));
}

async function sendBack(id: number, reason: string): Promise<void> {
  const { id: account } = await database.system
    .selectFrom('account')
    .select('id')
    .where('username', '=', 'east')
    .executeTakeFirstOrThrow();
  const clerk = (await readActor(database.system, account, day('2024-12-31')))!;
  await asActor(database, clerk, (tx) => returnRecord(tx, clerk, id, reason));
}

/** No violation of the rules, and it fits. */
async function barrierFree(page: Page, name: string): Promise<void> {
  await fits(page, name);
  await page.evaluate(axe);
  const violations = await page.evaluate(async (values) => {
    const { axe: engine } = window as unknown as {
      axe: { run(on: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = await engine.run(document, { runOnly: { type: 'tag', values } });
    return found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`);
  }, rules);
  assert.deepEqual(violations, [], name);
}

/** Nothing beside the screen, and nothing to tap that is lower than 48 pixels. */
async function fits(page: Page, name: string): Promise<void> {
  const small = await page.evaluate(() => {
    const targets = [
      ...document.querySelectorAll(
        'a, button, summary, select, textarea, input:not([type=hidden], [type=radio], [type=checkbox]), label.choice',
      ),
    ];
    return targets
      .filter((one) => one.checkVisibility() && !one.matches('.unseen, .skip, p a'))
      .map((one) => ({ box: one.getBoundingClientRect(), html: one.outerHTML.slice(0, 80) }))
      .filter(({ box }) => box.height < 47.5)
      .map(({ box, html }) => `${box.height}: ${html}`);
  });
  assert.deepEqual(small, [], `${name}: targets`);
  assert.ok(
    await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    `${name}: wider than the screen`,
  );
}

describe('every screen', () => {
  for (const width of [320, 375, 1440]) {
    const looks = width === 375 ? barrierFree : fits;
    test(width === 375 ? 'is free of barriers' : `fits ${width} pixels`, () =>
      onPhone({ viewport: { width, height: 720 } }, async (page, context) => {
        await looks(page, 'home');
        for (const kind of width === 375
          ? ['publicity', 'lecture', 'assistance', 'placement']
          : ['publicity', 'lecture']) {
          await page.goto(`${base}/field/new/${kind}`);
          const steps = await page.evaluate(() => [...document.querySelectorAll('.step')].map((one) => one.id));
          for (const step of steps) {
            await page.goto(`${base}/field/new/${kind}#${step}`);
            await looks(page, `${kind} ${step}`);
          }
        }
        await page.goto(`${base}/field`);
        const id = await report(page, '很长很长的活动名称'.repeat(12));
        await looks(page, 'receipt');
        await sendBack(id, '听讲人次与签到表不符');
        for (const path of [
          '',
          '/waiting',
          `/records/${id}`,
          `/records/${id}/edit`,
          '/no-such-page',
          '?lang=en',
          '/new/publicity?lang=en',
        ]) {
          await page.goto(`${base}/field${path}`);
          await looks(page, path);
        }
        await page.goto(`${base}/field?lang=zh`);
        await page.goto(`${base}/field/new/lecture#s-more`);
        await page.evaluate(() => document.querySelector<HTMLFormElement>('form.steps')!.submit());
        await page.waitForSelector('.problems');
        await looks(page, 'problems');
        await context.clearCookies();
        await page.goto(`${base}/field`);
        await looks(page, 'door');
      }),
    );
  }
});
