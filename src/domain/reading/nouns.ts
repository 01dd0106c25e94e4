import type { Span } from './span.ts';
import { firstVerb, links, verbBefore } from './verbs.ts';
import { charIn } from './words.ts';

const marks = '，。；、：！？,;:()（）《》“”"\n ';
const longest = 14;

/**
 * What the number counts, in short: the words behind the counter (53名|志愿者), else the words before the number
 * without verb and owner-free links (宣传资料|10万份), else the verb itself (宣讲|194场); `inherited` when the number
 * stands alone (825篇、702篇).
 */
export function nounOf(text: string, limit: number, nextStart: number, span: Span, inherited: string): string {
  return behind(text, span, nextStart) || inFront(text, limit, span) || inherited;
}

// Behind a noun these begin something else: 市民|和学生, 讲师|在学校.
const joints = '和与及并在于将把向对从为用就以被让到因均都也共已更';

function behind(text: string, span: Span, nextStart: number): string {
  let start = span.end;
  if (text[start] === '/') return '';
  if (charIn('“"', text, start)) start++;
  const stop = Math.min(text.length, start + longest + 6, nextStart);
  let end = start;
  while (end < stop && !charIn(marks, text, end) && !(end > start + 1 && charIn(joints, text, end))) end++;
  const verb = firstVerb(text, start, end);
  // 看望慰问活动 is a noun although it begins with a verb; 参加活动 behind 110人 is not.
  if (verb && !(verb.start === start && isEvent.test(text.slice(start, end)) && !acts.test(text.slice(start, end))))
    end = verb.start;
  const belonging = start + text.slice(start, Math.max(end, start + 1)).indexOf('的');
  if (text[start] === '的') start++;
  // 3个社区的居民 counts communities; 38万元的善款 is money for the fund.
  else if (belonging > start && belonging < end && span.kind === 'count') end = belonging;
  else if (belonging > start && belonging < end) start = belonging + 1;
  const words = text
    .slice(start, end)
    .replace(/^(左右|不等|次数|以上)/, '')
    .replace(/(等|全部|正式|认真|一起|共同|积极)$/, '')
    .trim();
  if (
    words.length < 2 ||
    words.length > longest ||
    charIn(joints, words, 0) ||
    /^([，。；、）)时后前内外起]|中(?![小学老青秋央国华型医心]))/.test(words)
  )
    return '';
  return words;
}

const isEvent = /(活动|讲座|培训|会|项目|服务|演练|比赛|课程|直播|工作室?|站|点|室|课)$/;
const acts = /^(参加|参与|出席|接受|开展|举办|报名|观看|加入|组织)/;

function inFront(text: string, limit: number, span: Span): string {
  const end = skipLinks(text, Math.max(limit, span.start - 40), span.start);
  let start = end;
  const floor = Math.max(limit, end - 30);
  while (start > floor && !charIn(marks, text, start - 1)) start--;
  const label = text.slice(start, end);
  if (label === '' || /^(每[人个次场名位户]|比|较|同比|环比)/.test(label)) return '';
  const verb = firstVerb(text, start, end);
  if (!verb || verb.end === end) return tidied(afterLinks(label) ?? label);
  // 救助金 and 完成率: the last verb belongs to the noun when too little would be left.
  return tidied(text.slice(end - verb.end > 1 ? verb.end : verb.last, end));
}

/** Back over 达, 共, 为 and the like, and over the bracket or quotation mark between the noun and its number. */
function skipLinks(text: string, limit: number, start: number): number {
  let end = start;
  for (let steps = 0; steps < 5 && end > limit; steps++) {
    if (charIn(':： ”"', text, end - 1)) {
      end--;
      continue;
    }
    if (text[end - 1] === ')') {
      const from = Math.max(limit + 1, end - 12);
      const open = text.slice(from, end).lastIndexOf('(');
      if (open < 0) break;
      end = from + open;
      continue;
    }
    const verb = verbBefore(text, end);
    const link = links.before(text, end);
    if (link === '' || end - link.length < limit || verb.length > link.length) break;
    end -= link.length;
  }
  return end;
}

/** 献血 in 老张累计献血: what follows the last 共, 累计 or 先后, when the label is all verb. */
function afterLinks(label: string): string | undefined {
  return /(?:共|累计|先后|合计|总计|分别|已|均|各)((?:(?!共|累计|先后)[^，。])+)$/.exec(label)?.[1];
}

function tidied(words: string): string {
  const belonging = words.lastIndexOf('的');
  const tail = belonging >= 0 && belonging < words.length - 1 ? words.slice(belonging + 1) : words;
  const clean = tail
    .replace(/^.*\d年?(\d{0,2}月份?)?(?=[^\d])/, '')
    .replace(/^(了|过|出|是|为|各类|各种|各级各类|各|共|其中|先后|并|还|又|及|和|等|我|其(?!他))+/, '')
    .replace(/(等|共|了|的|以及|和|与|及|由|从|在|到|达)+$/, '');
  return clean.slice(-longest);
}
