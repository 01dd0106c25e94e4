import type { Database } from '#db/open.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { nextRange } from '#domain/intake/cuts.ts';
import { prepare, proposeIn } from '#domain/intake/propose.ts';
import { readKnowledge } from '#domain/intake/reading-store.ts';
import type { Block } from '#formats/blocks.ts';
import { readDocument } from '#formats/document-read.ts';
import { writeDocx } from '#formats/docx-write.ts';
import { proseText } from '#formats/prose.ts';
import { day } from '#kernel/day.ts';
import { type Line, median, ms, timed } from './measure.ts';
import { reportOf } from './reading.ts';

/** Characters of a page by GB/T 9704: 22 lines of 28. */
const page = 616;
const pages = 100;

/** A hundred pages from a Word file to proposed records: reading the file, then its quantities and proposals, and the longest wait. */
export async function documentBench(database: Database): Promise<Line[]> {
  const bytes = await writeDocx({
    ...{ title: '汇总', issuer: '秘书处', date: '2024年11月1日', createdAt: '2024-11-01T00:00:00Z', notes: [] },
    blocks: reportOf(page * pages)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((text): Block => ({ type: 'paragraph', runs: [{ text }] })),
  });
  let prose = await readDocument(bytes);
  const read = await timed(5, async () => {
    prose = await readDocument(bytes);
  });
  const { text, headings } = proseText(prose);
  const organisation = await readOrganisation(database.system);
  const period = { from: day('2024-07-01'), to: day('2024-10-31') };
  const knowledge = await readKnowledge(database.system, organisation, organisation.tree.root(), period);
  let [quantities, proposals, longest] = [0, 0, 0];
  const proposed = await timed(5, async () => {
    [quantities, proposals, longest] = [0, 0, 0];
    for (let at = 0; at < text.length; ) {
      const began = performance.now();
      const prepared = prepare(text, headings, knowledge);
      const range = nextRange(prepared.lines, at, text.length);
      const found = proposeIn(prepared, range);
      quantities += found.quantities.length;
      proposals += found.proposals.length;
      at = range.end;
      longest = Math.max(longest, performance.now() - began);
    }
  });
  const held = process.memoryUsage().rss / 2 ** 20;
  return [
    { what: `${pages} pages of DOCX (${text.length} characters) to text`, value: ms(median(read)) },
    {
      what: `its ${quantities} quantities and ${proposals} proposals, read in stretches`,
      value: ms(median(proposed)),
      ratio: `longest stretch ${ms(longest)}`,
    },
    { what: 'resident memory after all of it', value: `${held.toFixed(0)} MiB` },
  ];
}
