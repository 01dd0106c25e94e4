import { html, raw } from 'hono/html';
import type { Db } from '#db/open.ts';
import { countArticles, readAddresses, readLatest } from '#domain/publishing/articles.ts';
import { readEditions } from '#domain/publishing/editions.ts';
import type { SiteColumn, SiteFrame } from '#domain/publishing/model.ts';
import { legible, organisationName } from './layout.ts';
import { paths } from './paths.ts';
import type { View } from './view.ts';

const declaration = raw('<?xml version="1.0" encoding="utf-8"?>\n');
const feedLength = 30;
const perSitemap = 10_000;

/** The latest articles and summaries as an Atom feed. */
export async function atomFeed(db: Db, frame: SiteFrame, origin: string): Promise<string> {
  const view: View = { language: 'zh', large: false, here: paths.feed() };
  const [articles, editions] = await Promise.all([readLatest(db, undefined, feedLength), readEditions(db)]);
  const entries = [
    ...articles.map((one) => ({
      title: one.title,
      path: paths.article(one.id),
      at: one.publishedAt,
      author: one.unit,
    })),
    ...editions
      .slice(0, feedLength)
      .map((one) => ({ title: one.title, path: paths.edition(one.code), at: one.publishedAt, author: one.unit })),
  ].sort((left, right) => right.at.getTime() - left.at.getTime());
  const name = organisationName(frame, view);
  return await xml(html`${declaration}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<id>${origin}/</id><title>${name}</title><updated>${(entries[0]?.at ?? new Date(0)).toISOString()}</updated>
<author><name>${name}</name></author>
<link rel="self" href="${origin}${paths.feed()}"/><link rel="alternate" href="${origin}/"/>
${entries.map(
  (
    one,
  ) => html`<entry><id>${origin}${one.path}</id><title>${one.title}</title><updated>${one.at.toISOString()}</updated>${
    one.author ? html`<author><name>${one.author}</name></author>` : ''
  }<link rel="alternate" href="${origin}${one.path}"/></entry>
`,
)}</feed>
`);
}

/** The index of site maps: part 0 holds the standing pages, the others the articles, ten thousand each. */
export async function sitemapIndex(db: Db, origin: string): Promise<string> {
  const parts = Math.ceil((await countArticles(db)) / perSitemap);
  const list = Array.from(
    { length: parts + 1 },
    (_, part) => html`<sitemap><loc>${origin}${paths.sitemapPart(part)}</loc></sitemap>\n`,
  );
  return await xml(
    html`${declaration}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${list}</sitemapindex>\n`,
  );
}

/** One site map, or undefined when there are not so many. */
export async function sitemapPart(db: Db, frame: SiteFrame, origin: string, part: number): Promise<string | undefined> {
  const pages =
    part === 0
      ? await standingPages(db, frame)
      : await readAddresses(db, part, perSitemap).then((rows) =>
          rows.map((row) => ({ path: paths.article(row.id), at: row.publishedAt })),
        );
  if (pages.length === 0) return undefined;
  const list = pages.map(
    ({ path, at }) =>
      html`<url><loc>${origin}${path}</loc>${at ? html`<lastmod>${at.toISOString()}</lastmod>` : ''}</url>\n`,
  );
  return await xml(
    html`${declaration}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${list}</urlset>\n`,
  );
}

export function robotsText(origin: string): string {
  return `User-agent: *\nAllow: /\n\nSitemap: ${origin}${paths.sitemap()}\n`;
}

async function standingPages(db: Db, frame: SiteFrame): Promise<{ path: string; at?: Date }[]> {
  const editions = await readEditions(db);
  const columns = (list: readonly SiteColumn[]): string[] =>
    list.flatMap((column) => [paths.column(column.code), ...columns(column.children)]);
  return [
    ...[paths.home(), ...columns(frame.columns), paths.summaries(), paths.data(), paths.about()].map((path) => ({
      path,
    })),
    ...editions.map((one) => ({ path: paths.edition(one.code), at: one.publishedAt })),
  ];
}

async function xml(document: ReturnType<typeof html>): Promise<string> {
  return legible((await document).toString());
}
