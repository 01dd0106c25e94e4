import type { Database } from '#db/open.ts';
import type { Edition, EditionFigure } from '#domain/summary/edition-model.ts';
import { canonicalJson, type Json, sha256 } from '#kernel/canonical.ts';
import { day } from '#kernel/day.ts';

/** Words that stand in nothing that is public: drafts, what is scheduled for later, editions that are not published. */
export const secretWords = ['未发稿甲', '定时稿乙', '未发小结丙'] as const;

export const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>&lt;</title>{{1}}`;

export interface SmallSite {
  readonly draftId: number;
  readonly scheduledId: number;
  readonly articleIds: readonly number[];
  readonly edition: Edition;
  readonly sha256: string;
}

/** A small organisation with two published editions, one that is not, articles of every sort and one full of markup. For tests. */
export async function fillSmallSite({ system }: Database): Promise<SmallSite> {
  await system
    .insertInto('setting')
    .values({ name: 'site', value: JSON.stringify(settings) })
    .execute();
  const unit = (code: string, name: string, short: string, parent: number | null, path: string, position: number) => ({
    ...{ code, name, short, parent_id: parent, path, position, kind: 'association', note: '' },
    ...{ valid_from: day('2012-01-01'), valid_to: null, division_code: null },
  });
  const { id: root } = await system
    .insertInto('unit')
    .values(unit('hq', '某市志愿服务联合会', '市联合会', null, 'hq', 0))
    .returning('id')
    .executeTakeFirstOrThrow();
  const below = await system
    .insertInto('unit')
    .values(districts.map(([code, name, short], index) => unit(code, name, short, root, `hq/${code}`, index + 1)))
    .returning(['id', 'code'])
    .execute();
  const unitId = (code: string) => below.find((one) => one.code === code)?.id ?? root;
  await system
    .insertInto('site_column')
    .values(
      columns.map(([code, parent, zh, en, unitCode], position) => ({
        code,
        parent,
        title: JSON.stringify({ zh, en }),
        unit_id: unitCode === null ? null : unitId(unitCode),
        position,
      })),
    )
    .execute();
  const edition = makeSampleEdition('2024-h1', '某市志愿服务联合会2024年上半年工作小结');
  const sealed = await insertEdition(system, root, edition, '2024-07-05T01:30:00Z');
  await insertEdition(
    system,
    unitId('east'),
    makeSampleEdition('east-h1', '东区2024年上半年工作小结'),
    '2024-08-05T01:30:00Z',
  );
  await insertEdition(system, root, makeSampleEdition('2024-h2', '未发小结丙'), null);
  const article = (
    code: string,
    column: string,
    unitCode: string | null,
    title: string,
    body: readonly object[],
    published: string | null,
    more: object = {},
  ) => ({
    ...{ code, column_code: column, unit_id: unitCode === null ? null : unitId(unitCode), title, subtitle: '' },
    ...{ body: JSON.stringify(body), edition_code: null as string | null, published_at: published, ...more },
  });
  const plain = (text: string) => [{ type: 'paragraph', text }];
  const rows = await system
    .insertInto('site_article')
    .values([
      article('draft', 'news', 'east', '未发稿甲', plain('未发稿甲的正文'), null),
      article('later', 'news', 'east', '定时稿乙', plain('定时稿乙的正文'), '2999-01-01T00:00:00Z'),
      article(
        'first',
        'news',
        'east',
        '敬老月走进社区',
        plain('志愿者走进社区，为老人理发、量血压。'),
        '2024-06-01T02:00:00Z',
      ),
      article('second', 'news', null, '没有写明单位的一篇', plain('各单位：'), '2024-06-02T02:00:00Z'),
      article(
        'hostile',
        'east',
        'east',
        hostile,
        [
          ...plain(hostile),
          { type: 'heading', text: hostile },
          { type: 'table', caption: hostile, columns: [{ title: hostile, numeric: false }], rows: [[hostile]] },
        ],
        '2024-06-03T02:00:00Z',
        { subtitle: hostile },
      ),
      article(
        'announce',
        'notices',
        'hq',
        '上半年小结发布',
        [{ type: 'paragraph', inlines: ['上半年共开展', { figure: 0 }, '。'] }],
        '2024-07-06T02:00:00Z',
        { edition_code: '2024-h1' },
      ),
      article(
        'early',
        'notices',
        'hq',
        '预告下半年小结',
        [{ type: 'paragraph', inlines: ['下半年共开展', { figure: 0 }, '。'] }],
        '2024-07-07T02:00:00Z',
        { edition_code: '2024-h2' },
      ),
      ...Array.from({ length: 45 }, (_, index) =>
        article(
          `many-${index}`,
          'notices',
          'west',
          `西区简讯${index + 1}`,
          plain(`第${index + 1}条简讯。`),
          `2024-05-01T00:00:${String(index).padStart(2, '0')}Z`,
        ),
      ),
    ])
    .returning('id')
    .execute();
  const [draftId, scheduledId, ...articleIds] = rows.map((row) => row.id);
  return { draftId: draftId!, scheduledId: scheduledId!, articleIds, edition, sha256: sealed };
}

const settings = {
  organisation: { zh: '某市志愿服务联合会', en: 'City Volunteers' },
  contact: '0731-12345678',
  icp: '湘ICP备00000000号-1',
  police_filing: '湘公网安备43010000000000号',
  links: [
    { title: '志愿服务网', url: 'https://example.org/' },
    { title: '没有网址的友站', url: null },
    { title: '坏网址', url: 'javascript:alert(1)' },
  ],
  tiles: [
    ['.', 'north', '.'],
    ['west', '.', 'east'],
  ],
};

const districts = [
  ['east', '东区志愿服务协会', '东区'],
  ['west', '西部滨江生态新城高新技术产业开发区志愿服务协会', '西部滨江生态新城高新技术产业开发区'],
  ['north', '北区志愿服务协会', '北区'],
] as const;

const columns = [
  ['news', null, '新闻', 'News', null],
  ['notices', null, '通知', 'Notices', null],
  ['places', null, '各区', 'Places', null],
  ['east', 'places', '东区', 'East', 'east'],
  ['west', 'places', '西部滨江生态新城高新技术产业开发区', 'West', 'west'],
  ['empty', 'places', '空栏目', 'Empty', null],
] as const;

/** An edition with a figure told twice, a table, a figure that is hidden, and one claimed. */
export function makeSampleEdition(code: string, title: string): Edition {
  const hq = { code: 'hq', name: '某市志愿服务联合会' };
  const window = { from: day('2024-01-01'), to: day('2024-06-30') };
  const figure = (id: number, more: Partial<EditionFigure>): EditionFigure => ({
    id: `f${id}`,
    ...{
      measure: 'visit.sessions',
      label: { zh: '走访', en: 'Visits' },
      counterWord: '次',
      unit: hq,
      window,
      precision: 'exact',
    },
    ...{ basis: 'verified_records', claimed: false, value: 194, text: '194次', records: 190, ...more },
  });
  const place = (index: number) => ({ code: districts[index]![0], name: districts[index]![1] });
  return {
    ...{ format: 'taizhang.edition.1', code, title, unit: hq, window, windows: {}, frozenAt: '2024-07-01T00:00:00Z' },
    sections: [
      {
        code: 'visits',
        title: '走访工作情况',
        blocks: [
          { type: 'paragraph', inlines: [`${title}：本期走访`, { figure: 0 }, '，其中东区', { figure: 1 }, '。'] },
          {
            type: 'paragraph',
            lead: { unit: 'east', short: '东区' },
            inlines: ['再说一遍，全市', { figure: 0 }, '，帮扶', { figure: 3 }, '。'],
          },
        ],
      },
      {
        code: 'numbers',
        title: '各区数据',
        blocks: [
          {
            type: 'table',
            caption: '各区走访次数',
            columns: [
              { title: '单位', numeric: false },
              { title: '次数', numeric: true },
            ],
            rows: [
              ['东区', { figure: 1 }],
              ['西部滨江生态新城高新技术产业开发区', { figure: 2 }],
            ],
            totals: ['合计', { figure: 5 }],
          },
        ],
      },
      { code: 'reach', title: '宣传情况', blocks: [{ type: 'paragraph', inlines: ['线上覆盖', { figure: 4 }, '。'] }] },
    ],
    figures: [
      figure(1, {}),
      figure(2, { unit: place(0), value: 120, text: '120次', records: 118 }),
      figure(3, { unit: place(1), value: 74, text: '74', records: 72 }),
      figure(4, {
        measure: 'care.helped',
        label: { zh: '帮扶对象', en: 'People helped' },
        counterWord: '人',
        value: null,
        text: '少于5人',
        records: null,
        classes: [{ family: { zh: '对象', en: 'Target' }, label: { zh: '独居老人', en: 'Elders alone' } }],
      }),
      figure(5, {
        measure: 'publicity.reach',
        label: { zh: '覆盖人次', en: 'Reach' },
        counterWord: '人次',
        claimed: true,
        precision: 'hedged',
        value: 8030,
        text: '8000余人次',
        records: 1,
        record: { id: 7, title: '“邻里守望”直播' },
      }),
      figure(6, { value: 194, text: '194', union: [place(0), place(1)] }),
    ],
    notes: ['另有2条记录已报送、尚未核定，没有计入本小结。'],
  };
}

async function insertEdition(
  system: Database['system'],
  unitId: number,
  edition: Edition,
  publishedAt: string | null,
): Promise<string> {
  const canonical = canonicalJson(edition as unknown as Json);
  const hash = sha256(canonical);
  await system
    .insertInto('edition')
    .values({
      code: edition.code,
      unit_id: unitId,
      title: edition.title,
      canonical,
      sha256: hash,
      frozen_at: edition.frozenAt,
      published_at: publishedAt,
    })
    .execute();
  return hash;
}
