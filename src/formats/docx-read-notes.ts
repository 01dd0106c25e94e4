import { BodyReader, type BodySetting } from './docx-read-body.ts';
import { wordAttribute } from './docx-read-xml.ts';
import { ProseWriter } from './prose.ts';
import { readWholeXml, type XmlHandler } from './xml-read.ts';

/** The foot- or endnotes of a document by `footnote 3`, each as one line. The lines that only part them from the text are left out. */
export function readNotes(
  pieces: Iterable<Uint8Array>,
  kind: 'footnote' | 'endnote',
  setting: Omit<BodySetting, 'writer' | 'notes'>,
): ReadonlyMap<string, string> {
  const reader = new NoteReader(kind, setting);
  readWholeXml(pieces, `${kind}s.xml`, reader);
  return reader.notes;
}

class NoteReader implements XmlHandler {
  readonly notes = new Map<string, string>();
  readonly #kind: string;
  readonly #setting: Omit<BodySetting, 'writer' | 'notes'>;
  #id: string | undefined;
  #body: BodyReader | undefined;
  #writer = new ProseWriter();

  constructor(kind: string, setting: Omit<BodySetting, 'writer' | 'notes'>) {
    this.#kind = kind;
    this.#setting = setting;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#body?.open(name, attributes);
    if (this.#body || name !== this.#kind || wordAttribute(attributes, 'type') !== undefined) return;
    this.#id = wordAttribute(attributes, 'id');
    this.#writer = new ProseWriter();
    this.#body = new BodyReader({ ...this.#setting, writer: this.#writer, notes: new Map() });
  }

  text(part: string): void {
    this.#body?.text(part);
  }

  close(name: string): void {
    if (name !== this.#kind) {
      this.#body?.close(name);
      return;
    }
    this.#body?.end();
    const lines = this.#writer
      .finish('docx')
      .parts.flatMap((part) => (part.type === 'paragraph' ? [part.text.trim()] : []));
    if (this.#id !== undefined && lines.length > 0)
      this.notes.set(`${this.#kind} ${this.#id}`, `注：${lines.join(' ')}`);
    this.#body = undefined;
    this.#id = undefined;
  }
}
