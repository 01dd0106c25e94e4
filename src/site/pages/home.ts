import { html } from 'hono/html';
import type { Db } from '#db/open.ts';
import { readLatest, readLead } from '#domain/publishing/articles.ts';
import { scopeOfColumn } from '#domain/publishing/columns.ts';
import { type EditionShelf, readLatestEdition } from '#domain/publishing/editions.ts';
import { headlineFigures } from '#domain/publishing/figures.ts';
import type { ArticleBlock, ArticleLine, EditionLine, SiteColumn, SiteFrame } from '#domain/publishing/model.ts';
import type { Edition } from '#domain/summary/edition-model.ts';
import { type Html, organisationName, type Page, published } from '../layout.ts';
import { momentText } from '../moment.ts';
import { articleList, timeOf } from '../parts/article-list.ts';
import { numberAndWord } from '../parts/blocks.ts';
import { tileMap } from '../parts/tile-map.ts';
import { windowText } from '../parts/window-text.ts';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { words } from '../words.ts';

const perColumn = 5;
const numbersShown = 5;

export async function homePage(db: Db, shelf: EditionShelf, frame: SiteFrame, view: View): Promise<Page> {
  const t = view.language;
  const name = organisationName(frame, view);
  const [lead, latest] = await Promise.all([readLead(db), readLatestEdition(db)]);
  const published = latest && (await shelf.take(latest.code));
  const columns = await readColumns(db, frame, lead ? [lead.line.id] : []);
  return {
    title: name,
    description: name,
    entry: paths.home(),
    main: html`<h1 class="unseen">${name}</h1>
<div class="front">
<div class="lead-place">${lead ? leadStory(lead.line, openingOf(lead.body), view) : html`<p class="empty">${words.noArticlesYet[t]}</p>`}</div>
<div class="side">
${published ? numbers(published.edition, view) : ''}
${units(frame, published?.edition, view)}
${published ? latestSummary(published.edition, published.line, view) : ''}
</div>
<div class="columns">${columns.map(({ column, articles }) => columnBlock(column, articles, view))}</div>
</div>`,
  };
}

/** The first sentences of an article, as many as fit in a glance: without its salutation, and figures are left to the article itself. */
export function openingOf(body: readonly ArticleBlock[], length = 120): string {
  let text = '';
  for (const block of body) {
    if (text.length > length * 2) break;
    if (block.type !== 'paragraph' || block.inlines.some((inline) => typeof inline !== 'string')) continue;
    const paragraph = block.inlines.join('').trim();
    if (!/[：:]$/.test(paragraph)) text += paragraph.slice(0, length * 2);
  }
  const characters = [...text];
  if (characters.length <= length) return text;
  const glance = characters.slice(0, length).join('');
  const end = Math.max(...['。', '！', '？', '；'].map((mark) => glance.lastIndexOf(mark)));
  return end > length / 2 ? glance.slice(0, end + 1) : `${glance}……`;
}

/** The latest of each column at the top; an article that stands higher up on the page is not repeated. */
async function readColumns(
  db: Db,
  frame: SiteFrame,
  shownIds: readonly number[],
): Promise<{ column: SiteColumn; articles: ArticleLine[] }[]> {
  const read = await Promise.all(
    frame.columns.map(async (column) => ({
      column,
      latest: await readLatest(db, scopeOfColumn(column), perColumn * 3),
    })),
  );
  const shown = new Set(shownIds);
  return read.flatMap(({ column, latest }) => {
    const articles = latest.filter((article) => !shown.has(article.id)).slice(0, perColumn);
    for (const article of articles) shown.add(article.id);
    return articles.length > 0 ? [{ column, articles }] : [];
  });
}

function leadStory(line: ArticleLine, opening: string, view: View): Html {
  const t = view.language;
  return html`<article class="lead">
<p class="kicker">${words.leadStory[t]}</p>
<h2 lang="${published}"><a href="${paths.article(line.id)}">${line.title}</a></h2>
${line.subtitle ? html`<p class="subtitle" lang="${published}">——${line.subtitle}</p>` : ''}
<p class="line">${timeOf(line.publishedAt)}${line.unit ? html` <span class="from" lang="${published}">${line.unit}</span>` : ''}</p>
${opening ? html`<p class="opening" lang="${published}">${opening}</p>` : ''}
</article>`;
}

function numbers(edition: Edition, view: View): Html {
  const t = view.language;
  return html`<section class="numbers" aria-labelledby="numbers">
<h2 id="numbers">${words.numbers[t]}</h2>
<ul>${headlineFigures(edition, numbersShown).map(({ figure, place }) => {
    const { number, word } = numberAndWord(figure);
    const among = (figure.classes ?? []).map((one) => one.label[t]).join('，');
    const label = `${figure.label[t]}${among && (t === 'zh' ? `（${among}）` : ` (${among})`)}`;
    return html`<li><a href="${paths.figure(edition.code, place)}"><span class="label">${label}</span> <span class="number">${number}<small lang="${published}">${word}</small></span>
${windowText(figure.window)}</a></li>`;
  })}</ul>
<p class="hint">${words.numbersHint[t]} <a href="${paths.data()}">${words.allNumbers[t]}</a></p>
</section>`;
}

function units(frame: SiteFrame, edition: Edition | undefined, view: View): Html | '' {
  const map = tileMap(view, frame, edition);
  return map === ''
    ? ''
    : html`<section class="places" aria-labelledby="places"><h2 id="places">${words.units[view.language]}</h2>${map}</section>`;
}

function latestSummary(edition: Edition, line: EditionLine, view: View): Html {
  const t = view.language;
  return html`<section class="latest" aria-labelledby="latest">
<h2 id="latest">${words.latestSummary[t]}</h2>
<p class="title" lang="${published}"><a href="${paths.edition(line.code)}">${edition.title}</a></p>
<p class="line">${words.publishedAt[t]} <time datetime="${line.publishedAt.toISOString()}">${momentText(line.publishedAt)}</time></p>
<ol class="sections" lang="${published}">${edition.sections.map((section, index) => html`<li><a href="${paths.edition(line.code)}#s${index + 1}">${section.title}</a></li>`)}</ol>
</section>`;
}

function columnBlock(column: SiteColumn, articles: readonly ArticleLine[], view: View): Html {
  const t = view.language;
  const title = column.title[t];
  return html`<section class="column" aria-labelledby="c-${column.code}">
<div class="head"><h2 id="c-${column.code}"><a href="${paths.column(column.code)}">${title}</a></h2><a class="more" href="${paths.column(column.code)}" aria-label="${t === 'zh' ? `更多${title}` : `More: ${title}`}">${words.more[t]}</a></div>
${articleList(articles)}
</section>`;
}
