import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bandsOf, jaccard, pairsOf } from './sketch.ts';

const words = fc.constantFrom('禁毒', '宣传', '社区', '学校', '讲座', '进', '企业', '6·26', '志愿者', '广场', '急救');
const titles = fc.array(words, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));

test('likeness is from 0 to 1, the same both ways, and 1 for what differs in punctuation and width only', () => {
  fc.assert(
    fc.property(titles, titles, (left, right) => {
      const value = jaccard(pairsOf(left), pairsOf(right));
      assert.ok(value >= 0 && value <= 1);
      assert.equal(value, jaccard(pairsOf(right), pairsOf(left)));
      assert.equal(jaccard(pairsOf(left), pairsOf(`“${left.split('').join(' ')}”！`)), 1);
    }),
  );
  assert.equal(jaccard(pairsOf(''), pairsOf('')), 0);
  assert.equal(jaccard(pairsOf('ＡＢＣ'), pairsOf('abc')), 1);
});

test('the sketch finds nearly all that are alike and passes over nearly all that are not', () => {
  const seen = { alike: 0, found: 0, unlike: 0, mistaken: 0 };
  fc.assert(
    fc.property(titles, titles, fc.boolean(), (left, more, isLonger) => {
      const right = isLonger ? left + more.slice(0, left.length) : more;
      const [one, other] = [pairsOf(left), pairsOf(right)];
      const value = jaccard(one, other);
      const bands = bandsOf(other);
      const shares = bandsOf(one).some((key, band) => key === bands[band]);
      if (value === 1) assert.ok(shares);
      if (value >= 0.45) {
        seen.alike++;
        if (shares) seen.found++;
      }
      if (value === 0) {
        seen.unlike++;
        if (shares) seen.mistaken++;
      }
    }),
    { numRuns: 4000, seed: 7 },
  );
  assert.ok(seen.alike > 50 && seen.unlike > 50, JSON.stringify(seen));
  assert.ok(seen.found / seen.alike > 0.97, JSON.stringify(seen));
  assert.equal(seen.mistaken, 0);
});

test('a text without letters has no sketch and is like nothing', () => {
  assert.deepEqual(bandsOf(pairsOf('——！')), []);
  assert.equal(jaccard(pairsOf('——'), pairsOf('——')), 0);
});
