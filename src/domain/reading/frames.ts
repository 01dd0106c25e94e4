import { isFlowing, isKept, isScope } from './flows.ts';
import type { Span } from './span.ts';
import { wordList } from './words.ts';

/**
 * What a word says about when a number starts to run.
 * open: from an open or multi-year start (自…以来, 近年来); asOf: up to a day, counting what was done (截至, 到目前);
 * closed: one named or running year (今年以来, 全年, 2024年); accumulated: 累计.
 */
type Frame = 'open' | 'asOf' | 'closed' | 'accumulated';

const markerWords = wordList(`
  以来 至今 迄今 年来 年里 年间 历年 历年来 截至 截止 到目前 目前为止 目前已 现已 累计 累积 今年 本年 本年度 全年 年内 去年 上半年 下半年
  一季度 二季度 三季度 四季度 前三季度 时期 任期内 本届 换届后
`);
const yearAtClause = /^(在)?(19|20)\d\d ?年/;
const yearRange = /^(在|自|从)?(19|20)\d\d ?年?(至|到|-+|~)(19|20)\d\d ?年/;
const openStart =
  /^(自|从)[^，。；“”]{0,10}(年|月|日|成立|启动|开展|实施|创办|创建|换届|开馆|开通|运行|上线|挂牌|工作|退休)[^，。；“”]{0,6}(起|开始|以来|至今)/;
// Both ends named, or a month: what is added up within them is the total of that time.
const monthsAtClause = /^(在|自|从)?((19|20)\d\d ?年)?\d{1,2}(月份?)?(至|到|-+|~)((19|20)\d\d ?年)?\d{1,2}月(?!\d)/;
const daysAtClause = /^(在|自|从)?((19|20)\d\d ?年)?\d{1,2}月\d{1,2}日?(至|到|-+|~)(\d{1,2}月)?\d{1,2}日/;
const monthAtClause = /^(在)?\d{1,2}月(份|期间|内)?(?=[，累共先全我本各])/;
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
const clauseOpeners = '在自从至到近最过0123456789';

/** Frames that are only such where a clause begins: 2024年 there is a period, in 2024年知识竞赛 a name. */
function clauseFrame(clause: string): Frame | undefined {
  if (yearRange.test(clause) || recentYears.test(clause)) return 'open';
  if (openStart.test(clause)) return /^(自|从)(今年|年初)/.test(clause) ? 'closed' : 'open';
  if (daysAtClause.test(clause) || monthsAtClause.test(clause)) return 'closed';
  if (dayAtClause.test(clause)) return 'asOf';
  if (monthAtClause.test(clause)) return 'closed';
  return yearAtClause.test(clause) && !/^(在)?\d{4} ?年[^，。；]{0,12}(以来|至今|起)/.test(clause)
    ? 'closed'
    : undefined;
}

const fixedFrames: Readonly<Record<string, Frame>> = {
  ...{ 累计: 'accumulated', 累积: 'accumulated' },
  ...{ 至今: 'open', 迄今: 'open', 历年: 'open', 历年来: 'open', 换届后: 'open' },
  ...{ 截至: 'asOf', 截止: 'asOf', 到目前: 'asOf', 目前为止: 'asOf', 目前已: 'asOf', 现已: 'asOf' },
  ...{ 任期内: 'asOf', 本届: 'asOf' },
};

/** The frame a marker word opens, where its neighbours decide; undefined when it is another word here. */
function frameOf(text: string, at: number, word: string, from: number): Frame | undefined {
  const fixed = fixedFrames[word];
  if (fixed) return fixed;
  const before = text.slice(Math.max(from, at - 8), at);
  switch (word) {
    case '以来':
      // 入冬以来首场, 建会以来最多 compare; they open no period.
      if (/^(首|最|第|规模最|单)/.test(text.slice(at + 2, at + 5))) return undefined;
      return /(今年|年初|开年|新年|本年度?)[^，。；]{0,6}$/.test(before) ? 'closed' : 'open';
    case '年来':
      return /[今本]$/.test(before) ? 'closed' : 'open';
    case '年里':
    case '年间':
      return /[0-9一二两三四五六七八九十几多余]$/.test(before) ? 'open' : undefined;
    case '时期':
      return /(十三五|十四五|十五五)["”]?$/.test(before) ? 'open' : undefined;
    case '去年':
      return /^(以来|至今)/.test(text.slice(at + 2, at + 4)) || /[比较]$/.test(before) ? undefined : 'closed';
    default:
      return text.startsWith('以来', at + word.length) && word !== '今年' ? undefined : 'closed';
  }
}
