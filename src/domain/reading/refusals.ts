import type { Counter } from './counters.ts';
import { isPlaceCounter } from './counters.ts';
import { fixedNameAt, isStructureWord } from './names.ts';
import type { NumberRead } from './numbers.ts';
import { verbBefore } from './verbs.ts';
import { charIn, wordList } from './words.ts';

/** A number with its counter, as far as it has been read: what the rules against false quantities look at. */
export interface Reading {
  readonly number: NumberRead;
  readonly counter: Counter;
  /** Where the span starts and ends, hedges included. */
  readonly start: number;
  readonly end: number;
  readonly hedged: boolean;
  /** The number before this one was an ordinal and only a list sign stands between (第一、二届). */
  readonly followsOrdinal: boolean;
}

/** Whether the reading is an ordinal, a rank, an address, a name, a number of points or another number that counts nothing. */
export function isRefused(text: string, reading: Reading): boolean {
  return (
    isOrdinal(text, reading) ||
    isRank(text, reading) ||
    isGluedToLetter(text, reading) ||
    isInName(text, reading) ||
    isPlaceOrAddress(text, reading) ||
    isFigureOfSpeech(text, reading) ||
    isPosition(text, reading) ||
    isArticle(text, reading) ||
    isStructureWord(text, reading.number.start, reading.counter.end, reading.number.value, reading.counter.unit)
  );
}

/** 第15名, 第 3 场, 第一、二批; 二届六次, 周六, 红十字. */
function isOrdinal(text: string, reading: Reading): boolean {
  return (
    reading.followsOrdinal ||
    isOrdinalAt(text, reading.number.start) ||
    (!reading.hedged && afterOrdinalName(text, reading))
  );
}

export function isOrdinalAt(text: string, start: number): boolean {
  let at = start;
  while (at > start - 2 && text[at - 1] === ' ') at--;
  return text[at - 1] === '第';
}

const ordinalNames = wordList('届 星期 礼拜 周 红');

/** After 届 any number is an ordinal (二届六次). 周六 and 红十字 take Chinese numerals; 每周三次 counts. */
function afterOrdinalName(text: string, { number, counter }: Reading): boolean {
  const word = ordinalNames.before(text, number.start);
  if (word === '') return false;
  if (word === '届') return number.value < 20 && !charIn('各历', text, number.start - 2);
  if (number.script === 'arabic' || number.value > 10) return false;
  return word === '红' || !(charIn('每一', text, number.start - word.length - 1) && counter.unit === '次');
}

const notRank = wordList(
  '目前 日前 此前 之前 以前 当前 年前 提前 月前 眼前 先前 事前 会前 节前 生前 空前 向前 课前 战前 午前 面前',
);
// 赛前三名 is a rank although 赛前 is a word: with 名 and 位 only these let the number count.
const timeWords = wordList('目前 日前 此前 之前 以前 当前 先前');

/** 前三, 前10名, 排名后3位, TOP10, 位列15名. */
function isRank(text: string, { start, counter }: Reading): boolean {
  if (text[start - 1] === '前') {
    if ('名位'.includes(counter.unit)) return timeWords.before(text, start) === '';
    return notRank.before(text, start) === '' && !/[天周月年后]前$/.test(text.slice(start - 2, start));
  }
  if (!'名位'.includes(counter.unit)) return false;
  return /(排名|位列|位居|名列|列|居|排在|排)(全[国省市县区])?(倒数)?[前后]?$/.test(
    text.slice(Math.max(0, start - 8), start),
  );
}

/** A4, P2, V2.0; but 配备AED15台 counts. */
function isGluedToLetter(text: string, { number, start }: Reading): boolean {
  if (number.script !== 'arabic' || start < number.start) return false;
  if (text[start - 1] === '-' || text[start - 1] === '#') return true;
  return /[A-Za-z]/.test(text[start - 1] ?? '') && !/[A-Za-z]/.test(text[start - 2] ?? '');
}

function isInName(text: string, { number, counter, hedged }: Reading): boolean {
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

const addressBefore =
  /(路|街|巷|村|社|号|楼|栋|幢|小区|花园|家园|新村|苑|公寓|里|弄|大厦|广场|胡同|宿舍|社区|大道|公司|城|府|湾|庭)$/;
const addressAfter = /^\d*(号|单元|室|楼|栋|座\d|层)/;

/** 3栋501, 新民村5组, 三里河, 八村; but 8村1居. */
function isPlaceOrAddress(text: string, { number, counter, hedged }: Reading): boolean {
  const { unit, end } = counter;
  if ('栋幢座组间'.includes(unit) && unit !== '') {
    if (addressAfter.test(text.slice(end, end + 5))) return true;
    if (
      unit !== '座' &&
      unit !== '间' &&
      !hedged &&
      addressBefore.test(text.slice(Math.max(0, number.start - 2), number.start))
    )
      return true;
  }
  if (isPlaceCounter(unit)) return !hedged && !isPlaceCount(text, number, counter);
  // 三台县, 五门镇: a numeral, one character and the name of a place.
  return (
    number.script === 'chinese' &&
    !hedged &&
    number.value < 10 &&
    /^(县|镇|村|区|街道|街|路|社区|桥|庙)/.test(text.slice(end, end + 2)) &&
    unit.length === 1 &&
    unit !== '个' &&
    unit !== '人' &&
    unit !== '名' &&
    unit !== '位'
  );
}

/** Arabic digits before 村, 镇, 社区; numerals and 市, 区 only beside another such number (两省三市, 6县3区). */
function isPlaceCount(text: string, number: NumberRead, { unit, end }: Counter): boolean {
  const paired = isPairedAfter(text, end) || isPairedBefore(text, number.start);
  if (number.script === 'chinese') return paired;
  if (number.value >= 1900 && number.value <= 2100) return false;
  if (/[一-龥]/.test(text[number.start - 1] ?? '') && /[路街号线栋村]$/.test(text[number.start - 1] ?? ''))
    return paired;
  return paired || !'市区'.includes(unit);
}

function isPairedAfter(text: string, end: number): boolean {
  return /^(、|和)?[0-9一二两三四五六七八九十]{1,3}(个|村|居|社区|镇|乡|街道|县|省|市|区|校)/.test(
    text.slice(end, end + 6),
  );
}

function isPairedBefore(text: string, start: number): boolean {
  return /[0-9一二两三四五六七八九十](个)?(村|居|社区|镇|乡|街道|县|省|市|区|校)(、|和)?$/.test(
    text.slice(Math.max(0, start - 6), start),
  );
}

/** 8公里处, 100米外: where something is. 4×100米接力 and 1500米跑 are events. */
function isPosition(text: string, { counter }: Reading): boolean {
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
function isFigureOfSpeech(text: string, { number, counter, hedged, start }: Reading): boolean {
  if (text.slice(start - 2, start) === '成千') return true;
  if (!number.bare || hedged || number.more || number.part) return false;
  if (counter.kind === 'measure' || counter.kind === 'duration') return true;
  if ('家户里层步件'.includes(counter.unit)) return true;
  if (verbBefore(text, number.start) !== '') return false;
  const before = text.slice(Math.max(0, number.start - 3), number.start);
  return !takesPart.test(text.slice(counter.end, counter.end + 2)) && !reaches.test(before);
}

/** 一家公司, 一名选手: the numeral is an article. 一等奖一名 and 每月一次 count. */
function isArticle(text: string, { number, counter, hedged }: Reading): boolean {
  if (text.slice(number.start, number.end) !== '一' || hedged || counter.kind === 'duration') return false;
  if (counter.kind === 'percent' || counter.kind === 'ratio') return false;
  // 欢聚一堂 and 上一个台阶 close their phrases too; things that are given or made are counted there.
  const given = '名人个台部套份面辆件幅张本块枚座所家位项篇首支盒袋箱桶床条只头例户间处对封架艘棵期';
  const closes = counter.end >= text.length || charIn('，。；、！？,;)）', text, counter.end);
  const follows =
    number.start > 0 && !charIn('，。；、！？,;(（ 第同统单唯万逐这那某另每了是有为作成', text, number.start - 1);
  const rate = /(每[^，。；]{1,3}|每|年|月|周)$/.test(text.slice(Math.max(0, number.start - 4), number.start));
  return !(closes && follows && given.includes(counter.unit)) && !(rate && /^[次场期]/.test(counter.unit));
}
