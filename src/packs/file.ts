import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from './findings.ts';

const largest = 32 * 1024 * 1024;

/** The text of a pack's file. Undefined, with a finding, when it is missing, too large or not UTF-8. */
export function readText(folder: string, file: string, findings: Findings): string | undefined {
  let bytes: Buffer;
  try {
    const { size } = statSync(join(folder, file));
    if (size > largest) {
      findings.add(
        'file_too_large',
        file,
        `文件超过 ${largest} 字节，请拆开`,
        `the file is larger than ${largest} bytes; split it`,
      );
      return undefined;
    }
    bytes = readFileSync(join(folder, file));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    findings.add('file_unreadable', file, `文件读不出来（${reason}）`, `the file cannot be read (${reason})`);
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    findings.add(
      'file_encoding',
      file,
      '文件不是 UTF-8 编码，请另存为 UTF-8',
      'the file is not UTF-8; save it as UTF-8',
    );
    return undefined;
  }
}
