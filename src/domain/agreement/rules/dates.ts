import { day, lastOfMonth, parseDay } from '#kernel/day.ts';
import { type Finding, fault, spanOf } from '../model.ts';
import type { CheckedText } from '../text.ts';

const written =
  /(?:((?:19|20)\d\d) ?年)?(?<!\d)(\d{1,2})月(\d{1,2})日(?:[(（]?(?:星期|周)([一二三四五六日天])[)）]?)?/g;
const weekdays = '日一二三四五六';

/** Days that the calendar does not have (2月30日), and weekdays that do not fit their date. */
export function checkDates({ text }: CheckedText): Finding[] {
  const documentYear = /(?<!\d)(20\d{2})年/.exec(text)?.[1];
  return [...text.matchAll(written)].flatMap((match): Finding[] => {
    const [whole, ownYear, month, date, weekday] = match;
    const year = ownYear ?? documentYear;
    const span = spanOf(text, match.index, match.index + whole.length);
    if (!isReal(year, Number(month), Number(date))) {
      return [fault('day_unreal', [span], `日历上没有${whole}这一天`, `the calendar has no ${whole}`)];
    }
    if (weekday === undefined || ownYear === undefined) return [];
    const real = weekdays[new Date(`${textOf(ownYear, month!, date!)}T00:00:00Z`).getUTCDay()]!;
    if (real === weekday.replace('天', '日')) return [];
    return [
      fault('weekday', [span], `${whole}：这一天是星期${real}`, `${whole}: that day was another weekday (${real})`, [
        `星期${weekday}`,
        `星期${real}`,
      ]),
    ];
  });
}

/** Without a year the 29th of February may be. */
function isReal(year: string | undefined, month: number, date: number): boolean {
  if (month < 1 || month > 12 || date < 1) return false;
  if (year !== undefined) return parseDay(textOf(year, month, date)) !== undefined;
  return date <= Number(lastOfMonth(day(`2024-${two(month)}-01`)).slice(8));
}

function textOf(year: string, month: number | string, date: number | string): string {
  return `${year}-${two(month)}-${two(date)}`;
}

function two(value: number | string): string {
  return String(value).padStart(2, '0');
}
