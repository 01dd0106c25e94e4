import { type Finding, fault, spanOf } from '../model.ts';
import type { CheckedText } from '../text.ts';

const numerals = '一二三四五六七八九十';

/** Headings 一、 二、 四、: a number that skips or comes twice. A list that begins anew with 一 is another list. */
export function checkNumbering({ text, paragraphs }: CheckedText): Finding[] {
  const findings: Finding[] = [];
  let last = 0;
  for (const { start, end } of paragraphs) {
    const match = /^[\s\u3000]*([一二三四五六七八九十]{1,3})、/.exec(text.slice(start, Math.min(end, start + 12)));
    const number = match ? numberOf(match[1]!) : undefined;
    if (!match || number === undefined) continue;
    const from = start + match[0].length - match[1]!.length - 1;
    if (number !== 1 && last > 0 && number !== last + 1) {
      findings.push(
        fault(
          'numbering',
          [spanOf(text, from, from + match[1]!.length + 1)],
          number === last ? `标题序号“${match[1]}”重复` : `标题序号从“${nameOf(last)}”跳到了“${match[1]}”`,
          number === last ? `the heading number ${number} comes twice` : `headings go from ${last} to ${number}`,
          [match[1]!, nameOf(last + 1)],
        ),
      );
    }
    last = number;
  }
  return findings;
}

/** 一 to 十九 and 二十; undefined for what is no number of a heading (一一、). */
function numberOf(text: string): number | undefined {
  for (let number = 1; number <= 29; number++) if (nameOf(number) === text) return number;
  return undefined;
}

function nameOf(number: number): string {
  if (number <= 10) return numerals[number - 1]!;
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  return `${tens === 1 ? '' : numerals[tens - 1]}十${ones === 0 ? '' : numerals[ones - 1]}`;
}
