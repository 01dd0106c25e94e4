import type { Text } from '#kernel/text.ts';

/** The site's own words in both catalogues. What the association publishes stays in Chinese. */
export const words = {
  home: { zh: '首页', en: 'Home' },
  columns: { zh: '栏目', en: 'Columns' },
  summaries: { zh: '工作小结', en: 'Summaries' },
  data: { zh: '数据', en: 'Data' },
  about: { zh: '关于与联系', en: 'About and contact' },
  skip: { zh: '跳到正文', en: 'Skip to the content' },
  mainNavigation: { zh: '主导航', en: 'Main' },
  otherLanguage: { zh: 'English', en: '中文' },
  largeText: { zh: '大字版', en: 'Larger text' },
  normalText: { zh: '标准字号', en: 'Normal text' },
  youAreHere: { zh: '您当前所在位置', en: 'You are here' },
  articleItself: { zh: '正文', en: 'Article' },

  leadStory: { zh: '头条', en: 'Lead story' },
  numbers: { zh: '本期数字', en: 'This period in numbers' },
  numbersHint: { zh: '点开任一数字，可以看到它数的是什么。', en: 'Open any number to see what it counts.' },
  allNumbers: { zh: '看全部数据', en: 'See all figures' },
  units: { zh: '各地协会', en: 'Associations by place' },
  latestSummary: { zh: '最新小结', en: 'Latest summary' },
  more: { zh: '更多', en: 'More' },
  noArticlesYet: {
    zh: '还没有发布文章。第一篇发布以后，会出现在这里。',
    en: 'Nothing has been published yet. The first article will appear here.',
  },

  emptyColumn: { zh: '这个栏目还没有文章。', en: 'There are no articles in this column yet.' },
  emptyColumnHint: {
    zh: '您可以先看看上一级栏目，或者回到首页。',
    en: 'You may look one column higher, or return to the home page.',
  },
  columnTree: { zh: '栏目导航', en: 'Columns' },
  pager: { zh: '翻页', en: 'Pages' },
  newer: { zh: '上一页', en: 'Newer' },
  older: { zh: '下一页', en: 'Older' },

  previous: { zh: '上一篇', en: 'Earlier' },
  next: { zh: '下一篇', en: 'Later' },
  firstPage: { zh: '第一页', en: 'This is the first' },
  lastPage: { zh: '最后一页', en: 'This is the latest' },
  neighbours: { zh: '上一篇和下一篇', en: 'Earlier and later' },
  relatedOfUnit: { zh: '同一单位的文章', en: 'From the same unit' },
  relatedOfColumn: { zh: '同一栏目的文章', en: 'From the same column' },
  announces: { zh: '本文发布的小结', en: 'The summary announced here' },
  notPublished: { zh: '数据待发布', en: 'figure not published yet' },
  publishedAt: { zh: '发布时间', en: 'Published' },

  noSummaries: {
    zh: '还没有发布过工作小结。定稿发布以后，会按时间排在这里。',
    en: 'No summary has been published yet. They will be listed here by date.',
  },
  summariesLead: {
    zh: '小结里的每个数字都由已核定的工作记录计数，定稿后不再改动。点开数字，可以看到它数的是什么、由多少条记录得来。',
    en: 'Every number is counted from verified records and does not change after the summary is frozen. Open a number to see what it counts.',
  },
  contents: { zh: '目录', en: 'Contents' },
  notes: { zh: '数据说明', en: 'What the numbers count' },
  notesLead: {
    zh: '正文里带点线的数字都列在这里，顺序与正文一致。',
    en: 'All numbers with a dotted line, in the order of the text.',
  },
  backToText: { zh: '回到正文', en: 'Back to the text' },
  frozenAt: { zh: '定稿时间', en: 'Frozen' },
  publishedBy: { zh: '发布单位', en: 'Issued by' },
  fingerprint: { zh: 'SHA-256 校验值', en: 'SHA-256' },
  fingerprintHint: {
    zh: '对 JSON 文件计算，可以核对内容有没有变过。',
    en: 'Of the JSON file: it proves that nothing was changed.',
  },
  download: { zh: '下载', en: 'Download' },
  aboutEdition: { zh: '关于这一版', en: 'About this edition' },
  remarks: { zh: '说明', en: 'Remarks' },

  dataLead: {
    zh: '每一行是小结里的一个数字。数字可以点开，也可以整表下载。',
    en: 'Each row is one number of a summary. Open it, or download the table.',
  },
  chooseEdition: { zh: '小结', en: 'Summary' },
  chooseSection: { zh: '部分', en: 'Section' },
  allSections: { zh: '全部', en: 'All' },
  show: { zh: '查看', en: 'Show' },
  noData: {
    zh: '还没有发布过小结，所以这里还没有数据。',
    en: 'No summary has been published yet, so there are no figures.',
  },
  measure: { zh: '指标', en: 'Measure' },
  unit: { zh: '单位', en: 'Unit' },
  window: { zh: '统计时段', en: 'Window' },
  value: { zh: '数值', en: 'Value' },
  basis: { zh: '依据', en: 'Basis' },
  claimed: { zh: '主办方申报', en: 'claimed by the organiser' },
  hidden: { zh: '人数较少，不公开', en: 'few people: not shown' },

  aboutSite: { zh: '本站', en: 'This site' },
  aboutNumbers: { zh: '数字怎么来', en: 'Where the numbers come from' },
  aboutNumbersText: {
    zh: '一件工作在哪里做，就在哪里记一条记录；上级核定以后才计数，联合举办的活动只数一次。小结定稿时，每个数字连同它的统计时段、单位和记录数一起固定下来，以后有更正也另行发布，不改旧版。涉及受帮扶人员的数字，1 至 4 人只写“少于5”。',
    en: 'Work is recorded once, where it is done, and counted after it has been verified; a joint event counts once. When a summary is frozen, each number is kept with its window, unit and records; corrections are published beside it. Of people being helped, 1 to 4 are shown as "fewer than 5".',
  },
  aboutReading: { zh: '阅读与无障碍', en: 'Reading and accessibility' },
  aboutReadingText: {
    zh: '本站不用脚本、不设弹窗，可以只用键盘浏览；页面顶部可以换成大字版。用手机、读屏软件或较旧的浏览器都能看到全部内容。',
    en: 'The site needs no scripts, has no pop-ups and can be used with a keyboard alone; larger text is one click away at the top. Phones, screen readers and older browsers see everything.',
  },
  contact: { zh: '联系我们', en: 'Contact' },
  noContact: { zh: '联系方式暂未公布。', en: 'No contact has been published yet.' },
  friendLinks: { zh: '友情链接', en: 'Links' },
  feed: { zh: '订阅（Atom）', en: 'Feed (Atom)' },
  filing: { zh: '备案信息', en: 'Filing' },

  notFoundTitle: { zh: '没有找到这个页面', en: 'This page was not found' },
  notFoundText: {
    zh: '可能是网址少抄了一截，也可能是这篇内容已经撤下。可以从首页或栏目里再找一找。',
    en: 'The address may be incomplete, or the page was withdrawn. Try the home page or the columns.',
  },
  failedTitle: { zh: '页面暂时打不开', en: 'This page cannot be shown right now' },
  failedText: {
    zh: '是我们这边出了问题，不是您操作有误。请过几分钟再试一次。',
    en: 'Something went wrong on our side; it was nothing you did. Please try again in a few minutes.',
  },
} as const satisfies Record<string, Text>;

/** What an edition's file is called, by its form. */
export const formWords = {
  pdf: { zh: '公文版式（PDF）', en: 'Official paper (PDF)' },
  docx: { zh: '公文版式（Word）', en: 'Official paper (Word)' },
  txt: { zh: '纯文本（TXT）', en: 'Plain text (TXT)' },
  csv: { zh: '数据表（CSV）', en: 'Figures (CSV)' },
  json: { zh: '全文与数据（JSON）', en: 'Text and figures (JSON)' },
} as const satisfies Record<string, Text>;

/** Sentences that hold a number. */
export const sentences = {
  pageOf: (page: number, pages: number, total: number): Text => ({
    zh: `第 ${page} / ${pages} 页，共 ${total} 篇`,
    en: `Page ${page} of ${pages}, ${total} articles`,
  }),
  page: (page: number): Text => ({ zh: `第 ${page} 页`, en: `Page ${page}` }),
  articles: (total: number): Text => ({ zh: `共 ${total} 篇`, en: `${total} articles` }),
  figures: (shown: number, all: number): Text => ({
    zh: `显示 ${shown} 项，全版共 ${all} 项`,
    en: `${shown} of the edition's ${all} figures`,
  }),
  figuresCounted: (count: number): Text => ({ zh: `共 ${count} 个数字`, en: `${count} numbers` }),
  records: (count: number): Text => ({ zh: `${count} 条核定记录`, en: `${count} verified records` }),
  occurrence: (number: number): Text => ({ zh: `回到正文第 ${number} 处`, en: `Back to place ${number} in the text` }),
  tiles: (measure: string, window: string): Text => ({
    zh: `数字为${window}的${measure}`,
    en: `Numbers: ${measure}, ${window}`,
  }),
};
