import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseNumeral } from './chineseNumber.ts';
import { readNumber } from './numbers.ts';

test('runs that are no numbers are refused', () => {
  for (const run of [
    '万万万',
    '十一五',
    '五一',
    '八一',
    '十百',
    '百千',
    '一二三',
    '三八',
    '千千万万',
    '一'.repeat(40),
  ]) {
    assert.equal(parseNumeral(run), undefined, run);
  }
});

test('numerals as people write them', () => {
  const values: Readonly<Record<string, number>> = {
    两千三百: 2300,
    一百零五: 105,
    三百五: 350,
    一万二: 12_000,
    一亿三千万: 130_000_000,
    三万亿: 3e12,
    十: 10,
    廿五: 25,
    二〇二四: 2024,
    叁佰: 300,
    百万: 1_000_000,
  };
  for (const [run, value] of Object.entries(values)) assert.equal(parseNumeral(run)?.value, value, run);
  assert.deepEqual(parseNumeral('七八千'), { value: 7000, max: 8000 });
  assert.equal(parseNumeral('千')?.bare, true);
});

test('every whole number up to a hundred million is read back from its Chinese form', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999 }), (value) => {
      assert.equal(parseNumeral(inChinese(value))?.value, value, inChinese(value));
    }),
  );
});

test('Arabic digits, with separators, decimals and 万, are read to the last digit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9_999_999 }),
      fc.integer({ min: 0, max: 99 }),
      fc.constantFrom('', '万', '亿'),
      (whole, hundredths, scale) => {
        const factor = scale === '万' ? 1e4 : scale === '亿' ? 1e8 : 1;
        const text = `${whole}.${String(hundredths).padStart(2, '0')}${scale}份`;
        const { number } = readNumber(text, 0);
        assert.ok(number && Math.abs(number.value - (whole + hundredths / 100) * factor) < 1e-6 * factor, text);
        assert.equal(readNumber(`${whole.toLocaleString('en')}份`, 0).number?.value, whole);
      },
    ),
  );
});

const digits = '零一二三四五六七八九';

/** The usual writing of a number below a hundred million. */
function inChinese(value: number): string {
  if (value < 10_000) return upToMyriad(value, false);
  const [high, low] = [Math.floor(value / 10_000), value % 10_000];
  const gap = low > 0 && low < 1000 ? '零' : '';
  return `${upToMyriad(high, false)}万${gap}${low > 0 ? upToMyriad(low, true) : ''}`;
}

function upToMyriad(value: number, inside: boolean): string {
  let text = '';
  let gap = false;
  for (const [step, unit] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / step) % 10;
    if (digit === 0) {
      gap = text !== '';
      continue;
    }
    if (gap) text += '零';
    gap = false;
    text += digit === 1 && step === 10 && text === '' && !inside ? unit : `${digits[digit]}${unit}`;
  }
  return text;
}
