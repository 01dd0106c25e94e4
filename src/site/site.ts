import { type Context, Hono } from 'hono';
import type { Db } from '#db/open.ts';
import { editionForms } from '#domain/publishing/edition-files.ts';
import { EditionShelf } from '#domain/publishing/editions.ts';
import type { SiteFrame } from '#domain/publishing/model.ts';
import { readFrame } from '#domain/publishing/store.ts';
import type { Language } from '#kernel/text.ts';
import { askEachTime, type Content, Sendable, send } from './answer.ts';
import { icon, style } from './assets.ts';
import { EditionFiles } from './edition-files.ts';
import { atomFeed, robotsText, sitemapIndex, sitemapPart } from './feeds.ts';
import { documentText, type Page } from './layout.ts';
import { PageCache } from './page-cache.ts';
import { aboutPage } from './pages/about.ts';
import { articlePage } from './pages/article.ts';
import { columnPage } from './pages/column.ts';
import { dataPage } from './pages/data.ts';
import { editionPage } from './pages/edition.ts';
import { editionsPage } from './pages/editions.ts';
import { homePage } from './pages/home.ts';
import { failedPage, notFoundPage } from './pages/problem.ts';
import { paths } from './paths.ts';
import { askedView, type View } from './view.ts';

export interface SiteOptions {
  /** The catalogue for readers whose browser asks for neither; Chinese unless set. */
  readonly language?: Language;
  /** The site's public address (https://...), for feeds and site maps; else they take it from the request. */
  readonly origin?: string | undefined;
  /** How long a finished page is kept; what is published or withdrawn shows within this time. One second unless set. */
  readonly cacheMilliseconds?: number;
  /** Told of every failure behind a page that could not be shown. */
  readonly report?: (error: unknown) => void;
}

const cacheBytes = 48 * 1024 * 1024;

/** The public site on a handle that can read what is published and nothing else. Mounted last: it answers every address that is left. */
export function makeSite(db: Db, options: SiteOptions): Hono {
  const site = new Hono();
  const shelf = new EditionShelf(db);
  const files = new EditionFiles(shelf);
  const desk = new Desk(db, options);

  site.get('/', (c) => desk.page(c, paths.home(), (frame, view) => homePage(db, shelf, frame, view)));
  site.get('/c/:code', (c) => {
    const code = plain(c.req.param('code'));
    const page = pageNumber(c.req.query('page'));
    return desk.page(c, paths.column(code, page), (frame, view) => columnPage(db, frame, view, code, page));
  });
  site.get('/a/:id{[1-9][0-9]{0,8}}', (c) => {
    const id = Number(c.req.param('id'));
    return desk.page(c, paths.article(id), (frame, view) => articlePage(db, shelf, frame, view, id));
  });
  site.get('/summaries', (c) => desk.page(c, paths.summaries(), (_, view) => editionsPage(db, view)));
  site.get('/summaries/:file', (c) => {
    const file = plain(c.req.param('file'));
    const form = editionForms.find((one) => file.endsWith(`.${one}`));
    const code = form ? file.slice(0, -form.length - 1) : file;
    if (form) return desk.file(c, paths.editionFile(code, form), () => files.take(code, form));
    return desk.page(c, paths.edition(code), async (_, view) => {
      const taken = await shelf.take(code);
      return taken && editionPage(taken, taken.line, view);
    });
  });
  site.get('/data', (c) => {
    const edition = plain(c.req.query('edition') ?? '') || undefined;
    const section = plain(c.req.query('section') ?? '') || undefined;
    return desk.page(c, paths.data(edition, section), (_, view) => dataPage(db, shelf, view, edition, section));
  });
  site.get('/about', (c) => desk.page(c, paths.about(), async (frame, view) => aboutPage(frame, view)));

  site.get('/feed.xml', (c) =>
    desk.xml(c, paths.feed(), 'application/atom+xml', (frame, origin) => atomFeed(db, frame, origin)),
  );
  site.get('/sitemap.xml', (c) =>
    desk.xml(c, paths.sitemap(), 'application/xml', (_, origin) => sitemapIndex(db, origin)),
  );
  site.get('/sitemap/:part{[0-9]{1,4}\\.xml}', (c) => {
    const part = Number.parseInt(c.req.param('part'), 10);
    return desk.xml(c, paths.sitemapPart(part), 'application/xml', (frame, origin) =>
      sitemapPart(db, frame, origin, part),
    );
  });
  site.get('/robots.txt', (c) => desk.xml(c, '/robots.txt', 'text/plain', async (_, origin) => robotsText(origin)));
  for (const asset of [style, icon]) {
    const ready = new Sendable(asset.content);
    site.get(asset.path, (c) => send(ready, c.req.raw));
  }
  site.all('*', (c) => desk.notFound(c));
  return site;
}

/** Answers requests: from the cache where it can, and always with a page, whatever goes wrong behind it. */
class Desk {
  readonly #fallback: Language;
  readonly #origin: string | undefined;
  readonly #report: (error: unknown) => void;
  readonly #pages: PageCache<Sendable>;
  readonly #frame: PageCache<{ readonly bytes: number; readonly frame: SiteFrame }>;
  readonly #db: Db;

  constructor(db: Db, options: SiteOptions) {
    this.#db = db;
    this.#fallback = options.language ?? 'zh';
    this.#origin = options.origin?.replace(/\/+$/, '');
    this.#report =
      options.report ?? ((error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`));
    this.#pages = new PageCache({ bytes: cacheBytes, milliseconds: options.cacheMilliseconds ?? 1000 });
    this.#frame = new PageCache({ bytes: 1, milliseconds: 1000 });
  }

  page(
    c: Context,
    here: string,
    make: (frame: SiteFrame, view: View) => Promise<Page | undefined>,
  ): Response | Promise<Response> {
    const request = c.req.raw;
    const { view, cookies } = askedView(request, here, this.#fallback);
    const key = keyOf(view);
    const kept = this.#pages.get(key);
    if (kept) return send(kept, request, cookies);
    const making = this.#make(key, view, async (frame) => {
      const page = await make(frame, view);
      return page && pageContent(await documentText(page, view, frame), 200);
    });
    return making.then((page) => send(page, request, cookies));
  }

  /** A file that is the same for every reader. */
  file(c: Context, here: string, make: () => Promise<Content | undefined>): Response | Promise<Response> {
    const { view } = askedView(c.req.raw, here, this.#fallback);
    const kept = this.#pages.get(here);
    return kept ? send(kept, c.req.raw) : this.#make(here, view, make).then((page) => send(page, c.req.raw));
  }

  /** A file that names the site's own address. */
  xml(
    c: Context,
    here: string,
    type: string,
    make: (frame: SiteFrame, origin: string) => Promise<string | undefined>,
  ): Response | Promise<Response> {
    const origin = this.#origin ?? new URL(c.req.url).origin;
    const { view } = askedView(c.req.raw, here, this.#fallback);
    const key = `${origin} ${here}`;
    const kept = this.#pages.get(key);
    if (kept) return send(kept, c.req.raw);
    const making = this.#make(key, view, async (frame) => {
      const body = await make(frame, origin);
      return body === undefined
        ? undefined
        : { status: 200, type: `${type}; charset=utf-8`, body, cacheControl: askEachTime };
    });
    return making.then((page) => send(page, c.req.raw));
  }

  notFound(c: Context): Promise<Response> {
    return Promise.resolve(this.page(c, '', async () => undefined));
  }

  async #make(key: string, view: View, make: (frame: SiteFrame) => Promise<Content | undefined>): Promise<Sendable> {
    try {
      const prepared = async () => {
        const frame = await this.#readFrame();
        return new Sendable((await make(frame)) ?? (await notFoundContent(frame, view)));
      };
      return await this.#pages.make(key, prepared, (page) => page.status === 200);
    } catch (error) {
      this.#report(error);
      const frame = await this.#readFrame().catch(() => undefined);
      const lost = { ...view, here: paths.home() };
      return new Sendable(pageContent(await documentText(failedPage(frame, lost), lost, frame), 500));
    }
  }

  async #readFrame(): Promise<SiteFrame> {
    const kept =
      this.#frame.get('frame') ??
      (await this.#frame.make(
        'frame',
        async () => ({ bytes: 1, frame: await readFrame(this.#db) }),
        () => true,
      ));
    return kept.frame;
  }
}

function keyOf(view: View): string {
  return `${view.language}${view.large ? '+' : ' '}${view.here}`;
}

function pageContent(body: string, status: Content['status']): Content {
  return { status, type: 'text/html; charset=utf-8', body, cacheControl: askEachTime };
}

/** Says nothing of the address that was asked for, so that the answer is the same for all of them. */
async function notFoundContent(frame: SiteFrame, view: View): Promise<Content> {
  const lost = { ...view, here: paths.home() };
  return pageContent(await documentText(notFoundPage(frame, lost), lost, frame), 404);
}

/** A code as it may stand in the database; whatever cannot is turned into one that nothing has. */
function plain(code: string): string {
  return code.length <= 200 && !/\p{C}/u.test(code) ? code : '';
}

/** A page's number; anything else is the first page. */
function pageNumber(text: string | undefined): number {
  return text !== undefined && /^[1-9][0-9]{0,5}$/.test(text) ? Number(text) : 1;
}
