import type { Numbering } from './docx-read-numbering.ts';
import type { Styles } from './docx-read-styles.ts';
import { symbolText } from './docx-read-symbols.ts';
import { isChange, wordAttribute } from './docx-read-xml.ts';
import type { ProseWriter } from './prose.ts';
import { TableFrame } from './prose-table.ts';
import type { XmlHandler } from './xml-read.ts';

export interface BodySetting {
  readonly styles: Styles;
  readonly numbering: Numbering;
  readonly writer: ProseWriter;
  /** Paragraphs of foot- and endnotes by `footnote 3`. */
  readonly notes: ReadonlyMap<string, string>;
}

interface Paragraph {
  text: string;
  style: string | undefined;
  numId: string | undefined;
  level: number | undefined;
  outline: number | undefined;
  /** Its mark is a tracked deletion: the next paragraph goes on in the same line. */
  joined: boolean;
  readonly notes: string[];
}

type Attributes = Readonly<Record<string, string>>;

const deletions = new Set(['del', 'moveFrom']);
const properties = new Set(['pPr', 'rPr', 'tblPr', 'trPr', 'tcPr', 'sectPr', 'tblGrid', 'sdtPr']);

/**
 * Takes the text of a document's body from the events of the XML reader: numbers restored, tracked deletions and tables of
 * contents left out, insertions kept, text boxes after the paragraph that they hang on, notes after the paragraph that
 * calls them.
 */
export class BodyReader implements XmlHandler {
  readonly #setting: BodySetting;
  readonly #paragraphs: Paragraph[] = [];
  readonly #tables: TableFrame[] = [];
  /** Open text boxes: the number of paragraphs and tables around each, and its lines. */
  readonly #boxes: { readonly paragraphs: number; readonly tables: number; readonly lines: string[] }[] = [];
  /** Whether the alternatives that are open have given their text. */
  readonly #alternatives: boolean[] = [];
  readonly #sdts: number[] = [];
  #waiting: string[] = [];
  #carried = '';
  #depth = 0;
  /** Depth of the element whose content is left out. */
  #skipped: number | undefined;
  #inProperties = 0;
  /** Whose tracked deletion a mark among the properties is: the row's or the paragraph's. */
  #tracked = '';
  #inText = false;

  constructor(setting: BodySetting) {
    this.#setting = setting;
  }

  open(name: string, attributes: Attributes): void {
    this.#depth++;
    if (this.#skipped !== undefined) return;
    if (properties.has(name)) {
      this.#inProperties++;
      if (name === 'trPr' || name === 'pPr') this.#tracked = name;
    } else if (this.#inProperties > 0) this.#openProperty(name, attributes);
    else if (deletions.has(name) || name === 'rt') this.#skipped = this.#depth;
    else this.#openContent(name, attributes);
  }

  text(part: string): void {
    if (this.#inText && this.#skipped === undefined) this.#add(part);
  }

  close(name: string): void {
    const depth = this.#depth--;
    if (this.#sdts.at(-1) === depth) this.#sdts.pop();
    if (this.#skipped !== undefined) {
      if (this.#skipped === depth) this.#skipped = undefined;
      return;
    }
    if (name === 'trPr' || name === 'pPr') this.#tracked = '';
    if (properties.has(name)) this.#inProperties--;
    else if (this.#inProperties === 0) this.#closeContent(name);
  }

  /** The lines that still wait: of a box in a table, or of a paragraph whose mark was deleted last. */
  end(): void {
    if (this.#carried !== '') this.#setting.writer.paragraph(this.#carried);
    this.#carried = '';
    this.#flush();
  }

  #openProperty(name: string, attributes: Attributes): void {
    if (isChange(name)) {
      this.#skipped = this.#depth;
      return;
    }
    const paragraph = this.#paragraphs.at(-1);
    const value = wordAttribute(attributes, 'val');
    if (name === 'del' || name === 'moveFrom') {
      if (this.#tracked === 'trPr') this.#tables.at(-1)?.dropRow();
      else if (this.#tracked === 'pPr' && paragraph) paragraph.joined = true;
    } else if (name === 'gridSpan') this.#tables.at(-1)?.span(Number(value));
    else if (name === 'vMerge') {
      if (value !== 'restart') this.#tables.at(-1)?.continueAbove();
    } else if (name === 'docPartGallery' && /table of contents/i.test(value ?? '')) {
      this.#leaveOutContents();
      // The whole control, of which this is a property two levels down.
      this.#inProperties--;
      this.#skipped = this.#sdts.at(-1) ?? this.#depth;
    } else if (paragraph && value !== undefined) {
      if (name === 'pStyle') paragraph.style = value;
      else if (name === 'numId') paragraph.numId = value;
      else if (name === 'ilvl') paragraph.level = Number(value);
      else if (name === 'outlineLvl') paragraph.outline = Number(value);
    }
  }

  #openContent(name: string, attributes: Attributes): void {
    switch (name) {
      case 'p':
        this.#paragraphs.push({
          ...{ text: '', style: undefined, numId: undefined, level: undefined, outline: undefined },
          ...{ joined: false, notes: [] },
        });
        break;
      case 't':
        this.#inText = true;
        break;
      case 'tab':
      case 'ptab':
        this.#add('\t');
        break;
      case 'br':
        if ((wordAttribute(attributes, 'type') ?? 'textWrapping') === 'textWrapping') this.#add('\n');
        break;
      case 'cr':
        this.#add('\n');
        break;
      case 'noBreakHyphen':
        this.#add('-');
        break;
      case 'sym':
        this.#symbol(attributes);
        break;
      case 'tbl':
        this.#tables.push(new TableFrame());
        break;
      case 'tr':
        this.#tables.at(-1)?.openRow();
        break;
      case 'tc':
        this.#tables.at(-1)?.openCell();
        break;
      case 'sdt':
        this.#sdts.push(this.#depth);
        break;
      case 'AlternateContent':
        this.#alternatives.push(false);
        break;
      case 'Choice':
      case 'Fallback':
        if (this.#alternatives.at(-1)) this.#skipped = this.#depth;
        else if (this.#alternatives.length > 0) this.#alternatives[this.#alternatives.length - 1] = true;
        break;
      case 'txbxContent':
        this.#boxes.push({ paragraphs: this.#paragraphs.length, tables: this.#tables.length, lines: [] });
        break;
      case 'footnoteReference':
      case 'endnoteReference': {
        const note = this.#setting.notes.get(`${name.slice(0, -9)} ${wordAttribute(attributes, 'id')}`);
        if (note) this.#paragraphs.at(-1)?.notes.push(note);
        break;
      }
      case 'object':
      case 'oMath':
        this.#setting.writer.remark('公式和嵌入的对象没有读', 'formulas and embedded objects were not read');
        break;
    }
  }

  #closeContent(name: string): void {
    if (name === 't') this.#inText = false;
    else if (name === 'p') this.#closeParagraph();
    else if (name === 'tc') this.#closeCell();
    else if (name === 'tr') this.#tables.at(-1)?.closeRow();
    else if (name === 'tbl') this.#closeTable();
    else if (name === 'AlternateContent') this.#alternatives.pop();
    else if (name === 'txbxContent') this.#waiting.push(...(this.#boxes.pop()?.lines ?? []));
  }

  #closeParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    if (!paragraph) return;
    const { styles, numbering, writer } = this.#setting;
    const style = styles.get(paragraph.style ?? styles.standard);
    if (style?.isContents) {
      this.#leaveOutContents();
      return;
    }
    const numId = paragraph.numId ?? style?.numId;
    const isText = paragraph.text.trim() !== '';
    const level =
      paragraph.level ?? style?.level ?? (numId && style ? numbering.levelOf(numId, style.id) : undefined) ?? 0;
    // A numbered paragraph without words has a number too, unless all of it was deleted.
    const isNumbered = numId !== undefined && numId !== '0' && (isText || !paragraph.joined);
    const number = isNumbered ? numbering.next(numId, level, paragraph.text) : '';
    const text = `${this.#carried}${isText ? number : ''}${paragraph.text}`;
    this.#waiting.push(...paragraph.notes);
    this.#carried = paragraph.joined ? text : '';
    if (paragraph.joined) return;
    const outline =
      paragraph.outline === undefined ? style?.heading : paragraph.outline < 9 ? paragraph.outline + 1 : undefined;
    const box = this.#boxes.at(-1);
    const table = this.#tables.length > (box?.tables ?? 0) ? this.#tables.at(-1) : undefined;
    if (table) table.text(text);
    else if (box) box.lines.push(text);
    else {
      writer.paragraph(text, isText ? outline : undefined);
      if (this.#paragraphs.length === 0) this.#flush();
    }
  }

  #closeCell(): void {
    const table = this.#tables.at(-1);
    table?.text(this.#carried);
    this.#carried = '';
    table?.closeCell();
  }

  #closeTable(): void {
    const table = this.#tables.pop();
    if (!table) return;
    const box = this.#boxes.at(-1);
    const outer = this.#tables.length > (box?.tables ?? 0) ? this.#tables.at(-1) : undefined;
    if (outer) outer.text(table.line);
    else if (box) box.lines.push(...table.rows.map((row) => row.join('\t')));
    else {
      this.#setting.writer.table(table.rows);
      this.#flush();
    }
  }

  #flush(): void {
    for (const line of this.#waiting) this.#setting.writer.paragraph(line);
    this.#waiting = [];
  }

  #add(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph) paragraph.text += text;
  }

  #symbol(attributes: Attributes): void {
    const code = Number.parseInt(wordAttribute(attributes, 'char') ?? '', 16);
    const text = symbolText(wordAttribute(attributes, 'font') ?? '', code);
    if (text !== undefined) this.#add(text);
    else this.#setting.writer.remark('有的符号认不出来，没有读', 'some symbols are not known and were not read');
  }

  #leaveOutContents(): void {
    this.#setting.writer.remark('目录没有读，正文里有同样的标题', 'the table of contents was not read');
  }
}
