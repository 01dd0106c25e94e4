import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';

// The earliest time that a zip entry can hold.
const mtime = new Date(1980, 0, 1);

/**
 * The same zip with nothing in it that changes from run to run: entries sorted, times fixed, the core properties' moments
 * set to `createdAt`, and ids that the writer drew by chance numbered in order.
 */
export function stableZip(bytes: Uint8Array, createdAt: string): Uint8Array {
  const entries = unzipSync(bytes);
  const files: Zippable = {};
  for (const name of Object.keys(entries).sort()) {
    const content = /\.(xml|rels)$/.test(name)
      ? strToU8(stableXml(strFromU8(entries[name]!), createdAt))
      : entries[name]!;
    files[name] = [content, { mtime, level: 6 }];
  }
  return zipSync(files);
}

function stableXml(xml: string, createdAt: string): string {
  const moment = `${createdAt.slice(0, 19)}Z`;
  return xml.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${moment}`);
}
