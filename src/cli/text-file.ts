import { readFile } from 'node:fs/promises';
import { isPlainText, readDocument } from '#formats/document-read.ts';
import { proseText } from '#formats/prose.ts';
import { decodeText } from '#formats/text-read.ts';
import { refuse } from '#kernel/problem.ts';

const largest = 20 * 1024 * 1024;

/**
 * The text of a file or of standard input. Plain text is given as it stands, so that offsets are those of the file; DOCX,
 * XLSX, HTML and old Word files give their words a paragraph a line, and what was lost is said through `say`. Raises
 * ProblemError when it cannot be read.
 */
export async function readText(file: string, say: (line: string) => void): Promise<string> {
  const bytes =
    file === '-'
      ? await readInput()
      : await readFile(file).catch((error: NodeJS.ErrnoException) =>
          unreadable(file, error.code === 'ENOENT' ? '文件不存在' : error.message),
        );
  if (!isPlainText(bytes)) {
    const prose = await readDocument(bytes);
    for (const remark of prose.remarks) say(remark.zh);
    return proseText(prose).text;
  }
  if (bytes.length > largest) unreadable(file, `文件有 ${Math.round(bytes.length / 2 ** 20)} MB，最大 20 MB`);
  return decodeText(bytes);
}

async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function unreadable(file: string, reason: string): never {
  refuse('file_unreadable', { zh: `读不了 ${file}：${reason}`, en: `${file} cannot be read` });
}
