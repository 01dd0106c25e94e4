import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Db } from '#db/open.ts';
import { readActor } from '#domain/access/accounts.ts';
import type { Actor } from '#domain/access/policy.ts';
import type { Upload } from '#domain/imports/actions.ts';
import type { ImportReport } from '#domain/imports/model.ts';
import { type KindCode, kindCodes } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { sheetLimits } from '#formats/sheet-rows.ts';
import { type Day, day } from '#kernel/day.ts';
import { describe, refuse } from '#kernel/problem.ts';
import { type Input, type Option, textOf } from './command.ts';

export const kindOption: Option = {
  name: 'kind',
  type: 'string',
  required: true,
  placeholder: 'KIND',
  meaning: {
    zh: `记录类型：${kindCodes.map((code) => `${code} ${kinds[code].label.zh}`).join('、')}`,
    en: 'kind of the records',
  },
};

export const sheetOptions: readonly Option[] = [
  {
    name: 'sheet',
    type: 'string',
    placeholder: '名称',
    meaning: { zh: '读哪个工作表，默认第一个', en: 'which sheet; the first without it' },
  },
  {
    name: 'year',
    type: 'string',
    placeholder: 'YYYY',
    meaning: { zh: '“7月14日”这样没写年份的日期是哪一年', en: 'year of days that are written without one' },
  },
];

export function kindOf(input: Input): KindCode {
  const text = textOf(input, 'kind')!;
  const code = kindCodes.find((one) => one === text || kinds[one].label.zh === text);
  return (
    code ??
    refuse(
      'kind_unknown',
      {
        zh: `没有“${text}”这种记录，可用：${kindCodes.map((one) => `${one}（${kinds[one].label.zh}）`).join('、')}`,
        en: `there is no kind ${text}`,
      },
      '--kind',
    )
  );
}

/** The file that the command names, as an upload. Raises ProblemError when it cannot be read. */
export async function readUpload(input: Input): Promise<Upload> {
  const [file, ...more] = input.operands;
  if (file === undefined || more.length > 0)
    return refuse('file_missing', {
      zh: '请给出一个 .xlsx 或 .csv 文件，或用 - 从标准输入读',
      en: 'name one .xlsx or .csv file, or - for standard input',
    });
  const bytes = file === '-' ? await readInput() : await readBytes(file);
  return {
    kind: kindOf(input),
    bytes,
    name: file === '-' ? '粘贴' : basename(file),
    sheet: textOf(input, 'sheet'),
    year: yearOf(input),
  };
}

/** Who the command acts for. Raises ProblemError for an account that is not there or switched off. */
export async function actorNamed(system: Db, username: string, on: Day): Promise<Actor> {
  const account = await system
    .selectFrom('account')
    .select('id')
    .where('username', '=', username.normalize('NFC').trim().toLowerCase())
    .executeTakeFirst();
  const actor = account && (await readActor(system, account.id, on));
  return (
    (actor && { ...actor, device: '命令行' }) ??
    refuse(
      'account_unknown',
      { zh: `没有名为“${username}”的账号，或者已经停用`, en: `there is no account ${username} in use` },
      '--as',
    )
  );
}

/** The day it is for the organisation, whatever zone this machine is in. */
export function todayHere(): Day {
  return day(dayFormat.format(new Date()));
}

// The country has one time zone.
const dayFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The report in sentences, a line each. */
export function reportLines(report: ImportReport, made: string): string[] {
  const { read, fresh, repeated, refused, skipped } = report;
  return [
    ...report.unknown.map((one) => describe(one, 'zh')),
    ...(report.others.length > 0 ? [`只读了工作表“${report.sheet}”，没有读：${report.others.join('、')}`] : []),
    `共读 ${read} 行：${made} ${fresh} 行，已有相同记录 ${repeated} 行，有问题 ${refused} 行${skipped > 0 ? `；另跳过示例和合计 ${skipped} 行` : ''}。`,
  ];
}

function yearOf(input: Input): number | undefined {
  const text = textOf(input, 'year');
  if (text === undefined) return undefined;
  if (/^(19|20)\d{2}$/.test(text)) return Number(text);
  return refuse('year_form', { zh: `“${text}”不是年份，请写成 2024`, en: `${text} is not a year` }, '--year');
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > sheetLimits.bytes) return new Uint8Array(sheetLimits.bytes + 1);
    return await readFile(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? '文件不存在' : (error as Error).message;
    return refuse('file_unreadable', { zh: `读不了 ${file}：${reason}`, en: `${file} cannot be read` });
  }
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    // One more than is read: the reader says how much is too much.
    if (size > sheetLimits.bytes) break;
  }
  return Buffer.concat(chunks);
}
