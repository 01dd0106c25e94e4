import { html } from 'hono/html';
import type { Language } from '#kernel/text.ts';
import type { Html } from '../layout.ts';
import { words } from '../words.ts';

export interface SignInView {
  readonly to: string;
  readonly ended: boolean;
  readonly username: string;
  readonly problems: readonly string[];
}

export function signInPage({ to, ended, username, problems }: SignInView, t: Language): Html {
  return html`<div class="door">
<h1>${words.signInTitle[t]}</h1>
<p class="lead">${ended ? words.signInEnded[t] : words.signInLead[t]}</p>
${problems.length > 0 ? html`<div class="problems" role="alert">${problems.map((one) => html`<p>${one}</p>`)}</div>` : ''}
<form method="post" action="/field/sign-in" novalidate>
<input type="hidden" name="to" value="${to}" />
<label class="label" for="username">${words.username[t]}</label>
<input type="text" id="username" name="username" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="80" />
<label class="label" for="password">${words.password[t]}</label>
<input type="password" id="password" name="password" autocomplete="current-password" maxlength="200" />
<div class="ways"><button class="button main">${words.signIn[t]}</button></div>
</form>
<p class="hint">${words.forgotten[t]}</p>
</div>`;
}
