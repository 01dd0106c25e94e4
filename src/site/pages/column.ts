import { html } from 'hono/html';
import type { Db } from '#db/open.ts';
import { readColumnPage } from '#domain/publishing/articles.ts';
import { findColumn, scopeOfColumn } from '#domain/publishing/columns.ts';
import type { SiteFrame } from '#domain/publishing/model.ts';
import type { Page } from '../layout.ts';
import { articleList } from '../parts/article-list.ts';
import { columnSteps, columnTree, crumbs } from '../parts/column-tree.ts';
import { pager } from '../parts/pager.ts';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { sentences, words } from '../words.ts';

const perPage = 20;

/** One page of a column, or undefined when there is no such column or page. */
export async function columnPage(
  db: Db,
  frame: SiteFrame,
  view: View,
  code: string,
  page: number,
): Promise<Page | undefined> {
  const column = findColumn(frame.columns, code);
  if (!column) return undefined;
  const { total, articles } = await readColumnPage(db, scopeOfColumn(column), page, perPage);
  const pages = Math.max(1, Math.ceil(total / perPage));
  if (page > pages) return undefined;
  const t = view.language;
  const title = column.title[t];
  const [top] = columnSteps(view, column);
  const steps = columnSteps(view, column).map((step, index, all) =>
    index === all.length - 1 ? { label: step.label } : step,
  );
  return {
    title: page > 1 ? `${title} · ${sentences.page(page)[t]}` : title,
    description: title,
    entry: top!.href,
    main: html`${crumbs(view, steps)}
<div class="with-tree">
${columnTree(view, frame, column)}
<div class="listing">
<h1>${title}</h1>
${
  total === 0
    ? html`<div class="empty"><p>${words.emptyColumn[t]}</p><p>${words.emptyColumnHint[t]}</p><p><a href="${column.parent ? paths.column(column.parent.code) : paths.home()}">${column.parent ? column.parent.title[t] : words.home[t]}</a></p></div>`
    : html`${articleList(articles)}${pager(view, page, pages, total, (one) => paths.column(code, one))}`
}
</div>
</div>`,
  };
}
