import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, type Day, day, firstOfMonth, lastOfMonth } from './day.ts';
import { ProblemError } from './problem.ts';
import { isInside, parseWindow, splitWindow, type Window, windowInWords, windowText } from './window.ts';

const anyDay = fc.integer({ min: 0, max: 1500 }).map((count) => addDays(day('2022-12-15'), count));
const anyWindow: fc.Arbitrary<Window> = fc
  .tuple(anyDay, fc.integer({ min: 0, max: 500 }))
  .map(([from, length]) => ({ from, to: addDays(from, length) }));

test('what is not a window is refused with every problem at once', () => {
  const codes = (text: string) => {
    try {
      parseWindow(text, '--window');
      return [];
    } catch (error) {
      assert.ok(error instanceof ProblemError);
      assert.ok(error.problems.every((one) => one.place === '--window' && one.text.zh !== '' && one.text.en !== ''));
      return error.problems.map((one) => one.code);
    }
  };
  assert.deepEqual(codes('2024-07-01'), ['window_form']);
  assert.deepEqual(codes('2024-07-01..2024-07-02..2024-07-03'), ['window_form']);
  assert.deepEqual(codes('2024-02-30..2024-13-01'), ['day_unknown', 'day_unknown']);
  assert.deepEqual(codes('2024-08-01..2024-07-01'), ['window_reversed']);
  assert.deepEqual(codes('..'), ['day_unknown', 'day_unknown']);
});

test('a window is read as it is written', () => {
  assert.deepEqual(parseWindow(' 2024-07-01 .. 2024-10-31 '), { from: '2024-07-01', to: '2024-10-31' });
  fc.assert(fc.property(anyWindow, (of) => assert.deepEqual(parseWindow(windowText(of)), of)));
});

test('whole months and edges cover every day of a window exactly once, and no other', () => {
  fc.assert(
    fc.property(anyWindow, (of) => {
      const { months, edges } = splitWindow(of);
      assert.ok(edges.length <= 2);
      const covered: Day[] = edges.flatMap(daysOf);
      if (months) {
        assert.equal(months.from, firstOfMonth(months.from));
        assert.equal(months.to, firstOfMonth(months.to));
        covered.push(...daysOf({ from: months.from, to: lastOfMonth(months.to) }));
      }
      assert.deepEqual(covered.sort(), daysOf(of));
    }),
  );
});

test('no whole month is left to be read day by day', () => {
  fc.assert(
    fc.property(anyWindow, (of) => {
      for (const edge of splitWindow(of).edges) {
        assert.ok(daysOf(edge).length < 62);
        assert.ok(!(edge.from === firstOfMonth(edge.from) && edge.to >= lastOfMonth(edge.from)));
      }
    }),
  );
});

test('both ends belong to a window', () => {
  const july = parseWindow('2024-07-01..2024-07-31');
  assert.ok(isInside(july.from, july) && isInside(july.to, july));
  assert.ok(!isInside(addDays(july.from, -1), july) && !isInside(addDays(july.to, 1), july));
});

test('a window says its year once when both ends share it', () => {
  assert.equal(windowInWords(parseWindow('2024-07-01..2024-10-31')), '2024年7月1日至10月31日');
  assert.equal(windowInWords(parseWindow('2023-11-01..2024-01-31')), '2023年11月1日至2024年1月31日');
  assert.equal(windowInWords(parseWindow('2024-07-01..2024-07-01')), '2024年7月1日');
});

function daysOf(of: Window): Day[] {
  const days: Day[] = [];
  for (let one = of.from; one <= of.to; one = addDays(one, 1)) days.push(one);
  return days;
}
