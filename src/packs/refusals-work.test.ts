import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed, smallPack, wrongIn } from './small-pack.ts';

/** Settings, the summary's template and the demo period: what is made of the organisation's parts. */
const refusals: [what: string, files: Record<string, string>, expected: string[]][] = [
  [
    'a text that names no measure',
    changed('sections.yaml', ['lecture.sessions', 'lecture.lessons']),
    ['sections.yaml:8 measure_unknown'],
  ],
  [
    'a text that names no class and no window',
    changed('sections.yaml', ['=school@media', '=church@easter']),
    ['sections.yaml:8 window_unknown', 'sections.yaml:8 class_unknown'],
  ],
  [
    'an account at no unit',
    changed('pack.yaml', ['secretary, unit: a,', 'secretary, unit: z,']),
    ['pack.yaml:10 unit_unknown'],
  ],
  [
    'a window that ends before it begins',
    changed('pack.yaml', ['2024-06-26..2024-10-31', '2024-10-31..2024-06-26']),
    ['pack.yaml:8 yaml_value'],
  ],
  [
    'a record before its unit existed',
    changed('demo/one.yaml', ['from: 2024-09-01', 'from: 2019-12-31']),
    ['demo/one.yaml:2 l-1 unit_not_valid'],
  ],
  [
    'a record that goes on after its unit ended',
    changed('demo/one.yaml', ['to: 2024-09-02', 'to: 2024-10-01']),
    ['demo/one.yaml:2 l-1 unit_not_valid'],
  ],
  [
    'a negative count',
    changed('demo/one.yaml', ['attendance: 40', 'attendance: -40']),
    ['demo/one.yaml:2 l-1 count_not_whole'],
  ],
  [
    'half a person',
    changed('demo/one.yaml', ['attendance: 40', 'attendance: 40.5']),
    ['demo/one.yaml:2 l-1 count_not_whole'],
  ],
  [
    'a measure of another kind',
    changed('demo/one.yaml', ['attendance: 40', 'attendance: 40, copies: 3']),
    ['demo/one.yaml:2 l-1 measure_unknown'],
  ],
  [
    'a class of no list',
    changed('demo/one.yaml', ['venue: school', 'venue: moon']),
    ['demo/one.yaml:2 l-1 class_unknown'],
  ],
  ['an unknown host', changed('demo/one.yaml', ['[a-t, a-b-c]', '[a-t, a-z]']), ['demo/one.yaml:2 l-1 unit_unknown']],
  [
    'an unknown person',
    changed('demo/one.yaml', ['person: p-one', 'person: p-two']),
    ['demo/one.yaml:2 l-1 person_unknown'],
  ],
  [
    'an unknown outlet',
    changed('demo/one.yaml', ['outlet: o-1', 'outlet: o-2']),
    ['demo/one.yaml:12 m-1 outlet_unknown'],
  ],
  [
    'an outlet of another level than the record says',
    {
      ...changed('classes.yaml', ['{ code: high', '{ code: low, label: { zh: 乙, en: B } }, { code: high']),
      'outlets.csv': smallPack['outlets.csv']!.replace('日报,high', '日报,low'),
    },
    ['demo/one.yaml:12 m-1 outlet_level'],
  ],
  [
    'a missing field',
    changed('demo/one.yaml', ['    fields: { outlet: o-1 }\n', '']),
    ['demo/one.yaml:12 m-1 field_missing'],
  ],
  [
    'a record that is still to come',
    changed('demo/one.yaml', ['from: 2024-09-03\n    to: 2024-09-03', 'from: 2024-12-02\n    to: 2024-12-02']),
    ['demo/one.yaml:12 m-1 day_in_future'],
  ],
  [
    'one key for two records',
    changed('demo/one.yaml', ['key: m-1', 'key: l-1'], [', record: m-1', '']),
    ['demo/one.yaml:12 demo_key_twice'],
  ],
  [
    'an unknown key of a record',
    changed('demo/one.yaml', ['    title: 宣讲', '    titel: 宣讲']),
    ['demo/one.yaml:2 yaml_value', 'demo/one.yaml:7 yaml_value'],
  ],
  [
    'a spread whose total cannot hold',
    changed('demo/one.yaml', ['total: 100', 'total: 1000']),
    ['demo/one.yaml:21 s/measures/attendance spread_total'],
  ],
  [
    'an article in no column about no record',
    changed('demo/one.yaml', ['column: news', 'column: olds'], ['record: m-1', 'record: m-2']),
    ['demo/one.yaml:31 demo_article_record', 'demo/one.yaml:31 column_unknown'],
  ],
  [
    'an article under the code of an announcement',
    changed('demo/one.yaml', ['n-1', 'edition-r1']),
    ['demo/one.yaml:31 article_code_taken'],
  ],
  [
    'a round with a window that the template does not have',
    changed('pack.yaml', ['windows: { media:', 'windows: { medea:']),
    ['pack.yaml:8 window_unknown'],
  ],
  [
    'an announcement in no column',
    changed('pack.yaml', [
      'published: false',
      'published: true, published_at: "2024-11-27T17:58:30+08:00", announcement: { column: olds, body: [一段] }',
    ]),
    ['pack.yaml:8 column_unknown'],
  ],
  [
    'an announcement of what is not published',
    changed('pack.yaml', ['published: false', 'published: false, announcement: { column: news, body: [一段] }']),
    ['pack.yaml:8 yaml_value'],
  ],
  [
    'a block of the summary that names no post, class, field or window',
    changed('sections.yaml', [
      '    blocks:\n',
      `    blocks:
      - { type: people, role: lecturer, post: singer, measure: lecture.sessions, text: "{list}" }
      - { type: classes, family: venue, measure: lecture.sessions, text: "{list}", names: { moon: 进月球 } }
      - { type: table, caption: 表, unit_title: 单位, units: corps, columns: [{ title: 色, field: colour }] }
      - { type: ranks, measure: lecture.sessions, among: overall, top: 1, text: "{names}", window: autumn }
`,
    ]),
    [
      'sections.yaml:8 role_unknown',
      'sections.yaml:9 class_unknown',
      'sections.yaml:10 field_unknown',
      'sections.yaml:11 window_unknown',
    ],
  ],
  [
    'a summary without sections',
    changed('sections.yaml', ['sections:', 'parts:']),
    ['sections.yaml:1 yaml_value', 'sections.yaml:4 yaml_value'],
  ],
];

for (const [what, files, expected] of refusals) {
  test(`refuses ${what}`, () => assert.deepEqual(wrongIn(files).sort(), expected.sort()));
}
