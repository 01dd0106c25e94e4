import { daysBetween } from '#kernel/day.ts';
import { lateAfterDays, type Warning } from '../model.ts';
import type { Subject } from './subject.ts';

/** Nothing to show for it, and filed long after the day. */
export function filingWarnings({ kind, to, evidence, filedOn }: Subject): Warning[] {
  const found: Warning[] = [];
  if (evidence === 0) {
    const link = kind.fields.find((field) => field.type === 'url');
    found.push({
      code: 'no_evidence',
      severity: 'note',
      text: link
        ? {
            zh: '没有链接，也没有照片。需要的话请填报人补上',
            en: 'there is no link and no photo; ask for one if needed',
          }
        : { zh: '没有照片。需要的话请填报人补上', en: 'there is no photo; ask for one if needed' },
      ask: link
        ? { zh: '请补链接或照片', en: 'Please add the link or a photo' }
        : { zh: '请补照片', en: 'Please add photos' },
      part: link ? `fields/${link.code}` : 'photos',
    });
  }
  const days = daysBetween(to, filedOn);
  if (days > lateAfterDays)
    found.push({
      code: 'late_filing',
      severity: 'note',
      text: {
        zh: `${to} 的活动，${filedOn} 才报，过了 ${days} 天（超过 ${lateAfterDays} 天算迟报）。请核对日期`,
        en: `it took place on ${to} and was filed on ${filedOn}, ${days} days later (late after ${lateAfterDays}). Please check the day`,
      },
      ask: {
        zh: `日期是 ${to} 吗？报送时已过了 ${days} 天，请核对`,
        en: `Is ${to} the right day? It was filed ${days} days later`,
      },
      part: 'days',
    });
  return found;
}
