import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitWhole } from './split.ts';

const part = fc
  .record({ least: fc.nat(40), room: fc.nat(60), weight: fc.double({ min: 0.01, max: 50, noNaN: true }) })
  .map(({ least, room, weight }) => ({ least, most: least + room, weight }));

test('refuses a total that the bounds cannot hold', () => {
  const parts = [
    { least: 2, most: 5, weight: 1 },
    { least: 1, most: 4, weight: 1 },
  ];
  assert.equal(splitWhole(2, parts), undefined);
  assert.equal(splitWhole(10, parts), undefined);
  assert.equal(splitWhole(1, []), undefined);
  assert.equal(splitWhole(3, [{ least: 4, most: 2, weight: 1 }]), undefined);
});

test('splits exactly and inside the bounds whenever they can hold the total', () => {
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (parts, at) => {
        const least = parts.reduce((sum, one) => sum + one.least, 0);
        const most = parts.reduce((sum, one) => sum + one.most, 0);
        const total = Math.round(least + at * (most - least));
        const values = splitWhole(total, parts);
        assert.ok(values);
        assert.equal(
          values.reduce((sum, one) => sum + one, 0),
          total,
        );
        values.forEach((value, index) => {
          assert.ok(Number.isInteger(value));
          assert.ok(value >= parts[index]!.least && value <= parts[index]!.most);
        });
      },
    ),
    { numRuns: 500 },
  );
});

test('follows the weights where the bounds leave room', () => {
  const parts = [1, 2, 7].map((weight) => ({ least: 0, most: Number.POSITIVE_INFINITY, weight }));
  assert.deepEqual(splitWhole(100, parts), [10, 20, 70]);
});
