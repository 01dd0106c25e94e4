import type { Candidate } from './candidate.ts';
import { isPlaceCounter } from './counters.ts';
import { fixedNameAt, isStructureWord } from './names.ts';
import { isOrdinal, isRank } from './ordinals.ts';
import { isPlaceOrAddress } from './places.ts';
import { verbBefore } from './verbs.ts';
import { charIn } from './words.ts';

/** Whether the candidate is an ordinal, a rank, an address, a name, a number of points or another number that counts nothing. */
export function isRefused(text: string, candidate: Candidate): boolean {
  return (
    isOrdinal(text, candidate) ||
    isRank(text, candidate) ||
    isGluedToLetter(text, candidate) ||
    isInName(text, candidate) ||
    isPlaceOrAddress(text, candidate) ||
    isFigureOfSpeech(text, candidate) ||
    isPosition(text, candidate) ||
    isArticle(text, candidate) ||
    isStructureWord(text, candidate.number.start, candidate.counter.end, candidate.number.value, candidate.counter.unit)
  );
}

/** A4, P2, V2.0; but 配备AED15台 counts. */
function isGluedToLetter(text: string, { number, start }: Candidate): boolean {
  if (number.script !== 'arabic' || start < number.start) return false;
  if (text[start - 1] === '-' || text[start - 1] === '#') return true;
  return /[A-Za-z]/.test(text[start - 1] ?? '') && !/[A-Za-z]/.test(text[start - 2] ?? '');
}

function isInName(text: string, { number, counter, hedged }: Candidate): boolean {
  if (fixedNameAt(text, number.start) !== '') return true;
  // 1户1策 is a slogan; 1村1居 are two places.
  if (number.value === 1 && text[counter.end] === '1' && !isPlaceCounter(counter.unit)) return true;
  if (number.script === 'arabic' || hedged) return false;
  // 零件, 零距离: a written zero is never counted out.
  if (number.value === 0) return true;
  // 二 is not used for counting with these: 二人转, 二次创作, 二类.
  const raw = text.slice(number.start, number.end);
  if (raw === '二' && counter.kind === 'count' && counter.unit !== '人') return true;
  return (
    counter.careful &&
    number.value < 10 &&
    number.max === undefined &&
    !isCountedOut(text, counter.end) &&
    !isPlaceCounter(counter.unit)
  );
}

/** 锦旗三面, 五门课程, 举办三期: the careful counter closes its phrase or has its noun. */
function isCountedOut(text: string, end: number): boolean {
  return (
    end >= text.length ||
    charIn('，。；、：！？,;)）和及与', text, end) ||
    /^(锦旗|课程|课|培训|题|学习|讲座|专题)/.test(text.slice(end, end + 2))
  );
}

/** 8公里处, 100米外: where something is. 4×100米接力 and 1500米跑 are events. */
function isPosition(text: string, { counter }: Candidate): boolean {
  if (counter.kind !== 'measure') return false;
  return /^(处|外|开外|接力|赛跑|跑|短跑|长跑|自由泳|蛙泳|仰泳|跨栏|障碍)/.test(
    text.slice(counter.end, counter.end + 3),
  );
}

const takesPart =
  /^(参与|参加|观看|收看|受益|点赞|在线|报名|接受|到场|投票|关注|转发|答题|学习|获益|签到|打卡|[，。；、！])/;
const reaches =
  /(达|达到|覆盖|惠及|吸引|受益|超过|影响|服务|动员|带动|发动|共有|有|线上|网上|全网|培训|教育|组织|受众|观众|人数|人次|共|近)$/;

/** 百公里, 万家灯火, 千名讲师大行动; but 百万人参与, 惠及百万人 stand for a number. */
function isFigureOfSpeech(text: string, { number, counter, hedged, start }: Candidate): boolean {
  if (text.slice(start - 2, start) === '成千') return true;
  if (!number.bare || hedged || number.more || number.part) return false;
  if (counter.kind === 'measure' || counter.kind === 'duration') return true;
  if ('家户里层步件'.includes(counter.unit)) return true;
  if (verbBefore(text, number.start) !== '') return false;
  const before = text.slice(Math.max(0, number.start - 3), number.start);
  return !takesPart.test(text.slice(counter.end, counter.end + 2)) && !reaches.test(before);
}

// 欢聚一堂 and 走一趟 close their phrases too; only of things that are given or made does 一 then count.
const given = '名人个台部套份面辆件幅张本块枚座所家位项篇首支盒袋箱桶床条只头例户间处对封架艘棵期';

/** 一家公司, 一名选手: the numeral is an article. 一等奖一名 and 每月一次 count. */
function isArticle(text: string, { number, counter, hedged }: Candidate): boolean {
  if (text.slice(number.start, number.end) !== '一' || hedged || counter.kind === 'duration') return false;
  if (counter.kind === 'percent' || counter.kind === 'ratio') return false;
  const closes = counter.end >= text.length || charIn('，。；、！？,;)）', text, counter.end);
  const follows =
    number.start > 0 && !charIn('，。；、！？,;(（ 第同统单唯万逐这那某另每了是有为作成', text, number.start - 1);
  const rate = /(每[^，。；]{1,3}|每|年|月|周)$/.test(text.slice(Math.max(0, number.start - 4), number.start));
  return !(closes && follows && given.includes(counter.unit)) && !(rate && /^[次场期]/.test(counter.unit));
}
