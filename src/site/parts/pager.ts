import { html } from 'hono/html';
import type { Html } from '../layout.ts';
import type { View } from '../view.ts';
import { sentences, words } from '../words.ts';

/** Links to the pages of a list: the first, the last, and those around this one. */
export function pager(view: View, page: number, pages: number, total: number, pathOf: (page: number) => string): Html {
  const t = view.language;
  if (pages <= 1) return html`<p class="completeness">${sentences.articles(total)[t]}</p>`;
  const shown = [...new Set([1, page - 1, page, page + 1, pages])].filter((one) => one >= 1 && one <= pages);
  const numbers = shown.map((one, index) => {
    const gap = index > 0 && one - shown[index - 1]! > 1 ? html`<li class="gap">…</li>` : '';
    const label = sentences.page(one)[t];
    return one === page
      ? html`${gap}<li><span class="here" aria-current="page" aria-label="${label}">${one}</span></li>`
      : html`${gap}<li><a href="${pathOf(one)}" aria-label="${label}">${one}</a></li>`;
  });
  return html`<nav class="pager" aria-label="${words.pager[t]}">
<ul>
${page > 1 ? html`<li><a href="${pathOf(page - 1)}" rel="prev">${words.newer[t]}</a></li>` : ''}
${numbers}
${page < pages ? html`<li><a href="${pathOf(page + 1)}" rel="next">${words.older[t]}</a></li>` : ''}
</ul>
<p class="completeness">${sentences.pageOf(page, pages, total)[t]}</p>
</nav>`;
}
