import type { Text } from '#kernel/text.ts';

interface Rule {
  readonly severity: 'conflict' | 'doubt' | 'note';
  readonly label: Text;
  /** What the rule looks at and why it matters. */
  readonly meaning: Text;
}

const rule = (
  severity: Rule['severity'],
  label: readonly [string, string],
  meaning: readonly [string, string],
): Rule => ({ severity, label: { zh: label[0], en: label[1] }, meaning: { zh: meaning[0], en: meaning[1] } });

/** Every rule by its code. The codes are stable: dismissals are counted by them. */
export const ruleBook = {
  parts_total: rule(
    'conflict',
    ['分项与总数', 'Parts and total'],
    ['“分别是……”列出的各项相加应当等于前面的总数', 'the parts of a list announced as whole must add up to its total'],
  ),
  parts_exceed_total: rule(
    'conflict',
    ['分项超过总数', 'Parts exceed total'],
    ['列出的各项相加不能超过总数', 'the parts of a list cannot exceed its total'],
  ),
  parts_below_total: rule(
    'doubt',
    ['分项少于总数', 'Parts below total'],
    [
      '列出的各项加起来不到总数，又没有说其余在哪里',
      'the parts fall short of the total and nothing says where the rest is',
    ],
  ),
  hedged_parts: rule(
    'doubt',
    ['约数相加成准数', 'Hedged parts, exact total'],
    ['各项里有约数，总数却是准数，核对不到个位', 'an exact total of hedged parts cannot be checked to the unit'],
  ),
  ranking_exceeds: rule(
    'conflict',
    ['前几名超过总数', 'Top ranks exceed total'],
    ['前几名相加不能超过总数', 'the top ranks cannot exceed the whole'],
  ),
  ranking_covers: rule(
    'note',
    ['前几名占总数多少', 'What a ranking covers'],
    ['排名只列前几名，其余没有列出，读者核对不了', 'a ranking names only the first; the rest cannot be checked'],
  ),
  rank_order: rule(
    'doubt',
    ['名次顺序', 'Order of ranks'],
    ['按名次列出的数应当从高到低', 'values listed by rank must not rise'],
  ),
  rank_ties: rule(
    'doubt',
    ['并列名次', 'Ties in ranks'],
    ['数目相同应当并列，不能分出先后，也不能漏掉一个', 'equal values share a rank; none of them may be left out'],
  ),
  named_count: rule(
    'doubt',
    ['说的人数与列出的名字', 'Stated and named members'],
    ['说有几位，后面应当列出几位', 'as many must be named as are announced'],
  ),
  promised_classes: rule(
    'doubt',
    ['“几进”与列出的类', 'Promised and listed classes'],
    ['“六进”之类的提法，列出的类应当数目相符', 'a slogan such as 六进 promises that many classes'],
  ),
  table_totals: rule(
    'conflict',
    ['表格合计', 'Totals of a table'],
    ['合计行应当等于各行相加', 'a totals row must equal its column'],
  ),
  table_without_totals: rule(
    'note',
    ['表格没有合计', 'Table without totals'],
    ['没有合计行，读者要自己加；这里替您加好', 'without a totals row the reader must add up; the sums are given here'],
  ),
  table_prose: rule(
    'conflict',
    ['表格与正文', 'Table and prose'],
    [
      '正文里的数应当与表格里同一单位、同一时段的数一致',
      'prose must say what the table says of the same unit and window',
    ],
  ),
  repeated_fact: rule(
    'doubt',
    ['同一件事说了两遍', 'The same fact twice'],
    ['同一单位、同一时段的同一件事，前后的数应当一致', 'the same fact of one unit and window must have one number'],
  ),
  power_of_ten: rule(
    'conflict',
    ['差了十倍', 'Slip by a power of ten'],
    ['前后正好差十倍、百倍，多半是多写或漏写了一个0或“万”', 'two statements differ by exactly a power of ten'],
  ),
  hedge_turned: rule(
    'conflict',
    ['约数说反了', 'Hedge turned over'],
    ['“近3000”是不到，“3000余”是超过，同一件事只能有一个', '近3000 is below and 3000余 above; one fact cannot be both'],
  ),
  share: rule(
    'conflict',
    ['占比', 'Share'],
    ['百分比应当由前面的两个数算得出来', 'a percentage must follow from the two numbers before it'],
  ),
  growth: rule(
    'conflict',
    ['增幅', 'Growth'],
    ['“由80增至100，增长25%”，增幅应当算得出来', 'a rate of growth must follow from its two numbers'],
  ),
  child_exceeds_parent: rule(
    'conflict',
    ['下级多于全体', 'Part above the whole'],
    ['同一时段里，一个单位的数不能多过全市、全区的数', 'in one window no unit can have more than the whole'],
  ),
  windows_differ: rule(
    'note',
    ['统计时段不止一个', 'Several windows'],
    ['一份材料用了几个统计时段，不同时段的数不能比', 'numbers of different windows must not be compared'],
  ),
  windows_compared: rule(
    'doubt',
    ['不同时段相比', 'Windows compared'],
    ['长短不同的两个时段直接相比', 'two windows of different length are compared'],
  ),
  counters_compared: rule(
    'doubt',
    ['不同计数词相比', 'Counter words compared'],
    ['人与人次、户与人不是一回事，不能相比', 'persons and attendances are not the same thing'],
  ),
  counters_mixed: rule(
    'doubt',
    ['总数与分项计数词不同', 'Counter words mixed'],
    ['总数用“人”、分项用“人次”，加不到一起', 'a total in persons cannot have parts in attendances'],
  ),
  hedge_stacked: rule(
    'doubt',
    ['约数词重复', 'Hedges stacked'],
    ['“近二十余”“约30人左右”，约数词互相矛盾或者重复', 'hedge words contradict or repeat each other'],
  ),
  day_unreal: rule('conflict', ['没有的日期', 'No such day'], ['日历上没有这一天', 'the calendar has no such day']),
  weekday: rule('doubt', ['星期不对', 'Wrong weekday'], ['日期与星期对不上', 'the date falls on another weekday']),
  numbering: rule(
    'doubt',
    ['序号跳号', 'Numbering'],
    ['标题的序号有跳号或者重复', 'the numbers of headings skip or repeat'],
  ),
  doubled_word: rule('doubt', ['重字', 'Doubled word'], ['同一个虚词写了两遍', 'a function word is written twice']),
  unclosed_mark: rule(
    'doubt',
    ['引号括号不配对', 'Unclosed mark'],
    ['引号、括号、书名号应当成对', 'quotation marks and brackets come in pairs'],
  ),
  document_brackets: rule(
    'doubt',
    ['发文字号的括号', 'Brackets of a document number'],
    ['发文字号的年份用六角括号〔〕（GB/T 9704）', 'the year of a document number stands in 〔〕 (GB/T 9704)'],
  ),
  mixed_width: rule(
    'note',
    ['半角标点', 'Half-width marks'],
    ['公文的标点用全角', 'official text uses full-width marks'],
  ),
  until_word: rule(
    'note',
    ['“截止”与“截至”', '截止 and 截至'],
    ['后面接时间用“截至”，“截止”是到期停止', '截至 takes a date; 截止 means that something closed'],
  ),
  ledger_conflict: rule(
    'conflict',
    ['与台账不符', 'Against the ledger'],
    ['台账里已核定记录数出来的不是这个数', 'verified records count another number'],
  ),
  ledger_power_of_ten: rule(
    'conflict',
    ['与台账差了十倍', 'Power of ten against the ledger'],
    ['与台账正好差十倍、百倍', 'it differs from the ledger by exactly a power of ten'],
  ),
  ledger_hedge_turned: rule(
    'conflict',
    ['约数与台账相反', 'Hedge against the ledger'],
    ['写“近”而台账已经超过，或写“余”而台账不到', 'hedged to the wrong side of what the ledger counts'],
  ),
  edition_differs: rule(
    'conflict',
    ['与已发布的不符', 'Against an earlier edition'],
    [
      '以前定稿的发布版里，同一单位、同一时段的同一个数不一样',
      'an earlier frozen edition says another number of the same fact',
    ],
  ),
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleCode = keyof typeof ruleBook;

export const ruleCodes = Object.keys(ruleBook) as RuleCode[];

export function isRuleCode(text: string): text is RuleCode {
  return Object.hasOwn(ruleBook, text);
}
