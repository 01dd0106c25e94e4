import { html, raw } from 'hono/html';
import type { Language, Text } from '#kernel/text.ts';
import { icon, script, style } from './assets.ts';
import { phoneWords } from './phone-words.ts';
import { words } from './words.ts';

export type Html = ReturnType<typeof html>;

export interface Page {
  readonly title: string;
  readonly main: Html;
  /** The page's own address with what it knows, for the other language. */
  readonly here: string;
  /** What is seen of the way back; the home page has none. */
  readonly up?: { readonly href: string; readonly label: Text };
  /** Who is signed in; the phone's own store is kept apart by it. */
  readonly by?: string;
}

/** The whole document. The script finds its words and whose phone it is on the body. */
export async function documentText(page: Page, language: Language): Promise<string> {
  const other = language === 'zh' ? 'en' : 'zh';
  const said = JSON.stringify(
    Object.fromEntries(Object.entries(phoneWords).map(([name, text]) => [name, text[language]])),
  );
  const whole = html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${page.title} · ${words.product[language]}</title>
<meta name="robots" content="noindex" />
<meta name="theme-color" content="#0b4a8f" />
<link rel="stylesheet" href="${style.path}" />
<link rel="icon" href="${icon.path}" type="image/svg+xml" />
<link rel="manifest" href="/field/manifest.webmanifest" />
<script src="${script.path}" defer></script>
</head>
<body data-words="${said}" data-by="${page.by ?? ''}" data-change="${words.change[language]}" data-made="${Date.now()}">
<a class="skip" href="#main">${words.skip[language]}</a>
<header class="top">
${page.up ? html`<a class="up" href="${page.up.href}">${raw('<span aria-hidden="true">‹</span>')} ${page.up.label[language]}</a>` : html`<a class="up brand" href="/field">${words.product[language]}</a>`}
<a class="lang" href="${page.here}${page.here.includes('?') ? '&' : '?'}lang=${other}" lang="${other === 'zh' ? 'zh-CN' : 'en'}" rel="nofollow">${words.otherLanguage[language]}</a>
</header>
<p class="net" role="status" hidden></p>
<main id="main" tabindex="-1">
${page.main}
</main>
</body>
</html>
`;
  return (await whole).toString();
}
