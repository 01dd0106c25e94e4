import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { day } from '#kernel/day.ts';
import type { Told } from './model.ts';
import { likeness, pairsAmong, prepare } from './rules.ts';

const names = (unit: number) => [`第${unit}街道志愿者协会分会`, `第${unit}街道`];
const told = (changes: Partial<Told> = {}): Told => ({
  kind: 'publicity',
  starts: day('2024-06-26'),
  day: day('2024-06-26'),
  hosts: [1],
  title: '急救知识宣传进社区活动',
  place: '',
  partners: [],
  people: [],
  classes: {},
  fields: {},
  ...changes,
});
const like = (one: Partial<Told>, other: Partial<Told>) => likeness(prepare(told(one)), prepare(told(other)), names);

describe('what is two events stays two', () => {
  const two: readonly [string, Partial<Told>, Partial<Told>][] = [
    ['two streets with an activity of the same name', {}, { hosts: [2] }],
    ['the same street on another day', {}, { starts: day('2024-06-27'), day: day('2024-06-27') }],
    ['two kinds', {}, { kind: 'lecture' }],
    ['two different things of one street on one day', {}, { title: '走访慰问困难家庭' }],
    [
      'one story in two media',
      { kind: 'placement', fields: { outlet: 'daily' } },
      { kind: 'placement', fields: { outlet: 'evening' } },
    ],
    [
      'one article in two channels',
      { kind: 'article', classes: { channel: 'site' } },
      { kind: 'article', classes: { channel: 'account' } },
    ],
    ['two streets at places that only begin alike', { place: '文化广场东侧' }, { hosts: [2], place: '人民公园' }],
  ];
  for (const [name, one, other] of two) test(name, () => assert.equal(like(one, other), undefined));
});

describe('what may be one event is found, and by what', () => {
  const one: readonly [string, Partial<Told>, Partial<Told>, readonly string[]][] = [
    ['the same street, nearly the same title', {}, { title: '急救知识宣传进社区' }, ['title', 'host']],
    [
      'two streets in one place',
      { place: '湖滨文化广场' },
      { hosts: [2], place: '湖滨文化广场', title: '急救知识宣传活动' },
      ['title', 'place'],
    ],
    ['two streets, one of which names the other', { partners: ['第2街道'] }, { hosts: [2] }, ['title', 'named']],
    [
      'a day within three days',
      { starts: day('2024-06-25'), day: day('2024-06-27') },
      { title: '急救知识宣传进社区活动启动' },
      ['title', 'host'],
    ],
  ];
  for (const [name, left, right, reasons] of one)
    test(name, () => assert.deepEqual(like(left, right)?.reasons, reasons));
});

const anyTold = fc.record({
  kind: fc.constantFrom('publicity' as const, 'lecture' as const),
  start: fc.integer({ min: 1, max: 6 }),
  length: fc.integer({ min: 0, max: 3 }),
  hosts: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }),
  title: fc.constantFrom(
    '急救知识宣传进社区活动',
    '急救知识宣传进社区',
    '急救宣传进校园',
    '走访慰问困难家庭',
    '垃圾分类讲座',
  ),
  place: fc.constantFrom('', '湖滨文化广场', '市一中'),
});

test('the search by sketches finds just the pairs that comparing each with each finds', () => {
  let [there, missed] = [0, 0];
  fc.assert(
    fc.property(fc.array(anyTold, { minLength: 2, maxLength: 25 }), (several) => {
      const records = several.map(({ start, length, ...one }, id) => ({
        ...told({ ...one, starts: day(`2024-06-0${start}`), day: day(`2024-06-0${start + length}`) }),
        id,
      }));
      const found = new Set(pairsAmong(records, names).map(({ one, other }) => `${one.id} ${other.id}`));
      for (const [index, one] of records.entries())
        for (const other of records.slice(index + 1)) {
          const isLike = likeness(prepare(one), prepare(other), names) !== undefined;
          const isFound = found.has(`${one.id} ${other.id}`) || found.has(`${other.id} ${one.id}`);
          if (isFound) assert.ok(isLike);
          if (isLike) there++;
          if (isLike && !isFound) missed++;
        }
    }),
    { numRuns: 200, seed: 11 },
  );
  assert.ok(there > 200);
  // Titles that have less than half in common may be missed now and then.
  assert.ok(missed / there < 0.05, `${missed} of ${there}`);
});
