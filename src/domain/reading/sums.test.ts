import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quantityLines } from './lines.ts';
import { readQuantities } from './quantities.ts';
import { statedSums, wholeSums } from './sums.ts';

const sumsOf = (text: string) => wholeSums(text, readQuantities(text));

describe('lists with totals', () => {
  it('are none without a total, for a ranking, or where the text names only some', () => {
    for (const text of [
      '走访22户，慰问40人，送去物资30件。',
      '学校30场、社区20场、企业10场。',
      '共发稿500篇，城东、城西、城南最多，分别为200篇、100篇、50篇。',
      '共走访90户，其中城东50户、城西20户。',
    ])
      assert.deepEqual(sumsOf(text), [], text);
  });

  it('say whether they add up: announced as whole, or because they do', () => {
    assert.deepEqual(sumsOf('共60场，分别是学校30场、社区20场、企业10场。'), [
      { total: 0, parts: [1, 2, 3], agrees: true },
    ]);
    assert.deepEqual(sumsOf('共60场，分别是学校30场、社区20场、企业8场。'), [
      { total: 0, parts: [1, 2, 3], agrees: false },
    ]);
    assert.deepEqual(sumsOf('共70户，其中城东50户、城西20户。'), [{ total: 0, parts: [1, 2], agrees: true }]);
  });

  it('meet a hedged total within its hedge, and count a shared number for each of its owners', () => {
    assert.equal(sumsOf('共近100份，分别为手册50份、折页45份。')[0]!.agrees, true);
    assert.equal(sumsOf('共近100份，分别为手册50份、折页55份。')[0]!.agrees, false);
    const shared = '共刊稿12篇，分别为甲街道、乙街道均为4篇，丙街道4篇。';
    assert.equal(statedSums(shared, readQuantities(shared)).length > 0, true);
  });

  it('stand with their total in the output, several where it has several lists', () => {
    const text = '五位讲师共宣讲60场，其中，周文30场、李明20场、陈静10场。按场所，进学校40场、进社区15场、进企业5场。';
    const total = [...quantityLines(text, { byLine: false })].map((line) => JSON.parse(line)).find((one) => one.sums);
    assert.equal(total.text, '60场');
    assert.deepEqual(total.sums, [
      { parts: [2, 3, 4], agrees: true },
      { parts: [5, 6, 7], agrees: true },
    ]);
  });
});
