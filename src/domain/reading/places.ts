import type { Candidate } from './candidate.ts';
import { type Counter, isPlaceCounter } from './counters.ts';
import type { NumberRead } from './magnitudes.ts';
import { charIn } from './words.ts';

const addressBefore =
  /(路|街|巷|村|社|号|楼|栋|幢|小区|花园|家园|新村|苑|公寓|里|弄|大厦|广场|胡同|宿舍|社区|大道|公司|城|府|湾|庭)$/;
const placeEnding = /^(县|镇|村|区|街道|街|路|社区|桥|庙)/;
const buildingCounters = new Set(['栋', '幢', '座', '组', '间']);
const roomCounters = new Set(['座', '间']);
const addressAfter = /^\d*(号|单元|室|楼|栋|座\d|层)/;

/** 3栋501, 新民村5组, 三里河, 八村; but 8村1居. */
export function isPlaceOrAddress(text: string, { number, counter, hedged }: Candidate): boolean {
  const { unit, end } = counter;
  if (buildingCounters.has(unit)) {
    if (addressAfter.test(text.slice(end, end + 5))) return true;
    const before = text.slice(Math.max(0, number.start - 2), number.start);
    if (!hedged && !roomCounters.has(unit) && addressBefore.test(before)) return true;
  }
  if (isPlaceCounter(unit)) return !hedged && !isPlaceCount(text, number, counter);
  // 三台县, 五门镇: a numeral, one character and the name of a place.
  const mayBeName = number.script === 'chinese' && !hedged && number.value < 10 && unit.length === 1;
  return mayBeName && !'个人名位'.includes(unit) && placeEnding.test(text.slice(end, end + 2));
}

/** Arabic digits before 村, 镇, 社区; numerals and 市, 区 only beside another such number (两省三市, 6县3区). */
function isPlaceCount(text: string, number: NumberRead, { unit, end }: Counter): boolean {
  const paired = isPairedAfter(text, end) || isPairedBefore(text, number.start);
  if (number.script === 'chinese') return paired;
  if (number.value >= 1900 && number.value <= 2100) return false;
  if (charIn('路街号线栋村', text, number.start - 1)) return paired;
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
