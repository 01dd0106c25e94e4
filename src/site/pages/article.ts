import { html } from 'hono/html';
import type { Db } from '#db/open.ts';
import { readArticle } from '#domain/publishing/articles.ts';
import { findColumn } from '#domain/publishing/columns.ts';
import type { EditionShelf } from '#domain/publishing/editions.ts';
import type { Article, ArticleBlock, Neighbour, PublishedEdition, SiteFrame } from '#domain/publishing/model.ts';
import { type Html, type Page, published } from '../layout.ts';
import { momentText } from '../moment.ts';
import { articleList } from '../parts/article-list.ts';
import { type FigureWriter, inlinesOf, tableOf } from '../parts/blocks.ts';
import { columnSteps, crumbs } from '../parts/column-tree.ts';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { words } from '../words.ts';
import { openingOf } from './home.ts';

/** An article with its way back, its neighbours and what else its unit published; undefined when it is not public. */
export async function articlePage(
  db: Db,
  shelf: EditionShelf,
  frame: SiteFrame,
  view: View,
  id: number,
): Promise<Page | undefined> {
  const article = await readArticle(db, id);
  if (!article) return undefined;
  const edition = article.editionCode === null ? undefined : await shelf.take(article.editionCode);
  const steps = columnSteps(view, findColumn(frame.columns, article.columnCode));
  const opening = openingOf(article.body);
  return {
    title: article.title,
    ...(opening && { description: opening }),
    ...(steps[0] && { entry: steps[0].href }),
    main: html`${crumbs(view, [...steps, { label: words.articleItself[view.language] }])}
<div class="reading">
<article class="text">
${heading(article, view)}
<div class="body" lang="${published}">${article.body.map((block) => blockOf(block, figureWriter(edition, view)))}</div>
${edition ? announced(edition, view) : ''}
</article>
${turnPages(article, view)}
${related(article, view)}
</div>`,
  };
}

function heading(article: Article, view: View): Html {
  return html`<header class="title">
<h1 lang="${published}">${article.title}</h1>
${article.subtitle ? html`<p class="subtitle" lang="${published}">——${article.subtitle}</p>` : ''}
<p class="line"><span class="unseen">${words.publishedAt[view.language]} </span><time datetime="${article.publishedAt.toISOString()}">${momentText(article.publishedAt)}</time>${
    article.unitName ? html` <span class="from" lang="${published}">${article.unitName}</span>` : ''
  }</p>
</header>`;
}

function blockOf(block: ArticleBlock, figure: FigureWriter): Html {
  if (block.type === 'heading') return html`<h2>${block.text}</h2>`;
  if (block.type === 'table') return tableOf(block, figure);
  return html`<p>${inlinesOf(block.inlines, figure)}</p>`;
}

/** A figure of an article opens in the edition that it was frozen in; without that edition there is no number to show. */
function figureWriter(published: PublishedEdition | undefined, view: View): FigureWriter {
  return (place) => {
    const figure = published?.edition.figures[place];
    if (!published || !figure) return html`<span class="missing">${words.notPublished[view.language]}</span>`;
    return html`<a class="figure" href="${paths.figure(published.edition.code, place)}">${figure.text}</a>`;
  };
}

function announced({ edition }: PublishedEdition, view: View): Html {
  return html`<p class="announced">${words.announces[view.language]}${view.language === 'zh' ? '：' : ': '}<a href="${paths.edition(edition.code)}" lang="${published}">${edition.title}</a></p>`;
}

function turnPages({ previous, next }: Article, view: View): Html {
  const t = view.language;
  const side = (label: string, line: Neighbour | undefined, end: string, rel: string) =>
    html`<li><span class="label">${label}</span> ${line ? html`<a href="${paths.article(line.id)}" rel="${rel}" lang="${published}">${line.title}</a>` : html`<span class="end">${end}</span>`}</li>`;
  return html`<nav class="turn" aria-label="${words.neighbours[t]}"><ul>
${side(words.previous[t], previous, words.firstPage[t], 'prev')}
${side(words.next[t], next, words.lastPage[t], 'next')}
</ul></nav>`;
}

function related({ ofUnit, ofColumn }: Article, view: View): Html | '' {
  const lines = ofUnit.length > 0 ? ofUnit : ofColumn;
  if (lines.length === 0) return '';
  const title = ofUnit.length > 0 ? words.relatedOfUnit : words.relatedOfColumn;
  return html`<aside class="related" aria-labelledby="related"><h2 id="related">${title[view.language]}</h2>${articleList(lines)}</aside>`;
}
