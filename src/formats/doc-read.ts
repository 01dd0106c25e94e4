import { Worker } from 'node:worker_threads';
import { refuse } from '#kernel/problem.ts';
import { refuseDamagedDocument } from './document-refusals.ts';
import { type Prose, ProseWriter } from './prose.ts';

interface Read {
  readonly body: string;
  readonly boxes: string;
  readonly notes: readonly string[];
}

const mostMs = 15_000;

/**
 * The words of an old Word file (.doc, .wps), through a library in a thread of its own that is ended when it takes too long
 * or too much memory. Numbers of lists, merged cells and tracked changes are lost, which the remarks say. Raises
 * ProblemError.
 */
export async function readDoc(bytes: Uint8Array): Promise<Prose> {
  if (holdsName(bytes, 'EncryptedPackage'))
    refuse('document_encrypted', {
      zh: '文件加了密码。请打开后去掉密码，另存一份再试',
      en: 'the file is encrypted; save it without a password',
    });
  if (!holdsName(bytes, 'WordDocument'))
    refuse('document_old', {
      zh: '这是旧版 Office 文件，但不是 Word 文档。请另存为 .docx 或 .xlsx 再试',
      en: 'this is an old Office file, but not a Word document; save it as .docx or .xlsx',
    });
  const { body, boxes, notes } = await readInThread(bytes);
  const writer = new ProseWriter();
  for (const line of body.split(/\r\n|\r|\n/)) {
    const cells = line.split('\t');
    // The library parts cells by tabs; a tab at the beginning is an indent.
    if (cells.length >= 3 && cells[0]!.trim() !== '') writer.table([cells]);
    else writer.paragraph(line.replaceAll('\t', ' '));
  }
  for (const text of [boxes, ...notes]) for (const line of text.split(/\r\n|\r|\n/)) writer.paragraph(line);
  writer.remark(
    '旧版 .doc 只能读出文字：自动编号、合并单元格和修订痕迹没有保留。请对照原文，最好另存为 .docx 再读一次',
    'of an old .doc only the text can be read: list numbers, merged cells and tracked changes are lost',
  );
  return writer.finish('doc');
}

function readInThread(bytes: Uint8Array): Promise<Read> {
  const worker = new Worker(new URL('./doc-worker.ts', import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  return new Promise<Read>((resolve, reject) => {
    const timer = setTimeout(() => fail('it takes too long to read'), mostMs);
    const end = () => {
      clearTimeout(timer);
      void worker.terminate();
    };
    const fail = (reason: string) => {
      end();
      try {
        refuseDamagedDocument(reason.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100));
      } catch (error) {
        reject(error);
      }
    };
    worker.once('message', (message: Read | { readonly failed: string }) => {
      if ('failed' in message) fail(message.failed);
      else {
        end();
        resolve(message);
      }
    });
    worker.once('error', (error) => fail(error instanceof Error ? error.message : String(error)));
  });
}

/** Whether the directory of an OLE file may hold a stream of this name. */
function holdsName(bytes: Uint8Array, name: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(name, 'utf16le'));
}
