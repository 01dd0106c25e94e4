import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed, smallPack, wrongIn } from './small-pack.ts';

const refusals: [what: string, files: Record<string, string>, expected: string[]][] = [
  [
    'two units of one code',
    changed('units.csv', ['a-t,a,corps', 'a-b,a,corps']),
    ['units.csv:5 unit_twice', 'posts.csv:2 unit_unknown', 'demo/one.yaml:2 l-1 unit_unknown'],
  ],
  ['a unit under nothing', changed('units.csv', ['a-t,a,', 'a-t,z,']), ['units.csv:5 parent_unknown']],
  [
    'units in a circle',
    changed('units.csv', ['a-b,a,', 'a-b,a-b-c,']),
    [
      'units.csv:3 unit_cycle',
      'units.csv:4 unit_cycle',
      'demo/one.yaml:21 s/hosts spread_total',
      'demo/one.yaml:21 s/hosts/0 spread_hosts_none',
    ],
  ],
  ['a second root', changed('units.csv', ['a-t,a,', 'a-t,,']), ['units.csv:5 root_twice']],
  ['an unknown kind of unit', changed('units.csv', ['corps', 'choir']), ['units.csv:5 unit_kind']],
  [
    'a day that does not exist',
    changed('units.csv', ['讲师团,2012-01-01', '讲师团,2012-02-30']),
    ['units.csv:5 day_unknown', 'units.csv:5 unit_outside_parent'],
  ],
  [
    'a unit that outlives its parent',
    changed('units.csv', ['2020-01-01,2024-09-30', '2011-01-01,2024-09-30']),
    ['units.csv:4 unit_outside_parent'],
  ],
  [
    'one name for two neighbours',
    changed('units.csv', ['讲师团,讲师团', '区,讲师团']),
    ['units.csv:5 unit_name_twice'],
  ],
  [
    'an alias with its days reversed',
    changed('units.csv', ['老区@~2019', '老区@2020-01-01~2019']),
    ['units.csv:3 alias_reversed'],
  ],
  [
    'an unknown column of a table',
    changed('people.csv', ['generated,note', 'generated,age']),
    ['people.csv:1 csv_column_unknown', 'posts.csv:2 person_unknown', 'demo/one.yaml:2 l-1 person_unknown'],
  ],
  [
    'a missing column of a table',
    changed('posts.csv', [',valid_to\n', '\n'], ['2024-01-01,', '2024-01-01']),
    ['posts.csv:1 csv_column_missing'],
  ],
  [
    'a quotation that does not end',
    changed('outlets.csv', ['日报,', '"日报,']),
    ['outlets.csv:2 csv_form', 'demo/one.yaml:12 m-1 outlet_unknown'],
  ],
  ['a row that is too wide', changed('posts.csv', ['2024-01-01,', '2024-01-01,,']), ['posts.csv:2 csv_width']],
  [
    'broken YAML',
    changed('columns.yaml', ['- code: news', '- code: "news']),
    ['columns.yaml:5 yaml_form', 'demo/one.yaml:31 column_unknown'],
  ],
  ['an unknown key', changed('pack.yaml', ['  today:', '  colour: red\n  today:']), ['pack.yaml:6 yaml_value']],
  [
    'two lists of a family at one time',
    changed('classes.yaml', [
      '    - { code: venue-1',
      '    - { code: venue-0, title: { zh: 甲, en: A }, valid_from: 2021-01-01, classes: [{ code: school, label: { zh: 甲, en: A } }] }\n    - { code: venue-1',
    ]),
    ['classes.yaml:5 lists_overlap'],
  ],
  [
    'a class twice in a list',
    changed('classes.yaml', ['code: other', 'code: school']),
    ['classes.yaml:4 class_twice', ...[1, 2, 3, 4].map((at) => `demo/one.yaml:21 s-000${at} class_unknown`)],
  ],
  [
    'a map to no class',
    changed('classes.yaml', [
      '- family: media_level',
      '  map: [{ from: venue-1.school, to: venue-2.school }]\n- family: media_level',
    ]),
    ['classes.yaml:5 class_unknown'],
  ],
  [
    'a family that a kind needs',
    changed('classes.yaml', ['family: channel', 'family: canal']),
    ['classes.yaml family_missing'],
  ],
  [
    'an unknown kind of measure',
    changed('measures.yaml', ['lecture.people', 'concert.people']),
    ['measures.yaml:3 kind_unknown'],
  ],
  [
    'nine measures that add up',
    {
      ...smallPack,
      'measures.yaml':
        smallPack['measures.yaml'] +
        Array.from(
          { length: 7 },
          (_, at) =>
            `- { code: lecture.extra${'abcdefg'[at]}, label: { zh: 甲, en: A }, unit: 个, additive: sum, claimed: false }\n`,
        ).join(''),
    },
    ['measures.yaml:10 measures_too_many'],
  ],
  [
    'a post of no one at no unit',
    changed('posts.csv', ['p-one,a-t', 'p-two,a-z']),
    ['posts.csv:2 person_unknown', 'posts.csv:2 unit_unknown'],
  ],
  [
    'an outlet of no known level',
    changed('outlets.csv', ['日报,high', '日报,low']),
    ['outlets.csv:2 class_unknown', 'demo/one.yaml:12 m-1 outlet_level'],
  ],
  [
    'an outlet with two levels on a day',
    changed('outlets.csv', ['客户端\n', '客户端\no-1,日报,high,2024-01-01,,\n']),
    ['outlets.csv:3 outlet_twice'],
  ],
  ['a column of no unit', changed('columns.yaml', ['unit: a-b', 'unit: a-z']), ['columns.yaml:4 unit_unknown']],
];

for (const [what, files, expected] of refusals) {
  test(`refuses ${what}`, () => assert.deepEqual(wrongIn(files).sort(), expected.sort()));
}

test('refuses a folder without files, naming each', () => {
  const files = [
    'classes.yaml',
    'columns.yaml',
    'measures.yaml',
    'outlets.csv',
    'pack.yaml',
    'people.csv',
    'posts.csv',
    'sections.yaml',
    'units.csv',
  ];
  assert.deepEqual(
    wrongIn({}).sort(),
    files.map((file) => `${file} file_unreadable`),
  );
});

test('refuses what is not UTF-8, too deep, or unfolds without end', () => {
  assert.deepEqual(wrongIn({ ...smallPack, 'posts.csv': Uint8Array.of(0xff, 0xfe, 0x41) }), [
    'posts.csv file_encoding',
  ]);
  const deep = `${'['.repeat(60)}${']'.repeat(60)}`;
  assert.ok(wrongIn({ ...smallPack, 'measures.yaml': deep }).includes('measures.yaml yaml_deep'));
  assert.ok(wrongIn({ ...smallPack, 'measures.yaml': '['.repeat(20_000) }).includes('measures.yaml:1 yaml_form'));
  const bomb = `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]\n`).join('')}`;
  assert.ok(wrongIn({ ...smallPack, 'measures.yaml': bomb }).includes('measures.yaml yaml_form'));
});

test('says everything at once, in Chinese and English', () => {
  const files = { ...changed('units.csv', ['corps', 'choir']), 'people.csv': 'code,name,generated\np-one,,maybe\n' };
  assert.deepEqual(wrongIn(files), [
    'units.csv:5 unit_kind',
    'people.csv:2 person_name',
    'people.csv:2 generated_form',
  ]);
});
