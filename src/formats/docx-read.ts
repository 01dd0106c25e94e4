import { inWordsOfDocuments } from './document-refusals.ts';
import { BodyReader } from './docx-read-body.ts';
import { readNotes } from './docx-read-notes.ts';
import { Numbering } from './docx-read-numbering.ts';
import { readStyles } from './docx-read-styles.ts';
import { type Prose, ProseWriter } from './prose.ts';
import { refuseDamaged, refuseTooLarge } from './sheet-refusals.ts';
import { readWholeXml } from './xml-read.ts';
import { inflateEntry, openZip, type ZipEntry } from './zip-read.ts';

/**
 * The words of a DOCX file of unknown origin: numbers of lists and headings as Word prints them, tables as rows, text boxes,
 * foot- and endnotes; without tracked deletions, tables of contents, headers, footers and comments. Only the parts that hold
 * text are inflated. Raises ProblemError for damaged and hostile files.
 */
export function readDocx(bytes: Uint8Array): Prose {
  return inWordsOfDocuments(() => {
    const entries = openZip(bytes);
    const main = mainPart(entries);
    const relations = relationsOf(entries, main);
    const part = (kind: string) => partOf(entries, relations.get(kind));
    const writer = new ProseWriter();
    const styles = readStyles(part('styles'));
    const numbering = new Numbering(part('numbering'));
    const notes = new Map<string, string>();
    for (const kind of ['footnote', 'endnote'] as const) {
      const pieces = part(`${kind}s`);
      if (pieces) for (const [id, text] of readNotes(pieces, kind, { styles, numbering })) notes.set(id, text);
    }
    const body = new BodyReader({ styles, numbering, writer, notes });
    readWholeXml(partOf(entries, main) ?? refuseDamaged('document.xml is missing'), 'document.xml', body);
    body.end();
    if (relations.has('comments')) writer.remark('批注没有读', 'comments were not read');
    return writer.finish('docx');
  });
}

/** Whether an archive says that it is a Word document, by its directory alone. */
export function isDocx(entries: ReadonlyMap<string, ZipEntry>): boolean {
  return [...entries.keys()].some((name) => /^word\/document\d*\.xml$/.test(name));
}

/** A part of this size holds some ten thousand pages. */
const mostBytes = 64 * 1024 * 1024;

function partOf(entries: ReadonlyMap<string, ZipEntry>, name: string | undefined): Iterable<Uint8Array> | undefined {
  const entry = name === undefined ? undefined : entries.get(name);
  if (!entry) return undefined;
  if (entry.size > mostBytes)
    refuseTooLarge(
      `文档的正文解开后有 ${Math.round(entry.size / 2 ** 20)} MB`,
      `the document would unpack to ${Math.round(entry.size / 2 ** 20)} MB`,
    );
  return inflateEntry(entry);
}

/** Most programs call it word/document.xml; the relations of the archive have the last word. */
function mainPart(entries: ReadonlyMap<string, ZipEntry>): string {
  const named = readRelations(entries, '_rels/.rels', '').get('officeDocument');
  if (named !== undefined && entries.has(named)) return named;
  if (entries.has('word/document.xml')) return 'word/document.xml';
  return refuseDamaged('document.xml is missing');
}

function relationsOf(entries: ReadonlyMap<string, ZipEntry>, main: string): ReadonlyMap<string, string> {
  const slash = main.lastIndexOf('/') + 1;
  const [folder, file] = [main.slice(0, slash), main.slice(slash)];
  return readRelations(entries, `${folder}_rels/${file}.rels`, folder);
}

/** Targets inside the archive by the last word of their type: styles, numbering, footnotes. */
function readRelations(
  entries: ReadonlyMap<string, ZipEntry>,
  name: string,
  folder: string,
): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  const pieces = partOf(entries, name);
  if (!pieces) return targets;
  readWholeXml(pieces, name.slice(-40), {
    open(element, { Type, Target, TargetMode }) {
      if (element !== 'Relationship' || !Type || !Target || TargetMode === 'External') return;
      const kind = Type.slice(Type.lastIndexOf('/') + 1);
      if (!targets.has(kind)) targets.set(kind, Target.startsWith('/') ? Target.slice(1) : `${folder}${Target}`);
    },
  });
  return targets;
}
