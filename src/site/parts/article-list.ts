import { html } from 'hono/html';
import type { ArticleLine, Neighbour } from '#domain/publishing/model.ts';
import { type Html, published } from '../layout.ts';
import { dayText } from '../moment.ts';
import { paths } from '../paths.ts';

/** Articles as lines: title, then the day and, where it is told, the unit that it is from. */
export function articleList(articles: readonly (ArticleLine | Neighbour)[]): Html {
  return html`<ul class="articles">${articles.map(
    (article) => html`<li>
<a href="${paths.article(article.id)}" lang="${published}">${article.title}</a>
<p class="line">${timeOf(article.publishedAt)}${'unit' in article && article.unit ? html` <span class="from" lang="${published}">${article.unit}</span>` : ''}</p>
</li>`,
  )}</ul>`;
}

export function timeOf(moment: Date): Html {
  return html`<time datetime="${moment.toISOString()}">${dayText(moment)}</time>`;
}
