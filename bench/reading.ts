import { readFileSync } from 'node:fs';
import { readQuantities } from '#domain/reading/quantities.ts';
import { type Line, median, timed } from './measure.ts';

/** Megabytes of report prose that the reader takes in a second, against a bare scan for digits over the same text in the same run. */
export async function readingBench(): Promise<Line[]> {
  const text = reportOf(300_000);
  const megabytes = Buffer.byteLength(text) / 1e6;
  let [found, digits] = [0, 0];
  const read = await timed(5, async () => {
    found = readQuantities(text).length;
  });
  const scan = await timed(5, async () => {
    digits = 0;
    for (const _ of text.matchAll(/\d+/g)) digits++;
  });
  const [own, bare] = [megabytes / (median(read) / 1000), megabytes / (median(scan) / 1000)];
  return [
    { what: `bare scan for digits, ${digits} found`, value: `${bare.toFixed(0)} MB/s` },
    {
      what: `reader on ${megabytes.toFixed(1)} MB of reports, ${found} quantities`,
      value: `${own.toFixed(1)} MB/s`,
      ratio: `${own.toFixed(1)} of the 1 MB/s asked for; 1/${(bare / own).toFixed(0)} of the bare scan`,
    },
  ];
}

/** Reports of about so many characters: the clean pages of the agreement gold, in turn, their sections numbered on. */
export function reportOf(characters: number): string {
  const file = new URL('../src/domain/agreement/gold/clean.jsonl', import.meta.url);
  const pages = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly title: string; readonly text: string });
  let text = '';
  for (let page = 0; text.length < characters; page++) {
    const { title, text: body } = pages[page % pages.length]!;
    text += `${title}（第${page + 1}份）\n${body}\n`;
  }
  return text;
}
