import type { Measure } from '#domain/classes/model.ts';
import { counterGroup, isConfusable, isSameCounter } from '#domain/reading/counterGroups.ts';
import { addIntervals, type Interval, intervalOf, meets } from '#domain/reading/interval.ts';
import type { Quantity } from '#domain/reading/model.ts';
import { readQuantities } from '#domain/reading/quantities.ts';
import type { Warning } from '../model.ts';
import { counted, type Subject } from './subject.ts';

/** What the account says against what was entered: another counter word, another number, a number that was not entered. */
export function narrativeWarnings(subject: Subject): Warning[] {
  const { narrative, measures } = subject;
  const text = narrative.replaceAll(token, '〔〕');
  const quantities = readQuantities(text).filter(isResult);
  return [
    ...doubledCounters(subject),
    ...people(subject, quantities, text),
    ...measures.flatMap((measure) => (isPeople(measure.unit) ? [] : others(subject, measure, quantities))),
  ];
}

const token = /\{[a-z_]+\}/g;

function isResult({ kind, per, target, indefinite, appliesTo, conflictingQualifiers }: Quantity): boolean {
  return (
    (kind === 'count' || kind === 'money') && !per && !target && !indefinite && !appliesTo && !conflictingQualifiers
  );
}

function isPeople(unit: string): boolean {
  return ['人', '人次'].includes(counterGroup(unit));
}

/** `{attendance}人` is read as 80人次人. */
function doubledCounters({ narrative, measures }: Subject): Warning[] {
  return [...narrative.matchAll(/\{([a-z_]+)\}\s*(余?(?:人次|场次|[人名位场次份户元件幅篇条]))/g)].flatMap(
    ([, field, word]) => {
      const measure = measures.find((one) => one.field === field);
      if (!measure) return [];
      return [
        {
          code: 'counter_word',
          severity: 'doubt',
          text: {
            zh: `正文里 {${field}} 自带“${measure.unit}”，后面又写了“${word}”，读出来会重复。请删去“${word}”`,
            en: `{${field}} in the account brings its own ${measure.unit}; ${word} after it is too much. Please delete it`,
          },
          ask: {
            zh: `正文里 {${field}} 后面的“${word}”请删去`,
            en: `Please delete ${word} after {${field}} in the account`,
          },
          part: 'narrative',
        } as const,
      ];
    },
  );
}

const staffWords =
  /志愿者|民警|社工|讲师|工作人员|干部|嘉宾|领导|专家|老师|队员|教官|医生|记者|同志|代表|委员|学员家属/;
const attendanceWords = /参加|参与|到场|听讲|聆听|听课|受教育|观看|吸引|覆盖|惠及|受众|共计|共有|近距离/;

interface Stated {
  readonly measure: Measure;
  readonly value: number;
}

function people({ measures, values, from, to }: Subject, quantities: readonly Quantity[], text: string): Warning[] {
  const counting = measures.filter((one) => isPeople(one.unit));
  const said = quantities.filter((one) => isPeople(one.unit));
  const stated = counting.flatMap((measure): Stated[] =>
    values[measure.field] === undefined ? [] : [{ measure, value: values[measure.field]! }],
  );
  if (counting.length === 0 || said.length === 0) return [];
  const met = said.flatMap((one) =>
    stated.filter(({ value }) => meets(intervalOf(one), exactly(value))).map((other) => ({ said: one, ...other })),
  );
  const several = (values.sessions ?? 1) > 1 || from < to;
  const mixed = met.filter(({ said: { unit }, measure }) => isConfusable(unit, measure.unit));
  const found = mixed.slice(0, 1).map((one) => mixedUp(one.said, one.measure, several));
  if (met.length > 0) return found;

  const audience = said.filter((one) => !staffWords.test(around(text, one, 6)));
  const largest = Math.max(0, ...stated.map((one) => one.value));
  const parts = addIntervals(audience.map(intervalOf));
  if (stated.some(({ value }) => meets(parts, exactly(value)))) return [];
  const beyond = audience.filter((one) => intervalOf(one).low > largest);
  const told = audience.filter((one) => isAbout(one, text));
  const [first] = counting;
  if (stated.length === 0) {
    const [only, ...more] = told;
    return only && more.length === 0 && first ? [notEntered(only, first)] : [];
  }
  // Several smaller numbers may be parts of the whole; one that is larger than the whole cannot be.
  const odd = beyond.find((one) => isAbout(one, text)) ?? (audience.length === 1 ? told[0] : undefined);
  if (!odd) return [];
  const nearest = stated.toSorted((left, right) => distance(left, odd) - distance(right, odd))[0]!;
  return [differs(odd, nearest.measure, nearest.value)];
}

function isAbout(one: Quantity, text: string): boolean {
  return counterGroup(one.unit) === '人次' || attendanceWords.test(around(text, one, 10));
}

/** The words near a number, within its own sentence. */
function around(text: string, { start, end }: Quantity, reach: number): string {
  const before = text
    .slice(Math.max(0, start - reach), start)
    .split(/[。；！？\n]/)
    .at(-1)!;
  const after = text.slice(end, end + reach).split(/[，。；！？\n]/)[0]!;
  return before + after;
}

function distance({ value }: Stated, one: Quantity): number {
  return Math.abs(Math.log1p(value) - Math.log1p(one.value));
}

/** Other counter words, where both the record and the account have just one number of that sort. */
function others({ measures, values }: Subject, measure: Measure, quantities: readonly Quantity[]): Warning[] {
  const alike = measures.filter((one) => isSameCounter(one.unit, measure.unit));
  // 家 is said of families, and of firms.
  const said = quantities.filter(
    (one) => isSameCounter(one.unit, measure.unit) && (one.unit !== '家' || measure.unit === '家'),
  );
  if (alike.length > 1 || said.length !== 1) return [];
  const [one, value] = [said[0]!, values[measure.field]];
  if (value === undefined) return [notEntered(one, measure)];
  return meets(intervalOf(one), exactly(value)) ? [] : [differs(one, measure, value)];
}

function exactly(value: number): Interval {
  return { low: value, high: value };
}

function mixedUp(said: Quantity, { label, unit, field }: Measure, several: boolean): Warning {
  const twice = unit === '人' || several;
  const meaning = twice
    ? { zh: '同一个人来几次，人算 1、人次算几次', en: 'whoever came twice is one person and two attendances' }
    : { zh: '只有一场时两者相同', en: 'for a single session they are the same' };
  return {
    code: 'counter_word',
    severity: twice ? 'doubt' : 'note',
    text: {
      zh: `正文写的是“${said.text}”，${label.zh}按“${unit}”计；${meaning.zh}。请确认`,
      en: `the account says ${said.text}, ${label.en} counts ${unit}; ${meaning.en}. Please make sure`,
    },
    ask: {
      zh: `正文写“${said.text}”，${label.zh}是按“${unit}”填的吗？请核对`,
      en: `The account says ${said.text}; is ${label.en} given in ${unit}? Please check`,
    },
    part: `measures/${field}`,
  };
}

function differs(said: Quantity, { label, unit, field }: Measure, value: number): Warning {
  const here = counted(value, unit);
  const ratio = said.value > 0 && value > 0 ? Math.max(said.value / value, value / said.value) : 0;
  const slip = [10, 100].find((one) => Math.abs(ratio / one - 1) < 0.02);
  const by = slip ? { zh: `，正好差 ${slip} 倍`, en: `, ${slip} times apart` } : { zh: '', en: '' };
  return {
    code: slip ? 'slip_of_ten' : 'narrative_differs',
    severity: 'doubt',
    text: {
      zh: `正文写的是“${said.text}”，${label.zh}填的是 ${here}${by.zh}。请看哪个对`,
      en: `the account says ${said.text}, ${label.en} ${here}${by.en}. See which is right`,
    },
    ask: {
      zh: `正文写“${said.text}”，${label.zh}填了 ${here}，请改成一致`,
      en: `The account says ${said.text}, ${label.en} ${here}; please make them agree`,
    },
    part: `measures/${field}`,
  };
}

function notEntered(said: Quantity, { label, field }: Measure): Warning {
  return {
    code: 'not_entered',
    severity: 'note',
    text: {
      zh: `正文写了“${said.text}”，${label.zh}没有填，不会计入。要计入请填报人补上`,
      en: `the account says ${said.text} but ${label.en} is not given and will not count. Ask for it if it should`,
    },
    ask: {
      zh: `正文写了“${said.text}”，请在${label.zh}里填上`,
      en: `The account says ${said.text}; please give it as ${label.en}`,
    },
    part: `measures/${field}`,
  };
}
