import { html } from 'hono/html';
import type { Organisation } from '#domain/classes/organisation.ts';
import { asking } from '#domain/kinds/asking.ts';
import type { Photo } from '#domain/photos/model.ts';
import type { RecordDetail } from '#domain/records/detail.ts';
import type { Habits } from '#domain/records/habits.ts';
import { type Status, statusLabels } from '#domain/records/model.ts';
import type { Language, Text } from '#kernel/text.ts';
import type { Step } from '../form/steps.ts';
import type { Html } from '../layout.ts';
import { fill, words } from '../words.ts';
import { momentText } from './moment.ts';
import { photoStrip } from './photos.ts';
import { saidOf } from './review.ts';
import { type ThreadView, threadHtml } from './thread.ts';

/** How one comes to see it: right after an act, or later. */
export type Arrival = 'sent' | 'draft' | 'saved' | undefined;

export interface RecordView {
  readonly detail: RecordDetail;
  readonly steps: readonly Step[];
  readonly habits: Pick<Habits, 'people' | 'outlets'>;
  readonly verifiers: readonly string[];
  readonly photos: readonly Photo[];
  readonly arrival: Arrival;
  /** Labels of the parts that came from somebody else's edit. */
  readonly merged: readonly string[];
  /** That its round is closed. */
  readonly notice: Text | undefined;
  /** What was said of single fields when it was returned, with their labels. */
  readonly comments: readonly { readonly label: string; readonly text: string }[];
  /** Labels of the parts that are not as the reader last saw them, with who changed them. */
  readonly changed: readonly { readonly label: string; readonly by: string | null }[];
  readonly thread: ThreadView;
}

/** A record with its number: the receipt, and the place to look it up again. */
export function recordPage(
  { detail, steps, habits, verifiers, photos, arrival, merged, notice, comments, changed, thread }: RecordView,
  organisation: Organisation,
  t: Language,
): Html {
  const { draft, status } = detail;
  const said = steps.flatMap((step) =>
    step.questions.flatMap((question) => {
      const text = question.type === 'narrative' ? detail.narrative : saidOf(question, draft, organisation, habits, t);
      return text === '' || question.type === 'title' ? [] : [{ label: question.label[t], text }];
    }),
  );
  const returned = status === 'returned' ? detail.steps.findLast((one) => one.to === 'returned')?.reason : undefined;
  return html`${arrival ? html`<div class="receipt"><p class="tick" aria-hidden="true"></p><h1>${arrivalWords(arrival, status)[t]}</h1></div>` : html`<h1 class="subject">${asking[draft.kind].start[t]}</h1>`}
<p class="number-line"><span>${words.number[t]}</span> <b>${detail.id}</b> <span class="tag ${status}">${statusLabels[status][t]}</span></p>
<p class="what">${draft.title}</p>
${merged.length > 0 ? html`<p class="note">${fill(words.mergedNote[t], { parts: merged.join('、') })}</p>` : ''}
${returned ? html`<div class="reason"><p class="label">${words.verifierSays[t]}</p><p>${returned}</p>${comments.length > 0 ? html`<p class="label">${words.toMend[t]}</p><ul>${comments.map((one) => html`<li><b>${one.label}</b> ${one.text}</li>`)}</ul>` : ''}</div>` : ''}
${changed.length > 0 ? html`<p class="note">${words.changedMeanwhile[t]}${t === 'zh' ? '：' : ': '}${changed.map((one) => (one.by ? `${one.label}（${one.by}）` : one.label)).join('、')}</p>` : ''}
${notice ? html`<p class="note">${notice[t]}</p>` : ''}
<h2>${words.nextUp[t]}</h2>
<p>${nextUp(status, verifiers, t)}</p>
<div class="ways">
${detail.may.includes('edit') && status !== 'verified' ? html`<a class="button${status === 'returned' || status === 'draft' ? ' main' : ''}" href="/field/records/${detail.id}/edit">${status === 'draft' ? words.goOn[t] : words.change[t]}</a>` : ''}
${arrival === 'sent' ? html`<a class="button" href="/field/new/${draft.kind}">${words.recordAnother[t]}</a>` : ''}
<a class="button${arrival ? ' main' : ''}" href="/field">${words.home[t]}</a>
</div>
${photoStrip(detail.id, photos, detail.may.includes('edit'), t)}
<dl class="review">${said.map(({ label, text }) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>
${threadHtml(thread, t)}
<h2>${words.howItWent[t]}</h2>
<ol class="history">${detail.steps.map((one) => html`<li><b>${statusLabels[one.to][t]}</b> ${one.by ?? ''} <small>${momentText(one.at)}</small>${one.reason ? html`<br />${one.reason}` : ''}</li>`)}</ol>`;
}

function arrivalWords(arrival: NonNullable<Arrival>, status: Status): Text {
  if (arrival === 'draft' && status === 'draft') return words.keptDraft;
  return arrival === 'sent' ? words.sent : words.saved;
}

function nextUp(status: Status, verifiers: readonly string[], t: Language): string {
  switch (status) {
    case 'submitted':
      return fill(words.looks[t], { who: verifiers.join(t === 'zh' ? '或' : ' or ') || words.looksNobody[t] });
    case 'draft':
      return words.draftNext[t];
    case 'verified':
      return words.verifiedNext[t];
    case 'returned':
      return words.returnedNext[t];
    case 'void':
      return words.voidNext[t];
  }
}
