import { formatNumber } from './docx-read-number.ts';
import { wordAttribute } from './docx-read-xml.ts';
import { refuseDamaged } from './sheet-refusals.ts';
import { readWholeXml, type XmlHandler } from './xml-read.ts';

interface Level {
  start: number;
  format: string;
  text: string;
  suffix: string;
  style?: string;
  /** The level whose next number begins this one anew; 0 for never. */
  restart?: number;
  isLegal?: boolean;
}

interface List {
  readonly levels: Map<number, Level>;
  styleLink?: string;
  numStyleLink?: string;
}

interface Use {
  list: string;
  readonly starts: Map<number, number>;
  readonly levels: Map<number, Level>;
}

/** The numbers of a document's lists, counted while it is walked: the text that Word prints before a paragraph. */
export class Numbering {
  readonly #reader: NumberingReader;
  readonly #counts = new Map<string, (number | undefined)[]>();
  readonly #begun = new Set<string>();

  constructor(pieces: Iterable<Uint8Array> | undefined) {
    this.#reader = new NumberingReader();
    if (pieces) readWholeXml(pieces, 'numbering.xml', this.#reader);
  }

  /** Which level of a list is bound to a style. */
  levelOf(numId: string, style: string): number | undefined {
    for (const [index, level] of this.#listOf(numId)?.levels ?? []) if (level.style === style) return index;
    return undefined;
  }

  /** The number of the next paragraph of a list, with what stands between it and the text; '' for bullets. */
  next(numId: string, index: number, text: string): string {
    const use = this.#reader.uses.get(numId);
    const list = this.#listOf(numId);
    if (!use || !list || index < 0 || index > 8) return '';
    const levelAt = (at: number): Level | undefined => use.levels.get(at) ?? list.levels.get(at);
    const counts = this.#countsOf(use, numId);
    const level = levelAt(index);
    if (!level) return '';
    for (let above = 0; above < index; above++) counts[above] ??= levelAt(above)?.start ?? 1;
    counts[index] = counts[index] === undefined ? level.start : counts[index] + 1;
    for (let below = index + 1; below <= 8; below++) {
      const restart = levelAt(below)?.restart;
      if (restart === undefined || (restart > 0 && index < restart)) counts[below] = undefined;
    }
    if (level.format === 'bullet' || level.format === 'none') return '';
    const number = level.text.replaceAll(/%([1-9])/g, (_, digit: string) => {
      const at = Number(digit) - 1;
      const format = level.isLegal && at < index ? 'decimal' : (levelAt(at)?.format ?? 'decimal');
      return formatNumber(counts[at] ?? levelAt(at)?.start ?? 1, format);
    });
    return number === '' ? '' : `${number}${gap(number, level.suffix, text)}`;
  }

  #listOf(numId: string): List | undefined {
    const id = this.#reader.uses.get(numId)?.list;
    const list = id === undefined ? undefined : this.#reader.lists.get(id);
    if (!list?.numStyleLink) return list;
    return [...this.#reader.lists.values()].find((one) => one.styleLink === list.numStyleLink) ?? list;
  }

  /** Uses of one list count on, unless a use says where it starts. */
  #countsOf(use: Use, numId: string): (number | undefined)[] {
    const counts = this.#counts.get(use.list) ?? [];
    this.#counts.set(use.list, counts);
    if (!this.#begun.has(numId)) {
      this.#begun.add(numId);
      for (const [level, start] of use.starts) counts[level] = start - 1;
    }
    return counts;
  }
}

/** Word's gap is a tab, which would make a table of the line. Digits must not run into the number: 1. 5个, not 1.5个. */
function gap(number: string, suffix: string, text: string): string {
  const isOpen = /[0-9A-Za-z.]$/.test(number);
  if (suffix === 'nothing') return isOpen && /^[0-9A-Za-z]/.test(text) ? ' ' : '';
  return isOpen || suffix === 'space' ? ' ' : '';
}

const mostDefinitions = 20_000;

class NumberingReader implements XmlHandler {
  readonly lists = new Map<string, List>();
  readonly uses = new Map<string, Use>();
  #list: List | undefined;
  #use: Use | undefined;
  #level: Level | undefined;
  #overridden = 0;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const value = wordAttribute(attributes, 'val');
    if (name === 'abstractNum') {
      this.#list = { levels: new Map() };
      this.lists.set(wordAttribute(attributes, 'abstractNumId') ?? '', this.#list);
    } else if (name === 'num') {
      this.#use = { list: '', starts: new Map(), levels: new Map() };
      this.uses.set(wordAttribute(attributes, 'numId') ?? '', this.#use);
    } else if (name === 'lvlOverride') this.#overridden = Number(wordAttribute(attributes, 'ilvl') ?? 0);
    else if (name === 'lvl') {
      this.#level = { start: 1, format: 'decimal', text: '', suffix: 'tab' };
      const index = Number(wordAttribute(attributes, 'ilvl') ?? 0);
      (this.#use ?? this.#list)?.levels.set(index, this.#level);
    } else if (name === 'isLgl' && this.#level) this.#level.isLegal = value !== '0' && value !== 'false';
    else if (value !== undefined) this.#take(name, value);
    if (this.lists.size + this.uses.size > mostDefinitions) refuseDamaged('numbering.xml: too many lists');
  }

  close(name: string): void {
    if (name === 'abstractNum') this.#list = undefined;
    else if (name === 'num') this.#use = undefined;
    else if (name === 'lvl') this.#level = undefined;
  }

  #take(name: string, value: string): void {
    const [level, list, use] = [this.#level, this.#list, this.#use];
    if (name === 'abstractNumId' && use) use.list = value;
    else if (name === 'startOverride' && use) use.starts.set(this.#overridden, whole(value, 1));
    else if (name === 'styleLink' && list) list.styleLink = value;
    else if (name === 'numStyleLink' && list) list.numStyleLink = value;
    else if (!level) return;
    else if (name === 'start') level.start = whole(value, 1);
    else if (name === 'numFmt') level.format = value;
    else if (name === 'lvlText') level.text = value.slice(0, 60);
    else if (name === 'suff') level.suffix = value;
    else if (name === 'pStyle') level.style = value;
    else if (name === 'lvlRestart') level.restart = whole(value, 0);
  }
}

function whole(value: string, otherwise: number): number {
  const number = Number(value);
  return Number.isInteger(number) && number >= 0 && number < 1e6 ? number : otherwise;
}
