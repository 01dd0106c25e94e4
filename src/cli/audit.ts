import { exitCodes } from '#db/exit.ts';
import { verifyAudit } from '#domain/audit/chain.ts';
import type { Command } from './command.ts';
import { withDatabase } from './open.ts';

const faults = { changed: '内容被改动过', missing: '之前缺了记录', cut_off: '及之后的记录被删去' } as const;

export const auditVerify: Command = {
  name: 'audit verify',
  meaning: { zh: '核对操作日志的哈希链，查改动和缺失', en: 'walk the audit chain and look for changes and gaps' },
  options: [],
  run: ({ say }) =>
    withDatabase(say, async (database) => {
      const { entries, head, faults: found } = await verifyAudit(database.system);
      for (const one of found) process.stdout.write(`第 ${one.seq} 条：${faults[one.fault]}\n`);
      process.stdout.write(
        `核对了 ${entries} 条操作日志，${found.length === 0 ? '链条完整' : `${found.length} 处异常`}。链尾 ${head}\n`,
      );
      return found.length === 0 ? 0 : exitCodes.failed;
    }),
};
