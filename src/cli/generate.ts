import { exitCodes } from '#db/exit.ts';
import { addEntry } from '#domain/audit/store.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { generateRecords } from '#domain/records/generate.ts';
import { loadRecords } from '#domain/records/load.ts';
import { rebuildTallies } from '#domain/tallies/verify.ts';
import { refuse } from '#kernel/problem.ts';
import { parseWindow } from '#kernel/window.ts';
import { type Command, type Input, textOf } from './command.ts';
import { withDatabase } from './open.ts';

export const generate: Command = {
  name: 'generate',
  meaning: {
    zh: '生成大量示例记录，用来试规模（只用于试验数据文件夹）',
    en: 'make many sample records, for trials of size',
  },
  options: [
    {
      name: 'records',
      type: 'string',
      required: true,
      placeholder: 'N',
      meaning: { zh: '条数，1 到 20000000', en: 'how many' },
    },
    {
      name: 'seed',
      type: 'string',
      placeholder: 'S',
      meaning: { zh: '随机种子，默认 1；同样的种子生成同样的记录', en: 'seed, 1 by default' },
    },
    {
      name: 'window',
      type: 'string',
      placeholder: '起..止',
      meaning: { zh: '记录所在的时段，默认 2022-01-01..2024-12-31', en: 'window of the records' },
    },
  ],
  run: (input) => {
    const count = wholeNumber(input, 'records', 1, 20_000_000);
    const seed = wholeNumber(input, 'seed', 1, 2 ** 31, 1);
    const window = parseWindow(textOf(input, 'window') ?? '2022-01-01..2024-12-31', '--window');
    return withDatabase(input.say, async ({ system }) => {
      const organisation = await readOrganisation(system);
      if (organisation.tree.units.length === 0) {
        input.say('数据库还是空的：请先运行一次 taizhang start，装入单位和指标。');
        return exitCodes.failed;
      }
      const began = Date.now();
      const records = generateRecords(organisation, count, seed, window, `generated-${seed}`);
      const written = await system.transaction().execute(async (tx) => {
        const loaded = await loadRecords(tx, organisation, progress(records, count, input.say));
        input.say('正在汇总……');
        await rebuildTallies(tx);
        await addEntry(tx, 'records.generated', 'ledger', [organisation.tree.root().id], { records: loaded, seed });
        return loaded;
      });
      const seconds = (Date.now() - began) / 1000;
      input.say(
        `已生成 ${written} 条记录，用时 ${seconds.toFixed(1)} 秒（每秒 ${Math.round(written / seconds)} 条）。`,
      );
      return 0;
    });
  },
};

function wholeNumber(input: Input, name: string, least: number, most: number, fallback?: number): number {
  const text = textOf(input, name);
  const value = text === undefined ? fallback : Number(text);
  if (value !== undefined && Number.isInteger(value) && value >= least && value <= most) return value;
  return refuse(
    'number_wrong',
    { zh: `“${text}”不行，应是 ${least} 到 ${most} 的整数`, en: `must be a whole number from ${least} to ${most}` },
    `--${name}`,
  );
}

function* progress<Item>(items: Iterable<Item>, total: number, say: (line: string) => void): Generator<Item> {
  let done = 0;
  for (const item of items) {
    yield item;
    done++;
    if (done % 100_000 === 0) say(`  ${done} / ${total}`);
  }
}
