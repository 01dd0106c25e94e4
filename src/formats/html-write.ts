import type { Block, ImageBlock, OfficialDocument, Run, TableBlock } from './blocks.ts';
import { checkDocument } from './document-check.ts';
import { backToText, noteName, notesTitle } from './labels.ts';
import { HeadingCounter } from './numbering.ts';
import { printable, printableLine, printableLines } from './printable.ts';

const style = `
body{font:18px/1.75 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:40em;margin:2em auto;padding:0 1em;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}
h1{font-size:1.6em;line-height:1.4;text-align:center}h2{font-size:1.2em;margin-top:1.6em}h3,h4,h5{font-size:1em}
p{text-indent:2em;margin:.5em 0}p b{font-weight:600}.reference{text-align:center;text-indent:0}
table{border-collapse:collapse;width:100%;margin:1em 0;font-variant-numeric:tabular-nums}.wide{overflow-x:auto}
caption{font-weight:600;padding:.4em}th,td{border:1px solid #888;padding:.3em .6em;text-align:left;vertical-align:top}
th{min-width:4em}th[scope=row]{min-width:7.2em}td{min-width:3em}td:last-child{min-width:8em}td.n:last-child{min-width:3em}
tbody th{font-weight:400}tfoot{font-weight:600}.n{text-align:right;white-space:nowrap}
figure{margin:1em 0;text-align:center}figure img{max-width:100%;height:auto}
sup{font-size:.7em;line-height:0}sup a{text-decoration:none}.sign{text-align:right;margin-top:2em}.notes{font-size:.85em}
@page{size:A4;margin:37mm 26mm 35mm 28mm}
@media print{body{margin:0;max-width:none;padding:0;font-size:12pt}thead{display:table-header-group}tr,figure{break-inside:avoid}h2,h3,h4,h5{break-after:avoid}sup a,.notes a{color:inherit}}`;

/**
 * A page that stands alone: no script, nothing fetched, every text escaped; numbers link to their notes and back. Raises
 * ProblemError when the document does not hold together.
 */
export function writeHtml(document: OfficialDocument): string {
  checkDocument(document);
  const language = document.language ?? 'zh';
  const page: Page = { language, counter: new HeadingCounter(), linked: new Set() };
  const body = document.blocks.map((block) => blockHtml(block, page));
  const notes = document.notes.map((note) => noteHtml(note, page));
  return [
    '<!doctype html>',
    `<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">`,
    `<title>${escaped(printableLine(document.title))}</title>`,
    `<meta name="author" content="${escaped(document.issuer)}">`,
    ...(document.identifier ? [`<meta name="dcterms.identifier" content="${escaped(document.identifier)}">`] : []),
    `<style>${style}</style></head><body><main>`,
    ...(document.reference ? [`<p class="reference">${escaped(document.reference)}</p>`] : []),
    `<h1>${printableLines(document.title).map(escaped).join('<br>')}</h1>`,
    ...body,
    `<p class="sign">${escaped(document.issuer)}<br>${escaped(document.date)}</p>`,
    ...(notes.length > 0
      ? [`<section class="notes"><h2>${notesTitle[language]}</h2><ol>`, ...notes, '</ol></section>']
      : []),
    '</main></body></html>',
    '',
  ].join('\n');
}

interface Page {
  readonly language: 'zh' | 'en';
  readonly counter: HeadingCounter;
  /** Notes whose first place in the text has been seen. */
  readonly linked: Set<number>;
}

function blockHtml(block: Block, page: Page): string {
  if (block.type === 'heading') {
    const tag = `h${block.level + 1}`;
    return `<${tag}>${page.counter.next(block.level)}${escaped(block.text)}</${tag}>`;
  }
  if (block.type === 'image') return imageHtml(block);
  if (block.type === 'table') return tableHtml(block);
  const lead = block.lead === undefined ? '' : `<b>${escaped(block.lead)}：</b>`;
  return `<p>${lead}${block.runs.map((run) => runHtml(run, page)).join('')}</p>`;
}

function tableHtml(block: TableBlock): string {
  const align = (index: number) => (block.columns[index]?.numeric ? ' class="n"' : '');
  const head = block.columns
    .map((column, index) => `<th scope="col"${align(index)}>${escaped(column.title)}</th>`)
    .join('');
  const cell = (text: string) => printableLines(text).map(escaped).join('<br>');
  const row = (cells: readonly string[]) =>
    `<tr>${cells.map((text, index) => (index === 0 ? `<th scope="row"${align(0)}>${cell(text)}</th>` : `<td${align(index)}>${cell(text)}</td>`)).join('')}</tr>`;
  const foot = block.totals ? `<tfoot>${row(block.totals)}</tfoot>` : '';
  const caption = block.caption ? `<caption>${escaped(block.caption)}</caption>` : '';
  // It scrolls on a narrow screen, so a keyboard must be able to reach it.
  const region = `class="wide" tabindex="0" role="region" aria-label="${escaped(block.caption ?? block.columns[0]!.title)}"`;
  return `<div ${region}><table>${caption}<thead><tr>${head}</tr></thead><tbody>${block.rows.map(row).join('')}</tbody>${foot}</table></div>`;
}

/** As an image, a drawing can neither run script nor reach the page. */
function imageHtml(block: ImageBlock): string {
  const data = Buffer.from(printable(block.svg)).toString('base64');
  const caption = block.caption ? `<figcaption>${escaped(block.caption)}</figcaption>` : '';
  return `<figure><img src="data:image/svg+xml;base64,${data}" alt="${escaped(printableLine(block.alt))}">${caption}</figure>`;
}

/** The first place that shows a number is where its note leads back to. */
function runHtml(run: Run, page: Page): string {
  const words = run.strong ? `<strong>${escaped(run.text)}</strong>` : escaped(run.text);
  if (run.note === undefined) return words;
  const anchor = page.linked.has(run.note) ? '' : ` id="r${run.note}"`;
  page.linked.add(run.note);
  return `${words}<sup${anchor}><a href="#n${run.note}" aria-label="${noteName[page.language]} ${run.note}">${run.note}</a></sup>`;
}

function noteHtml(note: { readonly id: number; readonly text: string }, page: Page): string {
  const back = page.linked.has(note.id)
    ? ` <a href="#r${note.id}" aria-label="${backToText[page.language]}">↩</a>`
    : '';
  return `<li id="n${note.id}" value="${note.id}">${escaped(note.text)}${back}</li>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character]!);
}
