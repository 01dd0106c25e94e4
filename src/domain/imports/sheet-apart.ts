import { Worker } from 'node:worker_threads';
import { openSheet } from '#formats/sheet-read.ts';
import type { OpenedSheet, SheetRow } from '#formats/sheet-rows.ts';
import { type Problem, ProblemError, refuse } from '#kernel/problem.ts';

export interface ToReader {
  readonly bytes: Uint8Array;
  readonly sheet: string | undefined;
}

export interface FromReader {
  readonly head?: Pick<OpenedSheet, 'format' | 'name' | 'others'>;
  readonly rows?: readonly SheetRow[];
  readonly done?: true;
  readonly problems?: readonly Problem[];
}

/** Below this a file costs less to read than a thread costs to start, whatever is in it. */
const small = 64 * 1024;
const heapMegabytes = 768;

/** A sheet and, perhaps, a thread that reads it: whoever opened it ends it, read to its end or not. */
export interface SheetApart extends OpenedSheet {
  end(): Promise<void>;
}

/**
 * Opens a sheet like `openSheet`, in a thread of its own unless it is small: requests are answered while it is read, the
 * rows read are checked and written at the same time, and memory that a hostile file asks for is bounded by the thread's.
 * Raises ProblemError, also while rows are taken.
 */
export async function openSheetApart(bytes: Uint8Array, sheet?: string): Promise<SheetApart> {
  if (bytes.length < small) return { ...openSheet(bytes, sheet), end: async () => {} };
  const reader = new Reader({ bytes, sheet });
  try {
    const first = await reader.next();
    if (!first.head) throw new Error('the reader told rows before its sheet');
    return { ...first.head, rows: rowsOf(reader), end: () => reader.end() };
  } catch (error) {
    await reader.end();
    throw error;
  }
}

async function* rowsOf(reader: Reader): AsyncGenerator<SheetRow> {
  for (;;) {
    const { rows = [], done } = await reader.next();
    reader.taken();
    yield* rows;
    if (done) return;
  }
}

/** The thread and what it has told, in order. */
class Reader {
  readonly #worker: Worker;
  readonly #told: FromReader[] = [];
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(given: ToReader) {
    this.#worker = new Worker(new URL('./sheet-worker.ts', import.meta.url), {
      workerData: given,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
    this.#worker.on('message', (message: FromReader) => {
      this.#told.push(message);
      this.#wake?.();
    });
    this.#worker.on('error', (error: NodeJS.ErrnoException) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the reader ended early')));
  }

  async next(): Promise<FromReader> {
    while (this.#told.length === 0) {
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const message = this.#told.shift()!;
    if (message.problems) throw new ProblemError(message.problems);
    return message;
  }

  taken(): void {
    this.#worker.postMessage('taken');
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: NodeJS.ErrnoException): void {
    this.#failure ??= error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge() : error;
    this.#wake?.();
  }
}

function tooLarge(): Error {
  try {
    refuse('sheet_too_large', {
      zh: '这张表要占的内存太多，没有读完。请删去多余内容或拆成几个文件',
      en: 'the table asks for too much memory and was not read; remove what is not needed or split it',
    });
  } catch (error) {
    return error as Error;
  }
}
