import { isChange, wordAttribute } from './docx-read-xml.ts';
import { readWholeXml, type XmlHandler } from './xml-read.ts';

type Pieces = Iterable<Uint8Array>;

/** What a paragraph style says of structure, its own words only. */
interface OwnStyle {
  readonly id: string;
  name: string;
  basedOn?: string;
  outline?: number;
  numId?: string;
  level?: number;
}

/** What a paragraph style comes to, with what it is based on. */
export interface Style {
  readonly id: string;
  /** Level of a heading, 1 the highest. */
  readonly heading?: number;
  readonly numId?: string;
  readonly level?: number;
  /** Lines of a table of contents, which say everything a second time. */
  readonly isContents: boolean;
}

export interface Styles {
  /** Id of the style of paragraphs that name none. */
  readonly standard: string | undefined;
  get(id: string | undefined): Style | undefined;
}

/** The paragraph styles of a document. */
export function readStyles(pieces: Pieces | undefined): Styles {
  const reader = new StyleReader();
  if (pieces) readWholeXml(pieces, 'styles.xml', reader);
  const resolved = new Map<string, Style>();
  for (const id of reader.styles.keys()) resolved.set(id, resolve(id, reader.styles));
  return { standard: reader.standard, get: (id) => (id === undefined ? undefined : resolved.get(id)) };
}

class StyleReader implements XmlHandler {
  readonly styles = new Map<string, OwnStyle>();
  standard: string | undefined;
  #current: OwnStyle | undefined;
  #skipping = 0;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (isChange(name)) this.#skipping++;
    if (this.#skipping > 0) return;
    if (name === 'style') {
      const id = wordAttribute(attributes, 'styleId');
      if (wordAttribute(attributes, 'type') !== 'paragraph' || id === undefined) return;
      this.#current = { id, name: '' };
      this.styles.set(id, this.#current);
      if (wordAttribute(attributes, 'default') === '1' || wordAttribute(attributes, 'default') === 'true')
        this.standard = id;
    }
    const style = this.#current;
    const value = wordAttribute(attributes, 'val');
    if (!style || value === undefined) return;
    if (name === 'name') style.name = value;
    else if (name === 'basedOn') style.basedOn = value;
    else if (name === 'outlineLvl') style.outline = Number(value);
    else if (name === 'numId') style.numId = value;
    else if (name === 'ilvl') style.level = Number(value);
  }

  close(name: string): void {
    if (isChange(name)) this.#skipping--;
    else if (name === 'style') this.#current = undefined;
  }
}

const mostBases = 20;

function resolve(id: string, styles: ReadonlyMap<string, OwnStyle>): Style {
  let outline: number | undefined;
  let numId: string | undefined;
  let level: number | undefined;
  let heading: number | undefined;
  let isContents = false;
  let at: string | undefined = id;
  for (let step = 0; at !== undefined && step < mostBases; step++) {
    const own: OwnStyle | undefined = styles.get(at);
    if (!own) break;
    outline ??= own.outline;
    if (numId === undefined && own.numId !== undefined) {
      numId = own.numId;
      level ??= own.level;
    }
    heading ??= headingOf(own.name);
    isContents ||= /^(toc ?\d|toc heading|目录 ?\d?)/i.test(own.name);
    at = own.basedOn;
  }
  const found = outline === undefined ? heading : outline < 9 ? outline + 1 : undefined;
  return {
    id,
    isContents,
    ...(found !== undefined && { heading: found }),
    ...(numId !== undefined && { numId }),
    ...(level !== undefined && { level }),
  };
}

function headingOf(name: string): number | undefined {
  const level = /^(?:heading|标题) ?([1-9])$/i.exec(name)?.[1];
  return level === undefined ? undefined : Number(level);
}
