import type { Span } from './spans.ts';
import { firstVerb, lastVerb, links } from './verbs.ts';
import { charIn } from './words.ts';

const longest = 16;
const marks = '，。；、：！？,;:()（）“”"《》\n ';
const notNoun = /^(以|在|被|向|为|到|均|的?(?!确)|和|等|次数|左右|及|与|或|并|于|从|由|是|都|也|其|该|则|且|同|比|较|较上|后|前|中|内|外|时|起|多|余|不等|共|已|将|让|使)$/;

/**
 * What the number counts, in short: the words behind the counter (53名|禁毒志愿者), else those before the number
 * (宣传资料|10万份), else the verb (宣讲|194场).
 */
export function nounOf(text: string, sentenceStart: number, previousEnd: number, nextStart: number, span: Span): string {
  return behind(text, span, nextStart) || inFront(text, sentenceStart, previousEnd, span);
}

function behind(text: string, span: Span, nextStart: number): string {
  let end = span.end;
  const stop = Math.min(text.length, span.end + longest, nextStart);
  while (end < stop && !charIn(marks, text, end)) end++;
  let start = span.end;
  const verb = firstVerb(text, start, end);
  if (verb) {
    // 3名患病职工 and 60名返乡大学生 begin with a noun; 30人参加 does not.
    if (verb.start === start) return '';
    end = verb.start;
  }
  const belonging = text.slice(start, end).lastIndexOf('的');
  if (belonging >= 0 && belonging < end - start - 1) start += belonging + 1;
  const word = trimmed(text.slice(start, end));
  if (word === '' || notNoun.test(word[0]!) || word.length > 14) return '';
  return word;
}

function inFront(text: string, sentenceStart: number, previousEnd: number, span: Span): string {
  const limit = Math.max(sentenceStart, previousEnd, span.start - 24);
  const end = skipLinks(text, limit, span.start);
  let start = end;
  while (start > limit && !charIn(marks, text, start - 1)) start--;
  if (start === end) return '';
  const verb = lastVerb(text, start, end);
  if (!verb) return lastWords(text.slice(start, end));
  if (verb.end < end) return lastWords(text.slice(verb.end, end));
  const object = lastVerb(text, start, verb.start);
  const from = object ? object.end : Math.max(start, verb.start - 6);
  return from < verb.start ? lastWords(text.slice(from, verb.end)) : text.slice(verb.start, verb.end);
}

/** Back over 达, 共, 为 and the like, and over the signs between the noun and its number. */
function skipLinks(text: string, limit: number, start: number): number {
  let end = start;
  for (let steps = 0; steps < 4 && end > limit; steps++) {
    if (charIn('：: （()', text, end - 1)) {
      end--;
      continue;
    }
    const link = links.before(text, end);
    if (link === '' || end - link.length < limit) break;
    end -= link.length;
  }
  return end;
}

function lastWords(words: string): string {
  const belonging = words.lastIndexOf('的');
  const tail = belonging >= 0 && belonging < words.length - 1 ? words.slice(belonging + 1) : words;
  return trimmed(tail.replace(/^(了|各类|各种|各|了各类|共|其中|先后|并|还|又|及|和)/, '')).slice(-14);
}

function trimmed(words: string): string {
  return words.replace(/(等|以及|和|与|及|了|共)$/, '').trim();
}
