import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import { fontsFor, type PdfFonts } from './pdf-fonts.ts';

/** One document to set: its JSON, where fonts are, and the moment written into the file. */
export interface PdfRequest {
  readonly id: number;
  /** What official.typ reads as /data.json. */
  readonly data: string;
  /** Drawings, read as /0.svg, /1.svg … */
  readonly drawings: readonly string[];
  /** Every character that is printed. */
  readonly characters: string;
  readonly fontFolder: string | undefined;
  readonly cacheFolder: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

export interface PdfDone {
  readonly id: number;
  readonly pdf: Uint8Array;
  readonly pages: number;
  /** Characters without a glyph. */
  readonly missing: readonly string[];
  /** Kept as PDF/A-2a: archivable, tagged, every character extractable. */
  readonly archival: boolean;
  /** Bytes of memory that the process holds. */
  readonly memory: number;
}

export type PdfAnswer = PdfDone | { readonly id: number; readonly error: string };

// Nothing is read from here: files are handed over in memory, and the typesetter cannot reach beyond this folder.
const workspace = '/nonexistent';
const template = readFileSync(fileURLToPath(new URL('official.typ', import.meta.url)), 'utf8');

interface Setter {
  readonly fonts: PdfFonts;
  readonly compiler: NodeCompiler;
}

const setters = new Map<string, Setter>();

process.on('message', (request: PdfRequest) => {
  set(request).then(answer, (error: unknown) => {
    answer({ id: request.id, error: error instanceof Error ? error.message : String(error) });
  });
});

process.on('disconnect', () => process.exit(0));

async function set(request: PdfRequest): Promise<PdfDone> {
  const { compiler, fonts } = await setterFor(request);
  const missing = [...new Set(request.characters)].filter((character) => !fonts.covers(character.codePointAt(0)!));
  compiler.resetShadow();
  compiler.mapShadow(`${workspace}/data.json`, Buffer.from(request.data));
  compiler.mapShadow(`${workspace}/faces.json`, Buffer.from(JSON.stringify(fonts.faces)));
  for (const [index, drawing] of request.drawings.entries()) {
    compiler.mapShadow(`${workspace}/${index}.svg`, Buffer.from(drawing));
  }
  const compiled = compiler.compile({ mainFileContent: template });
  const document = compiled.result;
  if (!document) throw new Error(JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics ?? 'no document'));
  const { pdf, archival } = exported(compiler, document, request.createdAt, missing.length === 0);
  const pages = document.numOfPages;
  compiler.evictCache(0);
  return { id: request.id, pdf, pages, missing, archival, memory: process.memoryUsage.rss() };
}

async function setterFor(request: PdfRequest): Promise<Setter> {
  const key = request.fontFolder ?? '';
  const known = setters.get(key);
  if (known) return known;
  const fonts = await fontsFor(request.cacheFolder, request.fontFolder);
  const compiler = NodeCompiler.create({
    workspace,
    fontArgs: [
      { fontBlobs: [...fonts.blobs] },
      ...(fonts.folders.length > 0 ? [{ fontPaths: [...fonts.folders] }] : []),
    ],
  });
  const setter = { fonts, compiler };
  setters.set(key, setter);
  return setter;
}

/** PDF/A-2a does not allow characters without a glyph; such a document is still set, as plain tagged PDF. */
function exported(compiler: NodeCompiler, document: NodeTypstDocument, createdAt: number, complete: boolean) {
  const moment = { creationTimestamp: createdAt };
  if (complete) {
    try {
      return { pdf: compiler.pdf(document, { ...moment, pdfStandard: 'a-2a' }), archival: true };
    } catch {
      // Said in the answer.
    }
  }
  return { pdf: compiler.pdf(document, moment), archival: false };
}

function answer(message: PdfAnswer): void {
  process.send?.(message);
}
