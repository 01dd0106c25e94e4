import { html } from 'hono/html';
import { longestMessage } from '#domain/verification/model.ts';
import type { Message } from '#domain/verification/store.ts';
import type { Language } from '#kernel/text.ts';
import type { Html } from '../layout.ts';
import { fill, words } from '../words.ts';
import { momentText } from './moment.ts';

export interface ThreadView {
  readonly id: number;
  readonly messages: readonly Message[];
  /** Of others, and not seen before. */
  readonly unread: number;
  readonly mayWrite: boolean;
  /** Whose page it is, so that a form left open says nothing in another's name. */
  readonly by: string;
  /** What was written and not taken, and why. */
  readonly refused?: { readonly text: string; readonly why: string };
}

/** What whoever reported a record and whoever verifies it say to each other, and the box to answer. */
export function threadHtml({ id, messages, unread, mayWrite, by, refused }: ThreadView, t: Language): Html | '' {
  if (messages.length === 0 && !mayWrite && !refused) return '';
  const others = messages.filter((one) => !one.own);
  const fresh = new Set(others.slice(others.length - unread).map((one) => one.id));
  return html`<section class="thread" id="thread" aria-labelledby="h-thread">
<h2 id="h-thread">${words.thread[t]}${unread > 0 ? html` <span class="count">${fill(words.unread[t], { n: unread })}</span>` : ''}</h2>
${messages.length > 0 ? html`<ol>${messages.map((one) => html`<li class="${one.own ? 'own' : ''}${fresh.has(one.id) ? ' fresh' : ''}"><small>${one.own ? words.you[t] : one.by} · ${momentText(one.at)}</small><p>${one.text}</p></li>`)}</ol>` : ''}
${refused ? html`<p class="wrong" id="w-message" role="alert">${refused.why}</p>` : ''}
${
  mayWrite
    ? html`<form method="post" action="/field/records/${id}/messages">
<input type="hidden" name="by" value="${by}" />
<label class="label" for="message">${words.writeMessage[t]}</label>
<p class="hint" id="h-message">${words.messageHint[t]}</p>
<textarea id="message" name="text" rows="2" maxlength="${longestMessage}" aria-describedby="h-message${refused ? ' w-message' : ''}">${refused?.text ?? ''}</textarea>
<button class="button">${words.sendMessage[t]}</button>
</form>`
    : ''
}
</section>`;
}
