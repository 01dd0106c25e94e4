import type { Day } from '#kernel/day.ts';
import { lastOfMonth } from '#kernel/day.ts';
import type { Window } from '#kernel/window.ts';
import { parseNumeral } from './chineseNumber.ts';

/** Days as text, not yet known to exist. */
export interface Resolved {
  readonly from: string;
  readonly to: string;
  readonly open?: 'from' | 'to';
  readonly approximate?: boolean;
}

export interface Setting {
  readonly period: Window;
  /** The few characters before the words: in 2024年，截至11月19日 they name the year. */
  readonly before: string;
}

type Groups = Readonly<Record<string, string | undefined>>;

export interface WindowForm {
  readonly pattern: RegExp;
  readonly resolve: (groups: Groups, setting: Setting) => Resolved | undefined;
}

const year = (name: string): string => `(?:(?<${name}>(?:19|20)\\d\\d) ?年|(?<${name}Word>今年|去年))?`;
const month = (name: string): string => `(?<${name}>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])`;
const date = (name: string): string =>
  `(?<${name}>3[01]|[12]\\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])`;
const to = ' ?(?:至|到|-{1,2}|~) ?';
const form = (source: string, resolve: WindowForm['resolve']): WindowForm => ({
  pattern: new RegExp(`^${source}`),
  resolve,
});

/** How periods are written, the fullest form first. */
export const windowForms: readonly WindowForm[] = [
  // 6月26日至10月31日, 8月27日至28日
  form(
    `(?:自|从)?${year('y')}${month('m')}月${date('d')}[日号]?${to}${year('z')}(?:${month('n')}月)?${date('e')}[日号](?:期间)?`,
    (groups, setting) => {
      const months = { m: numberOf(groups.m), n: numberOf(groups.n ?? groups.m) };
      const end = yearOf(groups, 'z', setting) ?? yearOf(groups, 'y', setting);
      const endYear = end ?? latestYear(months.n, numberOf(groups.e), setting);
      const startYear = yearOf(groups, 'y', setting) ?? (months.m > months.n ? endYear - 1 : endYear);
      return {
        from: dayText(startYear, months.m, numberOf(groups.d)),
        to: dayText(endYear, months.n, numberOf(groups.e)),
      };
    },
  ),
  // 截至11月19日, 截止到2024年10月底, 至10月底
  form(
    `(?:截至|截止到?|至|到)${year('y')}${month('m')}月(?:${date('d')}[日号]|份?(?<part>底|末|中旬|上旬|下旬)?)(?:止|为止)?`,
    (groups, setting) => {
      const explicit = yearOf(groups, 'y', setting) ?? yearBefore(setting);
      const at = explicit ?? latestYear(numberOf(groups.m), groups.d ? numberOf(groups.d) : 1, setting);
      const last = groups.d
        ? dayText(at, numberOf(groups.m), numberOf(groups.d))
        : partOfMonth(at, numberOf(groups.m), groups.part);
      const from = yearBefore(setting)
        ? `${at}-01-01`
        : setting.period.from <= last
          ? setting.period.from
          : `${at}-01-01`;
      return yearBefore(setting) ? { from, to: last } : { from, to: last, open: 'from' };
    },
  ),
  form('(?:截至目前|截止目前|到目前为止|截至今日|截至现在)', (_, { period }) => ({ ...period, open: 'from' })),
  // 自6月1日以来, 7月份以来, 2024年3月起
  form(
    `(?:自|从)?${year('y')}${month('m')}月(?:${date('d')}[日号]|份|初|底)?(?:以来|起|至今|开始)`,
    (groups, setting) => {
      const at =
        yearOf(groups, 'y', setting) ?? latestYear(numberOf(groups.m), groups.d ? numberOf(groups.d) : 1, setting);
      return {
        from: dayText(at, numberOf(groups.m), groups.d ? numberOf(groups.d) : 1),
        to: setting.period.to,
        open: 'to',
      };
    },
  ),
  form(`(?:自|从)?(?<y>(?:19|20)\\d\\d) ?年(?:以来|起|至今|开始)`, (groups, { period }) => ({
    from: `${groups.y}-01-01`,
    to: period.to,
    open: 'to',
  })),
  // 1-10月, 2024年7-10月, 7月至10月
  form(
    `${year('y')}${month('m')}(?:月份?)?${to}${year('z')}${month('n')}月(?:份)?(?!\\d|[一二三四五六七八九十]+日)`,
    (groups, setting) => {
      const [first, last] = [numberOf(groups.m), numberOf(groups.n)];
      const endYear = yearOf(groups, 'z', setting) ?? yearOf(groups, 'y', setting) ?? latestYear(last, 1, setting);
      const startYear = yearOf(groups, 'y', setting) ?? (first > last ? endYear - 1 : endYear);
      return { from: dayText(startYear, first, 1), to: monthEnd(endYear, last) };
    },
  ),
  form('(?:今年以来|年初以来|今年年初以来)', (_, { period }) => ({
    from: `${period.to.slice(0, 4)}-01-01`,
    to: period.to,
    open: 'to',
  })),
  // 三季度, 第三季度, 前三季度
  form(`${year('y')}(?<before>前)?第?(?<q>[一二三四1-4])季度`, (groups, setting) => {
    const quarter = numberOf(groups.q);
    const at = yearOf(groups, 'y', setting) ?? latestYear(quarter * 3 - 2, 1, setting);
    return { from: dayText(at, groups.before ? 1 : quarter * 3 - 2, 1), to: monthEnd(at, quarter * 3) };
  }),
  form(`${year('y')}(?<half>上|下)半年`, (groups, setting) => {
    const first = groups.half === '上' ? 1 : 7;
    const at = yearOf(groups, 'y', setting) ?? latestYear(first, 1, setting);
    return { from: dayText(at, first, 1), to: monthEnd(at, first + 5) };
  }),
  // 11月19日
  form(`${year('y')}${month('m')}月${date('d')}[日号](?:当天|当日)?`, (groups, setting) => {
    const at = yearOf(groups, 'y', setting) ?? latestYear(numberOf(groups.m), numberOf(groups.d), setting);
    const day = dayText(at, numberOf(groups.m), numberOf(groups.d));
    return { from: day, to: day };
  }),
  // 9月份, 2024年9月
  form(`${year('y')}${month('m')}月(?:份|期间|间)?(?![一-龥]{0,2}(?:日|号))`, (groups, setting) => {
    const at = yearOf(groups, 'y', setting) ?? latestYear(numberOf(groups.m), 1, setting);
    return { from: dayText(at, numberOf(groups.m), 1), to: monthEnd(at, numberOf(groups.m)) };
  }),
  // A year alone is a period only with 度, 全年 or a sign behind it; 2024年知识竞赛 is a name.
  form(
    `(?:(?<y>(?:19|20)\\d\\d) ?年(?:度|全年|内|(?=[，、。；]|$))|(?<yWord>今年|去年)(?:全年)?|(?<this>本年度?|全年))`,
    (groups, setting) => {
      const at = groups.this ? Number(setting.period.to.slice(0, 4)) : yearOf(groups, 'y', setting);
      return at === undefined ? undefined : { from: `${at}-01-01`, to: `${at}-12-31` };
    },
  ),
  season('(?:暑期|暑假)', '07-01', '08-31'),
  season('(?:秋季(?:学期)?开学|开学季(?!直)|开学之际)(?:季|期间|之际)?', '09-01', '09-30'),
  season('春季(?:学期)?开学(?:季|期间|之际)?', '02-15', '03-15'),
  season('寒假', '01-15', '02-20'),
  season('国庆(?:节|假期|期间|长假)*', '10-01', '10-07'),
  season('五一(?:劳动节|假期|期间|小长假)+', '05-01', '05-05'),
  season('元旦(?:节|假期|期间)*', '01-01', '01-03'),
];

/** Times of the year without fixed days: the usual ones, in the latest year that has begun within the document's period. */
function season(source: string, first: string, last: string): WindowForm {
  return form(`${year('y')}${source}(?:期间)?`, (groups, setting) => {
    const at = yearOf(groups, 'y', setting) ?? latestYear(Number(first.slice(0, 2)), Number(first.slice(3)), setting);
    return { from: `${at}-${first}`, to: `${at}-${last}`, approximate: true };
  });
}

function yearOf(groups: Groups, name: string, setting: Setting): number | undefined {
  if (groups[name] !== undefined) return Number(groups[name]);
  const word = groups[`${name}Word`];
  if (word === undefined) return undefined;
  return Number(setting.period.to.slice(0, 4)) - (word === '去年' ? 1 : 0);
}

function yearBefore({ before }: Setting): number | undefined {
  const match = /((?:19|20)\d\d) ?年，?$/.exec(before);
  return match ? Number(match[1]) : undefined;
}

/** The latest year in which the day does not lie beyond the document's period. */
function latestYear(ofMonth: number, ofDay: number, { period }: Setting): number {
  const last = Number(period.to.slice(0, 4));
  return dayText(last, ofMonth, ofDay) <= period.to ? last : last - 1;
}

function partOfMonth(ofYear: number, ofMonth: number, part: string | undefined): string {
  if (part === '上旬') return dayText(ofYear, ofMonth, 10);
  if (part === '中旬') return dayText(ofYear, ofMonth, 20);
  return monthEnd(ofYear, ofMonth);
}

function monthEnd(ofYear: number, ofMonth: number): string {
  return lastOfMonth(dayText(ofYear, ofMonth, 1) as Day);
}

function dayText(ofYear: number, ofMonth: number, ofDay: number): string {
  return `${ofYear}-${String(ofMonth).padStart(2, '0')}-${String(ofDay).padStart(2, '0')}`;
}

function numberOf(text: string | undefined): number {
  if (text === undefined) return 0;
  return /^\d+$/.test(text) ? Number(text) : (parseNumeral(text)?.value ?? 0);
}
