import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Quantity } from '#domain/reading/model.ts';
import { readQuantities } from '#domain/reading/quantities.ts';
import { evaluate, type GoldSentence, readGold } from './evaluate.ts';

const read = (text: string): Quantity[] => readQuantities(text);
const tuned = readGold(new URL('tuned.jsonl', import.meta.url));
const spent = readGold(new URL('spent.jsonl', import.meta.url));
const unseen = readGold(new URL('unseen.jsonl', import.meta.url));

describe('the labels themselves', () => {
  test('every labelled span stands at its place and none overlap', () => {
    for (const { sentence, quantities } of [...tuned, ...spent, ...unseen]) {
      let end = 0;
      for (const { start, text } of quantities) {
        assert.equal(sentence.slice(start, start + text.length), text);
        assert.ok(start >= end, sentence);
        end = start + text.length;
      }
    }
  });

  test('no sentence stands in two files', () => {
    const all = [...tuned, ...spent, ...unseen].map(({ sentence }) => sentence);
    assert.equal(new Set(all).size, all.length);
  });
});

describe('the measure is able to fail', () => {
  const gold: GoldSentence[] = [
    {
      sentence: '讲座26场，听众近900人。',
      quantities: [
        {
          start: 2,
          text: '26场',
          value: 26,
          qualifier: 'exact',
          unit: '场',
          kind: 'count',
          noun: '讲座',
          cumulative: false,
        },
        {
          start: 8,
          text: '近900人',
          value: 900,
          qualifier: 'approx_below',
          unit: '人',
          kind: 'count',
          noun: '听众',
          cumulative: false,
        },
      ],
    },
  ];

  test('a reader that finds nothing has no recall', () => {
    assert.equal(evaluate(gold, () => []).whole.recall, 0);
  });

  test('a quantity that is not there costs precision', () => {
    const score = evaluate(gold, (text) => [...read(text), { ...read(text)[0]!, start: 5, end: 7, text: '，听' }]);
    assert.equal(score.whole.recall, 1);
    assert.equal(Math.round(score.whole.precision * 100), 67);
  });

  test('a wrong qualifier is not right as a whole, though its span is', () => {
    const score = evaluate(gold, (text) => read(text).map((one) => ({ ...one, qualifier: 'approx' as const })));
    assert.equal(score.span.f1, 1);
    assert.equal(score.whole.f1, 0);
  });
});

describe('the reader on labelled sentences', () => {
  for (const { name, gold, floor } of [
    { name: 'tuned', gold: tuned, floor: 0.97 },
    { name: 'spent', gold: spent, floor: 0.97 },
    { name: 'unseen', gold: unseen, floor: 0.93 },
  ]) {
    test(`${name}: span, value, counter word and qualifier reach ${floor}`, (context) => {
      const { misses, whole, ...parts } = evaluate(gold, read);
      context.diagnostic(`F1 ${whole.f1.toFixed(4)} on ${gold.length} sentences`);
      const detail = misses.join('\n');
      assert.ok(whole.f1 >= floor, `F1 ${whole.f1}\n${detail}`);
      for (const part of ['span', 'value', 'unit', 'qualifier'] as const) assert.ok(parts[part].f1 >= floor, part);
      for (const flag of ['cumulative', 'target', 'kind'] as const)
        assert.ok(parts[flag] >= 0.97, `${flag} ${parts[flag]}`);
      assert.ok(parts.noun >= 0.8, `nouns ${parts.noun}`);
    });
  }
});
