import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { leastSample, median, oddityOf, robustZ } from './statistics.ts';

const counts = fc.array(fc.nat({ max: 100_000 }), { minLength: leastSample, maxLength: 120 });
/** Numbers of one size, as a unit's usual events have. */
const usual = fc
  .integer({ min: 20, max: 5000 })
  .chain((size) => fc.array(fc.integer({ min: size, max: 2 * size }), { minLength: leastSample, maxLength: 120 }));

describe('too little to tell', () => {
  test('nothing is usual among fewer values than the least sample', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.nat(), { maxLength: leastSample - 1 }), (value, sample) => {
        assert.equal(robustZ(value, sample), undefined);
        assert.equal(oddityOf(value, sample), undefined);
      }),
    );
    assert.equal(median([]), undefined);
  });
});

describe('the median', () => {
  test('is a value with as many above as below, in whatever order', () => {
    fc.assert(
      fc.property(counts, (sample) => {
        const middle = median(sample)!;
        assert.equal(middle, median(sample.toReversed()));
        assert.ok(sample.filter((one) => one < middle).length <= sample.length / 2);
        assert.ok(sample.filter((one) => one > middle).length <= sample.length / 2);
      }),
    );
  });
});

describe('how odd a value is', () => {
  test('is finite, nothing at the middle, and grows with the distance, for any values', () => {
    fc.assert(
      fc.property(counts, fc.nat({ max: 1e9 }), fc.nat({ max: 1e9 }), (sample, one, other) => {
        const [low, high] = [robustZ(Math.min(one, other), sample)!, robustZ(Math.max(one, other), sample)!];
        assert.ok(Number.isFinite(low) && Number.isFinite(high));
        assert.ok(low <= high);
      }),
    );
    assert.equal(
      robustZ(
        80,
        Array.from({ length: 20 }, () => 80),
      ),
      0,
    );
  });

  test('does not follow a few wild values: fewer than half cannot hide one of their own', () => {
    fc.assert(
      fc.property(usual, fc.integer({ min: 50, max: 1000 }), (sample, times) => {
        const wild = Math.max(...sample) * times;
        const mixed = [...sample, ...Array.from({ length: Math.floor(sample.length / 4) }, () => wild)];
        assert.ok(oddityOf(wild, mixed));
      }),
    );
  });

  test('no value between the least and the most of usual ones is told', () => {
    fc.assert(
      fc.property(usual, fc.nat(), (sample, pick) => {
        assert.equal(oddityOf(sample[pick % sample.length]!, sample), undefined);
      }),
    );
  });

  test('a digit too many or too few is told as that, of whatever size the events are', () => {
    fc.assert(
      fc.property(usual, fc.constantFrom(1, 2), (sample, digits) => {
        const value = Math.round(median(sample)!);
        assert.equal(oddityOf(value * 10 ** digits, sample)?.slip, digits);
        // Among numbers below ten the rounding is as large as the digit.
        if (value >= 1000) assert.equal(oddityOf(Math.round(value / 10 ** digits), sample)?.slip, -digits);
      }),
    );
  });

  test('eight thousand among eighties', () => {
    const sample = [60, 75, 80, 80, 85, 90, 70, 95, 100, 66, 78];
    const odd = oddityOf(8000, sample)!;
    assert.equal(odd.median, 80);
    assert.equal(odd.slip, 2);
    assert.equal(oddityOf(120, sample), undefined);
    assert.equal(oddityOf(30, sample), undefined);
    assert.equal(oddityOf(2600, sample)?.slip, 0);
    assert.equal(
      oddityOf(
        12,
        Array.from({ length: 20 }, () => 1),
      )?.slip,
      0,
    );
  });
});
