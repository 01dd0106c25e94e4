import { html } from 'hono/html';
import type { Conflict } from '#domain/records/merge.ts';
import type { Json } from '#kernel/canonical.ts';
import type { Language } from '#kernel/text.ts';
import type { Answers } from '../form/answers.ts';
import type { Html } from '../layout.ts';
import { fill, words } from '../words.ts';
import { hiddenFields } from './review.ts';

export interface ConflictView {
  readonly action: string;
  readonly conflicts: readonly Conflict[];
  /** What was sent, to be sent again with the choices. */
  readonly answers: Answers;
  readonly revision: number;
  readonly labelOf: (part: string) => string;
  readonly show: (part: string, value: Json | undefined) => string;
  readonly unchosen: readonly string[];
}

/** Two versions of each part that two people changed, side by side; nothing is preselected. */
export function conflictPage(view: ConflictView, t: Language): Html {
  return html`<h1>${words.chooseTitle[t]}</h1>
<p>${words.chooseLead[t]}</p>
${view.unchosen.length > 0 ? html`<div class="problems" role="alert">${view.unchosen.map((part) => html`<p>${fill(words.notChosen[t], { part: view.labelOf(part) })}</p>`)}</div>` : ''}
<form method="post" action="${view.action}">
${hiddenFields([...view.answers, ['chosen_at', String(view.revision)], ['act', 'send']])}
${view.conflicts.map(({ part, base, theirs, mine }) => {
  const was = view.show(part, base);
  return html`<fieldset class="versus"><legend>${view.labelOf(part)}</legend>
<p class="hint">${words.was[t]}：${was || words.notGiven[t]}</p>
${(
  [
    ['theirs', theirs, words.theirs],
    ['mine', mine, words.ours],
  ] as const
).map(
  ([side, value, label]) =>
    html`<label class="choice"><input type="radio" name="choice.${part}" value="${side}" /><span><small>${label[t]}</small><b>${view.show(part, value) || words.notGiven[t]}</b></span></label>`,
)}</fieldset>`;
})}
<div class="ways"><button class="button main">${words.useChosen[t]}</button></div>
</form>`;
}
