import { skipBlanks } from './digits.ts';
import type { Qualifier, QuantityKind } from './model.ts';
import { charIn, wordList } from './words.ts';

/** A hedge word found beside a number: where its span reaches and what it says. */
export interface Hedge {
  readonly at: number;
  readonly qualifier: Qualifier;
}

// Words that stand directly before the number, by what they say of it. 达, 共, 为 and 累计 are no hedges.
const before: Readonly<Record<string, Qualifier>> = table({
  approx_below: '近 将近 接近 逼近 近乎',
  approx: '约 大约 大概 约有 约为 约占 约合 约达 约计 约莫 大致 差不多 平均约',
  more_than: '超 超过 超过了 超出 逾 突破 突破了 高于 大于 多于 不止 破 过',
  at_least: '不少于 不低于 不下 不下于 不小于 至少 最少 起码 至少有 至少为 最低 上',
  at_most: '不超过 不多于 不高于 不大于 不得超过 至多 最多 顶多 最高不超过',
  less_than: '不足 不到 未满 不满 少于 低于 小于 未到 未达 未超过 不及',
});

// Words that stand directly after the counter.
const after: Readonly<Record<string, Qualifier>> = table({
  approx: '左右 上下 前后',
  more_than: '多 余 有余 +',
  at_least: '以上 及以上 或以上 之上 起步',
  at_most: '以内 之内 以下 及以下 之下',
});

const wordsBefore = wordList(Object.keys(before));
const wordsAfter = wordList(Object.keys(after));

// A hedge character that ends another word is none: 附近3个社区, 预约120人, 侦破3起, 通过6场, 线上百人.
const endsOtherWord: Readonly<Record<string, string>> = {
  近: '附最靠就邻临贴亲相远',
  约: '预签邀条契节公制集履违赴相隐租续期',
  破: '侦打识爆攻查突',
  过: '通经超不越路渡跳胜好难',
  上: '网线以晚早马会路手身台世场街车桌墙书村船山地天海加跟献送奉赶用带登配戴当关遇算补',
  超: '赶反高',
  逾: '年',
  不到: '想得看听找见做达',
  最多: '数量',
};

/** The hedge that ends where the number starts. 过 and 上 hedge only a bare magnitude (过万, 上百). */
export function hedgeBefore(text: string, start: number, isBare: boolean): Hedge | undefined {
  let end = start;
  while (end > start - 2 && text[end - 1] === ' ') end--;
  const word = wordsBefore.before(text, end);
  if (word === '') return undefined;
  if (
    (word === '过' || word === '上' || word === '破') &&
    !isBare &&
    !(word === '破' && text.slice(start, start + 5).includes('万'))
  ) {
    return undefined;
  }
  const others = endsOtherWord[word];
  if (others !== undefined && charIn(others, text, end - word.length - 1)) return undefined;
  return { at: end - word.length, qualifier: before[word]! };
}

/** The hedge that follows the counter. 内 limits only a duration (两分钟内). */
export function hedgeAfter(text: string, end: number, kind: QuantityKind): Hedge | undefined {
  const isDuration = kind === 'duration';
  const start = text[end] === ' ' ? skipBlanks(text, end) : end;
  const word = wordsAfter.at(text, start);
  if (word !== '') {
    const next = start + word.length;
    if (
      (word === '余' || word === '多') &&
      !endsPhrase(text, next) &&
      (kind === 'count' || charIn('样元功种次个位', text, next))
    ) {
      return undefined;
    }
    if (word === '+' && /[0-9A-Za-z]/.test(text[next] ?? '')) return undefined;
    if (word === '前后' && isDuration) return undefined;
    return { at: next, qualifier: after[word]! };
  }
  if (isDuration && text[start] === '内' && !charIn('部外容', text, start + 1))
    return { at: start + 1, qualifier: 'at_most' };
  return undefined;
}

// A verb may stand between the limit and its number; the span stays with the number.
const leastApart = /(至少|最少|起码|不少于)(应当|应|要|须|需|得|有)?[一-龥]{1,4}$/;
const mostApart =
  /(每[一-龥]{1,3}|各[一-龥]{1,3}|)(限报|限投|限选|限送|限推|限)(荐|送|交)?$|(最多|至多|不得超过|不超过)(可|能|只能)?(报|投|选|送|交|推荐|上传|申报|报送|选送)$/;

/** 至少开展2次, 每人限报1件, 最多报送3篇: a limit that a verb parts from its number. */
export function hedgeApart(text: string, start: number): Qualifier | undefined {
  const before = /[^，。；：、,;:\n]*$/.exec(text.slice(Math.max(0, start - 14), start))![0];
  if (leastApart.test(before)) return 'at_least';
  return mostApart.test(before) ? 'at_most' : undefined;
}

/** 一年多, 五元余: the hedge closes the phrase; 30人多次 does not hold one. */
function endsPhrase(text: string, at: number): boolean {
  return at >= text.length || charIn('，。；、！？,;)的时来以 了前后', text, at);
}

export interface QualifierRead {
  readonly qualifier: Qualifier;
  readonly conflicting: boolean;
}

/** One qualifier out of all hedges of a number. Hedges that contradict each other leave an approximation (近二十余人). */
export function combine(hedges: readonly Qualifier[]): QualifierRead {
  const [first] = hedges;
  if (first === undefined) return { qualifier: 'exact', conflicting: false };
  const directions = new Set(hedges.map((hedge) => direction[hedge]));
  if (directions.size === 1) return { qualifier: first, conflicting: false };
  return { qualifier: 'approx', conflicting: true };
}

const direction: Readonly<Record<Qualifier, string>> = {
  exact: 'at',
  cumulative: 'at',
  approx: 'around',
  approx_below: 'below',
  less_than: 'below',
  at_most: 'below',
  more_than: 'above',
  at_least: 'above',
};

function table(words: Partial<Record<Qualifier, string>>): Record<string, Qualifier> {
  const all: Record<string, Qualifier> = {};
  for (const [qualifier, list] of Object.entries(words)) {
    for (const word of list.split(' ')) all[word] = qualifier as Qualifier;
  }
  return all;
}
