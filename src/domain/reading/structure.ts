import type { Grid } from './grids.ts';
import type { UnitAlias } from './model.ts';
import { isUnitName } from './owners.ts';

/** A line of the text with what it stands under. Offsets are those of the text; `start` is behind the blanks. */
export interface Block {
  readonly kind: 'heading' | 'paragraph' | 'row';
  readonly start: number;
  readonly end: number;
  /** Title of the section the line stands in, without its number; a heading stands in its own section. */
  readonly section: string;
  /** The unit a paragraph opens with (甲区:…), carried on to following lines of the same section when they name none. */
  readonly lead: string;
}

export interface StructureOptions {
  readonly aliases?: readonly UnitAlias[];
  readonly grids?: readonly Grid[];
}

const levels: readonly { readonly level: number; readonly form: RegExp }[] = [
  { level: 1, form: /^[一二三四五六七八九十]{1,3}、/ },
  { level: 2, form: /^\([一二三四五六七八九十]{1,3}\)、?/ },
  { level: 3, form: /^\d{1,2}(?:、|\.(?!\d))/ },
];

/** Cuts folded text into headings, paragraphs and table rows, each with its section and leading unit. */
export function readStructure(text: string, options: StructureOptions = {}): Block[] {
  const blocks: Block[] = [];
  const titles: string[] = [];
  const names = new Set(options.aliases?.map((alias) => alias.name));
  const rows = rowStarts(options.grids ?? []);
  let lead = '';
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const start = skipSpace(text, at, end);
    if (start < end) {
      const heading = headingAt(text, start, end);
      if (heading) {
        titles.length = Math.min(titles.length, heading.level - 1);
        titles[heading.level - 1] = heading.title;
        lead = '';
      }
      const named = leadOf(text, start, end, names);
      if (named !== '') lead = named;
      blocks.push({
        kind: rows.has(start) ? 'row' : heading?.isWhole ? 'heading' : 'paragraph',
        start,
        end,
        section: titles.find((title) => title !== undefined && title !== '') ?? '',
        lead: named === '' && startsAnew(text, start) ? '' : lead,
      });
    }
    at = end + 1;
  }
  return blocks;
}

interface Heading {
  readonly level: number;
  readonly title: string;
  /** The heading takes the whole line; otherwise the line goes on behind its title. */
  readonly isWhole: boolean;
}

const longestTitle = 40;

function headingAt(text: string, start: number, end: number): Heading | undefined {
  const line = text.slice(start, Math.min(end, start + longestTitle + 8));
  for (const { level, form } of levels) {
    const number = form.exec(line);
    if (!number) continue;
    const rest = line.slice(number[0].length);
    const stop = rest.search(/[。；;!?！？:]/);
    const isWhole = stop < 0 && end - start <= longestTitle + 4 && !/[，,]\S*\d/.test(rest);
    if (isWhole) return { level, title: rest.trim(), isWhole };
    const title = stop >= 0 ? rest.slice(0, stop) : '';
    return title !== '' && title.length <= 24 && !/\d/.test(title)
      ? { level, title: title.trim(), isWhole: false }
      : undefined;
  }
  return undefined;
}

const longestLead = 20;

/** 甲区 in 甲区:组织…, with a full- or half-width colon (the text is folded). */
function leadOf(text: string, start: number, end: number, names: ReadonlySet<string>): string {
  const line = text
    .slice(start, Math.min(end, start + longestLead + 1))
    .replace(/^(\(?[一二三四五六七八九十\d]{1,2}[)、.])/, '');
  const colon = line.indexOf(':');
  const words = colon < 0 ? '' : line.slice(0, colon).trim();
  if (words === '' || /[，。；、\s\d]/.test(words)) return '';
  return names.has(words) || isUnitName(words) ? words : '';
}

/** A line that opens with a number or a general subject does not go on with the unit before. */
function startsAnew(text: string, start: number): boolean {
  return /^([一二三四五六七八九十]{1,3}、|\(|\d|全|各|从|据|另外|同时|根据|经)/.test(text.slice(start, start + 4));
}

function rowStarts(grids: readonly Grid[]): Set<number> {
  const starts = new Set<number>();
  for (const { rows } of grids) for (const row of rows) starts.add(row[0]!.start);
  return starts;
}

function skipSpace(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && ' \t\r\u00a0\u3000'.includes(text[at]!)) at++;
  return at;
}
