import { html, raw } from 'hono/html';
import type { SiteFrame } from '#domain/publishing/model.ts';
import { icon, style } from './assets.ts';
import { footer } from './parts/footer.ts';
import { paths } from './paths.ts';
import { changed, type View } from './view.ts';
import { words } from './words.ts';

export type Html = ReturnType<typeof html>;

/** The language of everything that the association itself publishes. */
export const published = 'zh-CN';

export interface Page {
  readonly title: string;
  readonly description?: string;
  /** Address of the entry of the main navigation that the page belongs to. */
  readonly entry?: string;
  readonly main: Html;
  /** Pages that are no destination: not found, failed. */
  readonly unlisted?: boolean;
}

/** The whole document. Without a frame (the database is away) it has no columns and no footer lines, but it stands. */
export async function documentText(page: Page, view: View, frame: SiteFrame | undefined): Promise<string> {
  const t = view.language;
  const name = organisationName(frame, view);
  const whole = html`<!doctype html>
<html lang="${t === 'zh' ? published : 'en'}" class="${view.large ? 'large' : 'normal'}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${page.title === name ? name : `${page.title} · ${name}`}</title>
${page.description ? html`<meta name="description" content="${page.description}" />` : ''}
${page.unlisted ? html`<meta name="robots" content="noindex" />` : ''}
<meta name="theme-color" content="#0b4a8f" />
<link rel="stylesheet" href="${style.path}" />
<link rel="icon" href="${icon.path}" type="image/svg+xml" />
<link rel="alternate" type="application/atom+xml" title="${name}" href="${paths.feed()}" />
</head>
<body>
<a class="skip" href="#main">${words.skip[t]}</a>
${masthead(page, view, frame, name)}
<main id="main" tabindex="-1">
${page.main}
</main>
${footer(view, frame, name)}
</body>
</html>
`;
  return legible((await whole).toString());
}

export function organisationName(frame: SiteFrame | undefined, view: View): string {
  return frame?.settings.organisation?.[view.language] || frame?.root?.name || '台账';
}

function masthead(page: Page, view: View, frame: SiteFrame | undefined, name: string): Html {
  const t = view.language;
  const other = t === 'zh' ? 'en' : 'zh';
  const columns = (frame?.columns ?? []).map((column) => ({ href: paths.column(column.code), label: column.title[t] }));
  const own = [
    { href: paths.summaries(), label: words.summaries[t] },
    { href: paths.data(), label: words.data[t] },
  ];
  const home = { href: paths.home(), label: words.home[t] };
  const about = { href: paths.about(), label: words.about[t] };
  const link = (one: { href: string; label: string }) =>
    html`<li><a href="${one.href}"${one.href === page.entry ? raw(' aria-current="page"') : ''}>${one.label}</a></li>`;
  return html`<header class="masthead">
<div class="band">
<a class="name" href="${paths.home()}"><img src="${icon.path}" alt="" width="40" height="40" /><span lang="${nameLanguage(frame, view)}">${name}</span></a>
<ul class="choices">
<li><a href="${changed(view, 'text', view.large ? 'normal' : 'large')}" rel="nofollow">${view.large ? words.normalText[t] : words.largeText[t]}</a></li>
<li><a href="${changed(view, 'lang', other)}" lang="${other === 'zh' ? published : 'en'}" hreflang="${other}" rel="nofollow">${words.otherLanguage[t]}</a></li>
</ul>
</div>
<nav class="main" aria-label="${words.mainNavigation[t]}">
<ul class="wide">${[home, ...columns, ...own, about].map(link)}</ul>
<ul class="narrow">${[home, ...own].map(link)}<li><details><summary>${words.columns[t]}</summary><ul>${[...columns, about].map(link)}</ul></details></li></ul>
</nav>
</header>`;
}

/** The name stands in Chinese where the settings give no other. */
function nameLanguage(frame: SiteFrame | undefined, view: View): string {
  const { organisation } = frame?.settings ?? {};
  return view.language === 'en' && organisation && organisation.en !== organisation.zh ? 'en' : published;
}

/** Characters that no HTML or XML document may hold. */
export function legible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/g, '');
}
