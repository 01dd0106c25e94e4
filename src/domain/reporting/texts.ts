import type { UnitTree } from '#domain/units/tree.ts';
import { type Day, dayInWords, daysBetween } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';
import { windowInWords } from '#kernel/window.ts';
import { type MatrixRow, type Period, unitKindLabels } from './model.ts';
import { isComplete, isOpen } from './rules.ts';

const namedAtMost = 3;

/**
 * How far the round is, one sentence for each kind of unit that is asked: 9 个协会中 7 个已报全；开福区还差 禁毒宣传、帮扶帮教.
 * Of many units the first three are named and the rest are counted, and so are the parts of a unit that lacks many.
 */
export function progress(rows: readonly MatrixRow[], period: Period, tree: UnitTree): Text[] {
  const asked = rows.filter((row) => row.cells.some((cell) => cell.asked));
  return [...Map.groupBy(asked, (row) => row.kind)].map(([kind, group]) => {
    const open = group.filter((row) => !isComplete(row));
    const named = open.slice(0, namedAtMost);
    const sentence = (language: 'zh' | 'en') => {
      const [and, between] = language === 'zh' ? ['、', '；'] : [', ', '; '];
      const label = unitKindLabels[kind][language];
      const done = group.length - open.length;
      const head =
        language === 'zh'
          ? `${group.length} 个${label}中 ${done} 个已报全`
          : `${done} of ${group.length} ${label} complete`;
      const lacking = named.map((row) => {
        const missing = missingSections(row, period);
        const parts =
          missing.length <= namedAtMost
            ? missing.join(and)
            : language === 'zh'
              ? `${missing.slice(0, 2).join(and)}等 ${missing.length} 项`
              : `${missing.slice(0, 2).join(and)} and ${missing.length - 2} more`;
        return language === 'zh'
          ? `${tree.byId(row.unitId).short}还差 ${parts}`
          : `${tree.byId(row.unitId).short} lacks ${parts}`;
      });
      const rest = open.length - named.length;
      const more = rest === 0 ? [] : [language === 'zh' ? `另有 ${rest} 个没有报全` : `${rest} more are not complete`];
      return [head, ...lacking, ...more].join(between);
    };
    return { zh: sentence('zh'), en: sentence('en') };
  });
}

/** What is still to come from the unit, by the short names of the sections. */
export function missingSections(row: MatrixRow, period: Period): string[] {
  return row.cells.flatMap((cell) => {
    if (!isOpen(cell)) return [];
    const short = period.sections.find((section) => section.code === cell.section)!.short;
    return [cell.state === 'returned' ? `${short}（退回待改）` : short];
  });
}

/** The list as it is sent in a chat: plain lines, each naming the unit and what is missing. */
export function sendableList(rows: readonly MatrixRow[], period: Period, tree: UnitTree, today: Day): string {
  const open = rows.filter((row) => !isComplete(row));
  const [first] = open;
  const oneDay = first && open.every((row) => row.due === first.due);
  const heading = [`【报送提醒】${period.title}`, `统计时段：${windowInWords(period.window)}`];
  if (!first) return [...heading, '应报的单位都已报全，谢谢大家。'].join('\n');
  return [
    ...heading,
    ...(oneDay && first.due ? [`报送截止：${dueInWords(first.due, today)}`] : []),
    `还没有报全的 ${open.length} 个单位：`,
    ...open.map((row, index) => {
      const due = !oneDay && row.due ? `（截止：${dueInWords(row.due, today)}）` : '';
      return `${index + 1}. ${tree.byId(row.unitId).short}：${missingSections(row, period).join('、')}${due}`;
    }),
    '本期确实没有某项工作的，请在台账里点“本期无此项工作”；空着不等于没有。',
  ].join('\n');
}

/** What a reminder begins with; the gaps are filled for each unit when it is sent. */
export const reminderStart = '{单位}：{小结}还差 {缺项}{截止}。本期确实没有的，请点“本期无此项工作”。';

export function fillReminder(text: string, row: MatrixRow, period: Period, tree: UnitTree, today: Day): string {
  const gaps: Readonly<Record<string, string>> = {
    单位: tree.byId(row.unitId).short,
    小结: period.title,
    缺项: missingSections(row, period).join('、'),
    截止: row.due ? `，截止日 ${dueInWords(row.due, today)}` : '，请尽快报送',
  };
  return text.replaceAll(/\{(单位|小结|缺项|截止)\}/g, (_, name: string) => gaps[name]!);
}

/** 2024年12月28日（还有3天） */
function dueInWords(due: Day, today: Day): string {
  const days = daysBetween(today, due);
  const far = days > 0 ? `还有${days}天` : days === 0 ? '就是今天' : `已过${-days}天`;
  return `${dayInWords(due)}（${far}）`;
}
