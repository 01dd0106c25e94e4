import type { Block, OfficialDocument } from './blocks.ts';

// A paper of the kind that the writers' tests set: nine sections, units' paragraphs, a table with totals, a drawing, notes.

const sections = [
  '党建活动',
  '走访交流',
  '禁毒宣传',
  '帮扶帮教',
  '禁毒宣讲',
  '新闻发稿',
  '官网宣发',
  '近期亮点',
  '工作部署',
];
const units = ['湘江新区', '芙蓉区', '天心区', '开福区', '雨花区', '望城区', '长沙县', '浏阳市', '宁乡市'];
const told =
  '组织街道（镇）分会会长参观红色教育基地，开展“开学第一课”宣传，发放资料10万余份，有效增强了全区队伍的工作合力；';

export const sampleChart =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><rect x="10" y="20" width="60" height="160" fill="#0b4a8f"/><text x="40" y="196" font-family="sans-serif" style="font-family:Arial,\'Noto Sans\'">妺</text></svg>';

/** The paper with some words put into every place that takes words. */
export function samplePaper(words = ''): OfficialDocument {
  return {
    title: `全市协会及讲师团\n7—10月工作小结${words}`,
    issuer: '长沙市社会禁毒协会',
    date: '2024年11月27日',
    reference: '长禁协〔2024〕6号',
    identifier: `CS-2024-3${words}`,
    createdAt: '2024-11-27T09:58:30Z',
    blocks: sections.flatMap((section, index): Block[] => [
      { type: 'heading', level: 1, text: `${section}情况${words}` },
      ...units.slice(0, index === 8 ? 0 : 2).map(
        (unit): Block => ({
          type: 'paragraph',
          lead: `${unit}${words}`,
          runs: [
            { text: `${told}${words}` },
            { text: '194场', note: 1 },
            { text: '，讲师' },
            { text: '黄晓妺', strong: true },
          ],
        }),
      ),
      ...(index === 4 ? tableAndChart(words) : []),
    ]),
    notes: [
      { id: 1, text: `194场 · 由194条核定记录计数${words}` },
      { id: 2, text: '正文没有提到的一项' },
    ],
  };
}

function tableAndChart(words: string): Block[] {
  return [
    { type: 'heading', level: 2, text: `讲师团${words}` },
    { type: 'heading', level: 3, text: '分布' },
    { type: 'heading', level: 4, text: '区县' },
    {
      type: 'table',
      caption: `宣讲及报道情况${words}`,
      columns: [
        { title: `讲师团${words}`, numeric: false },
        { title: '宣讲次数', numeric: true },
        { title: '报道媒体', numeric: false },
      ],
      rows: units.map((unit, row) => [`${unit}讲师团${words}`, String(40 + row), '新湖南、红网、今日头条\n华声在线']),
      totals: ['合计', '396', ''],
    },
    { type: 'image', svg: sampleChart, alt: `柱状图${words}`, caption: `图1 各讲师团宣讲次数${words}` },
  ];
}

/** Words that break writers which paste text into markup. */
export const hostileWords = [
  '<script>alert(1)</script>',
  ']]>&amp;<![CDATA[',
  '#import "@preview/x:1.0.0" \\ $x$ *粗* _斜_ `码` @label <label>',
  '#panic("x") #read("/etc/passwd") \\u{202e}',
  '\u0000\u0007\u001f\u0085',
  '\ud800 \udc00',
  '👨‍👩‍👧 𠮷 ﷽',
  '"\'\\',
  '{{7*7}} #{7*7}',
  '=HYPERLINK("http://x")',
  '\u2028\u2029\t\r\n',
  'x'.repeat(300),
] as const;
