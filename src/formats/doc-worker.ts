import { parentPort, workerData } from 'node:worker_threads';
import WordExtractor from 'word-extractor';

/** Reads one old Word file in a thread that may be ended at any moment. Posts its texts, or what went wrong. */
async function read(bytes: Uint8Array): Promise<void> {
  try {
    const document = await new WordExtractor().extract(Buffer.from(bytes));
    parentPort!.postMessage({
      body: document.getBody(),
      boxes: document.getTextboxes({ includeHeadersAndFooters: false }),
      notes: [document.getFootnotes(), document.getEndnotes()],
    });
  } catch (error) {
    parentPort!.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  }
}

await read(workerData as Uint8Array);
