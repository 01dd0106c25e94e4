import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, day, dayInWords, daysBetween, firstOfMonth, lastOfMonth, parseDay } from './day.ts';

const anyDay = fc.integer({ min: 0, max: 40_000 }).map((count) => addDays(day('1990-01-01'), count));

test('what is not a day of the calendar is not read', () => {
  for (const text of [
    '2024-02-30',
    '2023-02-29',
    '2024-00-10',
    '2024-13-01',
    '2024-1-1',
    '2024-01-00',
    '24-01-01',
    '2024-01-01T00:00:00Z',
    ' 2024-01-01',
    '2024/01/01',
    '２０２４-01-01',
    '',
    '0000-00-00',
  ]) {
    assert.equal(parseDay(text), undefined, text);
    assert.throws(() => day(text), RangeError, text);
  }
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789--- /年１T'), maxLength: 12 }), (text) => {
      const read = parseDay(text);
      assert.ok(read === undefined || /^\d{4}-\d{2}-\d{2}$/.test(read));
    }),
  );
});

test('days are counted across months, leap days and years', () => {
  assert.equal(parseDay('2024-02-29'), '2024-02-29');
  assert.equal(addDays(day('2024-02-28'), 2), '2024-03-01');
  assert.equal(addDays(day('2024-01-01'), -1), '2023-12-31');
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (from, count) => {
      const to = addDays(from, count);
      assert.equal(daysBetween(from, to), count);
      assert.equal(to < from, count < 0);
    }),
  );
});

test('a month begins on its first day and ends on the day before the next first', () => {
  fc.assert(
    fc.property(anyDay, (of) => {
      assert.ok(firstOfMonth(of) <= of && of <= lastOfMonth(of));
      assert.equal(firstOfMonth(lastOfMonth(of)), firstOfMonth(of));
      assert.equal(addDays(lastOfMonth(of), 1).slice(8), '01');
    }),
  );
});

test('a day is said without zeros in front', () => {
  assert.equal(dayInWords(day('2024-07-04')), '2024年7月4日');
});
