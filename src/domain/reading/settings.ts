import type { Span } from './span.ts';
import { charIn, lastOf } from './words.ts';

/** What the words around a number say of its use: the rate base, of how many things it is said, whether it is a plan. */
export interface Setting {
  readonly per?: string;
  readonly appliesTo?: number;
  readonly target?: boolean;
}

const reach = 60;
const none: Setting = {};

/** Reads the clause and the sentence before a span. `previousEnd` is the end of the span before it, or the sentence's start. */
export function settingOf(text: string, sentenceStart: number, previousEnd: number, span: Span): Setting {
  const from = Math.max(sentenceStart, span.start - reach);
  const before = text.slice(from, span.start);
  const per = span.per ?? rateBase(before);
  const appliesTo = sharedBy(text, from, previousEnd, span);
  const target = isTarget(before);
  if (per === undefined && appliesTo === undefined && !target) return none;
  return {
    ...(per !== undefined && { per }),
    ...(appliesTo !== undefined && { appliesTo }),
    ...(target && { target }),
  };
}

const averages: Readonly<Record<string, string>> = {
  年均: '每年',
  月均: '每月',
  周均: '每周',
  日均: '每天',
  人均: '每人',
  户均: '每户',
  场均: '每场',
  次均: '每次',
  例均: '每例',
};
const rate =
  /(每(?:一|个)?(?:季度|学期|学年|半年|年度|年|个?月|周|星期|天|日|小时|人次|人|名|位|组|队|户|家|次|场|期|校|村|镇|县|站|班|例|件|份|篇|套|辆|台|处|所|车|节)(?:每(?:人|月|年|天|次))?)(?![一二三四五六日末均逢]?(?:上午|下午|晚|日))/g;

/** 每年, 平均每周, 人均 in the clause, however many list items stand between. */
function rateBase(before: string): string | undefined {
  if (!before.includes('每') && !before.includes('均')) return undefined;
  const clause = before.slice(lastOf('，；。:(', before) + 1);
  const average = /(年|月|周|日|人|户|场|次|例)均(?!为?每)/.exec(clause)?.[0].slice(0, 2);
  if (average !== undefined && averages[average] !== undefined && !/^(每)/.test(average)) return averages[average];
  let last: string | undefined;
  for (const match of clause.matchAll(rate))
    if (!/周[一二三四五六日末]/.test(clause.slice(match.index + 1, match.index + 3))) last = match[1];
  return last?.replace(/^每[一个](?=[^个])/, '每');
}

const shared =
  /(均为|均|各占|各(?![类级地项种界区县市镇乡街分单部成位个式自方路业])|分别占|分别为|分别是|分别)[^，。；、]{0,8}$/;

/** 甲、乙、丙均为4篇 is said of three. With 分别 only when a single number follows. */
function sharedBy(text: string, from: number, previousEnd: number, span: Span): number | undefined {
  const start = Math.max(from, previousEnd);
  const before = text.slice(start, span.start);
  const match = /[均各别]/.test(before) ? shared.exec(before) : null;
  if (!match) return undefined;
  if (/[人户场次年月日周]$/.test(before.slice(0, match.index)) && match[1] === '均') return undefined;
  if (match[1]!.startsWith('分别') && hasMoreNumbers(text, span.end)) return undefined;
  const list = before.slice(0, match.index);
  const items = list
    .slice(lastOf('，；。：', list) + 1)
    .split(/、|和|与|及|以及/)
    .filter((item) => item.trim() !== '');
  if (items.length > 1) return items.length;
  if (/[、，；。]/.test(list)) return undefined;
  const counted = /([两二三四五六七八九十]|\d{1,2})(?:个|名|位|家|所|支|户|者|方)[^，。；、]{0,12}$/.exec(
    text.slice(from, start + match.index),
  );
  if (counted) return numeral(counted[1]!);
  return /(男女|双方|城乡|师生|父母|夫妻|上下)/.test(list) ? 2 : undefined;
}

function hasMoreNumbers(text: string, end: number): boolean {
  return charIn('、和', text, end);
}

function numeral(text: string): number {
  const at = '一二三四五六七八九十'.indexOf(text);
  return text === '两' ? 2 : at >= 0 ? at + 1 : Number(text);
}

// Words of planning; what follows them in the sentence is planned.
const plan =
  /((?<![按原依照度作动助项资])计划(?![，。、；”"]|生育|的|书)|拟(?![定制人])|力争|争取(?=在|到20|年内|实现|完成|达)|预计|下一步|明年|今年将|下半年将|将(?=开展|举办|新增|新建|建设|投入|组织|继续|在|于|达|完成|培训|实施|推出|评选|发放|安排|选派|面向)|目标(?=为|是|:|到)|设立?(?=[一二三特优最]等?奖|奖|金奖|银奖|铜奖)|奖项设置|名额分配)/;
// Words that make only their own clause a requirement.
const demand = /(确保|要求(?!，)|名额|限额|每人限|限报|上限|应当|应(?=不)|原则上|不得|须|至少开展|至少组织)/;
const done = /(已|完成|实际|实现|累计|全年共|兑现|到位)[^，。；]{0,10}$/;

/** Words of planning or prize setting earlier in the sentence, or of requirement in the clause, unless it says that it is done. */
function isTarget(before: string): boolean {
  const isPlanned = plan.test(before);
  if (!isPlanned && !demand.test(before)) return false;
  const clause = before.slice(lastOf('，；', before) + 1);
  return !done.test(clause) && (isPlanned || demand.test(clause));
}
