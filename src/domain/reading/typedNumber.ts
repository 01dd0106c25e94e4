import { parseNumeral } from './chineseNumber.ts';

/**
 * The number that a person typed or spoke into a box for numbers: 120, １２０, 1,200, 120人次, 一百二十. Undefined for anything
 * else, ranges and hedges included: a record counts what was counted.
 */
export function readNumber(text: string, unit: string): number | undefined {
  const bare = text.normalize('NFKC').replaceAll(/[\s,，]/g, '');
  const word = unit.normalize('NFKC');
  const number = bare.endsWith(word) ? bare.slice(0, -word.length) : bare;
  if (/^\d{1,15}(\.\d{1,4})?$/.test(number)) return Number(number);
  const spoken = number === '' ? undefined : parseNumeral(number);
  return spoken && spoken.max === undefined && spoken.bare !== true ? spoken.value : undefined;
}
