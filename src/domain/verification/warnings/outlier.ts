import type { Measure } from '#domain/classes/model.ts';
import type { Warning } from '../model.ts';
import { leastSample, type Oddity, oddityOf } from '../statistics.ts';
import { counted, type Subject, type Usual } from './subject.ts';

/** Numbers far from what this unit, or failing enough records the units above it, usually has for the same kind and class. */
export function outlierWarnings({ measures, values, usual }: Subject): Warning[] {
  return measures.flatMap((measure) => {
    const value = values[measure.field];
    const known = usual(measure.field).find((one) => one.values.length >= leastSample);
    // A measure with a default counts what nearly every record counts: once.
    if (value === undefined || !known || (measure.defaultValue !== null && value === measure.defaultValue)) return [];
    const oddity = oddityOf(value, known.values);
    return oddity ? [warning(measure, value, known, oddity)] : [];
  });
}

function warning(measure: Measure, value: number, known: Usual, { median, slip, z }: Oddity): Warning {
  const { label, unit, field } = measure;
  const [usual, here] = [counted(median, unit), counted(value, unit)];
  const n = known.values.length;
  const compared = {
    zh: `${known.unit ?? '本单位'}同类活动${label.zh}中位数 ${usual}（最近 ${n} 条），这条 ${here}`,
    en: `${known.unit ?? 'this unit'} usually has ${label.en} ${usual} (median of its last ${n}); this one says ${here}`,
  };
  const digits = Math.abs(slip);
  const [more, fewer] = [
    { zh: `像是多打了 ${digits} 位数字`, en: `${digits} digit${digits > 1 ? 's' : ''} too many, it seems` },
    { zh: `像是少打了 ${digits} 位数字`, en: `${digits} digit${digits > 1 ? 's' : ''} too few, it seems` },
  ];
  const why =
    slip > 0
      ? more
      : slip < 0
        ? fewer
        : z > 0
          ? { zh: '比平常多得多', en: 'far more than usual' }
          : { zh: '比平常少得多', en: 'far fewer than usual' };
  return {
    code: slip === 0 ? 'outlier' : 'slip_of_ten',
    severity: 'doubt',
    text: { zh: `${compared.zh}，${why.zh}。请核对`, en: `${compared.en}: ${why.en}. Please check` },
    ask: {
      zh: `${label.zh}填的是 ${here}，${slip === 0 ? `平常约 ${usual}` : why.zh}，请核对`,
      en: `${label.en} says ${here}; ${slip === 0 ? `usually about ${usual}` : why.en}. Please check`,
    },
    part: `measures/${field}`,
  };
}
