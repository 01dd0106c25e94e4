import { readFile } from 'node:fs/promises';
import { exitCodes } from '#db/exit.ts';
import { checkText, isFault } from '#domain/agreement/check.ts';
import type { Severity } from '#domain/agreement/model.ts';
import { refuse } from '#kernel/problem.ts';
import type { Command } from './command.ts';

const names: Readonly<Record<Severity, string>> = { conflict: '矛盾', doubt: '存疑', note: '提示' };

export const check: Command = {
  name: 'check',
  meaning: { zh: '检查一份材料里的数字是否相互吻合', en: 'check whether the numbers of a text agree' },
  options: [{ name: 'json', type: 'boolean', meaning: { zh: '每行一条 JSON', en: 'one JSON object a line' } }],
  operands: 'FILE|-',
  run: async ({ values, operands }) => {
    const [file, ...more] = operands;
    if (file === undefined || more.length > 0)
      refuse('file_missing', {
        zh: '请给出一个要检查的文件，或用 - 从标准输入读',
        en: 'name one file, or - for standard input',
      });
    const text = await readText(file);
    const findings = checkText(text);
    for (const finding of findings) {
      const line = lineOf(text, finding.spans[0]?.start ?? 0);
      process.stdout.write(
        values.json
          ? `${JSON.stringify(finding)}\n`
          : `第${line}行 ${finding.holds ? '相符' : names[finding.severity]}：${finding.message}\n`,
      );
    }
    return findings.some(isFault) ? exitCodes.failed : 0;
  },
};

const largest = 20 * 1024 * 1024;

/** The text of a file or of standard input, as UTF-8 without a byte order mark. Raises ProblemError when it cannot be read. */
export async function readText(file: string): Promise<string> {
  const bytes =
    file === '-'
      ? await readInput()
      : await readFile(file).catch((error: NodeJS.ErrnoException) =>
          unreadable(file, error.code === 'ENOENT' ? '文件不存在' : error.message),
        );
  if (bytes.length > largest) unreadable(file, `文件有 ${Math.round(bytes.length / 2 ** 20)} MB，最大 20 MB`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return unreadable(file, '不是 UTF-8 编码的文本；如果是 GBK 编码，请先另存为 UTF-8');
  }
}

async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function unreadable(file: string, reason: string): never {
  refuse('file_unreadable', { zh: `读不了 ${file}：${reason}`, en: `${file} cannot be read` });
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
