import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { projectFolder } from '../src/config.ts';
import { startTestServer } from './server.ts';
import { endServersUnder, makeRunFolder, removeRunFolder } from './temporary.ts';

const bin = (name: string) => join(projectFolder, 'node_modules', '.bin', name);
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Checks that look at the sources alone. `check` and `all` run the same list. */
const checks = [
  { name: 'format and lint (biome)', command: [bin('biome'), 'check', '--diagnostic-level=error', '--colors=off'] },
  // One thread takes half the work of several: each checker would learn the libraries' types for itself.
  { name: 'types (tsc)', command: [bin('tsc'), '-p', '.', '--pretty', 'false', '--singleThreaded'] },
  {
    name: 'floating promises (oxlint)',
    command: [bin('oxlint'), '--type-aware', 'src', 'test', 'bench'],
  },
  {
    name: 'unused files, exports, dependencies (knip)',
    command: [bin('knip'), '--no-progress'],
  },
];

const runFolder = makeRunFolder();
let current: ChildProcess | undefined;
let ending = false;

/**
 * `all` runs every check, then every test, and goes on after a failure; `check` is the same; `browsers` adds the browser tests
 * that `all` leaves out; `only GLOB...` runs the named test files alone. Returns what failed.
 */
async function main([mode = 'all', ...globs]: readonly string[]): Promise<string[]> {
  const failed: string[] = [];
  if (mode === 'only') await runTests([{ name: 'tests', files: find(globs), concurrency: 2 }], 'spec', failed);
  else if (mode === 'all' || mode === 'check' || mode === 'browsers') {
    for (const check of checks) if (!(await runCheck(check.name, check.command))) failed.push(check.name);
    const phases = [
      { name: 'tests', files: find(['src/**/*.test.ts', 'test/*.test.ts']), concurrency: 2 },
      { name: 'browser tests', files: browserFiles(mode), concurrency: 2, again: true },
    ];
    await runTests(phases, join(projectFolder, 'test', 'reporter.ts'), failed);
  } else failed.push(`unknown mode ${mode}; use all, browsers, check, or only GLOB...`);
  return failed;
}

/** All of them take longer than a run may; these four screens are covered through the API as well. */
function browserFiles(mode: string): string[] {
  const onRequest = /(accounts|discrepancies|imports|reporting)\.e2e\.ts$/;
  return find(['test/e2e/*.e2e.ts']).filter((file) => mode === 'browsers' || !onRequest.test(file));
}

function find(globs: readonly string[]): string[] {
  return [...new Set(globSync([...globs], { cwd: projectFolder }))]
    .map((file) => relative(projectFolder, join(projectFolder, file)))
    .sort();
}

async function runCheck(name: string, command: readonly string[]): Promise<boolean> {
  const began = Date.now();
  const { code, output } = await run(command, 'pipe');
  say(`${code === 0 ? '✔' : '✖'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (code !== 0) say(output.trim().split('\n').slice(0, 200).join('\n'));
  return code === 0;
}

interface Phase {
  readonly name: string;
  readonly files: readonly string[];
  readonly concurrency: number;
  /** Whether files that failed beside others are run once more by themselves: two browsers on two cores can starve each other. */
  readonly again?: boolean;
}

/** One server for all phases; each database test makes its own database there. */
async function runTests(phases: readonly Phase[], reporter: string, failed: string[]): Promise<void> {
  const counts = join(runFolder, 'counts.jsonl');
  const server = await startTestServer();
  try {
    for (const { name, files, concurrency, again = false } of phases) {
      if (ending) return;
      if (files.length === 0) {
        say(`— ${name}: no files`);
        if (name === 'tests') failed.push('tests: no files');
        continue;
      }
      say(`— ${name}: ${files.length} files`);
      // A test has three minutes; one that hangs must not take the run with it.
      const flags = ['--test', `--test-concurrency=${concurrency}`, '--test-timeout=180000'];
      const reporters = [`--test-reporter=${reporter}`, '--test-reporter-destination=stdout'];
      const start = (these: readonly string[], flagsOfRun: readonly string[]) =>
        run(
          [process.execPath, '--disable-warning=ExperimentalWarning', ...flagsOfRun, ...reporters, ...these],
          'inherit',
          { TAIZHANG_TEST_HOST: server.host, TAIZHANG_TEST_COUNTS: counts },
        );
      const { code } = await start(files, flags);
      if (code === 0) continue;
      const those = again && existsSync(`${counts}.failed`) ? readFileSync(`${counts}.failed`, 'utf8').trim() : '';
      const alone = files.filter((file) => those.split('\n').includes(file));
      if (alone.length === 0 || ending) failed.push(name);
      else {
        say(`— ${name}: ${alone.join(', ')} once more, alone`);
        const second = await start(alone, ['--test', '--test-concurrency=1', '--test-timeout=180000']);
        if (second.code !== 0) failed.push(name);
      }
    }
  } finally {
    await server.stop();
  }
  if (existsSync(counts)) sumUp(readFileSync(counts, 'utf8'));
}

/** The runner's own closing lines, added up over the phases. */
function sumUp(lines: string): void {
  const sums = new Map<string, number>();
  for (const line of lines.trim().split('\n')) {
    const counts = JSON.parse(line) as Record<string, number>;
    for (const [name, count] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  say('');
  for (const [name, count] of sums) say(`ℹ ${name} ${count}`);
}

/** Runs a program in a process group of its own, so that an interrupt ends it with everything that it started. */
function run(
  [program, ...rest]: readonly string[],
  output: 'inherit' | 'pipe',
  environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    if (ending) return resolve({ code: 1, output: '' });
    const child = spawn(program!, rest, {
      cwd: projectFolder,
      stdio: ['ignore', output, output],
      // The tools' own scripts start whichever node comes first.
      env: {
        ...process.env,
        PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
        ...environment,
      },
      detached: true,
    });
    current = child;
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        text += chunk;
      });
    }
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => {
      current = undefined;
      resolve({ code: code ?? 1, output: text });
    });
  });
}

/** Ends what runs now, at once if it does not listen; the run then winds up as after a failure. */
function interrupt(): void {
  if (ending) return;
  ending = true;
  const child = current;
  if (!child?.pid) return;
  process.kill(-child.pid, 'SIGTERM');
  const pid = child.pid;
  setTimeout(() => current === child && process.kill(-pid, 'SIGKILL'), 5000).unref();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, interrupt);

const failed = await main(process.argv.slice(2)).catch((error) => [
  error instanceof Error ? error.stack! : String(error),
]);
await endServersUnder(runFolder);
removeRunFolder(runFolder);
say(ending ? '— interrupted' : failed.length === 0 ? '— all passed' : `— failed: ${failed.join('; ')}`);
// The channel to the boot script would keep this process.
process.exit(ending || failed.length > 0 ? 1 : 0);
