import { quantityLines } from '#domain/reading/lines.ts';
import { refuse } from '#kernel/problem.ts';
import type { Command } from './command.ts';
import { readText } from './text-file.ts';

export const readQuantitiesCommand: Command = {
  name: 'read quantities',
  meaning: { zh: '读出一段文字里的全部数量', en: 'find the quantities in a text' },
  options: [
    {
      name: 'lines',
      type: 'boolean',
      meaning: { zh: '每行单独读，位置按行内计', en: 'read each line by itself; offsets are within the line' },
    },
    {
      name: 'json',
      type: 'boolean',
      meaning: { zh: '每行一条 JSON（默认就是）', en: 'one JSON object a line (the default)' },
    },
  ],
  operands: '[FILE|-]',
  run: async ({ values, operands, say }) => {
    const [file = '-', ...more] = operands;
    if (more.length > 0) refuse('files_too_many', { zh: '一次只读一个文件', en: 'name one file at a time' });
    const text = await readText(file, say);
    for (const line of quantityLines(text, { byLine: values.lines === true })) {
      if (!process.stdout.write(`${line}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
    return 0;
  },
};
