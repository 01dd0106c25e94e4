import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { fold } from './fold.ts';
import { readQuantities } from './quantities.ts';

/** Pieces of reports, put together at random: numbers, hedges, counters, signs, names, line ends. */
const pieces = fc.constantFrom(
  ...'近 约 超过 不少于 3 １２ 1,570 1061.23 三十 两千三百 百 万 亿 半 数百 余 多 来 以上 左右 人 名 场次 篇(条) 万元 % 个百分点 岁 年 月 日 第 前 分别 均为 各 累计 截至 自2018年以来 今年以来 2024年 ： ， 。 ； 、 ( ) “ ” 《 》 \n \t 甲区 张三 开展 发放 宣传资料 - 至 / . + 的 每年 计划 A4 😀'.split(
    ' ',
  ),
  ' ',
);
const prose = fc.array(pieces, { maxLength: 60 }).map((list) => list.join(''));

describe('any text', () => {
  test('spans are substrings at their offsets, in order, never overlapping; values are finite', () => {
    fc.assert(
      fc.property(fc.oneof(prose, fc.string({ unit: 'binary' })), (text) => {
        let end = 0;
        for (const one of readQuantities(text)) {
          assert.ok(one.start >= end && one.end > one.start, text);
          assert.equal(one.text, text.slice(one.start, one.end));
          assert.ok(Number.isFinite(one.value) && one.value >= 0, text);
          assert.ok(one.valueMax === undefined || one.valueMax > one.value, text);
          assert.ok(one.qualifier !== 'cumulative' || one.cumulative, text);
          end = one.end;
        }
      }),
      { numRuns: 400 },
    );
  });

  test('folding keeps every offset and is its own end', () => {
    fc.assert(
      fc.property(fc.oneof(prose, fc.string({ unit: 'binary' })), (text) => {
        assert.equal(fold(text).length, text.length);
        assert.equal(fold(fold(text)), fold(text));
      }),
    );
  });

  test('full-width digits are read like half-width ones', () => {
    fc.assert(
      fc.property(prose, (text) => {
        const wide = text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
        const read = (of: string): unknown[] =>
          readQuantities(of).map((one) => [one.start, one.end, one.value, one.qualifier]);
        assert.deepEqual(read(wide), read(text));
      }),
    );
  });
});

/** `piece` repeated to about so many bytes of UTF-8. */
function filled(piece: string, bytes: number): string {
  return piece.repeat(Math.ceil(bytes / Buffer.byteLength(piece)));
}

// A reader whose work grew with the square of the length would need minutes; speed itself is for the bench.
const patience = { timeout: 60_000 };

describe('long texts are read to their end, whatever they repeat', () => {
  const hostile = [
    '1',
    '(',
    '（',
    '第',
    '分别',
    '万',
    '一',
    '百分之',
    '累计',
    '“',
    '《',
    '近',
    '1,234',
    '1-',
    '1至',
    '1万',
    '1/',
    '1 ',
    '，',
    '\n',
    '三年',
  ];
  for (const piece of hostile) {
    test(`300 kB of ${JSON.stringify(piece)}`, patience, () => {
      assert.ok(Array.isArray(readQuantities(filled(piece, 300_000))));
    });
  }

  const dense = ['3人', '3场、', '分别1篇、', '王五3场、', '1个(', '截至1月，1人，', '甲 1 2\n', '近近1人', '1人至'];
  for (const piece of dense) {
    test(`20 kB of nothing but quantities: ${JSON.stringify(piece)}`, patience, () => {
      const text = filled(piece, 20_000);
      const found = readQuantities(text);
      assert.ok(found.every((one) => text.slice(one.start, one.end) === one.text));
    });
  }
});
