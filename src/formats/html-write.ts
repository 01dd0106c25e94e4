import type { Block, OfficialDocument, Run } from './blocks.ts';
import { HeadingCounter } from './numbering.ts';
import { printable } from './printable.ts';

const style = `
body{font:18px/1.75 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:40em;margin:2em auto;padding:0 1em;color:#1a1a1a;background:#fff}
h1{font-size:1.6em;line-height:1.4;text-align:center}h2{font-size:1.2em;margin-top:1.6em}
p{text-indent:2em;margin:.5em 0}p b{font-weight:600}
table{border-collapse:collapse;width:100%;margin:1em 0;font-variant-numeric:tabular-nums}
caption{font-weight:600;padding:.4em}th,td{border:1px solid #888;padding:.3em .6em;text-align:left;vertical-align:top}.n{text-align:right}
sup a{text-decoration:none}.sign{text-align:right}.notes{font-size:.85em;overflow-wrap:anywhere}@media print{body{margin:0;max-width:none}}`;

/** A page that stands alone: no script, nothing fetched, every text escaped; numbers link to their notes and back. */
export function writeHtml(document: OfficialDocument): string {
  const counter = new HeadingCounter();
  const linked = new Set<number>();
  const title = document.title.split('\n').map(escaped).join('<br>');
  const notes = document.notes.map(
    (note) => `<li id="n${note.id}">${escaped(note.text)} <a href="#r${note.id}" aria-label="回到正文">↩</a></li>`,
  );
  return [
    '<!doctype html>',
    '<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escaped(document.title.replaceAll('\n', ''))}</title><style>${style}</style></head><body><main>`,
    `<h1>${title}</h1>`,
    ...document.blocks.map((block) => blockHtml(block, counter, linked)),
    `<p class="sign">${escaped(document.issuer)}<br>${escaped(document.date)}</p>`,
    ...(notes.length > 0 ? ['<section class="notes"><h2>数据说明</h2><ol>', ...notes, '</ol></section>'] : []),
    '</main></body></html>',
    '',
  ].join('\n');
}

function blockHtml(block: Block, counter: HeadingCounter, linked: Set<number>): string {
  if (block.type === 'heading')
    return `<h${block.level + 1}>${counter.next(block.level)}${escaped(block.text)}</h${block.level + 1}>`;
  if (block.type === 'paragraph') {
    const lead = block.lead === undefined ? '' : `<b>${escaped(block.lead)}：</b>`;
    return `<p>${lead}${block.runs.map((run) => runHtml(run, linked)).join('')}</p>`;
  }
  const align = (index: number) => (block.columns[index]?.numeric ? ' class="n"' : '');
  const head = block.columns
    .map((column, index) => `<th scope="col"${align(index)}>${escaped(column.title)}</th>`)
    .join('');
  const row = (cells: readonly string[]) =>
    `<tr>${cells.map((cell, index) => (index === 0 ? `<th scope="row">${escaped(cell)}</th>` : `<td${align(index)}>${escaped(cell)}</td>`)).join('')}</tr>`;
  const foot = block.totals ? `<tfoot>${row(block.totals)}</tfoot>` : '';
  const caption = block.caption ? `<caption>${escaped(block.caption)}</caption>` : '';
  return `<table>${caption}<thead><tr>${head}</tr></thead><tbody>${block.rows.map(row).join('')}</tbody>${foot}</table>`;
}

/** The first place that shows a number is where its note leads back to. */
function runHtml(run: Run, linked: Set<number>): string {
  if (run.note === undefined) return escaped(run.text);
  const anchor = linked.has(run.note) ? '' : ` id="r${run.note}"`;
  linked.add(run.note);
  return `${escaped(run.text)}<sup${anchor}><a href="#n${run.note}" aria-label="数据说明 ${run.note}">${run.note}</a></sup>`;
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
