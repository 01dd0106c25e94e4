import { writeFile } from 'node:fs/promises';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { compileSummary } from '#domain/summary/compile.ts';
import { documentOf } from '#domain/summary/document.ts';
import { makeEdition, sealEdition } from '#domain/summary/edition.ts';
import type { Edition } from '#domain/summary/edition-model.ts';
import { findRound, readTemplate } from '#domain/summary/store.ts';
import { writeDocx } from '#formats/docx-write.ts';
import { writeHtml } from '#formats/html-write.ts';
import { writePdf } from '#formats/pdf-write.ts';
import { writeTxt } from '#formats/txt-write.ts';
import { refuse } from '#kernel/problem.ts';
import { parseWindow } from '#kernel/window.ts';
import { type Command, textOf } from './command.ts';
import { withDatabase } from './open.ts';
import { findUnit } from './unit.ts';

const writers: Readonly<Record<string, (edition: Edition) => Promise<Uint8Array | string> | Uint8Array | string>> = {
  html: (edition) => writeHtml(documentOf(edition)),
  txt: (edition) => writeTxt(documentOf(edition)),
  json: (edition) => sealEdition(edition).canonical,
  docx: (edition) => writeDocx(documentOf(edition)),
  pdf: (edition) => writePdf(documentOf(edition)),
};

export const summaryCompile: Command = {
  name: 'summary compile',
  meaning: { zh: '从已核定的记录编写一个单位的工作小结', en: "compile a unit's work summary from verified records" },
  options: [
    {
      name: 'unit',
      type: 'string',
      required: true,
      placeholder: '单位',
      meaning: { zh: '单位的名称、简称或代码', en: 'name, short name or code of the unit' },
    },
    {
      name: 'window',
      type: 'string',
      required: true,
      placeholder: '起..止',
      meaning: { zh: '统计时段，如 2024-07-01..2024-10-31', en: 'the window, as 2024-07-01..2024-10-31' },
    },
    {
      name: 'format',
      type: 'string',
      placeholder: Object.keys(writers).join('|'),
      meaning: { zh: '格式，默认 txt', en: 'format, txt by default' },
    },
    {
      name: 'out',
      type: 'string',
      placeholder: 'PATH',
      meaning: { zh: '写到这个文件；不写则输出到屏幕', en: 'file to write; standard output without it' },
    },
    {
      name: 'template',
      type: 'string',
      placeholder: 'CODE',
      meaning: { zh: '小结模板的代码', en: 'code of the template' },
    },
  ],
  run: async (input) => {
    const format = textOf(input, 'format') ?? 'txt';
    const write = writers[format];
    if (!write)
      refuse(
        'format_unknown',
        { zh: `没有“${format}”这种格式，可用：${Object.keys(writers).join('、')}`, en: `no format ${format}` },
        '--format',
      );
    const window = parseWindow(textOf(input, 'window')!, '--window');
    return await withDatabase(input.say, async ({ system }) => {
      const organisation = await readOrganisation(system);
      const unit = findUnit(organisation.tree, textOf(input, 'unit')!);
      const template = await readTemplate(system, textOf(input, 'template'));
      const round = await findRound(system, unit, window);
      const summary = await compileSummary(system, organisation, {
        unit,
        window,
        template,
        ...(round && { windows: round.windows, title: round.title }),
      });
      const edition = await makeEdition(
        system,
        organisation,
        summary,
        round?.code ?? `${unit.code}-${window.from}-${window.to}`,
        new Date(),
      );
      for (const note of edition.notes) input.say(note);
      const bytes = await write(edition);
      const out = textOf(input, 'out');
      if (out === undefined) process.stdout.write(bytes);
      else {
        await writeFile(out, bytes);
        input.say(`已写入 ${out}：${edition.sections.length} 个部分，${edition.figures.length} 个数字。`);
      }
      return 0;
    });
  },
};
