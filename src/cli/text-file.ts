import { readFile } from 'node:fs/promises';
import { refuse } from '#kernel/problem.ts';

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
