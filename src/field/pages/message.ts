import { html } from 'hono/html';
import type { Language } from '#kernel/text.ts';
import type { Html } from '../layout.ts';
import { words } from '../words.ts';

export function messagePage(title: string, text: string, t: Language): Html {
  return html`<h1>${title}</h1>
<p>${text}</p>
<div class="ways"><a class="button main" href="/field">${words.home[t]}</a></div>`;
}
