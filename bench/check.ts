import type { Database } from '#db/open.ts';
import { checkText } from '#domain/agreement/check.ts';
import { matchLedger } from '#domain/agreement/ledger/match.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { day } from '#kernel/day.ts';
import { type Line, median, ms, p95, timed } from './measure.ts';
import { reportOf } from './reading.ts';

/** A document of a hundred pages checked end to end, what it takes in memory, and how the cost grows with the number of facts. */
export async function checkBench(database: Database): Promise<Line[]> {
  const document = reportOf(60_000);
  let findings = 0;
  const before = process.memoryUsage();
  const whole = await timed(10, async () => {
    findings = checkText(document).length;
  });
  const after = process.memoryUsage();
  const organisation = await readOrganisation(database.system);
  const request = {
    unit: organisation.tree.root(),
    window: { from: day('2024-07-01'), to: day('2024-10-31') },
  };
  let numbers = 0;
  const ledger = await timed(5, async () => {
    numbers = (await matchLedger(database.system, organisation, document, request)).numbers.length;
  });
  const [small, large] = [facts(1000), facts(10_000)];
  const thousand = median(await timed(5, async () => checkText(small)));
  const tenThousand = median(await timed(5, async () => checkText(large)));
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  return [
    {
      what: `a hundred pages (${document.length} characters) against themselves, ${findings} findings`,
      value: `${ms(median(whole))}, p95 ${ms(p95(whole))}`,
    },
    {
      what: 'memory that twelve such checks leave behind',
      value: `rss ${megabytes(after.rss - before.rss)}, heap ${megabytes(after.heapUsed - before.heapUsed)}`,
    },
    { what: `the same against the ledger, ${numbers} numbers`, value: ms(median(ledger)) },
    { what: 'check of 1,000 facts', value: ms(thousand) },
    {
      what: 'check of 10,000 facts',
      value: ms(tenThousand),
      ratio: `${(tenThousand / thousand).toFixed(1)} x for ten times the facts (at most 12)`,
    },
  ];
}

/** So many facts, half of them in lists with totals and half in tables: what the rules compare. */
function facts(count: number): string {
  const lines: string[] = [];
  for (let at = 0; at < count; at += 10) {
    const parts = [3 + (at % 7), 5 + (at % 11), 2 + (at % 5), 4];
    const total = parts.reduce((sum, one) => sum + one, 0);
    const list = parts.map((value, index) => `${['学校', '社区', '企业', '机关'][index]}${value}场`).join('、');
    lines.push(`第${at}期简报，${at}号街道共宣讲${total}场，分别是${list}。`);
    lines.push('街道 宣讲场次', ...parts.map((value, index) => `街道${at + index} ${value}`), `合计 ${total}`);
  }
  return lines.join('\n');
}
