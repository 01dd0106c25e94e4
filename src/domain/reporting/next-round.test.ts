import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, type Day } from '#kernel/day.ts';
import { parseWindow, windowText } from '#kernel/window.ts';
import { partAfter, roundCode, windowAfter, windowTitle } from './next-round.ts';

const after = (text: string) => windowText(windowAfter(parseWindow(text)));

test('whole months are followed by as many whole months, other windows by as many days', () => {
  assert.equal(after('2024-07-01..2024-10-31'), '2024-11-01..2025-02-28');
  assert.equal(after('2024-11-01..2024-12-31'), '2025-01-01..2025-02-28');
  assert.equal(after('2024-01-15..2024-01-24'), '2024-01-25..2024-02-03');
});

test('parts go on where they ended, or begin again with the year', () => {
  const part = (text: string) => windowText(partAfter(parseWindow(text), main, windowAfter(main)));
  const main = parseWindow('2024-03-01..2024-06-30');
  assert.equal(part('2024-03-01..2024-06-30'), '2024-07-01..2024-10-31');
  assert.equal(part('2024-01-01..2024-06-30'), '2024-01-01..2024-10-31');
  assert.equal(part('2024-01-01..2024-07-19'), '2024-01-01..2024-11-19');
  assert.equal(part('2024-02-24..2024-06-30'), '2024-07-01..2024-10-31');
});

test('titles and codes as rounds are named', () => {
  assert.equal(windowTitle(parseWindow('2024-11-01..2024-12-31')), '2024年11—12月');
  assert.equal(windowTitle(parseWindow('2024-11-01..2025-02-28')), '2024年11月—2025年2月');
  assert.equal(windowTitle(parseWindow('2024-05-01..2024-05-31')), '2024年5月');
  assert.equal(roundCode(parseWindow('2024-11-01..2024-12-31'), undefined), '2024-11-12');
  assert.equal(roundCode(parseWindow('2024-11-01..2025-02-28'), 'tx'), 'tx-2024-11-2025-02');
});

test('the next window begins the day after and is a window', () => {
  fc.assert(
    fc.property(fc.nat({ max: 3000 }), fc.nat({ max: 400 }), (start, length) => {
      const from = addDays('2020-01-01' as Day, start);
      const window = { from, to: addDays(from, length) };
      const next = windowAfter(window);
      assert.equal(next.from, addDays(window.to, 1));
      assert.ok(next.to >= next.from);
      const part = partAfter({ from: addDays(from, -9), to: addDays(window.to, 3) }, window, next);
      assert.ok(part.from <= part.to);
    }),
  );
});
