import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#db/open.ts';
import { installPack } from '#packs/install.ts';
import { packFolder } from '../src/config.ts';
import { checkBench } from './check.ts';
import { clerkBench } from './clerk.ts';
import { compileBench } from './compile.ts';
import { documentBench } from './documents.ts';
import { exportBench } from './exports.ts';
import { grow } from './grow.ts';
import { importBench } from './imports.ts';
import { listBench } from './lists.ts';
import type { Line } from './measure.ts';
import { pageBench } from './pages.ts';
import { readingBench } from './reading.ts';
import { startBench } from './start.ts';
import { totalsBench } from './totals.ts';
import { writeBench } from './writes.ts';

/** `npm run bench [size …]`: everything at demo size, then at each size (100000 and 1000000 without any). Prints Markdown for docs/measured.md. */
async function main(sizes: readonly number[]): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'taizhang-bench-'));
  const print = (title: string, lines: readonly Line[]) => {
    const rows = lines.map((line) => `| ${line.what} | ${line.value} | ${line.ratio ?? ''} |`);
    process.stdout.write(`\n### ${title}\n\n| what | measured | ratio |\n| --- | --- | --- |\n${rows.join('\n')}\n`);
  };
  try {
    process.stdout.write(
      `## ${new Date().toISOString().slice(0, 10)}: ${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)} before it began\n`,
    );
    print('Start and pages, demo size', await startBench(say));
    const database = await openDatabase({ dataFolder: folder, mode: 'serve', say });
    try {
      await installPack(database, packFolder('changsha'));
      print('Reader', await readingBench());
      print('Documents in', await documentBench(database));
      print('Agreement check', await checkBench(database));
      print('Public pages', await pageBench(database));
      print('Summary, demo size', await compileBench(database));
      print('Writing, 8 connections', await writeBench(database));
      print('Import of a spreadsheet', await importBench(database));
      for (const size of sizes) {
        await grow(database, size, say);
        print(`Export of the ledger, ${size} records more`, await exportBench(database));
        print(`Summary, ${size} records more`, await compileBench(database));
        print(`Lists and figures, ${size} records more`, await listBench(database));
        print(`A clerk's page beside the secretary's, ${size} records more`, await clerkBench(database));
        print(`Totals counted once, ${size} records more`, await totalsBench(database));
      }
    } finally {
      await database.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main(process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100_000, 1_000_000]);
