import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Measure } from '#domain/classes/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { day } from '#kernel/day.ts';
import type { Subject } from './subject.ts';
import { warningsOf } from './warnings.ts';

function measure(kind: string, field: string, unit: string, more: Partial<Measure> = {}): Measure {
  return {
    ...{ code: `${kind}.${field}`, kind, field, slot: 1, label: { zh: field, en: field }, unit },
    ...{ additive: 'sum', claimed: false, scale: 1, smallCell: null, defaultValue: null },
    ...more,
  };
}

const lecture = [
  measure('lecture', 'sessions', '场', { defaultValue: 1 }),
  measure('lecture', 'attendance', '人次', { label: { zh: '听讲人次', en: 'attendance' } }),
];
const publicity = [
  measure('publicity', 'sessions', '场', { defaultValue: 1 }),
  measure('publicity', 'attendance', '人次', { label: { zh: '参加人次', en: 'attendance' } }),
  measure('publicity', 'reach', '人次', { claimed: true, label: { zh: '覆盖人次', en: 'reach' } }),
  measure('publicity', 'copies', '份', { label: { zh: '发放资料', en: 'copies' } }),
];
const usual80 = [60, 75, 80, 80, 85, 90, 70, 95, 100, 66, 78];

function subject(changes: Partial<Subject> = {}): Subject {
  return {
    kind: kinds.lecture,
    from: day('2024-07-14'),
    to: day('2024-07-14'),
    measures: lecture,
    values: { sessions: 1, attendance: 80 },
    narrative: '讲师到学校宣讲。',
    fields: {},
    evidence: 1,
    filedOn: day('2024-07-15'),
    usual: () => [],
    ...changes,
  };
}

const told = (changes: Partial<Subject>) =>
  warningsOf(subject(changes)).map((one) => `${one.severity} ${one.code} ${one.part}`);

describe('nothing is told of', () => {
  const clean: readonly (readonly [string, Partial<Subject>])[] = [
    ['a record like the others', { usual: () => [{ unit: undefined, values: usual80 }] }],
    [
      'numbers with too few to compare',
      { values: { sessions: 1, attendance: 8000 }, usual: () => [{ unit: undefined, values: [80, 80] }] },
    ],
    ['a number that the account hedges rightly', { narrative: '现场有近80人次听讲。' }],
    ['the verifiers’ own staff', { narrative: '12名志愿者、3名民警参与服务。' }],
    ['parts that make the whole', { narrative: '学生60人、家长20人参加。' }],
    ['smaller numbers that may be parts', { narrative: '其中学生50人，老人10人到场。' }],
    ['plans', { narrative: '计划覆盖500人次。' }],
    ['its own numbers', { narrative: '共有{attendance}参加。' }],
    [
      'a number of copies that agrees',
      {
        kind: kinds.publicity,
        measures: publicity,
        values: { attendance: 80, copies: 500 },
        narrative: '发放资料500余份。',
      },
    ],
    [
      'reach within the ratio',
      { kind: kinds.publicity, measures: publicity, values: { attendance: 100, reach: 3000 } },
    ],
    ['a small claim alone', { kind: kinds.publicity, measures: publicity, values: { reach: 900 } }],
    ['the fifteenth day', { filedOn: day('2024-07-29') }],
  ];
  for (const [name, changes] of clean) test(name, () => assert.deepEqual(told(changes), []));
});

describe('what is unlike the others', () => {
  test('the unit’s own records come first, then those of the units above', () => {
    const values = { sessions: 1, attendance: 8000 };
    const few = { unit: undefined, values: [7000, 8000, 9000] };
    const [one] = warningsOf(subject({ values, usual: () => [few, { unit: '天心区协会', values: usual80 }] }));
    assert.equal(one?.code, 'slip_of_ten');
    assert.match(
      one.text.zh,
      /^天心区协会同类活动听讲人次中位数 80人次（最近 11 条），这条 8,000人次，像是多打了 2 位数字/,
    );
    const own = { unit: undefined, values: Array.from({ length: 9 }, () => 8000) };
    assert.deepEqual(told({ values, usual: () => [own, { unit: '天心区协会', values: usual80 }] }), []);
  });
  test('far more without a slip of a digit is an outlier', () => {
    assert.deepEqual(
      told({ values: { sessions: 1, attendance: 2600 }, usual: () => [{ unit: undefined, values: usual80 }] }),
      ['doubt outlier measures/attendance'],
    );
  });
});

describe('what the account says otherwise', () => {
  const cases: readonly (readonly [string, Partial<Subject>, readonly string[]])[] = [
    [
      '人 for 人次 of one session is a note',
      { narrative: '现场80人参加。' },
      ['note counter_word measures/attendance'],
    ],
    [
      '人 for 人次 of several sessions is a doubt',
      { narrative: '现场80人参加。', values: { sessions: 3, attendance: 80 } },
      ['doubt counter_word measures/attendance'],
    ],
    ['a counter word said twice', { narrative: '共有{attendance}人参加。' }, ['doubt counter_word narrative']],
    ['another number', { narrative: '现场300人参加活动。' }, ['doubt narrative_differs measures/attendance']],
    [
      'about ten times apart is not a slip of the finger',
      { narrative: '现场800余人参加。', values: { sessions: 1, attendance: 8500 } },
      ['doubt narrative_differs measures/attendance'],
    ],
    ['a tenth of it', { narrative: '现场8人参加。' }, ['doubt slip_of_ten measures/attendance']],
    [
      'a number that was not entered',
      { narrative: '现场80余人参加。', values: { sessions: 1 } },
      ['note not_entered measures/attendance'],
    ],
    [
      'other counter words',
      {
        kind: kinds.publicity,
        measures: publicity,
        values: { attendance: 80, copies: 50 },
        narrative: '发放资料500份。',
      },
      ['doubt slip_of_ten measures/copies'],
    ],
    [
      'other counter words not entered',
      { kind: kinds.publicity, measures: publicity, values: { attendance: 80 }, narrative: '发放资料500份。' },
      ['note not_entered measures/copies'],
    ],
  ];
  for (const [name, changes, expected] of cases) test(name, () => assert.deepEqual(told(changes), expected));
});

describe('claims, evidence, day', () => {
  const claim = { kind: kinds.publicity, measures: publicity, values: { attendance: 100, reach: 3001 } };
  test('reach beyond the kind’s ratio is a doubt, with a basis a note', () => {
    assert.deepEqual(told(claim), ['doubt reach_above_attendance measures/reach']);
    assert.deepEqual(told({ ...claim, fields: { reach_basis: '平台后台数据' } }), [
      'note reach_above_attendance measures/reach',
    ]);
    assert.deepEqual(told({ ...claim, values: { reach: 1000 } }), ['doubt reach_above_attendance measures/reach']);
  });
  test('nothing to show for it', () => {
    assert.deepEqual(told({ evidence: 0 }), ['note no_evidence photos']);
    assert.deepEqual(told({ evidence: 0, kind: kinds.article, measures: [], values: {} }), [
      'note no_evidence fields/url',
    ]);
  });
  test('filed late', () => assert.deepEqual(told({ filedOn: day('2024-07-30') }), ['note late_filing days']));
  test('doubts come before notes, and every sentence is there in both languages', () => {
    const all = warningsOf(subject({ ...claim, evidence: 0, filedOn: day('2024-12-01'), narrative: '现场80人参加。' }));
    assert.ok(all.length >= 3);
    const order = all.map((one) => one.severity);
    assert.deepEqual(order, order.toSorted());
    for (const one of all) for (const text of [one.text, one.ask]) assert.ok(text.zh !== '' && text.en !== '');
  });
});
