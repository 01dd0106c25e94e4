import { html } from 'hono/html';
import type { Db } from '#db/open.ts';
import { editionForms } from '#domain/publishing/edition-files.ts';
import { readEditions } from '#domain/publishing/editions.ts';
import { type Page, published } from '../layout.ts';
import { momentText } from '../moment.ts';
import { crumbs } from '../parts/column-tree.ts';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { formWords, words } from '../words.ts';

export async function editionsPage(db: Db, view: View): Promise<Page> {
  const t = view.language;
  const editions = await readEditions(db);
  return {
    title: words.summaries[t],
    description: words.summariesLead[t],
    entry: paths.summaries(),
    main: html`${crumbs(view, [{ label: words.summaries[t] }])}
<div class="listing narrow">
<h1>${words.summaries[t]}</h1>
<p class="standfirst">${words.summariesLead[t]}</p>
${
  editions.length === 0
    ? html`<div class="empty"><p>${words.noSummaries[t]}</p></div>`
    : html`<ul class="editions">${editions.map(
        (edition) => html`<li>
<p class="title" lang="${published}"><a href="${paths.edition(edition.code)}">${edition.title}</a></p>
<p class="line"><time datetime="${edition.publishedAt.toISOString()}">${momentText(edition.publishedAt)}</time> <span class="from" lang="${published}">${edition.unit}</span></p>
<p class="files">${editionForms.map((form) => html`<a href="${paths.editionFile(edition.code, form)}" aria-label="${form.toUpperCase()} ${edition.title}" title="${formWords[form][t]}">${form.toUpperCase()}</a> `)}</p>
</li>`,
      )}</ul>`
}
</div>`,
  };
}
