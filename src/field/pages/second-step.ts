import { html, raw } from 'hono/html';
import { renderSVG } from 'uqr';
import type { Enrolment } from '#domain/access/second-factor.ts';
import type { Language } from '#kernel/text.ts';
import { doorWords } from '../door-words.ts';
import type { Html } from '../layout.ts';

interface View {
  readonly to: string;
  readonly problems: readonly string[];
}

export function codePage({ to, problems }: View, t: Language): Html {
  return html`<div class="door">
<h1>${doorWords.codeTitle[t]}</h1>
<p class="lead">${doorWords.codeLead[t]}</p>
${problemList(problems)}
<form method="post" action="/field/sign-in/code" novalidate>
<input type="hidden" name="to" value="${to}" />
<label class="label" for="code">${doorWords.code[t]}</label>
<input type="text" id="code" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="60" />
<div class="ways"><button class="button main">${doorWords.goOn[t]}</button></div>
</form>
<p class="hint">${doorWords.codeHint[t]}</p>
${leaveForm(t)}
</div>`;
}

export function enrolPage({ to, problems, secret, uri }: View & Enrolment, t: Language): Html {
  const svg = renderSVG(uri, { ecc: 'M', border: 2, pixelSize: 4 });
  return html`<div class="door">
<h1>${doorWords.enrolTitle[t]}</h1>
<p class="lead">${doorWords.enrolLead[t]}</p>
${problemList(problems)}
<p>${doorWords.enrolScan[t]}</p>
<div class="qr" role="img" aria-label="${doorWords.qr[t]}">${raw(svg)}</div>
<p><a href="${uri}">${doorWords.openHere[t]}</a></p>
<p class="hint">${doorWords.secret[t]} <code class="secret">${secret}</code></p>
<form method="post" action="/field/sign-in/enrolment" novalidate>
<input type="hidden" name="to" value="${to}" />
<label class="label" for="code">${doorWords.enrolCode[t]}</label>
<input type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="20" />
<div class="ways"><button class="button main">${doorWords.goOn[t]}</button></div>
</form>
${leaveForm(t)}
</div>`;
}

export function recoveryPage(codes: readonly string[], to: string, t: Language): Html {
  return html`<div class="door">
<h1>${doorWords.savedTitle[t]}</h1>
<p class="lead">${doorWords.savedLead[t]}</p>
<ul class="codes">${codes.map((one) => html`<li><code class="secret">${one}</code></li>`)}</ul>
<div class="ways"><a class="button main" href="${to}">${doorWords.savedDone[t]}</a></div>
</div>`;
}

export function newPasswordPage({ to, problems }: View, t: Language): Html {
  return html`<div class="door">
<h1>${doorWords.passwordTitle[t]}</h1>
<p class="lead">${doorWords.passwordLead[t]}</p>
${problemList(problems)}
<form method="post" action="/field/sign-in/password" novalidate>
<input type="hidden" name="to" value="${to}" />
<label class="label" for="password">${doorWords.newPassword[t]}</label>
<p class="hint" id="rules">${doorWords.passwordRules[t]}</p>
<input type="password" id="password" name="password" autocomplete="new-password" aria-describedby="rules" maxlength="200" />
<div class="ways"><button class="button main">${doorWords.goOn[t]}</button></div>
</form>
${leaveForm(t)}
</div>`;
}

function problemList(problems: readonly string[]): Html | '' {
  return problems.length > 0
    ? html`<div class="problems" role="alert">${problems.map((one) => html`<p>${one}</p>`)}</div>`
    : '';
}

function leaveForm(t: Language): Html {
  return html`<form method="post" action="/field/sign-in/leave"><div class="ways"><button class="button">${doorWords.leave[t]}</button></div></form>`;
}
