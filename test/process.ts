import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectFolder } from '../src/config.ts';

export interface Running {
  readonly child: ChildProcess;
  /** Everything said so far, both streams. */
  said(): string;
  saidTo(stream: 'stdout' | 'stderr'): string;
  /** Resolves with the first line that matches. Fails when the process ends without one. */
  line(pattern: RegExp): Promise<string>;
  /** Resolves when it has ended: its exit code, or the signal. */
  ended(): Promise<number | NodeJS.Signals>;
}

/** Starts a script of the tests under this Node. */
export function startScript(name: string, ...arguments_: string[]): Running {
  return startProcess(process.execPath, [join(projectFolder, 'test', 'children', name), ...arguments_], {});
}

export function startProcess(
  program: string,
  arguments_: readonly string[],
  environment: Readonly<Record<string, string>>,
): Running {
  const child = spawn(program, arguments_, {
    cwd: projectFolder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const streams: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
  const waiting = new Set<() => void>();
  const wake = () => waiting.forEach((look) => void look());
  for (const name of ['stdout', 'stderr'] as const) {
    createInterface({ input: child[name] }).on('line', (line) => {
      lines.push(line);
      streams[name].push(line);
      wake();
    });
  }
  const closed = once(child, 'close').then(([code, signal]) => {
    const end = (signal ?? code) as number | NodeJS.Signals;
    wake();
    return end;
  });
  return {
    child,
    said: () => lines.join('\n'),
    saidTo: (stream) => streams[stream].join('\n'),
    ended: () => closed,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find((line) => pattern.test(line));
          if (found !== undefined) resolve(found);
          else if (child.exitCode !== null || child.signalCode !== null)
            reject(new Error(`it ended without saying ${pattern}: ${lines.join('\n')}`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
}
