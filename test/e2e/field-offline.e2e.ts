import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { temporaryFolder } from '../temporary.ts';
import { openPhone } from './browser.ts';
import {
  addPhotos,
  lecture,
  openPhoneWorld,
  type PhoneWorld,
  pagesAreKept,
  password,
  phone,
  seen,
  textOf,
} from './phone.ts';

let world: PhoneWorld;

before(async () => {
  world = await openPhoneWorld();
});

after(() => world?.close());

/** No line, and the browser knows it. */
async function goOffline(context: BrowserContext): Promise<void> {
  world.network.cut();
  await context.setOffline(true);
}

async function goOnline(context: BrowserContext): Promise<void> {
  world.network.restore();
  await context.setOffline(false);
}

async function isWaiting(page: Page, title: string, photos: number): Promise<void> {
  await page.waitForSelector(`[data-queue] b:has-text("${title}")`);
  const row = await textOf(page, `[data-queue] > li:has(b:text-is("${title}"))`);
  if (photos > 0) assert.match(row, new RegExp(`照片 ${photos} 张`));
}

/** One record with what was filled in, and each photo once. */
async function isThereOnce(title: string, photos: number): Promise<void> {
  assert.deepEqual(
    (await world.titled(title)).map((row) => [row.status, row.m2]),
    [['submitted', 40]],
  );
  assert.equal((await world.photosOf(title)).length, photos);
}

const nothingWaits = (page: Page) => page.waitForSelector('[data-queue-empty]:visible');

describe('without a network', () => {
  test('gone before the form is opened, in its middle, or when it is sent: kept, seen as waiting, and sent once', () =>
    world.onPhone({}, async (page, context) => {
      await pagesAreKept(page);
      for (const [title, screen, photos] of [
        ['断网 打开之前', 0, 1],
        ['断网 中间', 5, 1],
        ['断网 报送那一刻', 9, 2],
      ] as const) {
        await page.goto(`${world.base}/field`);
        let at = 0;
        if (screen === 0) await goOffline(context);
        await lecture(page, title, photos, async () => {
          at += 1;
          if (at === screen) await goOffline(context);
        });
        // The line is cut and the browser has not noticed.
        if (screen === 9) world.network.cut();
        await page.click(seen('button[value=send]'));
        await page.waitForURL(`${world.base}/field/waiting`);
        await isWaiting(page, title, photos);
        assert.equal((await world.titled(title)).length, 0);
        await page.goto(`${world.base}/field`);
        await isWaiting(page, title, photos);
        await goOnline(context);
        await page.goto(`${world.base}/field/waiting`);
        await nothingWaits(page);
        await isThereOnce(title, photos);
      }
    }));

  test('the answer to the form is lost, then the tab is closed: one record, its photos once', () =>
    world.onPhone({}, async (page, context) => {
      await pagesAreKept(page);
      await lecture(page, '答复丢了', 2);
      world.network.swallowAnswers(/^POST \/field\/new\/lecture /);
      await page.click(seen('button[value=send]'));
      await page.waitForURL(`${world.base}/field/waiting`);
      await isWaiting(page, '答复丢了', 2);
      assert.ok(world.network.swallowed() > 0);
      // It is there already, and the phone cannot know.
      await isThereOnce('答复丢了', 0);
      await page.close();
      world.network.restore();
      const again = await context.newPage();
      await again.goto(`${world.base}/field/waiting`);
      await nothingWaits(again);
      await isThereOnce('答复丢了', 2);
    }));

  test('the line breaks among the photos, before and after each of them: the receipt says how many are left, and each stands there once', () =>
    world.onPhone({}, async (page, context) => {
      await pagesAreKept(page);
      await lecture(page, '传到一半', 3);
      world.network.swallowAnswers(/^POST \/field\/records\/\d+\/photos /);
      await page.click(seen('button[value=send]'));
      await page.waitForURL('**done=sent');
      await page.waitForSelector('[data-photos-left]:has-text("还有 3 张照片没传完")');
      for (let tries = 0; world.network.swallowed() === 0 && tries < 200; tries += 1) await page.waitForTimeout(50);
      assert.ok(world.network.swallowed() > 0, 'no answer was swallowed');
      await page.goto(`${world.base}/field/waiting`);
      assert.match(await textOf(page, '[data-queue] > li'), /编号 \d+ 的照片[\s\S]*还有 3 张/);
      world.network.cut();
      await page.close();
      world.network.restore();
      const again = await context.newPage();
      await again.goto(`${world.base}/field`);
      await again.waitForFunction(() => document.querySelectorAll('[data-queue] > li').length === 0);
      await again.goto(`${world.base}/field/waiting`);
      await nothingWaits(again);
      await isThereOnce('传到一半', 3);
      // Upright, small, and silent about where they were taken.
      for (const { hash, width, height } of await world.photosOf('传到一半')) {
        assert.deepEqual([width, height], [1200, 1600]);
        const file = (await world.photos.read(hash, 'full'))!;
        const parts: Buffer[] = [];
        for await (const part of file.stream) parts.push(part as Buffer);
        assert.equal((await sharp(Buffer.concat(parts)).metadata()).exif, undefined);
      }
    }));

  test('the phone restarts while a record and its photos wait', async () => {
    const folder = temporaryFolder('phone');
    let context = await openPhone(folder, phone);
    try {
      const page = await world.open(context);
      await pagesAreKept(page);
      await goOffline(context);
      await lecture(page, '手机重启', 2);
      await page.click(seen('button[value=send]'));
      await page.waitForURL(`${world.base}/field/waiting`);
      await isWaiting(page, '手机重启', 2);
      await context.close();
      world.network.restore();
      context = await openPhone(folder, phone);
      const again = await world.open(context);
      await again.goto(`${world.base}/field/waiting`);
      await nothingWaits(again);
      await isThereOnce('手机重启', 2);
    } finally {
      world.network.restore();
      await context.close();
    }
  });

  test('what was begun, photos and all, is there again after the tab was closed, without a network too', () =>
    world.onPhone({}, async (page, context) => {
      await pagesAreKept(page);
      await page.goto(`${world.base}/field/new/lecture#s-title`);
      await goOffline(context);
      await page.fill('#title', '写到一半');
      await page.evaluate(() => {
        location.hash = 's-photos';
      });
      await addPhotos(page, 2);
      await page.waitForFunction(
        () =>
          new Promise((resolve) => {
            indexedDB.open('taizhang-field').onsuccess = (event) => {
              const { result } = event.target as IDBOpenDBRequest;
              const all = result.transaction('unfinished').objectStore('unfinished').getAll();
              all.onsuccess = () => resolve(JSON.stringify(all.result).includes('s-photos'));
            };
          }),
      );
      await page.close();
      const again = await context.newPage();
      await again.goto(`${world.base}/field`);
      await again.click('[data-unfinished] a:has-text("写到一半")');
      await again.waitForSelector(seen('[data-thumbs][data-count="2"]'));
      await again.click(seen('[data-thumbs] button >> nth=0'));
      await again.waitForSelector(seen('[data-thumbs][data-count="1"]'));
      await again.click('.note button');
      await again.waitForFunction(() => document.querySelector<HTMLInputElement>('#title')?.value === '');
      await again.evaluate(() => {
        location.hash = 's-photos';
      });
      await again.waitForSelector(seen('[data-thumbs][data-count="0"]'), { state: 'attached' });
    }));

  test('where the session has ended it waits for its own account and is sent after signing in', () =>
    world.onPhone({}, async (page, context) => {
      await pagesAreKept(page);
      await lecture(page, '登录过期', 1);
      await world.database.system.deleteFrom('session').execute();
      await page.click(seen('button[value=send]'));
      await page.waitForURL('**/field/sign-in**');
      assert.equal((await world.titled('登录过期')).length, 0);
      for (const username of ['pine2', 'pine']) {
        await page.fill('#username', username);
        await page.fill('#password', password);
        await page.click('button.main');
        await page.waitForURL((url) => !url.pathname.includes('sign-in'));
        if (username === 'pine') break;
        await page.waitForSelector('[data-queue] > li:has-text("pine")');
        assert.doesNotMatch(await textOf(page, 'main'), /登录过期/);
        await context.clearCookies();
        await page.goto(`${world.base}/field/waiting`);
      }
      await nothingWaits(page);
      await isThereOnce('登录过期', 1);
      const pine = await world.accountId('pine');
      assert.deepEqual(
        (await world.titled('登录过期')).map((row) => row.created_by),
        [pine],
      );
    }));
});
