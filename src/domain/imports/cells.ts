import type { Catalogue, ClassList, Measure } from '#domain/classes/model.ts';
import type { CellValue } from '#formats/sheet-rows.ts';
import { type Day, parseDay } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';
import { cellText, shown } from './model.ts';

/** What a cell says, nothing when it is empty, or what is wrong with it and how to mend it. */
export type Reading<Value> =
  | { readonly value: Value; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: { readonly code: string; readonly text: Text } }
  | { readonly value?: undefined; readonly problem?: undefined };

const nothing = {} as const;

/**
 * A day in any of its written forms: 2024-7-14, 2024/7/14, 2024.7.14, 2024年7月14日, 20240714, and 7月14日 or 7/14 when the
 * year of the sheet is known. A time of day and a weekday behind it are let go.
 */
export function readDay(cell: CellValue | undefined, year: number | undefined): Reading<Day> {
  const faulty = faultOf(cell);
  if (faulty) return faulty;
  if (typeof cell === 'number' && !/^(19|20)\d{6}$/.test(String(cell))) {
    return wrong(
      'day_number',
      `“${cell}”是数字，不是日期。请把这一格的格式改成“日期”，或写成 2024-7-14`,
      `${cell} is a number, not a day; format the cell as a date or write 2024-7-14`,
    );
  }
  const text = cellText(cell)
    .normalize('NFKC')
    .replace(/[\s(]*(周|星期|礼拜)[一二三四五六日天]\)?/, '')
    .replace(/(?<=[\d日号])(T|\s+)\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, '')
    .replaceAll(/\s/g, '');
  if (text === '') return nothing;
  const whole =
    /^(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(text) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(text);
  if (whole) return existing(Number(whole[1]), Number(whole[3]), Number(whole[4]), text);
  const short = /^(\d{1,2})[月/-](\d{1,2})[日号]?$/.exec(text);
  if (short) {
    if (year !== undefined) return existing(year, Number(short[1]), Number(short[2]), text);
    return wrong(
      'day_without_year',
      `“${shown(text)}”没有写年份。请写成 2024年${short[1]}月${short[2]}日，或在导入时说明整张表是哪一年`,
      `"${shown(text)}" has no year; write it with one, or say which year the whole sheet is of`,
    );
  }
  if (/\d.*[至到~—–-].*\d/.test(text) && /[至到~—–]|\d{1,2}[日号]?-\d{1,2}[日号]$/.test(text)) {
    return wrong(
      'day_range',
      `“${shown(text)}”是一段时间。请把第一天写在“日期”，最后一天写在“结束日期”`,
      `"${shown(text)}" is a range; write its first day here and its last in the column of the last day`,
    );
  }
  return wrong(
    'day_form',
    `“${shown(text)}”不是日期，请写成 2024-7-14 或 2024年7月14日`,
    `"${shown(text)}" is not a day; write 2024-7-14`,
  );
}

/**
 * How many, in the measure's smallest steps: 1200, 1,200, 1200人次 and 1.2万. Hedged numbers, ranges, and parts of what is
 * counted whole are refused.
 */
export function readCount(cell: CellValue | undefined, measure: Measure): Reading<number> {
  const faulty = faultOf(cell);
  if (faulty) return faulty;
  const label = measure.label.zh;
  if (typeof cell === 'boolean') return wrong('count_form', `${label}应填数字`, `${measure.label.en} must be a number`);
  const given = typeof cell === 'number' ? plainNumber(cell) : cellText(cell).normalize('NFKC').replaceAll(/\s/g, '');
  const text = withoutUnit(given, measure.unit.normalize('NFKC'));
  if (text === '' || /^([-/\\—–]+|无|暂无)$/.test(text)) return nothing;
  const number = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?(千|万|亿)?$/.exec(text);
  if (!number) {
    if (/^[\d.,]+(千|万|亿)?[-~—–至到][\d.,]+/.test(text)) {
      return wrong(
        'count_range',
        `“${shown(given)}”是一个范围，请填核实后的一个数`,
        `"${shown(given)}" is a range; give the one number that was counted`,
      );
    }
    if (/^(约|近|超|逾|大约|大概|上|不足|将近|接近|至少|最多|>|<|≥|≤)|余|多|几|数|\+|左右|以上|以下|上下/.test(text)) {
      const digits = /\d[\d,.]*(千|万|亿)?/.exec(text)?.[0] ?? '30';
      return wrong(
        'count_hedged',
        `“${shown(given)}”不是确切的数，请填核实后的数，如 ${shown(digits)}`,
        `"${shown(given)}" is not exact; give the number that was counted, as in ${shown(digits)}`,
      );
    }
    return wrong(
      'count_form',
      `${label}填的是“${shown(given)}”，应为数字，如 120、1,200 或 1.2万`,
      `${measure.label.en} is "${shown(given)}"; it must be a number, as in 120, 1,200 or 1.2万`,
    );
  }
  const [, sign = '', digits = '', part = '', magnitude = ''] = number;
  if (sign !== '') return wrong('count_negative', `${label}不能是负数`, `${measure.label.en} cannot be negative`);
  const steps = Number(`${digits.replaceAll(',', '')}${part}`) * magnitudes[magnitude]! * measure.scale;
  const value = Math.round(steps);
  if (Math.abs(steps - value) > 1e-6 * Math.max(1, Math.abs(steps) * 1e-6)) {
    return wrong(
      'count_not_whole',
      measure.scale === 1
        ? `${label}填的是 ${shown(given)}，应为整数`
        : `${label}填的是 ${shown(given)}，最多到 1/${measure.scale} ${measure.unit}`,
      `${measure.label.en} is ${shown(given)}; it is counted in steps of 1/${measure.scale}`,
    );
  }
  return { value };
}

/** Yes or no: 是 有 √ 1 …, 否 无 × 0 … */
export function readYes(cell: CellValue | undefined): Reading<boolean> {
  const faulty = faultOf(cell);
  if (faulty) return faulty;
  if (typeof cell === 'boolean') return { value: cell };
  const text = cellText(cell).normalize('NFKC').toLowerCase();
  if (text === '') return nothing;
  if (/^(是|有|对|√|✓|✔|☑|1|y|yes|true)$/.test(text)) return { value: true };
  if (/^(否|无|不是|没有|×|✗|✘|x|0|n|no|false|-|\/)$/.test(text)) return { value: false };
  return wrong('yes_form', `“${shown(text)}”看不懂，请填“是”或“否”`, `"${shown(text)}" must be 是 or 否`);
}

/** A text of at most `most` characters. */
export function readText(cell: CellValue | undefined, most: number): Reading<string> {
  const faulty = faultOf(cell);
  if (faulty) return faulty;
  const text = cellText(cell);
  if (text === '') return nothing;
  if (text.length <= most) return { value: text };
  return wrong(
    'text_too_long',
    `有 ${text.length} 个字，最多 ${most} 个，请缩短`,
    `it has ${text.length} characters; at most ${most} are kept`,
  );
}

/** The names in a cell, as they are listed: 甲、乙；丙 or on lines of their own. */
export function readNames(cell: CellValue | undefined): Reading<readonly string[]> {
  const faulty = faultOf(cell);
  if (faulty) return faulty;
  const names = cellText(cell)
    .split(/[、，,;；\n]/)
    .map((name) => name.trim())
    .filter(Boolean);
  return names.length === 0 ? nothing : { value: names };
}

/** The code of a class by its label or code, in the version in force on that day. */
export function readClass(
  cell: CellValue | undefined,
  family: string,
  catalogue: Catalogue,
  on: Day | undefined,
): Reading<string> {
  const said = readText(cell, 200);
  if (said.value === undefined) return said;
  const lists = catalogue.family(family)?.lists ?? [];
  const list = on === undefined ? undefined : catalogue.listOn(family, on);
  const wanted = plainLabel(said.value);
  for (const one of list ? [list] : lists) {
    const code = codesOf(one).get(wanted);
    if (code !== undefined) return { value: code };
  }
  const choices = (list ?? lists.at(-1))?.classes.map((one) => one.label.zh) ?? [];
  const among = `${choices.slice(0, 12).join('、')}${choices.length > 12 ? '等' : ''}`;
  return wrong(
    'class_unknown',
    `“${shown(said.value)}”不在${list?.label.zh ?? '分类表'}里，可填：${among}`,
    `"${shown(said.value)}" is not in ${list?.label.en ?? 'the list'}; choose one of ${among}`,
  );
}

const known = new WeakMap<ClassList, ReadonlyMap<string, string>>();

/** Codes of a list's classes by code and labels. */
function codesOf(list: ClassList): ReadonlyMap<string, string> {
  const made =
    known.get(list) ??
    new Map(
      list.classes.flatMap(({ code, label }) =>
        [label.en, label.zh, code].map((name) => [plainLabel(name), code] as const),
      ),
    );
  known.set(list, made);
  return made;
}

function plainLabel(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();
}

export function wrong<Value>(code: string, zh: string, en: string): Reading<Value> {
  return { problem: { code, text: { zh, en } } };
}

const magnitudes: Readonly<Record<string, number>> = { '': 1, 千: 1e3, 万: 1e4, 亿: 1e8 };

function faultOf(cell: CellValue | undefined): Reading<never> | undefined {
  if (typeof cell !== 'object') return undefined;
  return cell.fault === ''
    ? wrong(
        'formula_not_calculated',
        '这一格是公式，还没有算出结果。请用 Excel 或 WPS 打开并保存一次，或粘贴成数值',
        'this is a formula without a result; open and save the file in a spreadsheet program, or paste values',
      )
    : wrong(
        'cell_error',
        `这一格是错误值 ${shown(cell.fault)}，请改成实际内容`,
        `the cell holds the error ${shown(cell.fault)}; give what it should say`,
      );
}

function existing(year: number, month: number, date: number, text: string): Reading<Day> {
  const two = (value: number) => String(value).padStart(2, '0');
  const value = parseDay(`${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`);
  if (value !== undefined && year >= 1900) return { value };
  return wrong('day_unknown', `日期“${shown(text)}”不存在，请核对`, `there is no day "${shown(text)}"`);
}

/** Without an exponent where a number has one. */
function plainNumber(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(value < 1 ? 12 : 0) : text;
}

/** 120人次 is 120 where 人次 is what is counted; 篇(条) is said as 篇 or 条 as well. */
function withoutUnit(text: string, unit: string): string {
  const words = [unit, ...unit.split(/[()/]/)].filter(Boolean);
  const said = words.find((word) => text.length > word.length && text.endsWith(word));
  return said === undefined ? text : text.slice(0, -said.length);
}
