import type { Catalogue, Measure } from '#domain/classes/model.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import type { Quantity } from '#domain/reading/model.ts';
import { ideas, workers } from './words.ts';

/** What a quantity can be read as, and how surely. */
export interface Reading {
  readonly measure: Measure;
  readonly score: number;
}

const least = 1;

/**
 * The measure of a kind that a quantity counts, by its counter word and by the words around it; undefined when none fits.
 * What is claimed (覆盖, 浏览) goes to a claimed measure only, what is counted to a counted one.
 */
export function measureOf(
  folded: string,
  quantity: Quantity,
  kind: KindCode,
  catalogue: Catalogue,
  from: number,
): Reading | undefined {
  if (quantity.kind !== 'count' && quantity.kind !== 'money') return undefined;
  const context = contextOf(folded, quantity, from);
  let best: Reading | undefined;
  for (const measure of catalogue.measuresOf(kind)) {
    if (measure.slot === null) continue;
    const score = scoreOf(measure, quantity, context);
    if (score >= least && (best === undefined || score > best.score)) best = { measure, score };
  }
  return best;
}

/** The value in the measure's smallest step; the lower end where the text gives a range or a hedge. */
export function valueIn(measure: Measure, quantity: Quantity): number {
  return Math.round(quantity.value * measure.scale);
}

interface Context {
  /** The words of the clause before the number, the number's noun, and the words behind it. */
  readonly near: string;
  readonly claims: boolean;
  readonly noun: string;
}

function contextOf(folded: string, { start, end, noun, unit }: Quantity, from: number): Context {
  // What stands around a bare cell of a table is other cells.
  if (unit === '')
    return { near: noun, noun, claims: ideas.some(({ words, claim }) => claim === true && words.test(noun)) };
  const before = folded.slice(Math.max(from, start - 16), start);
  const clause = before.slice(
    Math.max(before.lastIndexOf('，'), before.lastIndexOf('。'), before.lastIndexOf('；')) + 1,
  );
  const behind = /^[^，。；！？、\n\t]{0,12}/.exec(folded.slice(end, end + 12))?.[0] ?? '';
  const near = `${clause}|${noun}|${behind}`;
  return { near, noun, claims: ideas.some(({ words, claim }) => claim === true && words.test(near)) };
}

function scoreOf(measure: Measure, quantity: Quantity, { near, claims, noun }: Context): number {
  const label = `${measure.label.zh}${measure.unit}`;
  const counter = counterScore(measure, quantity);
  if (counter === 0) return 0;
  const mine = ideas.filter(({ words }) => words.test(label));
  let score = counter;
  let told = false;
  for (const { words, weight, claim } of mine) {
    if (!words.test(near)) continue;
    score += weight;
    told ||= claim === true;
  }
  // Reach stays a claim where the kind has no word of its own for it; a liking is never a reach.
  if (measure.claimed) return told ? score : claims && !/赞|转发/.test(label) ? counter - 1 : 0;
  if (claims && !told) return 0;
  if (isPeople(measure.unit) && workers.test(noun)) return 0;
  const isTold = mine.some(({ words }) => words.test(near)) || common(measure.label.zh, near) >= 2;
  // A counter word that only may count the same needs a word that says so: 24个 are not 24份.
  if (counter === 2 && !isTold && !isLoose.test(plain(measure.unit))) return 0;
  // A number with no counter word (a cell of a table) is told by its column's heading alone.
  if (quantity.unit === '' && !isTold) return 0;
  return score + Math.min(common(measure.label.zh, near), 3);
}

// Counter words by what they count. A counter may stand in several.
const families: readonly (readonly string[])[] = [
  '场 次 场次 期 堂 节 课 课时 轮 批 批次 趟 站 项 届 回 节课 场(次) 堂课 场活动'.split(' '),
  '人 人次 名 位 余人 人(次) 个人 名(人) 人份'.split(' '),
  '户 家庭 户次 户家庭'.split(' '),
  '份 册 张 本 枚 套 块 条 页 幅 个'.split(' '),
  '幅 件 篇 份 部 首 幅(件) 件(幅)'.split(' '),
  '篇 条 篇(条) 则 条(篇) 篇次 条次 篇(次)'.split(' '),
  '元'.split(' '),
  '件 份 套 箱 袋 桶 包 床 瓶'.split(' '),
  '个 项 块 名'.split(' '),
  '支 队 组'.split(' '),
  '小时 个小时'.split(' '),
];

/** 3 for the measure's own counter word, 2 for one that counts the same, 1 for none at all, 0 for another. */
function counterScore(measure: Measure, { unit, noun, kind }: Quantity): number {
  if (kind === 'money') return measure.unit === '元' ? 3 : 0;
  const counter = plain(/^(家庭|困难家庭)/.test(noun) && unit === '个' ? '户' : unit);
  const own = plain(measure.unit);
  if (counter === '') return 1;
  if (counter === own) return 3;
  const sameFamily = families.some((family) => family.includes(counter) && family.includes(own));
  if (sameFamily) return 2;
  // Views and likes are given in 次, 人 and 人次 alike.
  return measure.claimed && /^(次|人|人次)$/.test(counter) && /^(次|人|人次)$/.test(own) ? 2 : 0;
}

/** 人 and 人次, 场 and 次 stand for each other in most texts. */
const isLoose = /^(人|人次|场|次|期|户)$/;

function plain(counter: string): string {
  const sign = counter.replaceAll('（', '(').replaceAll('）', ')');
  return /^(名|位|个人|余人|名\(人\))$/.test(sign) ? '人' : sign;
}

function isPeople(counter: string): boolean {
  return counter === '人' || counter === '人次' || counter === '名';
}

/** How many pairs of characters of a label stand in a text. */
function common(label: string, text: string): number {
  let count = 0;
  for (let at = 0; at + 2 <= label.length; at++) if (text.includes(label.slice(at, at + 2))) count++;
  return count;
}
