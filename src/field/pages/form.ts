import { html, raw } from 'hono/html';
import type { Text } from '#kernel/text.ts';
import { questionHtml, type Sheet } from '../form/questions.ts';
import type { Question, Step } from '../form/steps.ts';
import type { Html } from '../layout.ts';
import { fill, words } from '../words.ts';

export interface FormView {
  readonly title: Text;
  /** Where it is sent. */
  readonly action: string;
  readonly steps: readonly Step[];
  readonly sheet: Sheet;
  /** Names and values that nobody is asked for: the key, the revision seen, whose form it is. */
  readonly hidden: readonly (readonly [string, string])[];
  /** The screen to begin with. */
  readonly open: string;
  /** The verifier's words about a returned record. */
  readonly reason?: string;
  /** What the verifier said of fields that this form does not ask for. */
  readonly remarks: readonly { readonly label: Text; readonly text: string }[];
  /** A record that is not a draft any more: it is saved, not kept for later. */
  readonly editing: 'new' | 'draft' | 'returned' | 'reported';
  /** Sentences that belong to no question. */
  readonly general: readonly string[];
  /** Something the phone may keep and continue: not a form that was just refused. */
  readonly fresh: boolean;
  /** The same form filled in like the last record. */
  readonly like?: string;
  /** Where the photos are that the record has already. */
  readonly photosAt?: string;
  /** Where one asks whether it was recorded already. */
  readonly similarAt?: string;
}

/**
 * All screens of a form in one document, one of them seen at a time: by the address's fragment, without script, with nothing
 * lost on the way back, and without a network once it is there.
 */
export function formPage(view: FormView): Html {
  const t = view.sheet.language;
  return html`<h1 class="subject">${view.title[t]}</h1>
${view.reason ? html`<div class="reason"><p class="label">${words.verifierSays[t]}</p><p>${view.reason}</p>${view.remarks.map((one) => html`<p><b>${one.label[t]}</b> ${one.text}</p>`)}</div>` : ''}
${wrongList(view)}
<p class="note" hidden></p>
<form class="steps" method="post" action="${view.action}" novalidate data-editing="${view.editing}"${view.fresh ? raw(' data-fresh') : ''}>
${view.hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
<button class="unseen" name="act" value="review" tabindex="-1" aria-hidden="true">${words.toReview[t]}</button>
${view.steps.map((step, index) => stepHtml(step, index, view))}
<section class="step" id="s-review" data-step="review">
<h2 tabindex="-1">${words.review[t]}</h2>
<dl class="review"></dl>
${view.similarAt ? html`<div data-similar="${view.similarAt}" aria-live="polite"></div>` : ''}
${sendButtons(view)}
</section>
</form>
<p class="unseen" role="status" data-said></p>
`;
}

function wrongList({ sheet, steps, general }: FormView): Html | '' {
  const t = sheet.language;
  const named = [...sheet.wrong].flatMap(([name, sentences]) => {
    const step = steps.find((one) => one.questions.some((question) => question.name === name));
    return sentences.map((sentence) => ({ sentence, step }));
  });
  const loose = [...general, ...named.filter((one) => !one.step).map((one) => one.sentence)];
  const placed = named.filter((one) => one.step);
  if (loose.length + placed.length === 0) return '';
  return html`<div class="problems" role="alert"><p>${fill(words.wrong[t], { n: loose.length + placed.length })}</p>
<ul>${loose.map((sentence) => html`<li>${sentence}</li>`)}${placed.map(({ sentence, step }) => html`<li><a href="#s-${step!.id}">${sentence}</a></li>`)}</ul></div>`;
}

function stepHtml(step: Step, index: number, view: FormView): Html {
  const t = view.sheet.language;
  const { steps } = view;
  const [before, after] = [steps[index - 1], steps[index + 1]];
  const alone = step.questions.length === 1;
  const shown = step.questions.filter((question) => !isAside(question));
  const aside = step.questions.filter(isAside);
  // Whoever mends one thing goes straight from there to the last look.
  const reviewButton = html`<button class="button main" name="act" value="review">${words.toReview[t]}</button>`;
  // The last screen is an extra; whoever has nothing to add goes past it.
  const counted = steps.length - 1;
  const [mends, isLast] = [view.editing === 'returned' || view.editing === 'reported', index >= counted - 1];
  const opened = aside.some(
    ({ name }) => view.sheet.wrong.has(name) || view.sheet.said?.has(name) || view.sheet.asked === name,
  );
  return html`<section class="step${step.id === view.open ? ' open' : ''}" id="s-${step.id}" data-step="${step.id}">
<p class="progress"><span class="bar" aria-hidden="true">${raw(progressBar(index, counted))}</span>${index < counted ? html`<small>${fill(words.stepOf[t], { n: index + 1, of: counted })}</small>` : ''}</p>
<h2 tabindex="-1">${step.title[t]}</h2>
${step.hint ? html`<p class="hint">${step.hint[t]}</p>` : ''}
${shown.map((question) => questionHtml(question, view.sheet, alone))}
${step.id === 'photos' && view.photosAt ? html`<a class="button" href="${view.photosAt}">${words.photosThere[t]}</a>` : ''}
${aside.length > 0 && shown.length > 0 ? html`<details class="aside"${opened ? raw(' open') : ''}><summary>${words.moreCounts[t]}</summary>${aside.map((question) => questionHtml(question, view.sheet, false))}</details>` : aside.map((question) => questionHtml(question, view.sheet, false))}
<p class="complaint" role="alert" hidden></p>
<div class="ways">
${mends || isLast ? reviewButton : ''}
${after ? html`<a class="button${mends || isLast ? '' : ' main'} next" href="#s-${after.id}">${isLast ? words.moreAsk[t] : words.next[t]}</a>` : ''}
${before ? html`<a class="button" href="#s-${before.id}">${words.back[t]}</a>` : ''}
${index === 0 && view.like ? html`<a class="button like" href="${view.like}" data-keep><span>${words.sameAsLast[t]}</span>${view.sheet.habits.titles[0] ? html`<small>${view.sheet.habits.titles[0]}</small>` : ''}</a>` : ''}
${laterButton(view)}
</div>
</section>`;
}

function isAside(question: Question): boolean {
  return question.type === 'count' && question.aside;
}

function progressBar(index: number, of: number): string {
  return Array.from({ length: of }, (_, at) => (at <= index ? '<i class="done"></i>' : '<i></i>')).join('');
}

export function sendButtons(view: Pick<FormView, 'editing' | 'sheet'>): Html {
  const t = view.sheet.language;
  return html`<div class="ways"><button class="button main" name="act" value="send">${view.editing === 'reported' ? words.save[t] : words.send[t]}</button>
${laterButton(view)}</div>`;
}

function laterButton({ editing, sheet }: Pick<FormView, 'editing' | 'sheet'>): Html | '' {
  if (editing === 'reported' || editing === 'returned') return '';
  return html`<button class="button quiet" name="act" value="draft">${words.saveDraft[sheet.language]}</button>`;
}
