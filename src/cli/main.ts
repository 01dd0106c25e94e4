import { parseArgs } from 'node:util';
import { CannotRun, exitCodes } from '#db/exit.ts';
import { describe, ProblemError, refuse } from '#kernel/problem.ts';
import type { Command } from './command.ts';
import { commands } from './commands.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** Finds the command by its leading words, reads its options, runs it, and turns what went wrong into sentences and an exit code. */
async function main(words: readonly string[]): Promise<number> {
  if (words.length === 0 || words[0] === 'help' || words[0] === '--help' || words[0] === '-h') {
    process.stdout.write(help());
    return 0;
  }
  const command = commands.find((one) => `${words.join(' ')} `.startsWith(`${one.name} `));
  if (!command) {
    say(
      `没有“${words.slice(0, 2).join(' ')}”这个命令。现有命令：${['start', ...commands.map((one) => one.name)].join('、')}；用法见 taizhang help`,
    );
    say(`There is no command "${words.slice(0, 2).join(' ')}"; see taizhang help.`);
    return exitCodes.usage;
  }
  try {
    const rest = words.slice(command.name.split(' ').length);
    if (rest.includes('--help')) {
      process.stdout.write(usage(command));
      return 0;
    }
    const { values, operands } = readOptions(command, rest);
    return await command.run({ values, operands, say });
  } catch (error) {
    return explain(error);
  }
}

function readOptions(command: Command, rest: readonly string[]) {
  const options = Object.fromEntries(command.options.map((option) => [option.name, { type: option.type }]));
  let read: ReturnType<typeof parseArgs>;
  try {
    read = parseArgs({ args: [...rest], options, allowPositionals: command.operands !== undefined, strict: true });
  } catch (error) {
    refuse('options_unknown', {
      zh: `选项不对：${(error as Error).message}\n${usage(command)}`,
      en: (error as Error).message,
    });
  }
  const missing = command.options.filter((option) => option.required && read.values[option.name] === undefined);
  if (missing.length > 0) {
    const names = missing.map((option) => `--${option.name}`).join('、');
    refuse('options_missing', { zh: `还缺 ${names}\n${usage(command)}`, en: `missing: ${names}` });
  }
  return { values: read.values as Record<string, string | boolean | undefined>, operands: read.positionals };
}

/** Every problem on a line of its own, Chinese first; the exit code tells programs which sort it was. */
function explain(error: unknown): number {
  if (error instanceof ProblemError) {
    for (const one of error.problems) {
      say(describe(one, 'zh'));
      say(`  ${one.text.en}`);
    }
    return exitCodes.usage;
  }
  if (error instanceof CannotRun) {
    say(error.text.zh);
    say(`  ${error.text.en}`);
    return exitCodes[error.reason];
  }
  say(`没有完成，原因不明：${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return exitCodes.failed;
}

function help(): string {
  const width = Math.max(...commands.map((one) => one.name.length));
  const lines = commands.map((one) => `  ${one.name.padEnd(width)}  ${one.meaning.zh} (${one.meaning.en})`);
  return [
    '台账 taizhang',
    '',
    '用法: taizhang 命令 [选项]',
    '',
    `  ${'start'.padEnd(width)}  启动 (start the server)`,
    ...lines,
    '',
    '各命令的选项: taizhang 命令 --help',
    '',
  ].join('\n');
}

function usage(command: Command): string {
  const options = command.options.map((option) => {
    const name = `--${option.name}${option.type === 'string' ? ` ${option.placeholder ?? 'TEXT'}` : ''}`;
    return `  ${name.padEnd(36)} ${option.meaning.zh} (${option.meaning.en})`;
  });
  return [
    `用法: taizhang ${command.name} [选项]${command.operands ? ` ${command.operands}` : ''}`,
    ...options,
    '',
  ].join('\n');
}

process.exitCode = await main(process.argv.slice(2));
