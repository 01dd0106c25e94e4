import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readNumber } from './typedNumber.ts';

test('what is not one counted number is not read', () => {
  for (const text of [
    '',
    '很多',
    '近百',
    '三四十',
    '100余',
    '10-20',
    '-5',
    '1e9',
    'Infinity',
    '12.34567',
    '1234567890123456',
    '人次',
    '百',
  ]) {
    assert.equal(readNumber(text, '人次'), undefined, text);
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const value = readNumber(text, '人次');
      assert.ok(value === undefined || (Number.isFinite(value) && value >= 0));
    }),
  );
});

test('a number is read however a phone writes it', () => {
  for (const [text, value] of [
    ['120', 120],
    [' １２０ ', 120],
    ['1,200', 1200],
    ['1，200', 1200],
    ['120人次', 120],
    ['一百二十', 120],
    ['一百二十人次', 120],
    ['两千', 2000],
    ['0', 0],
    ['12.5', 12.5],
  ] as const) {
    assert.equal(readNumber(text, '人次'), value, text);
  }
  assert.equal(readNumber('3篇（条）', '篇(条)'), 3);
  fc.assert(fc.property(fc.nat(), (number) => assert.equal(readNumber(String(number), '场'), number)));
});
