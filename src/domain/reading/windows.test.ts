import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { day } from '#kernel/day.ts';
import { windowText } from '#kernel/window.ts';
import { readWindows } from './windows.ts';

const period = { from: day('2024-07-01'), to: day('2024-11-27') };

describe('what states no period', () => {
  const refused = ['2024年全国竞赛', '2024年2月30日', '13月', '第3届', '30场', '十分', '一月亮', '1-10场', ''];
  for (const text of refused) {
    test(JSON.stringify(text), () => {
      const found = readWindows(text, period).map((one) => one.text);
      assert.deepEqual(
        found.filter((one) => one === text || /日|场|届/.test(one)),
        [],
      );
    });
  }
});

describe('periods in words', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['2024年7-10月', '2024-07-01..2024-10-31'],
    ['1-10月', '2024-01-01..2024-10-31'],
    ['1—10月', '2024-01-01..2024-10-31'],
    ['7月至10月', '2024-07-01..2024-10-31'],
    ['2024年6月26日至10月31日期间', '2024-06-26..2024-10-31'],
    ['8月27日至28日', '2024-08-27..2024-08-28'],
    ['12月3日至1月5日', '2023-12-03..2024-01-05'],
    ['三季度', '2024-07-01..2024-09-30'],
    ['前三季度', '2024-01-01..2024-09-30'],
    ['上半年', '2024-01-01..2024-06-30'],
    ['2023年上半年', '2023-01-01..2023-06-30'],
    ['9月份', '2024-09-01..2024-09-30'],
    ['十月一日', '2024-10-01..2024-10-01'],
    ['去年7月', '2023-07-01..2023-07-31'],
    ['2023年度', '2023-01-01..2023-12-31'],
    ['11月19日', '2024-11-19..2024-11-19'],
    ['12月5日', '2023-12-05..2023-12-05'],
  ];
  for (const [text, window] of cases) {
    test(`${text} is ${window}`, () => {
      const [found] = readWindows(text, period);
      assert.ok(found);
      assert.equal(found.text, text);
      assert.equal(windowText(found), window);
      assert.equal(found.open, undefined);
    });
  }

  test('one side may be the document’s own', () => {
    const found = readWindows('7月份以来，至10月底，今年以来，自2021年6月以来，截至目前。', period);
    assert.deepEqual(
      found.map((one) => [one.text, windowText(one), one.open]),
      [
        ['7月份以来', '2024-07-01..2024-11-27', 'to'],
        ['至10月底', '2024-07-01..2024-10-31', 'from'],
        ['今年以来', '2024-01-01..2024-11-27', 'to'],
        ['自2021年6月以来', '2021-06-01..2024-11-27', 'to'],
        ['截至目前', '2024-07-01..2024-11-27', 'from'],
      ],
    );
  });

  test('a year right before 截止到 closes the window', () => {
    const found = readWindows('2024年,截止到11月19日,共宣讲194场', period);
    assert.deepEqual(
      found.map((one) => [windowText(one), one.open]),
      [
        ['2024-01-01..2024-12-31', undefined],
        ['2024-01-01..2024-11-19', undefined],
      ],
    );
  });

  test('times of the year say that their days are usual, not stated', () => {
    const found = readWindows('秋季开学期间，暑期，国庆节', period);
    assert.deepEqual(
      found.map((one) => [windowText(one), one.approximate]),
      [
        ['2024-09-01..2024-09-30', true],
        ['2024-07-01..2024-08-31', true],
        ['2024-10-01..2024-10-07', true],
      ],
    );
  });
});

test('any text: windows lie at their offsets, in order, with days that exist', () => {
  const pieces = fc.constantFrom(
    ...'2024年 7 10 月 日 - 至 截至 自 以来 底 三季度 上半年 十二 二十九 2 31 今年 去年 ， 。 期间 暑期'.split(' '),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (list) => {
      const text = list.join('');
      let end = 0;
      for (const one of readWindows(text, period)) {
        assert.ok(one.start >= end && one.end > one.start);
        assert.equal(one.text, text.slice(one.start, one.end));
        assert.ok(one.from <= one.to);
        assert.equal(String(day(one.from)), String(one.from));
        end = one.end;
      }
    }),
  );
});
