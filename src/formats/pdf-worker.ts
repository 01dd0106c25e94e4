import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** What the parent sends: the document as JSON and where fonts are. */
export interface PdfRequest {
  readonly id: number;
  readonly data: string;
  readonly fontFolders: readonly string[];
  /** Seconds since 1970, written into the file. */
  readonly createdAt: number;
}

export type PdfAnswer =
  | { readonly id: number; readonly pdf: Uint8Array }
  | { readonly id: number; readonly error: string };

const template = readFileSync(fileURLToPath(new URL('official.typ', import.meta.url)), 'utf8');

// Typst runs in a process of its own: it blocks while it works, and its memory grows with every document.
process.on('message', (request: PdfRequest) => {
  try {
    const compiler = NodeCompiler.create({
      fontArgs: request.fontFolders.map((folder) => ({ fontPaths: [folder] })),
      workspace: '/nonexistent',
    });
    compiler.mapShadow('/nonexistent/data.json', Buffer.from(request.data));
    const pdf = compiler.pdf({ mainFileContent: template }, { creationTimestamp: request.createdAt });
    compiler.evictCache(0);
    answer({ id: request.id, pdf });
  } catch (error) {
    answer({ id: request.id, error: error instanceof Error ? error.message : String(error) });
  }
});

process.on('disconnect', () => process.exit(0));

function answer(message: PdfAnswer): void {
  process.send!(message);
}
