import { exitCodes } from '#db/exit.ts';
import { checkText, isFault } from '#domain/agreement/check.ts';
import type { Severity } from '#domain/agreement/model.ts';
import { refuse } from '#kernel/problem.ts';
import type { Command } from './command.ts';
import { readText } from './text-file.ts';

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

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
