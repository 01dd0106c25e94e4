import { writeFile } from 'node:fs/promises';
import { exitCodes } from '#db/exit.ts';
import type { Database } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import { asActor } from '#domain/access/transaction.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { acceptImport, previewImport } from '#domain/imports/actions.ts';
import type { RefusedRow } from '#domain/imports/model.ts';
import { importTemplate } from '#domain/imports/template.ts';
import { undoImport } from '#domain/imports/undo.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { parseDay } from '#kernel/day.ts';
import { describe, refuse } from '#kernel/problem.ts';
import { type Command, type Option, textOf } from './command.ts';
import { actorNamed, kindOf, kindOption, readUpload, reportLines, sheetOptions, todayHere } from './import-file.ts';
import { withDatabase } from './open.ts';

const asOption = (required: boolean): Option => ({
  name: 'as',
  type: 'string',
  required,
  placeholder: '用户名',
  meaning: required
    ? { zh: '以哪个账号的名义', en: 'the account that acts' }
    : { zh: '一并检查这个账号能不能替各单位填报', en: 'check what this account may record as well' },
});

export const importTemplateCommand: Command = {
  name: 'import template',
  meaning: { zh: '生成一种记录的填报模板', en: 'make a sheet to fill in with records of a kind' },
  options: [
    kindOption,
    {
      name: 'out',
      type: 'string',
      required: true,
      placeholder: 'FILE.xlsx',
      meaning: { zh: '写到这个文件', en: 'file to write' },
    },
    {
      name: 'day',
      type: 'string',
      placeholder: 'YYYY-MM-DD',
      meaning: {
        zh: '用这一天有效的分类表和单位，默认今天',
        en: 'class lists and units of that day; today without it',
      },
    },
  ],
  run: async (input) => {
    const kind = kinds[kindOf(input)];
    const text = textOf(input, 'day');
    const on = text === undefined ? todayHere() : parseDay(text);
    if (on === undefined)
      return refuse(
        'day_unknown',
        { zh: `日期“${text}”不存在，请写成 2024-07-01`, en: `"${text}" is not a day` },
        '--day',
      );
    return await withDatabase(input.say, async ({ system }) => {
      const organisation = await readOrganisation(system);
      const createdAt = new Date().toISOString();
      const out = textOf(input, 'out')!;
      await writeFile(out, await importTemplate(system, kind, { organisation, day: on, createdAt }));
      input.say(`已写入 ${out}。`);
      return 0;
    });
  },
};

export const importPreviewCommand: Command = {
  name: 'import preview',
  meaning: { zh: '检查一张表，逐格说明问题，不写入', en: 'check a sheet, problem by problem; writes nothing' },
  options: [
    kindOption,
    ...sheetOptions,
    asOption(false),
    {
      name: 'json',
      type: 'boolean',
      meaning: { zh: '每行一条 JSON，最后一条是合计', en: 'JSON lines, the totals last' },
    },
  ],
  operands: 'FILE|-',
  run: async (input) => {
    const upload = await readUpload(input);
    return await withDatabase(input.say, async (database) => {
      const organisation = await readOrganisation(database.system);
      const today = todayHere();
      const username = textOf(input, 'as');
      const actor = username === undefined ? undefined : await actorNamed(database.system, username, today);
      const json = input.values.json === true;
      const tell = (row: RefusedRow) =>
        process.stdout.write(
          json ? `${JSON.stringify(row)}\n` : row.problems.map((one) => `${describe(one, 'zh')}\n`).join(''),
        );
      const report = await previewImport(database.system, actor, upload, { organisation, today }, tell);
      if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
      else process.stdout.write(`${reportLines(report, '可导入').join('\n')}\n`);
      return report.refused + report.unknown.length > 0 ? exitCodes.failed : 0;
    });
  },
};

export const importAcceptCommand: Command = {
  name: 'import accept',
  meaning: { zh: '把一张表导入为已报送的记录', en: 'import a sheet as submitted records' },
  options: [
    kindOption,
    ...sheetOptions,
    asOption(true),
    {
      name: 'partly',
      type: 'boolean',
      meaning: { zh: '有问题的行留下，其余先导入', en: 'take the good rows and leave the others' },
    },
  ],
  operands: 'FILE|-',
  run: async (input) => {
    const upload = await readUpload(input);
    return await withDatabase(input.say, async (database) => {
      const { actor, setting } = await acting(database, textOf(input, 'as')!);
      const report = await asActor(database, actor, (tx) =>
        acceptImport(tx, actor, upload, setting, { partly: input.values.partly === true }),
      );
      for (const line of reportLines(report, '导入')) process.stdout.write(`${line}\n`);
      process.stdout.write(
        report.batch === undefined
          ? '没有新的记录，什么也没有写入。\n'
          : `导入编号 ${report.batch}。要整批撤回：taizhang import undo ${report.batch} --as ${textOf(input, 'as')}\n`,
      );
      return 0;
    });
  },
};

export const importUndoCommand: Command = {
  name: 'import undo',
  meaning: { zh: '整批撤回一次导入', en: 'take a whole import back' },
  options: [asOption(true)],
  operands: 'BATCH',
  run: async (input) => {
    const [batch, ...more] = input.operands;
    if (batch === undefined || more.length > 0 || !/^\d{1,9}$/.test(batch))
      return refuse('batch_missing', {
        zh: '请给出导入编号，如 taizhang import undo 12 --as 用户名',
        en: 'name the number of one import',
      });
    return await withDatabase(input.say, async (database) => {
      const { actor } = await acting(database, textOf(input, 'as')!);
      const { undone, uncounted, kept, unseen } = await asActor(
        database,
        actor,
        (tx) => undoImport(tx, actor, Number(batch)),
        'repeatable read',
      );
      process.stdout.write(`已撤回 ${undone} 条记录，其中 ${uncounted} 条已核定的退出了汇总。\n`);
      for (const { row, why } of kept) process.stdout.write(`第 ${row} 行的记录没有撤回：${why.zh}\n`);
      if (unseen > 0) process.stdout.write(`另有 ${unseen} 条不在您的查看范围内，没有撤回。\n`);
      return kept.length + unseen > 0 ? exitCodes.failed : 0;
    });
  },
};

async function acting(database: Database, username: string) {
  const today = todayHere();
  const actor: Actor = await actorNamed(database.system, username, today);
  return { actor, setting: { organisation: await readOrganisation(database.system), today } };
}
