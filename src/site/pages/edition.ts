import { html } from 'hono/html';
import { editionForms } from '#domain/publishing/edition-files.ts';
import type { EditionLine, PublishedEdition } from '#domain/publishing/model.ts';
import { sectionNumber } from '#domain/publishing/numbering.ts';
import { type Edition, type EditionFigure, figureSentence } from '#domain/summary/edition-model.ts';
import type { SummaryBlock } from '#domain/summary/model.ts';
import { windowInWords } from '#kernel/window.ts';
import { type Html, type Page, published } from '../layout.ts';
import { momentText } from '../moment.ts';
import { type FigureWriter, inlinesOf, tableOf } from '../parts/blocks.ts';
import { crumbs } from '../parts/column-tree.ts';
import { windowText } from '../parts/window-text.ts';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { formWords, sentences, words } from '../words.ts';

/**
 * An edition with every number open to question: a number is a link to its note at the end of the page, and the style
 * sheet shows the note that the address names as a panel over the text. Links work in every browser, can be copied and
 * sent, and leave the text selectable, which buttons do not.
 */
export function editionPage({ edition, sha256 }: PublishedEdition, line: EditionLine, view: View): Page {
  const t = view.language;
  const shown = new Map<number, number>();
  const figure: FigureWriter = (place) => {
    const occurrence = (shown.get(place) ?? 0) + 1;
    shown.set(place, occurrence);
    const { text } = edition.figures[place]!;
    return html`<a class="figure" id="${reference(place, occurrence)}" href="#n${place + 1}" role="doc-noteref">${text}</a>`;
  };
  const sections = edition.sections.map((section, index) => sectionOf(section.title, index, section.blocks, figure));
  return {
    title: edition.title,
    description: `${edition.unit.name} ${windowInWords(edition.window)}`,
    entry: paths.summaries(),
    main: html`${crumbs(view, [{ label: words.summaries[t], href: paths.summaries() }, { label: words.articleItself[t] }])}
<div class="edition">
${contents(edition, view)}
<article class="text">
<header class="title"><h1 lang="${published}">${edition.title}</h1>
<p class="line"><time datetime="${line.publishedAt.toISOString()}">${momentText(line.publishedAt)}</time> <span class="from" lang="${published}">${edition.unit.name}</span></p></header>
<div class="body" lang="${published}">${sections}</div>
${remarks(edition, view)}
</article>
${facts(edition, sha256, line, view)}
${notes(edition, shown, view)}
</div>`,
  };
}

function reference(place: number, occurrence: number): string {
  return `r${place + 1}${occurrence > 1 ? `-${occurrence}` : ''}`;
}

function contents(edition: Edition, view: View): Html {
  const t = view.language;
  const list = html`<ol lang="${published}">${edition.sections.map((section, index) => html`<li><a href="#s${index + 1}">${section.title}</a></li>`)}</ol>
<p><a href="#notes">${words.notes[t]}</a></p>`;
  return html`<nav class="contents" aria-label="${words.contents[t]}"><p class="nav-title">${words.contents[t]}</p>${list}</nav>
<details class="contents-narrow"><summary>${words.contents[t]}</summary><nav aria-label="${words.contents[t]}">${list}</nav></details>`;
}

function sectionOf(title: string, index: number, blocks: readonly SummaryBlock[], figure: FigureWriter): Html {
  return html`<section aria-labelledby="s${index + 1}"><h2 id="s${index + 1}">${sectionNumber(index + 1)}${title}</h2>${blocks.map((block) => blockOf(block, figure))}</section>`;
}

function blockOf(block: SummaryBlock, figure: FigureWriter): Html {
  if (block.type === 'table') return tableOf(block, figure);
  return html`<p>${block.lead ? html`<strong class="unit">${block.lead.short}：</strong>` : ''}${inlinesOf(block.inlines, figure)}</p>`;
}

function remarks(edition: Edition, view: View): Html | '' {
  if (edition.notes.length === 0) return '';
  return html`<aside class="remarks" aria-labelledby="remarks"><h2 id="remarks">${words.remarks[view.language]}</h2>${edition.notes.map((note) => html`<p lang="${published}">${note}</p>`)}</aside>`;
}

function facts(edition: Edition, sha256: string, line: EditionLine, view: View): Html {
  const t = view.language;
  return html`<aside class="facts" aria-labelledby="facts">
<h2 id="facts">${words.aboutEdition[t]}</h2>
<dl>
<dt>${words.publishedBy[t]}</dt><dd lang="${published}">${edition.unit.name}</dd>
<dt>${words.window[t]}</dt><dd>${windowText(edition.window)}</dd>
<dt>${words.frozenAt[t]}</dt><dd><time datetime="${edition.frozenAt}">${momentText(new Date(edition.frozenAt))}</time></dd>
<dt>${words.publishedAt[t]}</dt><dd><time datetime="${line.publishedAt.toISOString()}">${momentText(line.publishedAt)}</time></dd>
<dt>${words.fingerprint[t]}</dt><dd class="hash">${sha256}</dd>
</dl>
<p class="hint">${words.fingerprintHint[t]}</p>
<p class="nav-title">${words.download[t]}</p>
<ul class="downloads">
${editionForms.map((form) => html`<li><a href="${paths.editionFile(edition.code, form)}">${formWords[form][t]}</a></li>`)}
<li><a href="${paths.data(edition.code)}">${words.allNumbers[t]}</a></li>
</ul>
</aside>`;
}

function notes(edition: Edition, shown: ReadonlyMap<number, number>, view: View): Html {
  const t = view.language;
  return html`<section class="notes" role="doc-endnotes" aria-labelledby="notes">
<h2 id="notes">${words.notes[t]}</h2>
<p class="hint">${words.notesLead[t]} ${sentences.figuresCounted(edition.figures.length)[t]}</p>
<ol>${edition.figures.map(
    (figure, place) =>
      html`<li id="n${place + 1}" tabindex="-1">${sentenceOf(figure)}${backLinks(place, shown.get(place) ?? 0, view)}</li>`,
  )}</ol>
</section>`;
}

/** 194场 · …: the number stands out, the sentence reads on. */
function sentenceOf(figure: EditionFigure): Html {
  const rest = figureSentence(figure).slice(figure.text.length);
  const [dot, explanation] = rest.startsWith(' · ') ? [' · ', rest.slice(3)] : ['', rest];
  return html`<p class="sentence" lang="${published}"><strong>${figure.text}</strong><span class="dot">${dot}</span>${explanation}</p>`;
}

/** One link for each place in which the number stands; the panel's own "close" is the first of them. */
function backLinks(place: number, times: number, view: View): Html | '' {
  if (times === 0) return '';
  const t = view.language;
  const others = Array.from({ length: times - 1 }, (_, index) => index + 2);
  return html`<p class="back"><a href="#${reference(place, 1)}" role="doc-backlink">${words.backToText[t]}</a>${others.map(
    (occurrence) =>
      html` <a href="#${reference(place, occurrence)}" role="doc-backlink" aria-label="${sentences.occurrence(occurrence)[t]}">${occurrence}</a>`,
  )}</p>`;
}
