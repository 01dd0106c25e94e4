import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { createAccount, readActor } from '#domain/access/accounts.ts';
import { beginSession } from '#domain/access/sessions.ts';
import { asActor } from '#domain/access/transaction.ts';
import { PhotoFiles } from '#domain/photos/files.ts';
import { returnRecord } from '#domain/records/actions.ts';
import { makeField } from '#field/field.ts';
import { chance } from '#kernel/chance.ts';
import { day } from '#kernel/day.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { writeOrganisation } from '../organisation.ts';
import { temporaryFolder } from '../temporary.ts';
import { openBrowser } from './browser.ts';
import { type Network, openNetwork } from './network.ts';

export const password = 'a good long password';
export const phone: BrowserContextOptions = {
  viewport: { width: 375, height: 720 },
  hasTouch: true,
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
};
const patience = 30_000;

/** The phone forms of the invented organisation, a browser, and the line between the two. */
export class PhoneWorld {
  readonly database: TestDatabase;
  readonly photos: PhotoFiles;
  readonly browser: Browser;
  readonly network: Network;
  readonly base: string;
  readonly #server: ReturnType<typeof serve>;

  constructor(
    parts: Pick<PhoneWorld, 'database' | 'photos' | 'browser' | 'network'>,
    server: ReturnType<typeof serve>,
  ) {
    ({ database: this.database, photos: this.photos, browser: this.browser, network: this.network } = parts);
    this.base = `http://localhost:${parts.network.port}`;
    this.#server = server;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.network.close();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.database.drop();
  }

  /** A page at the home of somebody who is signed in already. */
  async open(context: BrowserContext, username = 'pine'): Promise<Page> {
    context.setDefaultTimeout(patience);
    const account = await this.accountId(username);
    const value = await beginSession(this.database.system, account, 'phone', new Date());
    await context.addCookies([{ name: 'taizhang', value, url: this.base }]);
    const page = await context.newPage();
    await page.goto(`${this.base}/field`);
    return page;
  }

  async onPhone(
    options: BrowserContextOptions,
    work: (page: Page, context: BrowserContext) => Promise<void>,
    username = 'pine',
  ): Promise<void> {
    const context = await this.browser.newContext({ ...phone, ...options });
    try {
      await work(await this.open(context, username), context);
    } finally {
      this.network.restore();
      await context.close();
    }
  }

  async accountId(username: string): Promise<number> {
    const found = this.database.system.selectFrom('account').select('id').where('username', '=', username);
    return (await found.executeTakeFirstOrThrow()).id;
  }

  titled(title: string) {
    return this.database.system.selectFrom('record').selectAll().where('title', '=', title).execute();
  }

  photosOf(title: string) {
    const photos = this.database.system.selectFrom('photo').innerJoin('record', 'record.id', 'photo.record_id');
    return photos.selectAll('photo').where('record.title', '=', title).orderBy('photo.id').execute();
  }

  async sendBack(id: number, reason: string): Promise<void> {
    const clerk = (await readActor(this.database.system, await this.accountId('east'), day('2024-12-31')))!;
    await asActor(this.database, clerk, (tx) => returnRecord(tx, clerk, id, reason));
  }
}

export async function openPhoneWorld(): Promise<PhoneWorld> {
  const database = await freshDatabase();
  const { tree } = await writeOrganisation(database);
  for (const [username, role, unit] of [
    ['pine', 'reporter', 'pine'],
    ['pine2', 'reporter', 'pine'],
    ['east', 'clerk', 'east'],
  ] as const) {
    const posts = [{ role, unitId: tree.find(unit)!.id, from: day('2012-01-01') }];
    await createAccount(database.system, { username, name: `${username}的人`, password, posts });
  }
  const photos = new PhotoFiles(join(temporaryFolder('photos'), 'photos'));
  const app = new Hono().route('/field', makeField(database, photos));
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const made = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made));
  });
  const network = await openNetwork((server.address() as AddressInfo).port);
  return new PhoneWorld({ database, photos, network, browser: await openBrowser() }, server);
}

export const seen = (selector: string) => `.step:visible ${selector}`;
export const forward = seen('.next');

export async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).first().textContent())?.trim() ?? '';
}

/** Fills in a lecture up to the last look, from the home page, with so many photos. `between` runs before each screen is used. */
export async function lecture(page: Page, title: string, photos = 0, between = async () => {}): Promise<void> {
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
  await page.waitForURL('**#s-photos');
  await between();
  await addPhotos(page, photos);
  await page.click(seen('button[value=review]'));
  await page.waitForURL('**#s-review');
  await between();
}

let taken = 0;

/** Pictures as a phone takes them: on their side, large, and saying where. */
export async function addPhotos(page: Page, count: number): Promise<void> {
  if (count === 0) return;
  const files = await Promise.all(
    Array.from({ length: count }, async () => {
      taken += 1;
      const by = chance(`taken ${taken}`);
      const pixels = Uint8Array.from({ length: 8 * 6 * 3 }, () => by.whole(256));
      const buffer = await sharp(pixels, { raw: { width: 8, height: 6, channels: 3 } })
        .resize(1760, 1320, { kernel: 'nearest' })
        .withExif({ IFD0: { Make: 'PhoneMaker' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '28/1 12/1 0/1' } })
        .withMetadata({ orientation: 6 })
        .jpeg()
        .toBuffer();
      return { name: `IMG_${taken}.jpg`, mimeType: 'image/jpeg', buffer };
    }),
  );
  await page.locator(seen('input[type=file][multiple]')).setInputFiles(files);
  await page.waitForSelector(seen(`[data-thumbs][data-count="${count}"]`));
}

/** The pages that are needed without a network are on the phone, and its worker stands in. */
export async function pagesAreKept(page: Page): Promise<void> {
  const enough = () =>
    page.evaluate(async () => {
      const kept = await (await caches.open('field-pages')).keys();
      return navigator.serviceWorker.controller !== null && kept.length >= 10;
    });
  for (const until = Date.now() + patience; !(await enough()); ) {
    assert.ok(Date.now() < until, 'the pages were not kept');
    await page.waitForTimeout(50);
  }
}
