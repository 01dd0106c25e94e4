import { html, raw } from 'hono/html';
import type { Catalogue } from '#domain/classes/model.ts';
import type { Choice, Habits } from '#domain/records/habits.ts';
import { addDays, type Day, dayInWords } from '#kernel/day.ts';
import type { Language, Text } from '#kernel/text.ts';
import type { Html } from '../layout.ts';
import { words } from '../words.ts';
import type { Answers } from './answers.ts';
import type { Question } from './steps.ts';

/** What the questions are shown with. */
export interface Sheet {
  readonly language: Language;
  readonly catalogue: Catalogue;
  readonly habits: Habits;
  readonly answers: Answers;
  readonly today: Day;
  /** The day by which class lists are chosen. */
  readonly day: Day;
  /** Sentences by the name of the question. */
  readonly wrong: ReadonlyMap<string, readonly string[]>;
  /** The verifier's words by the name of the question. */
  readonly said?: ReadonlyMap<string, readonly string[]>;
  /** The question that the form is opened for. */
  readonly asked?: string;
}

/** The days offered at a tap. */
export function offeredDays(today: Day): Day[] {
  return [today, addDays(today, -1), addDays(today, -2)];
}

/** A question with its label, its present answer and what is wrong with it. `alone` when the screen asks nothing else. */
export function questionHtml(question: Question, sheet: Sheet, alone: boolean): Html {
  const wrong = sheet.wrong.get(question.name) ?? [];
  const said = sheet.said?.get(question.name) ?? [];
  const asked = question.name === sheet.asked || said.length > 0;
  return html`<div class="question${wrong.length > 0 ? ' bad' : asked ? ' asked' : ''}" data-name="${question.name}">
${said.map((one) => html`<div class="reason"><p class="label">${words.verifierSaysHere[sheet.language]}</p><p>${one}</p></div>`)}
${wrong.map((sentence) => html`<p class="wrong" id="w-${question.name}">${sentence}</p>`)}
${body(question, sheet, alone)}
</div>`;
}

function body(question: Question, sheet: Sheet, alone: boolean): Html {
  const t = sheet.language;
  const label = question.label[t];
  switch (question.type) {
    case 'day':
      return days(sheet);
    case 'host':
      return select(question.name, label, sheet.habits.units.map(unitChoice), value(sheet, 'host'), sheet, undefined);
    case 'cohosts':
      return several(
        question.name,
        label,
        sheet.habits.joint.filter((unit) => unit.code !== value(sheet, 'host')).map(unitChoice),
        sheet,
        question.hint?.[t],
      );
    case 'title':
      return title(question, sheet);
    case 'place':
      return place(sheet);
    case 'partners':
      return partners(question, sheet);
    case 'photos':
      return photos(sheet);
    case 'narrative':
      // No bound here: a keyboard that hears would lose its end without a word. The server says what is too long.
      return html`${labelFor(question.name, label, alone)}
<textarea id="${question.name}" name="${question.name}" rows="5" autocapitalize="sentences" enterkeyhint="enter"${bad(question.name, sheet)}>${raw('\n')}${value(sheet, question.name)}</textarea>`;
    case 'class': {
      const classes = sheet.catalogue.listOn(question.family, sheet.day)?.classes ?? [];
      const choices = classes.map((one) => ({ code: one.code, label: one.label[t] }));
      if (question.required && choices.length <= 12) return tiles(question.name, label, choices, sheet);
      return select(question.name, label, choices, value(sheet, question.name), sheet, words.none[t]);
    }
    case 'count':
      return count(question, sheet);
    case 'field':
      return field(question, sheet, alone);
    case 'people':
      return several(question.name, label, sheet.habits.people[question.role], sheet, undefined, words.nobody[t]);
  }
}

/** Two ways to a photo. The boxes have no name: what is chosen goes its own way, by the script; without it there is a later page. */
function photos(sheet: Sheet): Html {
  const t = sheet.language;
  return html`<p class="label unseen">${words.photos[t]}</p>
<div class="pick" data-pick hidden>
<label class="button"><input type="file" class="unseen" accept="image/*" capture="environment" />${words.takePhoto[t]}</label>
<label class="button"><input type="file" class="unseen" accept="image/jpeg,image/png,image/webp" multiple />${words.choosePhotos[t]}</label>
</div>
<noscript><p class="note">${words.photosLater[t]}</p></noscript>
<ul class="thumbs" data-thumbs></ul>
<p class="complaint" role="alert" data-photo-complaint hidden></p>`;
}

interface Hinted {
  readonly label: Text;
  readonly hint?: Text;
}

function value(sheet: Sheet, name: string): string {
  return sheet.answers.find(([one, said]) => one === name && said !== '')?.[1] ?? '';
}

function unitChoice(unit: { readonly code: string; readonly name: string }): Choice {
  return { code: unit.code, label: unit.name };
}

function bad(name: string, sheet: Sheet) {
  return sheet.wrong.has(name) ? raw(` aria-invalid="true" aria-describedby="w-${name}"`) : '';
}

function labelFor(id: string, label: string, unseen: boolean): Html {
  return html`<label for="${id}" class="${unseen ? 'unseen' : 'label'}">${label}</label>`;
}

function days(sheet: Sheet): Html {
  const t = sheet.language;
  const picked = value(sheet, 'day');
  const labels = [words.today[t], words.yesterday[t], words.beforeYesterday[t]];
  const offered = offeredDays(sheet.today);
  const first = value(sheet, 'day_from');
  return html`<fieldset><legend class="unseen">${words.dayShort[t]}</legend>
${offered.map((one, index) => html`<label class="choice"><input type="radio" name="day" value="${one}"${on(picked === one)} data-go /><span><b>${labels[index]}</b> <small>${dayText(one, t)}</small></span></label>`)}
<label class="choice"><input type="radio" name="day" value="other"${on(picked === 'other')} /><span><b>${words.otherDay[t]}</b></span></label>
</fieldset>
<div class="after-other">${labelFor('day_other', words.pickDay[t], false)}
<input type="date" id="day_other" name="day_other" value="${value(sheet, 'day_other')}" max="${sheet.today}"${bad('day', sheet)} /></div>
<details class="aside"${first ? raw(' open') : ''}><summary>${words.severalDays[t]}</summary>
${labelFor('day_from', words.firstDay[t], false)}<p class="hint">${words.firstDayHint[t]}</p>
<input type="date" id="day_from" name="day_from" value="${first}" max="${sheet.today}" /></details>`;
}

export function dayText(day: Day, language: Language): string {
  return language === 'zh' ? dayInWords(day) : day;
}

function title(question: Hinted, sheet: Sheet): Html {
  const t = sheet.language;
  const { titles } = sheet.habits;
  return html`${labelFor('title', question.label[t], true)}
<p class="hint" id="h-title">${question.hint?.[t]}</p>
<input type="text" id="title" name="title" value="${value(sheet, 'title')}" list="titles" autocomplete="off" autocapitalize="sentences" enterkeyhint="next" data-needed${bad('title', sheet)} />
<datalist id="titles">${titles.map((one) => html`<option value="${one}"></option>`)}</datalist>
${titles.length > 0 ? html`<div class="chips" hidden data-fills="title"><p class="hint">${words.lastTitles[t]}</p>${titles.map((one) => html`<button type="button" class="chip">${one}</button>`)}</div>` : ''}`;
}

/** Places known already at a tap, and a box for any other; what is written in the box counts before what is tapped. */
function place(sheet: Sheet): Html {
  const t = sheet.language;
  const [said, isWrong] = [value(sheet, 'place') || value(sheet, 'place_pick'), sheet.wrong.has('place')];
  const places = [...new Set([...(said && !isWrong ? [said] : []), ...sheet.habits.places])];
  const box = html`${labelFor('place', places.length > 0 ? words.otherPlace[t] : words.writePlace[t], places.length === 0)}
<input type="text" id="place" name="place" value="${isWrong ? said : ''}" autocomplete="off" enterkeyhint="next"${bad('place', sheet)} />`;
  if (places.length === 0) return html`<input type="hidden" name="place_pick" value="" />${box}`;
  return html`<input type="hidden" name="place_pick" value="" />
<fieldset><legend class="unseen">${words.placeShort[t]}</legend>
${places.map((one) => html`<label class="choice"><input type="radio" name="place_pick" value="${one}"${on(one === said)} data-go /><span>${one}</span></label>`)}
</fieldset>${box}`;
}

function partners(question: Hinted, sheet: Sheet): Html {
  const t = sheet.language;
  const said = sheet.answers
    .filter(([name]) => name === 'partner')
    .flatMap(([, text]) => text.split('、').filter(Boolean));
  const known = sheet.habits.partners;
  const typed = said.filter((one) => !known.includes(one)).join('、');
  return html`${labelFor('partner', question.label[t], false)}
<p class="hint">${question.hint?.[t]}</p>
${known.map((one) => html`<label class="choice small"><input type="checkbox" name="partner" value="${one}"${on(said.includes(one))} /><span>${one}</span></label>`)}
<input type="text" id="partner" name="partner" value="${typed}" autocomplete="off"${bad('partner', sheet)} />`;
}

function tiles(name: string, label: string, choices: readonly Choice[], sheet: Sheet): Html {
  const picked = value(sheet, name);
  return html`<fieldset data-needed="${name}"><legend class="unseen">${label}</legend><input type="hidden" name="${name}" value="" />
<div class="tiles">${choices.map((one) => html`<label class="choice"><input type="radio" name="${name}" value="${one.code}"${on(picked === one.code)} data-go /><span>${one.label}</span></label>`)}</div>
</fieldset>`;
}

function select(
  name: string,
  label: string,
  choices: readonly Choice[],
  picked: string,
  sheet: Sheet,
  none: string | undefined,
  unseen = false,
): Html {
  return html`${labelFor(name, label, unseen)}
<select id="${name}" name="${name}"${bad(name, sheet)}>
${none === undefined ? '' : html`<option value="">${none}</option>`}
${withPicked(choices, [picked], sheet).map((one) => html`<option value="${one.code}"${picked === one.code ? raw(' selected') : ''}>${one.label}</option>`)}
</select>`;
}

/** What a record says already can be kept, whether or not it would be offered. */
function withPicked(choices: readonly Choice[], picked: readonly string[], { habits }: Sheet): readonly Choice[] {
  const strange = picked.filter((code) => code !== '' && !choices.some((one) => one.code === code));
  const label = (code: string) => habits.joint.find((unit) => unit.code === code)?.name ?? code;
  return [...strange.map((code) => ({ code, label: label(code) })), ...choices];
}

/** As many pickers as there are answers, and one more. */
function several(
  name: string,
  label: string,
  choices: readonly Choice[],
  sheet: Sheet,
  hint: string | undefined,
  none: string = words.none[sheet.language],
): Html {
  const said = [...new Set(sheet.answers.filter(([one, code]) => one === name && code !== '').map(([, code]) => code))];
  const t = sheet.language;
  return html`<p class="label">${label}</p>${hint ? html`<p class="hint">${hint}</p>` : ''}<input type="hidden" name="${name}" value="" />
${[...said, ''].map((picked, index) => {
  const id = `${name}-${index}`;
  return html`<label for="${id}" class="unseen">${label} ${index + 1}</label>
<select id="${id}" name="${name}"${bad(name, sheet)}><option value="">${index === 0 ? none : words.another[t]}</option>
${withPicked(choices, said, sheet)
  .filter((one) => one.code === picked || !said.includes(one.code))
  .map((one) => html`<option value="${one.code}"${picked === one.code ? raw(' selected') : ''}>${one.label}</option>`)}
</select>`;
})}`;
}

function count(question: Extract<Question, { type: 'count' }>, sheet: Sheet): Html {
  const { measure, name } = question;
  const t = sheet.language;
  return html`${labelFor(name, `${measure.label[t]}${measure.claimed ? `（${words.claimed[t]}）` : ''}`, false)}
<span class="number"><input type="text" inputmode="${measure.scale === 1 ? 'numeric' : 'decimal'}" id="${name}" name="${name}" value="${value(sheet, name)}" maxlength="24" autocomplete="off"${bad(name, sheet)} /><span aria-hidden="true">${measure.unit}</span></span>`;
}

function field(question: Extract<Question, { type: 'field' }>, sheet: Sheet, alone: boolean): Html {
  const { field: asked, name } = question;
  const label = asked.label[sheet.language];
  const needed = asked.required ? raw(' data-needed') : '';
  if (asked.type === 'outlet' && sheet.habits.outlets.length > 0)
    return select(name, label, sheet.habits.outlets, value(sheet, name), sheet, words.choose[sheet.language], alone);
  if (asked.type === 'long_text')
    return html`${labelFor(name, label, alone)}<textarea id="${name}" name="${name}" rows="4"${needed}${bad(name, sheet)}>${raw('\n')}${value(sheet, name)}</textarea>`;
  return html`${labelFor(name, label, alone)}
<input type="text" inputmode="${asked.type === 'url' ? 'url' : 'text'}" id="${name}" name="${name}" value="${value(sheet, name)}" autocomplete="off"${needed}${bad(name, sheet)} />`;
}

function on(checked: boolean) {
  return checked ? raw(' checked') : '';
}
