import { html, raw } from 'hono/html';
import type { Db } from '#db/open.ts';
import { type EditionShelf, readEditions, readLatestEdition } from '#domain/publishing/editions.ts';
import { figuresOfSection } from '#domain/publishing/figures.ts';
import type { EditionLine } from '#domain/publishing/model.ts';
import type { Edition, EditionFigure } from '#domain/summary/edition-model.ts';
import { type Html, type Page, published } from '../layout.ts';
import { numberAndWord } from '../parts/blocks.ts';
import { crumbs } from '../parts/column-tree.ts';
import { windowText } from '../parts/window-text.ts';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { formWords, sentences, words } from '../words.ts';

/** The figures of an edition (the latest, unless one is named), all or those of one section. Undefined when the named one is not public. */
export async function dataPage(
  db: Db,
  shelf: EditionShelf,
  view: View,
  code: string | undefined,
  section: string | undefined,
): Promise<Page | undefined> {
  const t = view.language;
  const wanted = code ?? (await readLatestEdition(db))?.code;
  const taken = wanted === undefined ? undefined : await shelf.take(wanted);
  if (code !== undefined && !taken) return undefined;
  const editions = taken ? await readEditions(db) : [];
  return {
    title: words.data[t],
    description: words.dataLead[t],
    entry: paths.data(),
    main: html`${crumbs(view, [{ label: words.data[t] }])}
<div class="listing">
<h1>${words.data[t]}</h1>
${taken ? figuresOf(taken.edition, editions, section, view) : html`<div class="empty"><p>${words.noData[t]}</p></div>`}
</div>`,
  };
}

function figuresOf(edition: Edition, editions: readonly EditionLine[], asked: string | undefined, view: View): Html {
  const t = view.language;
  const section = edition.sections.find((one) => one.code === asked);
  const places = section ? figuresOfSection(section.blocks) : edition.figures.map((_, place) => place);
  return html`<p class="standfirst">${words.dataLead[t]}</p>
${filter(edition, editions, section?.code, view)}
<p class="edition-title" lang="${published}"><a href="${paths.edition(edition.code)}">${edition.title}</a></p>
<div class="scroll" tabindex="0" role="group" aria-label="${words.data[t]}">
<table class="data">
<thead><tr><th scope="col">${words.measure[t]}</th><th scope="col">${words.unit[t]}</th><th scope="col" class="numeric">${words.value[t]}</th><th scope="col">${words.window[t]}</th><th scope="col">${words.basis[t]}</th></tr></thead>
<tbody>${places.map((place) => rowOf(edition, place, view))}</tbody>
</table>
</div>
<p class="completeness">${sentences.figures(places.length, edition.figures.length)[t]}</p>
<ul class="downloads">${(['csv', 'json'] as const).map((form) => html`<li><a href="${paths.editionFile(edition.code, form)}">${formWords[form][t]}</a></li>`)}</ul>`;
}

function filter(edition: Edition, editions: readonly EditionLine[], section: string | undefined, view: View): Html {
  const t = view.language;
  const option = (value: string, label: string, isChosen: boolean) =>
    html`<option value="${value}"${isChosen ? raw(' selected="selected"') : ''}>${label}</option>`;
  return html`<form class="filter" method="get" action="${paths.data()}">
<p><label for="edition">${words.chooseEdition[t]}</label>
<select id="edition" name="edition" lang="${published}">${editions.map((one) => option(one.code, one.title, one.code === edition.code))}</select></p>
<p><label for="section">${words.chooseSection[t]}</label>
<select id="section" name="section">${option('', words.allSections[t], section === undefined)}${edition.sections.map((one) => option(one.code, one.title, one.code === section))}</select></p>
<p><button type="submit">${words.show[t]}</button></p>
</form>`;
}

function rowOf(edition: Edition, place: number, view: View): Html {
  const t = view.language;
  const figure = edition.figures[place]!;
  const { number, word } = numberAndWord(figure);
  const among = [...(figure.classes ?? []).map((one) => one.label[t]), ...(figure.person ? [figure.person] : [])].join(
    '，',
  );
  const units = (figure.union ?? [figure.unit]).map((unit) => unit.name).join('、');
  return html`<tr><th scope="row">${figure.label[t]}${among ? html`<small>${among}</small>` : ''}</th><td lang="${published}">${units}</td>
<td class="numeric" lang="${published}"><a class="figure" href="${paths.figure(edition.code, place)}">${number}${word}</a></td>
<td class="when">${windowText(figure.window)}</td><td>${basisOf(figure, view)}</td></tr>`;
}

function basisOf(figure: EditionFigure, view: View): Html | string {
  const t = view.language;
  if (figure.record)
    return html`<span lang="${published}">“${figure.record.title}”</span>${figure.claimed ? ` · ${words.claimed[t]}` : ''}`;
  if (figure.records === null) return words.hidden[t];
  return `${sentences.records(figure.records)[t]}${figure.claimed ? ` · ${words.claimed[t]}` : ''}`;
}
