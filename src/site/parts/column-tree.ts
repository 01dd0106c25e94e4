import { html, raw } from 'hono/html';
import { columnChain } from '#domain/publishing/columns.ts';
import type { SiteColumn, SiteFrame } from '#domain/publishing/model.ts';
import type { Html } from '../layout.ts';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { words } from '../words.ts';

/** The columns around this one: the way down to it, those that stand beside it, and those below it. */
export function columnTree(view: View, frame: SiteFrame, column: SiteColumn): Html {
  const t = view.language;
  const tree = wayTo(columnChain(column), frame, view);
  return html`<nav class="tree" aria-label="${words.columnTree[t]}">
<p class="nav-title">${words.columnTree[t]}</p>
${tree}
</nav>
<details class="tree-narrow"><summary>${words.columnTree[t]}</summary><nav aria-label="${words.columnTree[t]}">${tree}</nav></details>`;
}

function wayTo([first, ...rest]: readonly SiteColumn[], frame: SiteFrame, view: View): Html {
  if (rest.length > 0) return html`<ul><li>${linkTo(first!, view)}${wayTo(rest, frame, view)}</li></ul>`;
  const beside = first!.parent?.children ?? frame.columns;
  return html`<ul>${beside.map((one) => html`<li>${linkTo(one, view, one === first)}${one === first && one.children.length > 0 ? html`<ul>${one.children.map((child) => html`<li>${linkTo(child, view)}</li>`)}</ul>` : ''}</li>`)}</ul>`;
}

function linkTo(column: SiteColumn, view: View, isHere = false): Html {
  return html`<a href="${paths.column(column.code)}"${isHere ? raw(' aria-current="page"') : ''}>${column.title[view.language]}</a>`;
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
