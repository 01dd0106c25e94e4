import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ProblemError } from '#kernel/problem.ts';
import { expandSpread } from './spread.ts';
import { Spread, type SpreadContext, type SpreadInput } from './spread-model.ts';

const towns = Array.from({ length: 12 }, (_, at) => `d-t${at + 1}`);
const tree: SpreadContext = {
  unitsUnder: (code, kind) => (code === 'd' && (kind === undefined || kind === 'branch') ? towns : []),
  nameOf: (code) => `单位${code}`,
};

const plain: SpreadInput = {
  key: 'talk',
  seed: 7,
  kind: 'lecture',
  window: '2024-07-01..2024-10-31',
  records: 40,
  hosts: [
    { unit: 'd-t1', records: 11 },
    { under: 'd', kind: 'branch', at_most: 6 },
  ],
  texts: [{ titles: ['<unit>走进<place>'], narratives: ['在<place>讲解防毒知识。'], place: '<unit><place>' }],
  words: { place: ['学校', '社区', '企业'] },
};

function refusal(input: SpreadInput): { code: string; place: string | undefined; zh: string }[] {
  try {
    expandSpread(Spread.parse(input), tree);
  } catch (error) {
    assert.ok(error instanceof ProblemError);
    return error.problems.map(({ code, place, text }) => ({ code, place, zh: text.zh }));
  }
  return assert.fail('the spread was accepted');
}

test('refuses totals that cannot hold, all at once, with the numbers', () => {
  const problems = refusal({
    ...plain,
    hosts: [{ under: 'd', kind: 'branch', at_most: 3 }],
    measures: { attendance: { total: 9000, min: 20, max: 200 }, reports: { total: 5, min: 1, max: 2, rows: 41 } },
    classes: { venue: { counts: { school: 20, community: 19 } } },
    people: { lecturer: { counts: { 'p-a': 41 } } },
  });
  assert.deepEqual(
    problems.map(({ place }) => place),
    [
      'talk/hosts',
      'talk/measures/attendance',
      'talk/measures/reports/rows',
      'talk/measures/reports',
      'talk/classes/venue',
      'talk/people/lecturer',
    ],
  );
  assert.match(problems[0]!.zh, /40 .*0\.\.36/);
  assert.match(problems[1]!.zh, /9000 .*800\.\.8000/);
});

test('refuses units that are not there or named twice', () => {
  assert.deepEqual(
    refusal({ ...plain, hosts: [{ under: 'd', kind: 'station' }, { units: ['d-t1', 'd-t1'] }] }).map(
      ({ code }) => code,
    ),
    ['spread_hosts_none', 'spread_host_twice'],
  );
});

test('refuses texts that no row could carry', () => {
  const texts = [{ titles: ['走进<venue>'], narratives: ['吸引{attendance}参加'] }];
  assert.deepEqual(
    refusal({ ...plain, texts }).map(({ code }) => code),
    ['spread_word', 'spread_token'],
  );
  const september = [{ ...plain.texts[0]!, months: [9] }];
  assert.equal(refusal({ ...plain, texts: september })[0]!.code, 'spread_text_none');
});

test('refuses a total that is no multiple of the step', () => {
  assert.equal(
    refusal({ ...plain, measures: { attendance: { total: 1003, min: 0, max: 500, step: 5 } } })[0]!.place,
    'talk/measures/attendance (step 5)',
  );
});

test('a text stands only on rows that carry its measures and its classes', () => {
  const rows = expandSpread(
    Spread.parse({
      ...plain,
      measures: { reports: { total: 30, min: 1, max: 5, rows: 15 } },
      classes: { venue: { counts: { school: 25, network: 15 } } },
      texts: [
        { when: { venue: ['school'] }, titles: ['进学校'], narratives: ['进学校。', '进学校，报道{reports}。'] },
        { when: { venue: ['network'] }, titles: ['进网络'], narratives: ['进网络。'] },
      ],
    }),
    tree,
  );
  for (const row of rows) {
    assert.equal(row.title, row.classes.venue === 'school' ? '进学校' : '进网络');
    if (row.narrative.includes('{reports}')) assert.ok(row.measures.reports! > 0);
  }
  assert.ok(rows.some((row) => row.narrative.includes('{reports}')));
});

test('titles and narratives go together in their order', () => {
  const texts = [{ titles: ['甲', '乙'], narratives: ['甲一', '乙一', '甲二'] }];
  const made = expandSpread(Spread.parse({ ...plain, texts }), tree).map((row) => row.title + row.narrative);
  assert.deepEqual([...new Set(made)].sort(), ['甲甲一', '甲甲二', '乙乙一'].sort());
});

test('a field that goes with a measure stands on exactly the rows that carry it', () => {
  const measures = { reports: { total: 30, min: 1, max: 5, rows: 15 } };
  const outlets = { with: 'reports', of: { counts: { 甲报: 9, 乙网: 6 } } };
  const rows = expandSpread(Spread.parse({ ...plain, measures, fields: { outlets } }), tree);
  for (const row of rows) assert.equal(row.fields.outlets === undefined, row.measures.reports === undefined);
  assert.equal(rows.filter((row) => row.fields.outlets === '甲报').length, 9);
  assert.equal(refusal({ ...plain, fields: { outlets } })[0]!.code, 'spread_token');
});

test('days prefer weekdays and fall into clusters as asked', () => {
  const rows = expandSpread(
    Spread.parse({
      ...plain,
      records: 1000,
      hosts: [{ under: 'd' }],
      dates: { clusters: [{ window: '2024-09-01..2024-09-14', share: 0.6 }] },
    }),
    tree,
  );
  const opening = rows.filter((row) => row.from >= '2024-09-01' && row.from <= '2024-09-14').length;
  assert.ok(opening >= 600 && opening < 720, `${opening} rows in the cluster`);
  const weekend = rows.filter((row) => [0, 6].includes(new Date(row.from).getUTCDay())).length;
  assert.ok(weekend > 20 && weekend < 150, `${weekend} rows on weekends`);
});

test('further hosts stand on as many rows as asked and never repeat the lead', () => {
  const rows = expandSpread(Spread.parse({ ...plain, co_hosts: { units: towns, rows: 9, each: 2 } }), tree);
  assert.equal(rows.filter((row) => row.hosts.length === 3).length, 9);
  for (const row of rows) assert.equal(new Set(row.hosts).size, row.hosts.length);
});

test('a person is found from the lead host', () => {
  const rows = expandSpread(Spread.parse({ ...plain, people: { leader: 'p-<host>-head' } }), tree);
  for (const row of rows) assert.deepEqual(row.people, [{ person: `p-${row.hosts[0]}-head`, role: 'leader' }]);
});

const counts = (codes: readonly string[], records: number) =>
  fc.array(fc.nat(records), { minLength: codes.length - 1, maxLength: codes.length - 1 }).map((cuts) => {
    const edges = [0, ...cuts.toSorted((a, b) => a - b), records];
    return Object.fromEntries(codes.map((code, at) => [code, edges[at + 1]! - edges[at]!]));
  });

const anySpread = fc.integer({ min: 1, max: 300 }).chain((records) =>
  fc.record({
    records: fc.constant(records),
    seed: fc.nat(1_000_000),
    fixed: fc.nat(records),
    rows: fc.nat(records),
    venue: counts(['school', 'community', 'network', 'other'], records),
    lecturer: counts(['p-a', 'p-b', 'p-c'], records),
    low: fc.nat(50),
    room: fc.nat(500),
    aim: fc.double({ min: 0, max: 1, noNaN: true }),
    step: fc.constantFrom(1, 5, 10),
  }),
);

test('every measure, class, person and host adds up to its stated total, and the same input gives the same rows', () => {
  fc.assert(
    fc.property(anySpread, ({ records, seed, fixed, rows, venue, lecturer, low, room, aim, step }) => {
      const min = low * step;
      const max = (low + room) * step;
      const total = (low * rows + Math.round(aim * room * rows)) * step;
      const spread = Spread.parse({
        ...plain,
        seed,
        records,
        hosts: [{ unit: 'd-t1', records: fixed }, { under: 'd' }],
        measures: { attendance: { total, min, max, step, rows }, sessions: { total: records, min: 1, max: 1 } },
        classes: { venue: { counts: venue }, theme: { weights: { a: 1, b: 2.5 } } },
        people: { lecturer: { counts: lecturer } },
      } satisfies SpreadInput);
      const made = expandSpread(spread, tree);
      assert.equal(JSON.stringify(expandSpread(spread, tree)), JSON.stringify(made));
      assert.equal(made.length, records);
      assert.equal(new Set(made.map((row) => row.key)).size, records);
      const carried = made.flatMap((row) => row.measures.attendance ?? []);
      assert.equal(carried.length, rows);
      assert.equal(
        carried.reduce((sum, value) => sum + value, 0),
        total,
      );
      for (const value of carried) assert.ok(value >= min && value <= max && value % step === 0);
      for (const [code, count] of Object.entries(venue)) {
        assert.equal(made.filter((row) => row.classes.venue === code).length, count);
      }
      for (const [code, count] of Object.entries(lecturer)) {
        assert.equal(made.filter((row) => row.people[0]!.person === code).length, count);
      }
      assert.equal(made.filter((row) => row.hosts[0] === 'd-t1').length, fixed);
      for (const row of made) assert.ok(row.from >= '2024-07-01' && row.to <= '2024-10-31');
      assert.deepEqual(
        made.map((row) => row.from),
        made.map((row) => row.from).sort(),
      );
    }),
    { numRuns: 150 },
  );
});
