import { html, raw } from 'hono/html';
import { columnChain } from '#domain/publishing/columns.ts';
import type { SiteColumn, SiteFrame } from '#domain/publishing/model.ts';
import type { Html } from '../layout.ts';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { words } from '../words.ts';

/** The columns around this one: all at the top, and below those on the way to it everything that stands there. */
export function columnTree(view: View, frame: SiteFrame, column: SiteColumn): Html {
  const t = view.language;
  const open = new Set(columnChain(column));
  const tree = branch(frame.columns, open, column, view);
  return html`<nav class="tree" aria-label="${words.columnTree[t]}">
<p class="nav-title">${words.columnTree[t]}</p>
${tree}
</nav>
<details class="tree-narrow"><summary>${words.columnTree[t]}</summary><nav aria-label="${words.columnTree[t]}">${tree}</nav></details>`;
}

function branch(columns: readonly SiteColumn[], open: ReadonlySet<SiteColumn>, here: SiteColumn, view: View): Html {
  return html`<ul>${columns.map(
    (column) =>
      html`<li><a href="${paths.column(column.code)}"${column === here ? raw(' aria-current="page"') : ''}>${column.title[view.language]}</a>${
        open.has(column) && column.children.length > 0 ? branch(column.children, open, here, view) : ''
      }</li>`,
  )}</ul>`;
}

/** 您当前所在位置：首页 > 综合信息 > 正文 */
export function crumbs(view: View, steps: readonly { readonly label: string; readonly href?: string }[]): Html {
  const t = view.language;
  const whole = [{ label: words.home[t], href: paths.home() }, ...steps];
  return html`<nav class="crumbs" aria-label="${words.youAreHere[t]}"><span>${words.youAreHere[t]}${t === 'zh' ? '：' : ': '}</span><ol>${whole.map(
    (step) =>
      step.href === undefined
        ? html`<li><span aria-current="page">${step.label}</span></li>`
        : html`<li><a href="${step.href}">${step.label}</a></li>`,
  )}</ol></nav>`;
}

export function columnSteps(view: View, column: SiteColumn | undefined): { label: string; href: string }[] {
  return (column ? columnChain(column) : []).map((one) => ({
    label: one.title[view.language],
    href: paths.column(one.code),
  }));
}
