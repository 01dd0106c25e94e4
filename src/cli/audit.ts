import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { exitCodes } from '#db/exit.ts';
import type { Db } from '#db/open.ts';
import { type ArchivePlan, archiveLines, closeArchive, planArchive, verifyArchive } from '#domain/audit/archive.ts';
import { type ChainFault, type NotedEnd, verifyAudit } from '#domain/audit/chain.ts';
import { parseDay } from '#kernel/day.ts';
import { refuse } from '#kernel/problem.ts';
import { type Command, type Input, textOf } from './command.ts';
import { withDatabase } from './open.ts';

const faults: Readonly<Record<ChainFault['fault'], string>> = {
  changed: '内容被改动过',
  missing: '之前缺了记录',
  cut_off: '及之后的记录被删去',
  unarchived: '之前的记录不在，也没有归档的记载',
  not_as_noted: '与给出的链尾不符，这一条及之前的链条被整个换过',
};

export const auditVerify: Command = {
  name: 'audit verify',
  meaning: { zh: '核对操作日志的哈希链，查改动和缺失', en: 'walk the audit chain and look for changes and gaps' },
  options: [
    {
      name: 'noted',
      type: 'string',
      placeholder: '序号:哈希',
      meaning: { zh: '以前抄下来的链尾，一并核对', en: 'an end of the chain that was written down earlier' },
    },
    {
      name: 'file',
      type: 'string',
      placeholder: 'FILE',
      meaning: { zh: '改为核对一个归档文件', en: 'check the file of an archive instead' },
    },
  ],
  run: async (input) => {
    const file = textOf(input, 'file');
    const noted = notedOf(input);
    if (file !== undefined) return await verifyFile(file, noted);
    return await withDatabase(input.say, async (database) => {
      const report = await verifyAudit(database.system, { noted });
      const { checked, head, archived, faults: found } = report;
      tellFaults(found);
      const before = archived > 0 ? `；第 ${archived} 条及之前的已归档` : '';
      process.stdout.write(`核对了 ${checked} 条操作日志，${verdict(found)}${before}。链尾 ${head.seq}:${head.hash}\n`);
      return found.length === 0 ? 0 : exitCodes.failed;
    });
  },
};

export const auditArchive: Command = {
  name: 'audit archive',
  meaning: {
    zh: '把一年以前的操作日志移到文件里，链条不断',
    en: 'move audit entries older than a year into a file; the chain holds',
  },
  options: [
    {
      name: 'before',
      type: 'string',
      required: true,
      placeholder: 'YYYY-MM-DD',
      meaning: { zh: '这一天之前的，须在 12 个月以前', en: 'entries before this day, twelve months ago or more' },
    },
    {
      name: 'out',
      type: 'string',
      required: true,
      placeholder: 'FILE.jsonl',
      meaning: { zh: '写到这个新文件', en: 'new file to write' },
    },
  ],
  run: async (input) => {
    const before = textOf(input, 'before')!;
    if (parseDay(before) === undefined)
      refuse(
        'day_unknown',
        { zh: `日期“${before}”不存在，请写成 2023-07-01`, en: `"${before}" is no day` },
        '--before',
      );
    const out = textOf(input, 'out')!;
    return await withDatabase(input.say, async ({ system }) => {
      // What is not whole is not put away: whoever looks into it needs it where it is.
      const { faults: found } = await verifyAudit(system);
      if (found.length > 0) {
        tellFaults(found);
        process.stdout.write('操作日志的链条不完整，没有归档。\n');
        return exitCodes.failed;
      }
      const plan = await planArchive(system, before);
      const hash = await writeArchive(system, plan, out);
      const gone = await system.transaction().execute((tx) => closeArchive(tx, plan, hash));
      process.stdout.write(`已把 ${gone} 条操作日志归档到 ${out}，SHA-256 ${hash}。请妥善保存这个文件。\n`);
      return 0;
    });
  },
};

/** Writes the file, forces it to the disk and reads it back; only a file that is whole may stand for its entries. */
async function writeArchive(system: Db, plan: ArchivePlan, out: string): Promise<string> {
  const file = await open(out, 'wx', 0o600).catch((error: NodeJS.ErrnoException) =>
    refuse('file_unwritable', {
      zh: error.code === 'EEXIST' ? `${out} 已经存在，请换一个文件名` : `写不了 ${out}：${error.message}`,
      en: `${out} cannot be written`,
    }),
  );
  try {
    for await (const line of archiveLines(system, plan)) await file.write(line);
    await file.sync();
  } finally {
    await file.close();
  }
  const { entries, faults: found } = await verifyArchive(linesOf(out));
  if (found.length > 0 || entries !== plan.entries) {
    await rm(out);
    refuse('archive_not_whole', { zh: `写出的 ${out} 不完整，已删去，没有归档`, en: `${out} was not whole` });
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(out)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function verifyFile(file: string, noted: NotedEnd | undefined): Promise<number> {
  const { entries, end, faults: found } = await verifyArchive(linesOf(file), noted);
  tellFaults(found);
  process.stdout.write(`核对了 ${entries} 条归档的操作日志，${verdict(found)}。末尾 ${end.seq}:${end.hash}\n`);
  return found.length === 0 ? 0 : exitCodes.failed;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const stream = createReadStream(file, 'utf8');
  try {
    yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    refuse('file_unreadable', { zh: `读不了 ${file}：${(error as Error).message}`, en: `${file} cannot be read` });
  } finally {
    stream.destroy();
  }
}

function notedOf(input: Input): NotedEnd | undefined {
  const text = textOf(input, 'noted');
  if (text === undefined) return undefined;
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim().toLowerCase()) ?? [];
  if (seq && hash) return { seq: Number(seq), hash };
  return refuse(
    'noted_form',
    { zh: '链尾写成 序号:哈希，与 audit verify 最后一行的写法一样', en: 'write an end as number:hash' },
    '--noted',
  );
}

function tellFaults(found: readonly ChainFault[]): void {
  for (const one of found) process.stdout.write(`第 ${one.seq} 条：${faults[one.fault]}\n`);
}

function verdict(found: readonly ChainFault[]): string {
  return found.length === 0 ? '链条完整' : `${found.length} 处异常`;
}
