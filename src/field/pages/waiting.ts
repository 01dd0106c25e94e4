import { html } from 'hono/html';
import type { Language } from '#kernel/text.ts';
import type { Html } from '../layout.ts';
import { words } from '../words.ts';

/** What waits on this phone; the script fills it in, from the phone alone. */
export function waitingPage(t: Language): Html {
  return html`<h1>${words.waiting[t]}</h1>
<p class="lead">${words.waitingLead[t]}</p>
<noscript><p class="note">${words.waitingNeedsScript[t]}</p></noscript>
<ul class="records" data-queue></ul>
<p class="empty" data-queue-empty hidden>${words.waitingNone[t]}</p>
<div class="ways"><a class="button main" href="/field">${words.home[t]}</a></div>`;
}
