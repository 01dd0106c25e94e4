import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';

// The earliest time that a zip entry can hold; built of local parts, because entries are written in local time.
const mtime = new Date(1980, 0, 1);

type Edits = Readonly<Record<string, (xml: string) => string>>;

/**
 * The same zip with nothing in it that changes from run to run: entries sorted with the content types first, times fixed,
 * the core properties' moments set to `createdAt`, ids that the writer counted across documents counted anew, and `edits`
 * made to the XML they name.
 */
export function stableZip(bytes: Uint8Array, createdAt: string, edits: Edits = {}): Uint8Array {
  const entries = unzipSync(bytes);
  const moment = `${new Date(createdAt).toISOString().slice(0, 19)}Z`;
  const files: Zippable = {};
  for (const name of Object.keys(entries).sort(byPlace)) {
    const content = entries[name]!;
    const edit = edits[name] ?? ((xml: string) => xml);
    const steady = /\.(xml|rels)$/.test(name) ? strToU8(stableXml(edit(strFromU8(content)), moment)) : content;
    files[name] = [steady, { mtime, level: 6 }];
  }
  return zipSync(files);
}

const first = '[Content_Types].xml';

function byPlace(left: string, right: string): number {
  if (left === first || right === first) return left === first ? -1 : 1;
  return left < right ? -1 : 1;
}

/** Drawings and bookmarks carry ids from counters that live as long as the process. */
function stableXml(xml: string, moment: string): string {
  return counted(counted(xml, /(<wp:docPr id=")(\d+)/g), /(<w:bookmark(?:Start|End)(?= )[^>]*? w:id=")(\d+)/g).replace(
    /(<dcterms:(?:created|modified)[^>]*>)[^<]*/g,
    `$1${moment}`,
  );
}

/** Replaces each different id, in the order in which they appear, by 1, 2, 3 … */
function counted(xml: string, pattern: RegExp): string {
  const seen = new Map<string, number>();
  return xml.replace(pattern, (_, before: string, id: string) => {
    const place = seen.get(id) ?? seen.size + 1;
    seen.set(id, place);
    return `${before}${place}`;
  });
}
