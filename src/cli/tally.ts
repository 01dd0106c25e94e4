import { exitCodes } from '#db/exit.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { verifyTallies } from '#domain/tallies/verify.ts';
import type { Command } from './command.ts';
import { withDatabase } from './open.ts';

export const tallyVerify: Command = {
  name: 'tally verify',
  meaning: { zh: '从记录重新计算全部汇总格，核对有无差异', en: 'recompute every tally from the records and compare' },
  options: [],
  run: ({ say }) =>
    withDatabase(say, async (database) => {
      const { tree } = await readOrganisation(database.system);
      const { cells, differences } = await verifyTallies(database.system);
      for (const one of differences) {
        const unit = tree.findId(one.unitId)?.name ?? String(one.unitId);
        process.stdout.write(
          `${unit} ${one.grain === 'day' ? one.from : `${one.from.slice(0, 7)} 月`}：汇总格 ${one.counted}，记录 ${one.recomputed}\n`,
        );
      }
      process.stdout.write(
        `核对了 ${cells} 个汇总格，${differences.length === 0 ? '没有差异' : `${differences.length} 处不一致`}。\n`,
      );
      return differences.length === 0 ? 0 : exitCodes.failed;
    }),
};
