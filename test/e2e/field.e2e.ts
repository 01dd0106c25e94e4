import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { addPhotos, forward, lecture, openPhoneWorld, type PhoneWorld, password, seen, textOf } from './phone.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
let world: PhoneWorld;

before(async () => {
  world = await openPhoneWorld();
});

after(() => world?.close());

/** Without the worker, which these tests do not need and which some browsers do not have. */
const onPhone: PhoneWorld['onPhone'] = (options, ...rest) =>
  world.onPhone({ serviceWorkers: 'block', ...options }, ...rest);

/** Taps, counted. Typing is done by voice or keyboard and is no tap; the camera's own shutter and its "use this one" are two. */
function finger(page: Page) {
  let taps = 0;
  return {
    taps: () => taps,
    async tap(selector: string) {
      taps += 1;
      await page.locator(selector).first().tap();
    },
    async takePhoto() {
      taps += 3;
      await addPhotos(page, 1);
    },
  };
}

describe('recording', () => {
  test('the first activity takes 12 taps, the next one of its kind 12 with a photo, and each has its receipt at once', () =>
    onPhone({}, async (page, context) => {
      const first = finger(page);
      await first.tap('a.start:has-text("记一场活动")');
      await first.tap(seen('label.choice'));
      await page.waitForURL('**#s-title');
      await first.tap('#title');
      await page.keyboard.type('进社区集中宣传');
      await first.tap(forward);
      await first.tap('#place');
      await page.keyboard.type('松林社区广场');
      await first.tap(forward);
      await first.tap('[name="m.attendance"]');
      await page.keyboard.type('120');
      await first.tap(forward);
      await first.tap(forward);
      await page.waitForURL('**#s-photos');
      await first.tap(seen('button[value=review]'));
      await page.waitForURL('**#s-review');
      await first.tap(seen('button[value=send]'));
      await page.waitForURL('**/field/records/*done=sent');
      assert.ok(first.taps() <= 12, `${first.taps()} taps`);
      assert.match(await textOf(page, 'main'), /报上去了[\s\S]*编号[\s\S]*east的人会看这条记录/);
      const [row] = await world.titled('进社区集中宣传');
      assert.deepEqual([row?.status, row?.m1, row?.m2, row?.place], ['submitted', 1, 120, '松林社区广场']);

      // The next time title and place of the last one are there at a tap each.
      const again = await context.newPage();
      await again.goto(`${world.base}/field`);
      const began = performance.now();
      const second = finger(again);
      await second.tap('a.start:has-text("记一场活动")');
      await second.tap(seen('label.choice'));
      await again.waitForURL('**#s-title');
      await second.tap(seen('.chip:has-text("进社区集中宣传")'));
      await again.waitForURL('**#s-place');
      await second.tap(seen('label.choice:has-text("松林社区广场")'));
      await again.waitForURL('**#s-counts');
      await second.tap('[name="m.attendance"]');
      await again.keyboard.type('80');
      await second.tap(forward);
      await second.tap(forward);
      await again.waitForURL('**#s-photos');
      await second.takePhoto();
      await second.tap(seen('button[value=review]'));
      await again.waitForURL('**#s-review');
      assert.match(await textOf(again, seen('dl')), /照片\s*1 张/);
      await second.tap(seen('button[value=send]'));
      await again.waitForURL('**/field/records/*done=sent');
      assert.ok(second.taps() <= 12, `${second.taps()} taps`);
      await again.waitForSelector('[data-photos-of] h2:has-text("1 张")');
      assert.ok(performance.now() - began < 60_000);
      assert.equal((await world.photosOf('进社区集中宣传')).length, 1);
    }));

  test('"same as last time" brings title, place and class along, and asks for what is new', () =>
    onPhone({}, async (page) => {
      await lecture(page, '和上次一样的');
      await page.click(seen('button[value=send]'));
      await page.waitForURL('**done=sent');
      await page.goto(`${world.base}/field/new/lecture`);
      assert.match(await textOf(page, seen('a.like')), /和上次一样[\s\S]*和上次一样的/);
      await page.click(seen('a.like'));
      await page.waitForURL('**like=*');
      assert.deepEqual(
        await page.evaluate(() =>
          ['#title', '[name=place_pick]:checked', '[name="c.venue"]:checked', '[name="m.attendance"]'].map(
            (one) => document.querySelector<HTMLInputElement>(one)?.value,
          ),
        ),
        ['和上次一样的', '松林社区', 'community', ''],
      );
    }));

  test('what is missing is said on the spot, and what the server refuses is shown at its question', () =>
    onPhone({}, async (page) => {
      await page.goto(`${world.base}/field/new/lecture#s-title`);
      await page.click(forward);
      assert.match(await textOf(page, seen('.complaint')), /要填了才能往下走/);
      await page.goto(`${world.base}/field`);
      await lecture(page, '数字写错的', 1);
      await page.click(seen('a.change[href="#s-counts"]'));
      await page.fill('[name="m.attendance"]', '很多人');
      await toTheEnd(page);
      await page.waitForSelector('.problems');
      assert.match(await textOf(page, seen('.question.bad')), /请只填数字/);
      await page.fill('[name="m.attendance"]', '41');
      await toTheEnd(page);
      await page.waitForURL('**done=sent');
      await page.waitForSelector('[data-photos-of] h2:has-text("1 张")');
      assert.deepEqual(
        (await world.titled('数字写错的')).map((row) => row.m2),
        [41],
      );
    }));

  test('on the page of its photos more are added, described, removed and brought back', () =>
    onPhone({}, async (page) => {
      const id = await report(page, '补照片的');
      await page.goto(`${world.base}/field/records/${id}/photos`);
      const { buffer } = await picture();
      await page.setInputFiles('#photo', { name: 'a.jpg', mimeType: 'image/jpeg', buffer });
      await page.waitForSelector('.shot img');
      await page.click('.shot summary');
      await page.fill('.shot input[name=caption]', '居民看展板');
      await page.click('.shot button:has-text("保存说明")');
      await page.waitForSelector('.shot img[alt="居民看展板"]');
      await page.click('.shot summary');
      await page.click('.shot button:has-text("删掉照片 1")');
      await page.waitForURL('**done=remove');
      await page.click('.gone button');
      await page.waitForURL('**done=restore');
      assert.deepEqual(
        (await world.photosOf('补照片的')).map((one) => [one.caption, one.removed_at]),
        [['居民看展板', null]],
      );
    }));

  test('a draft is kept for later with its photo, and without a title', () =>
    onPhone({}, async (page) => {
      await page.goto(`${world.base}/field/new/exchange#s-photos`);
      await addPhotos(page, 1);
      await page.click(seen('button[value=draft]'));
      await page.waitForURL('**done=draft');
      assert.match(await textOf(page, 'main'), /存好了，还没有报/);
      await page.waitForSelector('[data-photos-of] h2:has-text("1 张")');
    }));

  test('a file that is no picture is refused with a sentence that stays until somebody has read it', () =>
    onPhone({}, async (page) => {
      await page.goto(`${world.base}/field/new/lecture`);
      await page.goto(`${world.base}/field`);
      await lecture(page, '坏照片');
      await page.click(seen('a.change[href="#s-photos"]'));
      const file = { name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture') };
      await page.locator(seen('input[type=file][multiple]')).setInputFiles(file);
      await page.waitForSelector(seen('[data-thumbs][data-count="1"]'));
      await page.click(seen('button[value=review]'));
      await page.click(seen('button[value=send]'));
      await page.waitForURL('**done=sent');
      await page.goto(`${world.base}/field/waiting`);
      await page.waitForSelector('[data-queue] .says:has-text("这不是照片")');
      await page.click('[data-queue] button:has-text("不传了")');
      await page.waitForSelector('[data-queue-empty]:visible');
    }));

  test('without script it works by itself: signing in, a draft, a photo at the end', () =>
    onPhone({ javaScriptEnabled: false }, async (page, context) => {
      await context.clearCookies();
      await page.goto(`${world.base}/field`);
      await page.fill('#username', 'pine');
      await page.fill('#password', password);
      await page.click('button.main');
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
      assert.match(await textOf(page, seen('noscript')), /照片在最后/);
      await page.click(seen('button[value=review]'));
      assert.match(await textOf(page, 'dl'), /没有脚本[\s\S]*广场/);
      const { buffer } = await picture();
      await page.setInputFiles('input[name=photo]', [
        { name: 'a.jpg', mimeType: 'image/jpeg', buffer },
        { name: 'b.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') },
      ]);
      await page.click('.ways button[value=send]');
      assert.match(await textOf(page, 'main'), /记录已经报上去了[\s\S]*收到 1 张照片[\s\S]*b\.jpg：这不是照片/);
      assert.deepEqual(
        (await world.titled('没有脚本')).map((row) => [row.status, row.place]),
        [['submitted', '广场']],
      );
      assert.equal((await world.photosOf('没有脚本')).length, 1);
    }));
});

async function picture(): Promise<{ buffer: Buffer }> {
  const { photoFile } = await import('../pictures.ts');
  return { buffer: Buffer.from(await (await photoFile()).arrayBuffer()) };
}

/** From any screen over the last look to sending. */
async function toTheEnd(page: Page): Promise<void> {
  while (!(await page.isVisible(seen('button[value=review]')))) await page.click(forward);
  await page.click(seen('button[value=review]'));
  await page.click(seen('button[value=send]'));
}

async function report(page: Page, title: string): Promise<number> {
  await lecture(page, title);
  await page.click(seen('button[value=send]'));
  await page.waitForURL('**done=sent');
  return Number(/records\/(\d+)/.exec(page.url())![1]);
}

describe('what comes back', () => {
  test("a returned record opens at its question with the verifier's words, is fixed, and gets a photo", () =>
    onPhone({}, async (page) => {
      const id = await report(page, '要退回的');
      await world.sendBack(id, '地点请写到社区');
      await page.goto(`${world.base}/field`);
      await page.click('section.returned a:has-text("要退回的")');
      assert.match(await textOf(page, '.reason'), /地点请写到社区/);
      assert.equal(await textOf(page, seen('h2')), '在哪里讲的？');
      await page.fill('#place', '松林社区活动室');
      while (!(await page.isVisible(seen('[data-pick]')))) await page.click(forward);
      await addPhotos(page, 1);
      await page.click(seen('button[value=review]'));
      await page.click(seen('button[value=send]'));
      await page.waitForURL('**done=sent');
      await page.waitForSelector('[data-photos-of] h2:has-text("1 张")');
      assert.deepEqual(
        (await world.titled('要退回的')).map((row) => [row.status, row.place]),
        [['submitted', '松林社区活动室']],
      );
    }));

  test('two people who wrote different titles: one of them chooses', () =>
    onPhone({}, async (page) => {
      const id = await report(page, '原来的题目');
      await page.goto(`${world.base}/field/records/${id}/edit#s-title`);
      await page.fill('#title', '我的题目');
      await onPhone(
        {},
        async (theirs) => {
          await theirs.goto(`${world.base}/field/records/${id}/edit#s-title`);
          await theirs.fill('#title', '别人的题目');
          await toTheEnd(theirs);
          await theirs.waitForURL('**done=saved');
        },
        'pine2',
      );
      await toTheEnd(page);
      await page.waitForSelector('.versus');
      await barrierFree(page, 'choosing');
      assert.match(await textOf(page, '.versus'), /别人的题目[\s\S]*我的题目/);
      await page.click('.versus label:has-text("我的题目")');
      await page.click('button.main');
      await page.waitForURL('**done=saved');
      assert.equal((await world.titled('我的题目')).length, 1);
    }));
});

/** No violation of the rules. Every screen of a form is looked at together. */
async function barrierFree(page: Page, name: string): Promise<void> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async (values) => {
    const { axe: engine } = window as unknown as {
      axe: { run(on: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    // The enhanced contrast is for the sun.
    const options = { runOnly: { type: 'tag', values }, rules: { 'color-contrast-enhanced': { enabled: true } } };
    const found = await engine.run(document, options);
    return found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`);
  }, rules);
  assert.deepEqual(violations, [], name);
}

/** Nothing beside the screen, and nothing to tap that is lower than 48 pixels; for a form, on each of its screens. */
async function fits(page: Page, name: string): Promise<void> {
  const wrong = await page.evaluate(async () => {
    const steps = [...document.querySelectorAll('.steps .step')].map((one) => one.id);
    const found: string[] = [];
    for (const step of steps.length > 0 ? steps : ['']) {
      if (step !== '') location.hash = step;
      for (const details of document.querySelectorAll('details')) details.open = true;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      if (document.documentElement.scrollWidth > innerWidth) found.push(`${step}: wider than the screen`);
      const targets = document.querySelectorAll(
        'a, button, summary, select, textarea, input:not([type=hidden], [type=radio], [type=checkbox]), label.choice',
      );
      for (const one of targets) {
        const { height } = one.getBoundingClientRect();
        if (height < 47.5 && one.checkVisibility() && !one.matches('.unseen, .skip, p a'))
          found.push(`${step}: ${height}: ${one.outerHTML.slice(0, 80)}`);
      }
    }
    return found;
  });
  assert.deepEqual(wrong, [], name);
}

/** Widths in pixels, and text at one and two times its size. */
const looks = [
  [375, 100],
  [320, 100],
  [320, 200],
  [1440, 100],
] as const;

test('every screen is free of barriers and fits: 320, 375 and 1440 pixels wide, and with text twice as large', () =>
  onPhone({}, async (page, context) => {
    const look = async (path: string) => {
      for (const [width, percent] of looks) {
        await page.setViewportSize({ width, height: 720 });
        await page.evaluate(
          (size) => {
            document.documentElement.style.fontSize = size;
          },
          `${(112.5 * percent) / 100}%`,
        );
        await fits(page, `${path} at ${width} pixels, text at ${percent} %`);
      }
      await page.setViewportSize({ width: 375, height: 720 });
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '';
        for (const step of document.querySelectorAll<HTMLElement>('.step')) step.style.display = 'block';
      });
      await barrierFree(page, path);
    };
    const id = await report(page, '很长很长的活动名称'.repeat(12));
    await look('receipt');
    await world.sendBack(id, '听讲人次与签到表不符');
    const withPhoto = await context.request.post(`${world.base}/field/records/${id}/photos`, {
      multipart: { by: 'pine', photo: { name: 'a.jpg', mimeType: 'image/jpeg', ...(await picture()) } },
      headers: { origin: world.base },
    });
    assert.equal(withPhoto.status(), 200);
    for (const path of [
      ...['', '/waiting', `/records/${id}`, `/records/${id}/edit`, `/records/${id}/photos`, '/no-such-page'],
      ...['publicity', 'lecture', 'assistance', 'placement'].map((kind) => `/new/${kind}`),
      ...['?lang=en', '/new/publicity?lang=en', `/records/${id}/photos?lang=en`],
    ]) {
      await page.goto(`${world.base}/field${path}`);
      await look(path);
    }
    await page.goto(`${world.base}/field?lang=zh`);
    await page.goto(`${world.base}/field/new/lecture#s-more`);
    await page.evaluate(() => document.querySelector<HTMLFormElement>('form.steps')!.submit());
    await page.waitForSelector('.problems');
    await look('problems');
    await context.clearCookies();
    await page.goto(`${world.base}/field`);
    await look('door');
  }));
