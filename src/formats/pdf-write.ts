import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { refuse } from '#kernel/problem.ts';
import type { OfficialDocument } from './blocks.ts';
import { packagedFonts } from './pdf-fonts.ts';
import type { PdfAnswer, PdfRequest } from './pdf-worker.ts';
import { printable } from './printable.ts';

export interface PdfOptions {
  readonly notes?: boolean;
  /** The operator's own faces (方正小标宋, 仿宋), looked at first. The bytes then depend on them. */
  readonly fontFolder?: string | undefined;
  /** Where converted fonts are kept. */
  readonly cacheFolder?: string;
}

const documentsPerProcess = 50;
const longest = 120_000;

/**
 * The document as PDF after GB/T 9704, made by Typst in a process of its own that is replaced now and then. The same
 * document gives the same bytes. Raises ProblemError when it cannot be set or takes longer than two minutes.
 */
export async function writePdf(document: OfficialDocument, options: PdfOptions = {}): Promise<Uint8Array> {
  const fonts = await packagedFonts(options.cacheFolder ?? fileURLToPath(new URL('../../.cache', import.meta.url)));
  const own = options.fontFolder ? [options.fontFolder] : [];
  const faces = {
    body: [...(own.length > 0 ? ['FangSong_GB2312', 'FangSong', 'FZFangSong-Z02S'] : []), 'LXGW WenKai'],
    head: [...(own.length > 0 ? ['FZXiaoBiaoSong-B05S', 'SimHei'] : []), 'LXGW WenKai'],
    strong: 'bold',
  };
  const data = JSON.stringify({ ...document, notes: options.notes ? document.notes : [], faces }, (_, value) =>
    typeof value === 'string' ? printable(value) : value,
  );
  return await ask({
    data,
    fontFolders: [...own, fonts],
    createdAt: Math.floor(Date.parse(document.createdAt) / 1000),
  });
}

let worker: ChildProcess | undefined;
let served = 0;
let last = 0;

function ask(request: Omit<PdfRequest, 'id'>): Promise<Uint8Array> {
  const child = current();
  const id = ++last;
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      child.off('message', hear);
      child.off('exit', ended);
      // An idle worker must not keep a command from ending.
      if (child.listenerCount('message') === 0) {
        child.unref();
        child.channel?.unref();
      }
    };
    const fail = (reason: string) => {
      settle();
      retire(child);
      reject(failure(reason));
    };
    const hear = (answer: PdfAnswer) => {
      if (answer.id !== id) return;
      settle();
      if ('error' in answer) reject(failure(answer.error));
      else resolve(new Uint8Array(answer.pdf));
    };
    const ended = () => fail('排版进程意外结束');
    const timer = setTimeout(() => fail('排版超过两分钟'), longest);
    child.on('message', hear);
    child.on('exit', ended);
    child.ref();
    child.channel?.ref();
    child.send({ ...request, id } satisfies PdfRequest);
  });
}

function current(): ChildProcess {
  if (worker?.connected && served < documentsPerProcess) {
    served++;
    return worker;
  }
  if (worker) retire(worker);
  worker = fork(fileURLToPath(new URL('pdf-worker.ts', import.meta.url)), {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  served = 1;
  return worker;
}

/** Lets a worker finish what others asked of it, then go. */
function retire(child: ChildProcess): void {
  if (worker === child) worker = undefined;
  if (child.listenerCount('message') === 0) child.kill();
  else child.once('message', () => setImmediate(() => retire(child)));
}

function failure(reason: string): Error {
  try {
    return refuse('pdf_failed', { zh: `PDF 没有排成：${reason}`, en: `the PDF could not be set: ${reason}` });
  } catch (error) {
    return error as Error;
  }
}
