import { Parser } from 'htmlparser2';
import { refuseDamagedDocument } from './document-refusals.ts';
import { type Prose, ProseWriter } from './prose.ts';
import { TableFrame } from './prose-table.ts';
import { decodeText } from './text-read.ts';

/**
 * The words of a page or of a piece of one, as saved by a browser or a word processor or left on the clipboard: paragraphs,
 * headings, list numbers, tables; without scripts, styles, hidden parts and deletions. Nothing is run and nothing fetched.
 * Raises ProblemError.
 */
export function readHtml(bytes: Uint8Array): Prose {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  const named = /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,20})/i.exec(head)?.[1];
  const reader = new HtmlReader();
  const parser = new Parser(reader, { decodeEntities: true, lowerCaseTags: true, recognizeSelfClosing: false });
  const text = decodeText(bytes, named);
  // In pieces, so that what is refused is refused before all of it is read.
  for (let at = 0; at < text.length; at += step) parser.write(text.slice(at, at + step));
  parser.end();
  reader.finish();
  return reader.writer.finish('html');
}

const step = 64 * 1024;
const mostDepth = 512;

const silent = new Set([
  'script',
  'style',
  'head',
  'template',
  'noscript',
  'svg',
  'math',
  'iframe',
  'object',
  'select',
  'textarea',
  'del',
  'button',
  'rt',
  'rp',
  // Numbers of notes, which would run into the number before them.
  'sup',
]);
const blocks = new Set(
  'address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary ul'.split(
    ' ',
  ),
);
const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

interface OpenList {
  next: number;
  readonly ordered: boolean;
  readonly type: string;
}

class HtmlReader {
  readonly writer = new ProseWriter();
  readonly #open: string[] = [];
  readonly #tables: TableFrame[] = [];
  readonly #lists: OpenList[] = [];
  /** Cells that reach into the rows below, by column. */
  readonly #reaching: Map<number, number>[] = [];
  #column = 0;
  #preformatted = 0;
  #line = '';
  #heading: number | undefined;
  /** Depth of the element whose content is left out. */
  #silent: number | undefined;

  onopentag(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'br') this.#break();
    if (empty.has(name)) return;
    this.#open.push(name);
    if (this.#open.length > mostDepth) refuseDamagedDocument(`more than ${mostDepth} levels`);
    if (this.#silent !== undefined) return;
    if (silent.has(name) || isHidden(attributes)) this.#silent = this.#open.length;
    else if (name === 'table') this.#openTable();
    else if (name === 'tr') this.#openRow();
    else if (name === 'td' || name === 'th') this.#openCell(attributes);
    else if (blocks.has(name)) this.#openBlock(name, attributes);
  }

  ontext(text: string): void {
    if (this.#silent === undefined) this.#line += this.#preformatted > 0 ? text : text.replaceAll(/[ \t\r\n\f]+/g, ' ');
  }

  onclosetag(name: string): void {
    if (empty.has(name) || this.#open.at(-1) !== name) return;
    if (this.#silent !== undefined) {
      if (this.#silent === this.#open.length) this.#silent = undefined;
      this.#open.pop();
      return;
    }
    this.#open.pop();
    if (name === 'td' || name === 'th') this.#closeCell();
    else if (name === 'tr') this.#tables.at(-1)?.closeRow();
    else if (name === 'table') this.#closeTable();
    else if (blocks.has(name)) {
      this.#flush();
      if (name === 'ol' || name === 'ul') this.#lists.pop();
      if (name === 'pre') this.#preformatted--;
      if (/^h[1-6]$/.test(name)) this.#heading = undefined;
    }
  }

  finish(): void {
    while (this.#tables.length > 0) this.#closeTable();
    this.#flush();
  }

  #openBlock(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#flush();
    if (name === 'pre') this.#preformatted++;
    if (/^h[1-6]$/.test(name)) this.#heading = Number(name[1]);
    else if (name === 'ol' || name === 'ul') {
      const next = Number(attributes.start ?? 1);
      this.#lists.push({
        next: Number.isInteger(next) ? next : 1,
        ordered: name === 'ol',
        type: attributes.type ?? '1',
      });
    } else if (name === 'li') {
      const list = this.#lists.at(-1);
      if (!list?.ordered) return;
      const value = Number(attributes.value ?? list.next);
      if (Number.isInteger(value)) list.next = value;
      this.#line += `${list.next++}. `;
    }
  }

  #break(): void {
    if (this.#silent === undefined) this.#line += '\n';
  }

  /** The line that has come together goes into the cell that is open, else into the document. */
  #flush(): void {
    const line = this.#line.replaceAll(/ *\n */g, '\n').trim();
    this.#line = '';
    if (line === '' || /^\d+\.$/.test(line)) {
      // The number of a list item whose text is a block of its own.
      if (line !== '') this.#line = `${line} `;
      return;
    }
    const table = this.#tables.at(-1);
    if (table) table.text(line.replaceAll('\n', ' '));
    else this.writer.paragraph(line, this.#heading);
  }

  #openTable(): void {
    this.#flush();
    this.#tables.push(new TableFrame());
    this.#reaching.push(new Map());
  }

  #openRow(): void {
    this.#flush();
    this.#tables.at(-1)?.openRow();
    this.#column = 0;
    this.#passReaching();
  }

  #openCell(attributes: Readonly<Record<string, string>>): void {
    const table = this.#tables.at(-1);
    if (!table) return;
    const [columns, rows] = [whole(attributes.colspan), whole(attributes.rowspan)];
    table.openCell();
    table.span(columns);
    if (rows > 1) for (let at = 0; at < columns; at++) this.#reaching.at(-1)?.set(this.#column + at, rows - 1);
    this.#column += columns;
  }

  #closeCell(): void {
    this.#flush();
    this.#tables.at(-1)?.closeCell();
    this.#passReaching();
  }

  /** Puts in the cells that reach down from above. */
  #passReaching(): void {
    const [table, reaching] = [this.#tables.at(-1), this.#reaching.at(-1)];
    if (!table || !reaching) return;
    for (let left = reaching.get(this.#column); left !== undefined; left = reaching.get(this.#column)) {
      if (left > 1) reaching.set(this.#column, left - 1);
      else reaching.delete(this.#column);
      table.openCell();
      table.continueAbove();
      table.closeCell();
      this.#column++;
    }
  }

  #closeTable(): void {
    this.#flush();
    const table = this.#tables.pop();
    this.#reaching.pop();
    if (!table) return;
    const outer = this.#tables.at(-1);
    if (outer) outer.text(table.line);
    // Pages of old set their text in a table of one cell a row.
    else if (table.rows.every((row) => row.filter((cell) => cell !== '').length <= 1))
      for (const row of table.rows) this.writer.paragraph(row.join(''));
    else this.writer.table(table.rows);
  }
}

function isHidden({ style, hidden }: Readonly<Record<string, string>>): boolean {
  return (
    hidden !== undefined ||
    (style !== undefined && /display\s*:\s*none|mso-element\s*:\s*(comment|header|footer)/i.test(style))
  );
}

const mostSpan = 200;

function whole(text: string | undefined): number {
  const value = Number(text ?? 1);
  return Number.isInteger(value) && value >= 1 && value <= mostSpan ? value : 1;
}
