import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Problem, ProblemError, problem } from '#kernel/problem.ts';
import type { PdfAnswer, PdfDone, PdfRequest } from './pdf-worker.ts';

export type PdfJob = Omit<PdfRequest, 'id'>;

/** How long one document may take, in milliseconds; a page takes a few. */
const longest = 120_000;
/** The typesetter's memory grows with every document, so its process is replaced now and then. */
const documentsPerProcess = 50;
const mostMemory = 768 * 1024 * 1024;
const idleBeforeEnd = 30_000;
/** Documents that may wait; each holds its whole text. */
const longestQueue = 200;

/**
 * Sets one document at a time in a process of its own: setting blocks, and may die. Raises ProblemError when it cannot be
 * set, takes too long, or too many are waiting. An idle process never keeps the program from ending.
 */
export function runPdfJob(job: PdfJob, timeout = longest): Promise<PdfDone> {
  if (waiting >= longestQueue) return Promise.reject(new ProblemError([tooMany()]));
  waiting++;
  const done = last.then(() => runNow(job, timeout));
  last = done.then(settled, settled);
  return done;
}

let waiting = 0;
let last: Promise<void> = Promise.resolve();
let child: ChildProcess | undefined;
let served = 0;
let counter = 0;
let idle: NodeJS.Timeout | undefined;

function settled(): void {
  waiting--;
}

function runNow(job: PdfJob, timeout: number): Promise<PdfDone> {
  const process = current();
  const id = ++counter;
  return new Promise((resolve, reject) => {
    const finish = (keep: boolean) => {
      clearTimeout(timer);
      process.off('message', hear);
      process.off('exit', ended);
      process.off('error', broken);
      if (keep) rest(process);
      else end(process);
    };
    const hear = (answer: PdfAnswer) => {
      if (answer.id !== id) return;
      if ('error' in answer) {
        finish(false);
        reject(new ProblemError([failed(answer.error)]));
      } else {
        finish(served < documentsPerProcess && answer.memory < mostMemory);
        resolve({ ...answer, pdf: new Uint8Array(answer.pdf) });
      }
    };
    const fail = (reason: Problem) => {
      finish(false);
      reject(new ProblemError([reason]));
    };
    const ended = (code: number | null, signal: string | null) => fail(failed(`exit ${signal ?? code}`));
    const broken = (error: Error) => fail(failed(error.message));
    const timer = setTimeout(() => fail(tooLong(timeout)), timeout);
    process.on('message', hear);
    process.on('exit', ended);
    process.on('error', broken);
    process.send({ ...job, id } satisfies PdfRequest, (error) => {
      if (error) broken(error);
    });
  });
}

function current(): ChildProcess {
  clearTimeout(idle);
  if (!child?.connected) {
    child = fork(fileURLToPath(new URL('pdf-worker.ts', import.meta.url)), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: lentEnvironment(),
    });
    served = 0;
  }
  served++;
  child.ref();
  child.channel?.ref();
  return child;
}

/** It reads documents that others wrote, so it is told no addresses and no keys. */
function lentEnvironment(): NodeJS.ProcessEnv {
  const lent = ['PATH', 'LD_LIBRARY_PATH', 'TMPDIR', 'TEMP', 'SystemRoot'];
  return Object.fromEntries(
    lent.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

function rest(process: ChildProcess): void {
  process.unref();
  process.channel?.unref();
  idle = setTimeout(() => end(process), idleBeforeEnd);
  idle.unref();
}

function end(process: ChildProcess): void {
  if (child === process) child = undefined;
  process.unref();
  process.channel?.unref();
  // Native code that does not come back hears no other signal.
  process.kill('SIGKILL');
}

function failed(reason: string): Problem {
  return problem('pdf_failed', { zh: `PDF 没有排成：${reason}`, en: `the PDF could not be set: ${reason}` });
}

function tooLong(milliseconds: number): Problem {
  const seconds = Math.ceil(milliseconds / 1000);
  return problem('pdf_timeout', {
    zh: `排版用了 ${seconds} 秒还没有完成，已停下；请把文件分成几份再试`,
    en: `setting took longer than ${seconds} seconds and was stopped; try the document in parts`,
  });
}

function tooMany(): Problem {
  return problem('pdf_busy', {
    zh: '正在排版的文件太多，请过几分钟再试',
    en: 'too many documents are being set; please try again in a few minutes',
  });
}
