import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Measure, makeCatalogue } from '#domain/classes/model.ts';
import { readQuantities } from '#domain/reading/quantities.ts';
import { makeTree } from '#domain/units/tree.ts';
import { day } from '#kernel/day.ts';
import { proposeFor } from './by-hand.ts';
import { nextRange } from './cuts.ts';
import { UnitNames } from './names.ts';
import { type Prepared, prepare, proposeIn } from './propose.ts';

const period = { from: day('2024-07-01'), to: day('2024-10-31') };

const units = [
  ['lake', '湖城市志愿者联合会', '联合会'],
  ['lake/corps', '湖城市志愿者宣讲团', '市宣讲团'],
  ['lake/east', '东湖区志愿者协会', '东湖区'],
  ['lake/east/pine', '松林街道分会', '松林街道'],
  ['lake/east/mill', '磨坊镇分会', '磨坊镇'],
  ['lake/west', '西湖区志愿者协会', '西湖区'],
] as const;
const tree = makeTree(
  units.map(([path, name, short], index) => ({
    ...{ id: index + 1, code: path.split('/').at(-1)!, kind: 'branch' as const, name, short, position: index, path },
    parentId: path.includes('/')
      ? units.findIndex(([other]) => other === path.slice(0, path.lastIndexOf('/'))) + 1
      : null,
    ...{ validFrom: day('2012-01-01'), validTo: null },
  })),
  [],
);
const measure = (code: string, label: string, unit: string, more: Partial<Measure> = {}): Measure => {
  const [kind = '', field = ''] = code.split('.');
  return {
    ...{ code, kind, field, slot: 1, label: { zh: label, en: code }, unit, additive: 'sum', claimed: false, scale: 1 },
    ...{ smallCell: null, defaultValue: null, ...more },
  };
};
const list = (family: string, labels: readonly string[]) => ({
  code: family,
  label: { zh: family, en: family },
  lists: [
    {
      ...{ code: family, family, label: { zh: family, en: family }, validFrom: day('2012-01-01'), validTo: null },
      classes: labels.map((zh) => ({ code: zh, label: { zh, en: zh } })),
    },
  ],
});
const catalogue = makeCatalogue(
  [
    measure('publicity.sessions', '宣传活动', '场', { defaultValue: 1 }),
    measure('publicity.attendance', '参加人次', '人次'),
    measure('publicity.reach', '覆盖人次', '人次', { claimed: true }),
    measure('publicity.views', '阅读播放次数', '次', { claimed: true }),
    measure('publicity.copies', '发放资料', '份'),
    measure('assistance.visits', '走访慰问', '次', { defaultValue: 0 }),
    measure('assistance.households', '走访家庭', '户'),
    measure('assistance.money', '慰问金', '元', { scale: 100 }),
    measure('lecture.sessions', '宣讲', '场', { defaultValue: 1 }),
    measure('lecture.reports', '报道', '次'),
    measure('placement.pieces', '媒体刊发', '篇(条)', { defaultValue: 1 }),
    measure('article.pieces', '本会刊稿', '篇(条)', { defaultValue: 1 }),
    measure('exchange.sessions', '走访交流', '次', { defaultValue: 1 }),
  ],
  [
    list('venue', ['学校', '社区', '企业']),
    list('media_level', ['中央媒体', '省级媒体']),
    list('channel', ['官网', '微信公众号']),
  ],
);
const aliases = [
  { unitId: 3, name: '东山区', from: day('2012-01-01'), to: day('2023-12-31') },
  { unitId: 1, name: '市联合会', from: null, to: null },
];

function prepared(text: string, headings: Parameters<typeof prepare>[1] = []): Prepared {
  const home = tree.byId(1);
  const knowledge = {
    ...{ organisation: { tree, catalogue }, home, period, outlets: [] },
    names: new UnitNames(tree, home, aliases),
    people: [
      { code: 'p1', name: '林跃' },
      { code: 'p2', name: '方群' },
      { code: 'p3', name: '钟伟' },
    ],
  };
  return prepare(text, headings, knowledge);
}

const read = (text: string) => proposeIn(prepared(text), { start: 0, end: text.length });
/** What of each proposal a case is about. */
const briefly = (text: string) =>
  read(text).proposals.map(
    ({ draft }) =>
      `${draft.kind} ${draft.hosts.join()} ${draft.from.slice(5)}..${draft.to.slice(5)} ${JSON.stringify(draft.measures)}`,
  );
const statesOf = (text: string) => {
  const { quantities, proposals } = read(text);
  const used = new Set(proposals.flatMap((one) => one.quantities));
  return quantities.map((one, index) => `${one.text} ${used.has(index) ? 'used' : one.base}`);
};

describe('whose it is, of which kind and when', () => {
  test('the unit that a paragraph opens with, with either colon, and one below it that a sentence opens with', () => {
    assert.deepEqual(
      briefly(
        '一、宣传情况\n东湖区：组织活动3场。\n西湖区:松林街道组织活动4场。\n东湖区:松林街道分会组织活动5场;磨坊组织活动6场。',
      ),
      [
        ...['publicity east 07-01..10-31 {"sessions":3}', 'publicity west 07-01..10-31 {"sessions":4}'],
        ...['publicity pine 07-01..10-31 {"sessions":5}', 'publicity east 07-01..10-31 {"sessions":6}'],
      ],
    );
  });

  test('a name of before, only for its days; a town that has become a street; a heading that names the unit', () => {
    const names = prepared('').knowledge.names;
    assert.equal(names.find('东山区', day('2023-05-01'))?.code, 'east');
    assert.equal(names.find('磨坊乡', day('2024-05-01'))?.code, 'mill');
    for (const name of ['松林', '松林分会', '松林街道'])
      assert.equal(names.find(name, day('2024-05-01'))?.code, 'pine');
    assert.deepEqual(briefly('一、宣传情况\n（一）东湖区\n组织活动3场。\n（二）西湖区\n组织活动4场。'), [
      ...['publicity east 07-01..10-31 {"sessions":3}', 'publicity west 07-01..10-31 {"sessions":4}'],
    ]);
  });

  test('a paragraph of somebody else’s proposes nothing', () => {
    assert.deepEqual(briefly('一、宣传情况\n北岭区：组织活动3场。'), []);
    assert.deepEqual(statesOf('一、宣传情况\n北岭区：组织活动3场。'), ['3场 background']);
  });

  test('nor do the lines below a name that nobody knows, until another is named', () => {
    const text =
      '一、宣传情况\n东湖区：组织活动3场。\n城北新城：组织活动4场。\n又开展活动5场。\n西湖区：组织活动6场。\n活动时间：8月，开展活动7场。';
    assert.deepEqual(statesOf(text), ['3场 used', '4场 background', '5场 background', '6场 used', '7场 used']);
  });

  test('an occasion is that of its own sentence, a period that of the paragraph', () => {
    const text =
      '一、宣传情况\n东湖区：秋季开学期间组织活动3场。另外，组织活动4场。\n西湖区：7月份以来组织活动5场。另外，组织活动6场。';
    assert.deepEqual(briefly(text), [
      ...['publicity east 09-01..09-30 {"sessions":3}', 'publicity east 07-01..10-31 {"sessions":4}'],
      ...['publicity west 07-01..10-31 {"sessions":5}', 'publicity west 07-01..10-31 {"sessions":6}'],
    ]);
  });

  test('periods and days as they are stated; what has no day is of the document’s period', () => {
    const text =
      '一、宣传情况\n东湖区：7月以来组织活动3场。8月12日，在广场开展活动，120人次参加。\n西湖区：2023年开展活动9场。';
    assert.deepEqual(briefly(text), [
      'publicity east 07-01..10-31 {"sessions":3}',
      'publicity east 08-12..08-12 {"attendance":120}',
    ]);
    assert.deepEqual(statesOf(text), ['3场 used', '120人次 used', '9场 background']);
  });

  test('the kind by the section, else by the words, else by the numbers', () => {
    const text =
      '一、帮扶帮教情况\n东湖区：走访慰问困难家庭45户，送去慰问金5万多元。\n二、近期亮点\n西湖区：开展急救宣传活动2场。\n三、宣传情况\n东湖区：省级媒体采用稿件24篇。';
    assert.deepEqual(briefly(text), [
      'assistance east 07-01..10-31 {"households":45,"money":5000000}',
      'publicity west 07-01..10-31 {"sessions":2}',
      'placement east 07-01..10-31 {"pieces":24}',
    ]);
    assert.equal(read(text).proposals[1]!.draft.highlight, true);
  });

  test('headings that only the file marks are headings', () => {
    const text = '宣传工作\n东湖区：组织活动3场。\n下一步打算\n再办5场。';
    const headings = [
      { start: 0, level: 1 },
      { start: text.indexOf('下一步'), level: 1 },
    ];
    const { proposals, quantities } = proposeIn(prepared(text, headings), { start: 0, end: text.length });
    assert.deepEqual(
      proposals.map((one) => one.section),
      ['宣传工作'],
    );
    assert.deepEqual(
      quantities.map((one) => one.base),
      ['unused', 'background'],
    );
  });
});

describe('what a number counts', () => {
  test('claims stay claims, whatever their counter word', () => {
    assert.deepEqual(
      briefly('一、宣传情况\n东湖区：开展活动3场，120人次参加，线上覆盖3万人次，阅读量4000次，发放手册500余册。'),
      ['publicity east 07-01..10-31 {"sessions":3,"attendance":120,"reach":30000,"views":4000,"copies":500}'],
    );
  });

  test('what was held at several places apart counts once for each', () => {
    assert.deepEqual(briefly('一、宣传情况\n东湖区：邀请讲师分别在湖城一中、湖城二中和湖心小学开展禁烟主题活动。'), [
      'publicity east 07-01..10-31 {"sessions":3}',
    ]);
  });

  test('a measure that comes again begins another record', () => {
    assert.deepEqual(briefly('一、宣传情况\n东湖区：开展进校园活动3场，进社区活动4场。'), [
      ...['publicity east 07-01..10-31 {"sessions":3}', 'publicity east 07-01..10-31 {"sessions":4}'],
    ]);
  });

  test('places, workers, spans of time, plans and rates are background', () => {
    assert.deepEqual(
      statesOf(
        '一、宣传情况\n东湖区：全区24个街道开展宣传活动3场，16名社工历时3天，完成率30%以上，计划再办5场。\n二、下一阶段安排\n举办活动9场。',
      ),
      [
        '24个 background',
        '3场 used',
        '16名 background',
        '3天 background',
        '30%以上 background',
        '5场 background',
        '9场 background',
      ],
    );
  });
});

describe('stated totals', () => {
  const lectures =
    '一、宣讲情况\n市宣讲团2024年截至10月20日共宣讲9场，其中林跃4场、方群3场、钟伟2场。按地点分，进学校5场、进社区3场、进企业1场，总覆盖人群900人次。';

  test('of two lists of one total the one that says the class is kept', () => {
    assert.deepEqual(briefly(lectures), [
      'lecture corps 01-01..10-20 {"sessions":5}',
      'lecture corps 01-01..10-20 {"sessions":3}',
      'lecture corps 01-01..10-20 {"sessions":1}',
    ]);
    assert.deepEqual(
      read(lectures).proposals.map((one) => one.draft.classes),
      [{ venue: '学校' }, { venue: '社区' }, { venue: '企业' }],
    );
    assert.deepEqual(statesOf(lectures), [
      ...['9场 total', '4场 total', '3场 total', '2场 total', '5场 used', '3场 used', '1场 used', '900人次 total'],
    ]);
  });

  test('ask the ledger about the person, the unit and the time', () => {
    const [total, person] = read(lectures).quantities;
    const asked = { measure: 'lecture.sessions', unit: 'corps', from: '2024-01-01', to: '2024-10-20', classes: {} };
    assert.deepEqual(total!.asks, { ...asked, low: 9, high: 9 });
    assert.deepEqual(person!.asks, { ...asked, person: 'p1', low: 4, high: 4 });
  });

  test('a whole list that does not come to its total is told, its parts are kept', () => {
    const { quantities } = read('一、媒体发稿情况\n东湖区：共刊发稿件40篇，分别是中央媒体14篇、省级媒体25篇。');
    assert.match(quantities[0]!.why.zh, /之和是 39，对不上/);
  });

  test('a part of a list that is not whole is contained in the total', () => {
    assert.deepEqual(statesOf('一、宣讲情况\n东湖区：共宣讲40场，其中进学校14场。'), ['40场 used', '14场 total']);
  });

  test('ranks are stated, and so are the lists below a line that announces them', () => {
    const text =
      '一、官网发稿情况\n官网发稿96篇，其中东湖区、西湖区刊稿最多，分别刊稿40篇、30篇。下面是刊稿最多的街道：\n东湖区：松林街道刊稿12篇；磨坊镇刊稿8篇。';
    assert.deepEqual(briefly(text), []);
    assert.deepEqual(statesOf(text), ['96篇 total', '40篇 total', '30篇 total', '12篇 total', '8篇 total']);
    assert.deepEqual(
      read(text).quantities.map((one) => one.asks?.unit),
      ['lake', 'east', 'west', undefined, undefined],
    );
  });

  test('can be made a record all the same', () => {
    const made = proposeFor(prepared(lectures), read(lectures).quantities[1]!);
    assert.deepEqual(made.draft.measures, { sessions: 4 });
    assert.deepEqual(made.draft.people, [{ person: 'p1', role: 'lecturer' }]);
  });
});

test('rows of tables: the label is the host, the heads say what the cells are, sums are totals', () => {
  const text =
    '一、宣讲情况\n2024年7-9月，宣讲及报道情况如下：\n单位\t宣讲次数\t报道次数\t报道媒体\n东湖区\t12\t3\t湖城日报\n西湖区\t8\t—\t湖城日报 湖城新闻\n合计\t20\t3\t—';
  assert.deepEqual(briefly(text), [
    'lecture east 07-01..09-30 {"sessions":12,"reports":3}',
    'lecture west 07-01..09-30 {"sessions":8}',
  ]);
  assert.deepEqual(
    read(text).proposals.map((one) => one.draft.fields),
    [{ outlets: '湖城日报' }, { outlets: '湖城日报 湖城新闻' }],
  );
  assert.deepEqual(statesOf(text).slice(-2), ['20 total', '3 total']);
});

describe('whatever the text', () => {
  const scrap = fc.constantFrom(
    ...[
      '一、宣传情况\n',
      '二、宣讲情况\n',
      '三、下一阶段\n',
      '东湖区：',
      '西湖区:',
      '北岭区：',
      '松林街道',
      '组织开展',
      '举办',
      '活动',
    ],
    ...[
      '12场',
      '近300人次',
      '共',
      '其中',
      '分别',
      '、',
      '，',
      '。',
      '；',
      '\n',
      '“邻里”',
      '《',
      '”',
      '(',
      '2023年',
      '8月12日',
      '计划',
      '林跃',
    ],
    ...['进学校', '份', '3万', '覆盖', '最多', '：', '\t', '8\t9\t7\n', '单位\t场次\n', '合计', '字'],
  );
  const anyText = fc.array(scrap, { maxLength: 80 }).map((scraps) => scraps.join(''));

  test('every quantity is in one state, no proposal shares one with another, spans lie in the text', () =>
    fc.assert(
      fc.property(anyText, (text) => {
        const { quantities, proposals } = read(text);
        const found = readQuantities(text, { aliases: prepared(text).knowledge.names.aliases(), on: period.to });
        assert.deepEqual(
          quantities.map((one) => [one.start, one.end]),
          found.map((one) => [one.start, one.end]),
        );
        const used = proposals.flatMap((one) => one.quantities);
        assert.equal(new Set(used).size, used.length);
        for (const one of proposals) {
          assert.ok(0 <= one.start && one.start < one.end && one.end <= text.length);
          for (const index of one.quantities)
            assert.ok(
              one.start <= quantities[index]!.start && quantities[index]!.end <= one.end,
              text.slice(one.start, one.end),
            );
          assert.ok(one.draft.hosts.length > 0 && one.draft.title !== '' && one.draft.title.length <= 200);
          assert.ok(one.draft.from <= one.draft.to);
          // Claims never become counts.
          for (const field of Object.keys(one.draft.measures))
            assert.ok(catalogue.measure(`${one.draft.kind}.${field}`));
        }
        for (const one of quantities) assert.ok(one.why.zh !== '' && one.why.en !== '');
      }),
      { numRuns: 400 },
    ));

  test('read in parts it comes to the same numbers, and every part ends before a line', () =>
    fc.assert(
      fc.property(
        fc.array(anyText, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 2000 }),
        (texts, times) => {
          const text = texts.join('\n').repeat(1 + Math.floor(30_000 / times / 20));
          const whole = prepared(text);
          let at = 0;
          while (at < text.length) {
            const range = nextRange(whole.lines, at, text.length);
            assert.ok(range.start === at && range.end > at && range.end <= text.length);
            assert.ok(range.end === text.length || whole.lines.some((line) => line.start === range.end));
            at = range.end;
          }
        },
      ),
      { numRuns: 20 },
    ));

  test('any characters at all', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        read(text);
      }),
      { numRuns: 200 },
    ));
});
