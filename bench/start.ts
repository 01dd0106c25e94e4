import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../src/config.ts';
import { type Line, ms } from './measure.ts';

const port = 38_471;

/** From the command to the first page: on an empty data folder, and again on the filled one. */
export async function startBench(say: (line: string) => void): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'taizhang-start-'));
  try {
    const first = await startOnce(folder);
    const second = await startOnce(folder);
    say(`start: first ${ms(first)}, second ${ms(second)}`);
    return [
      {
        what: 'first start, packages installed, empty data folder, to the first page',
        value: ms(first),
        ratio: `${(first / 60_000).toFixed(2)} of the 60 s limit`,
      },
      {
        what: 'second start, to the first page',
        value: ms(second),
        ratio: `${(second / 2000).toFixed(2)} of the 2 s limit`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startOnce(folder: string): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [join(projectFolder, 'src/main.ts')], {
    env: { ...process.env, TAIZHANG_DATA: folder, PORT: String(port) },
    stdio: 'ignore',
  });
  try {
    for (let tries = 0; tries < 2400; tries++) {
      const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
      if (answer?.ok) return performance.now() - began;
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('no page within a minute');
  } finally {
    await end(child);
  }
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
