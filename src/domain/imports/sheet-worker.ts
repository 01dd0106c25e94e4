import { parentPort, workerData } from 'node:worker_threads';
import { openSheet } from '#formats/sheet-read.ts';
import type { SheetRow } from '#formats/sheet-rows.ts';
import { ProblemError } from '#kernel/problem.ts';
import type { FromReader, ToReader } from './sheet-apart.ts';

/** Reads one sheet and hands its rows over in batches, never more than a few ahead of whoever takes them. */
async function main({ bytes, sheet }: ToReader): Promise<void> {
  const opened = openSheet(bytes, sheet);
  const { format, name, others } = opened;
  tell({ head: { format, name, others: [...others] } });
  let batch: SheetRow[] = [];
  for await (const row of opened.rows) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    await room();
    tell({ rows: batch });
    batch = [];
  }
  tell({ rows: batch, done: true });
}

const batchSize = 500;
const ahead = 8;
const port = parentPort!;
let untaken = 0;
let wake: (() => void) | undefined;

port.on('message', () => {
  untaken--;
  wake?.();
});

async function room(): Promise<void> {
  while (untaken >= ahead) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  untaken++;
}

function tell(message: FromReader): void {
  port.postMessage(message);
}

await main(workerData as ToReader)
  .catch((error: unknown) => {
    if (!(error instanceof ProblemError)) throw error;
    tell({ problems: error.problems });
  })
  .finally(() => port.close());
