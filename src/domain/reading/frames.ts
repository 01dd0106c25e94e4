import type { Span } from './spans.ts';
import { firstVerb, verbAt, verbBefore } from './verbs.ts';
import { charIn, wordList } from './words.ts';

/**
 * What a word says about when a number starts to run.
 * open: from an open or multi-year start (自…以来, 近年来); asOf: up to a day, counting what was done (截至, 到目前);
 * closed: one named or running year (今年以来, 全年, 2024年); accumulated: 累计.
 */
type Frame = 'open' | 'asOf' | 'closed' | 'accumulated';

const markerWords = wordList(`
  以来 至今 迄今 年来 年里 年间 历年 历年来 截至 截止 到目前 目前为止 目前已 现已 目前累计 累计 累积 今年 本年 本年度 全年 年内 去年 上半年 下半年
  一季度 二季度 三季度 四季度 前三季度 时期 任期内 本届 换届后
`);
const yearAtClause = /^(在)?(19|20)\d\d ?年/;
const yearRange = /^(在|自|从)?(19|20)\d\d ?年?(至|到|-+|~)(19|20)\d\d ?年/;
const openStart =
  /^(自|从)[^，。；“”]{0,10}(年|月|日|成立|启动|开展|实施|创办|创建|换届|开馆|开通|运行|上线|挂牌|工作|退休)[^，。；“”]{0,6}(起|开始|以来|至今)/;
const recentYears =
  /^(在)?(近|最近|过去)(的)?([二两三四五六七八九十几2-9]|1\d|[一二三]?十[一二三四五六七八九]?)(多|余)?年/;
const dayAtClause = /^(至|到)((19|20)\d\d年|今年)?\d{1,2}月/;

/** Marks the numbers of one sentence that run from an open or multi-year start; spans are in order. */
export function cumulativeFlags(text: string, from: number, spans: readonly Span[]): boolean[] {
  const reader = frameReader(text, from);
  let inherited: { frameAt: number; isFlow: boolean } | undefined;
  return spans.map((span) => {
    const { frame, frameAt, isAccumulated, isBracketed } = reader(span.numberStart);
    if (!runsOn.has(span.kind)) return false;
    // Within one named year a running total is the total of that year, unless a bracket gives the running total beside it.
    if (frame === undefined || frame === 'closed') return isAccumulated && (frame === undefined || isBracketed);
    if (isAccumulated) return true;
    if (isScope(text, span)) return false;
    const before = inherited?.frameAt === frameAt && inherited.isFlow;
    const isFlow = frame === 'open' ? !isKept(text, span) : isFlowing(text, Math.max(frameAt, from), span, before);
    inherited = { frameAt, isFlow };
    return inherited.isFlow;
  });
}

const runsOn: ReadonlySet<string> = new Set(['count', 'money', 'measure']);

interface FrameState {
  readonly frame: Frame | undefined;
  readonly frameAt: number;
  readonly isAccumulated: boolean;
  readonly isBracketed: boolean;
}

/** Walks the sentence once; each call goes on to the position asked for and says what holds there. */
function frameReader(text: string, from: number): (upTo: number) => FrameState {
  let at = from;
  let frame: Frame | undefined;
  let frameAt = from;
  let isAccumulated = false;
  let isBracketed = false;
  let inBracket = false;
  let opensClause = true;
  let datesAsOf = false;
  const enter = (entered: Frame, place: number): void => {
    // In 截至今年4月 the year is part of the day; 2024年，截至11月 runs within the year.
    if (entered === 'closed' && datesAsOf) return;
    if (entered === 'asOf') {
      datesAsOf = true;
      if (frame === 'closed' && place - frameAt <= 8) return;
    }
    isAccumulated = entered === 'accumulated';
    isBracketed = isAccumulated && inBracket;
    if (isAccumulated) return;
    frame = entered;
    frameAt = place;
  };
  return (upTo) => {
    while (at < upTo) {
      const char = text[at]!;
      const clause = opensClause && clauseOpeners.includes(char) ? clauseFrame(text.slice(at, at + 24)) : undefined;
      if (clause) enter(clause, at);
      const word = markerWords.at(text, at);
      if (word !== '') {
        const entered = frameOf(text, at, word, from);
        if (entered) enter(entered, at);
        at += word.length;
        opensClause = false;
        continue;
      }
      if (char === '(') inBracket = true;
      else if (char === ')') {
        inBracket = false;
        if (isBracketed) isAccumulated = false;
      } else if (char === '；' || char === ';') isAccumulated = false;
      else if (char === '年' && namesYear.test(text.slice(Math.max(from, at - 5), at + 3))) enter('closed', at);
      if (char === '，') datesAsOf = false;
      opensClause = '，；:(、'.includes(char) || (opensClause && char === ' ');
      at++;
    }
    return { frame, frameAt, isAccumulated, isBracketed };
  };
}

// A year in the middle of a clause is its period only where the work follows: 全省2022年累计投入.
const namesYear = /(19|20)\d\d ?年 ?(累计|累积|全年|共|先后)/;
const clauseOpeners = '在自从至到近最过12';

/** Frames that are only such where a clause begins: 2024年 there is a period, in 2024年知识竞赛 a name. */
function clauseFrame(clause: string): Frame | undefined {
  if (yearRange.test(clause) || recentYears.test(clause)) return 'open';
  if (openStart.test(clause)) return /^(自|从)(今年|年初)/.test(clause) ? 'closed' : 'open';
  if (dayAtClause.test(clause)) return 'asOf';
  return yearAtClause.test(clause) && !/^(在)?\d{4} ?年[^，。；]{0,12}(以来|至今|起)/.test(clause)
    ? 'closed'
    : undefined;
}

function frameOf(text: string, at: number, word: string, from: number): Frame | undefined {
  const before = text.slice(Math.max(from, at - 8), at);
  switch (word) {
    case '累计':
    case '累积':
      return 'accumulated';
    case '以来':
      // 入冬以来首场, 建会以来最多 compare; they open no period.
      if (/^[首最第]|^规模最|^单/.test(text.slice(at + 2, at + 5))) return undefined;
      return /(今年|年初|开年|新年|本年度?)[^，。；]{0,6}$/.test(before) ? 'closed' : 'open';
    case '年来':
      return /[今本]$/.test(before) ? 'closed' : 'open';
    case '年里':
    case '年间':
      return /[0-9一二两三四五六七八九十几多余]$/.test(before) ? 'open' : undefined;
    case '时期':
      return /(十三五|十四五|十五五)["”]?$/.test(before) ? 'open' : undefined;
    case '至今':
    case '迄今':
    case '历年':
    case '历年来':
      return 'open';
    case '截至':
    case '截止':
    case '到目前':
    case '目前为止':
    case '目前已':
    case '现已':
    case '目前累计':
    case '任期内':
    case '本届':
      return 'asOf';
    case '去年':
      return text.startsWith('以来', at + 2) || text.startsWith('至今', at + 2) || /[比较]$/.test(before)
        ? undefined
        : 'closed';
    case '换届后':
      return 'open';
    default:
      return text.startsWith('以来', at + word.length) && word !== '今年' ? undefined : 'closed';
  }
}

// A number of places or bodies that only says where: 全市32个乡镇.
function isScope(text: string, { start }: Span): boolean {
  return (
    /(全[国省市县区镇乡街校州域]|辖区|所辖|下辖|的|来自|发展到|增至|增加到|上升到|扩大到|达到)$/.test(
      text.slice(Math.max(0, start - 6), start),
    ) || /每[年月周天次人场季]/.test(text.slice(Math.max(0, start - 8), start))
  );
}

/** Even since 2018 what a body 现有 or 拥有 is a stock. */
function isKept(text: string, { start }: Span): boolean {
  return /(现有|拥有|设有|下设|在册)[^，；]{0,16}$/.test(text.slice(Math.max(0, start - 20), start));
}

const stateWords =
  /(共有|现有|拥有|设有|实有|仍有|下设|登记|注册|在册|在库|备案|总数|人数|数量|总量|余额|存量|规模)[^，；]*$/;
const having = /(?<![所没具享含拥])有(?![效关力序奖机限声偿些])[^，；]*$/;
const takesPart = /^[^，。；、的]{0,6}(参加|参与|报名|获|通过|完成|加入|接受|受益|点赞|收看|观看|取得|得到|走上|投身)/;

/** Under 截至: 走访, 讲课 and other acts run on from an open start; 有, 登记, 注册 are a stock on the day. */
function isFlowing(text: string, frameAt: number, span: Span, inherited: boolean): boolean {
  const from = clauseStart(text, Math.max(frameAt, span.start - 40), span.start);
  const before = text.slice(from, span.start);
  if (takesPart.test(text.slice(span.end, span.end + 8))) return true;
  if (stateWords.test(before) || having.test(before)) return false;
  if (holdsAct(text, from, span.start)) return true;
  return inherited;
}

/** 走访企业, 共培训: an act opens or closes the label, or parts it. In 宣传教育讲师团 the words are only a name. */
function holdsAct(text: string, from: number, to: number): boolean {
  if (firstVerb(text, from, to)) return true;
  let end = to;
  while (end > from && charIn('共计达了已约累计', text, end - 1)) end--;
  const last = verbBefore(text, end);
  if (last !== '' && end - last.length >= from) return true;
  let start = from;
  while (start < to && charIn('共已并还累计先后 ', text, start)) start++;
  const first = verbAt(text, start);
  return first !== '' && start + first.length <= to;
}

function clauseStart(text: string, from: number, to: number): number {
  for (let at = to - 1; at >= from; at--) if (charIn('，,；;：:', text, at)) return at + 1;
  return from;
}
