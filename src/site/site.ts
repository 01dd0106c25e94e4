import { Hono } from 'hono';
import type { Db } from '#db/open.ts';
import { editionForms } from '#domain/publishing/edition-files.ts';
import { EditionShelf } from '#domain/publishing/editions.ts';
import { Sendable, send } from './answer.ts';
import { icon, style } from './assets.ts';
import { Desk, type SiteOptions } from './desk.ts';
import { EditionFiles } from './edition-files.ts';
import { atomFeed, robotsText, sitemapIndex, sitemapPart } from './feeds.ts';
import { aboutPage } from './pages/about.ts';
import { articlePage } from './pages/article.ts';
import { columnPage } from './pages/column.ts';
import { dataPage } from './pages/data.ts';
import { editionPage } from './pages/edition.ts';
import { editionsPage } from './pages/editions.ts';
import { homePage } from './pages/home.ts';
import { paths } from './paths.ts';

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

/** A code as it may stand in the database; whatever cannot is turned into one that nothing has. */
function plain(code: string): string {
  return code.length <= 200 && !/\p{C}/u.test(code) ? code : '';
}

/** A page's number; anything else is the first page. */
function pageNumber(text: string | undefined): number {
  return text !== undefined && /^[1-9][0-9]{0,5}$/.test(text) ? Number(text) : 1;
}
