import { html } from 'hono/html';
import type { Organisation } from '#domain/classes/organisation.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { photosAtMost } from '#domain/photos/model.ts';
import type { Habits } from '#domain/records/habits.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import type { Language, Text } from '#kernel/text.ts';
import { type Answers, showNarrative } from '../form/answers.ts';
import { dayText } from '../form/questions.ts';
import type { Question, Step } from '../form/steps.ts';
import type { Html } from '../layout.ts';
import { fill, words } from '../words.ts';
import { type FormView, sendButtons } from './form.ts';
import { taken } from './photos.ts';

/** What will be sent, for a last look; everything travels along in hidden fields. Only without script. */
export function reviewPage(
  view: FormView,
  draft: RecordDraft,
  organisation: Organisation,
  notice?: Text,
  similar?: Html,
): Html {
  const { sheet, steps } = view;
  const t = sheet.language;
  return html`<h1 class="subject">${view.title[t]}</h1>
<h2>${words.review[t]}</h2>
${notice ? html`<p class="note">${notice[t]}</p>` : ''}
<form class="reviewing" method="post" enctype="multipart/form-data" action="${view.action}">
${hiddenFields([...view.hidden, ...sheet.answers])}
<button class="unseen" name="act" value="send" tabindex="-1" aria-hidden="true">${words.send[t]}</button>
${similar ?? ''}
<dl class="review">${steps.flatMap((step) =>
    step.questions.map((question) => {
      if (question.type === 'photos') return '';
      const said = saidOf(question, draft, organisation, sheet.habits, t);
      if (said === '' && !isEssential(step)) return '';
      return html`<div><dt>${question.label[t]}</dt><dd>${said || html`<span class="none">${words.notGiven[t]}</span>`}
<button class="change" name="change" value="${step.id}" aria-label="${words.change[t]}：${question.label[t]}">${words.change[t]}</button></dd></div>`;
    }),
  )}</dl>
<label class="label" for="photo">${words.addPhotos[t]}（${words.optional[t]}）</label>
<p class="hint" id="h-photo">${fill(words.photosRoom[t], { n: photosAtMost })}</p>
<input type="file" id="photo" name="photo" accept="${taken}" multiple aria-describedby="h-photo" />
${sendButtons(view)}
</form>`;
}

export function hiddenFields(answers: Answers): Html {
  return html`${answers.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}`;
}

function isEssential(step: Step): boolean {
  return step.id !== 'more' && step.id !== 'counts';
}

/** The answer to a question in the record's own words; empty when there is none. */
export function saidOf(
  question: Question,
  draft: RecordDraft,
  { tree, catalogue }: Organisation,
  habits: Pick<Habits, 'people' | 'outlets'>,
  t: Language,
): string {
  const unitName = (code: string) => tree.find(code)?.name ?? code;
  switch (question.type) {
    case 'day':
      return draft.from === draft.to ? dayText(draft.to, t) : `${dayText(draft.from, t)} — ${dayText(draft.to, t)}`;
    case 'host':
      return unitName(draft.hosts[0]!);
    case 'cohosts':
      return draft.hosts.slice(1).map(unitName).join('、');
    case 'title':
      return draft.title;
    case 'photos':
      return '';
    case 'place':
      return draft.place;
    case 'narrative':
      return showNarrative(draft.narrative, kinds[draft.kind], catalogue, t);
    case 'partners':
      return draft.partners.join('、');
    case 'class': {
      const code = draft.classes[question.family];
      return code === undefined ? '' : (catalogue.labelOf(question.family, code)?.[t] ?? code);
    }
    case 'count': {
      const { field, scale, unit, defaultValue } = question.measure;
      const steps = draft.measures[field];
      if (steps === undefined || (question.aside && steps === defaultValue)) return '';
      return `${steps / scale}${unit}`;
    }
    case 'field': {
      const said = draft.fields[question.field.code] ?? '';
      return habits.outlets.find((one) => question.field.type === 'outlet' && one.code === said)?.label ?? said;
    }
    case 'people':
      return draft.people
        .filter((one) => one.role === question.role)
        .map((one) => habits.people[question.role].find((choice) => choice.code === one.person)?.label ?? one.person)
        .join('、');
  }
}
