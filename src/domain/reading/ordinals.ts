import type { Candidate } from './candidate.ts';
import { charIn, wordList } from './words.ts';

/** 第15名, 第 3 场, 第一、二批; 二届六次, 周六, 红十字. */
export function isOrdinal(text: string, candidate: Candidate): boolean {
  return (
    candidate.followsOrdinal ||
    isOrdinalAt(text, candidate.number.start) ||
    (!candidate.hedged && afterOrdinalName(text, candidate))
  );
}

export function isOrdinalAt(text: string, start: number): boolean {
  let at = start;
  while (at > start - 2 && text[at - 1] === ' ') at--;
  return text[at - 1] === '第';
}

const ordinalNames = wordList('届 星期 礼拜 周 红');

/** After 届 any number is an ordinal (二届六次). 周六 and 红十字 take Chinese numerals; 每周三次 counts. */
function afterOrdinalName(text: string, { number, counter }: Candidate): boolean {
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
export function isRank(text: string, { start, counter }: Candidate): boolean {
  if (text[start - 1] === '前') {
    if ('名位'.includes(counter.unit)) return timeWords.before(text, start) === '';
    return notRank.before(text, start) === '' && !/[天周月年后]前$/.test(text.slice(start - 2, start));
  }
  if (!'名位'.includes(counter.unit)) return false;
  return /(排名|位列|位居|名列|列|居|排在|排)(全[国省市县区])?(倒数)?[前后]?$/.test(
    text.slice(Math.max(0, start - 8), start),
  );
}
