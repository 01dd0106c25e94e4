import type { Catalogue, Measure } from '#domain/classes/model.ts';
import { type Kind, type PersonRole, personRoleLabels } from '#domain/kinds/model.ts';
import type { CellValue, SheetRow } from '#formats/sheet-rows.ts';
import type { Problem } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';

/** What a column of a kind's sheet says, and how its cells are read. */
export type ColumnContent =
  | { readonly type: 'hosts' | 'from' | 'to' | 'title' | 'place' | 'partners' | 'narrative' | 'highlight' }
  | { readonly type: 'class'; readonly family: string }
  | { readonly type: 'measure'; readonly measure: Measure }
  | { readonly type: 'people'; readonly role: PersonRole }
  | { readonly type: 'field'; readonly field: string; readonly outlet: boolean; readonly most: number };

export interface ImportColumn {
  /** Where it ends up in a draft: `hosts`, `classes/venue`, `measures/attendance`. */
  readonly part: string;
  /** As the template prints it, without the mark of a required column. */
  readonly heading: Text;
  readonly required: boolean;
  /** Other headings that mean the same. */
  readonly synonyms: readonly string[];
  readonly content: ColumnContent;
}

/** The mark of a column that may not stay empty. */
export const requiredMark = '*';

/** Rows with such a title are examples of the template: neither read nor counted. */
export const exampleMark = '【示例】';

/** The columns of a kind's sheet in the order of the template: what every record says, then classes, measures, people and fields of the kind. */
export function columnsOf(kind: Kind, catalogue: Catalogue): readonly ImportColumn[] {
  const simple = (
    type: 'hosts' | 'from' | 'to' | 'title' | 'place' | 'partners' | 'narrative' | 'highlight',
    zh: string,
    en: string,
    synonyms: readonly string[],
    required = false,
  ): ImportColumn => ({ part: type, heading: { zh, en }, required, synonyms, content: { type } });
  return [
    simple('hosts', '主办单位', 'Hosts', ['单位', '主办', '填报单位', '单位名称', '承办单位'], true),
    simple('from', '日期', 'Day', ['时间', '活动日期', '活动时间', '开始日期', '日期(年月日)'], true),
    simple('to', '结束日期', 'Last day', ['结束时间', '截止日期']),
    simple('title', '标题', 'Title', ['名称', '活动名称', '主题名称', '题目', '活动标题'], true),
    simple('place', '地点', 'Place', ['活动地点', '地址']),
    ...kind.classes.map(
      ({ family, required }): ImportColumn => ({
        part: `classes/${family}`,
        heading: catalogue.family(family)?.label ?? { zh: family, en: family },
        required,
        synonyms: [family],
        content: { type: 'class', family },
      }),
    ),
    ...catalogue.measuresOf(kind.code).flatMap((measure) => (measure.slot === null ? [] : [measureColumn(measure)])),
    ...kind.people.map(
      (role): ImportColumn => ({
        part: `people/${role}`,
        heading: personRoleLabels[role],
        required: false,
        synonyms: [role, `${personRoleLabels[role].zh}人`, ...(role === 'lecturer' ? ['讲师', '主讲人姓名'] : [])],
        content: { type: 'people', role },
      }),
    ),
    simple('partners', '协办单位', 'Partners', ['参与单位', '合作单位', '联合单位']),
    ...kind.fields.map(
      (field): ImportColumn => ({
        part: `fields/${field.code}`,
        heading: field.label,
        required: field.required,
        synonyms: [field.code],
        content: {
          type: 'field',
          field: field.code,
          outlet: field.type === 'outlet',
          most: field.type === 'long_text' ? 5000 : field.type === 'url' ? 2000 : 200,
        },
      }),
    ),
    simple('narrative', '经过', 'Account', ['活动经过', '内容', '活动内容', '简介', '情况']),
    simple('highlight', '亮点', 'Highlight', ['是否亮点']),
  ];
}

function measureColumn(measure: Measure): ImportColumn {
  return {
    part: `measures/${measure.field}`,
    heading: { zh: `${measure.label.zh}（${measure.unit}）`, en: measure.label.en },
    required: false,
    synonyms: [measure.label.zh, measure.field, measure.code],
    content: { type: 'measure', measure },
  };
}

/** A heading as it is compared: without marks, blanks and the difference between wide and narrow brackets. */
export function plainHeading(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\s*:]/g, '')
    .toLowerCase();
}

/** A row that cannot become a record, with everything that is wrong; places are cells (`B7`) or, without one, the row. */
export interface RefusedRow {
  readonly row: number;
  /** What stands in the row, as text. */
  readonly cells: readonly string[];
  readonly problems: readonly Problem[];
}

/** Of the rows read, every one is fresh, repeated or refused: `read = fresh + repeated + refused`. */
export interface ImportCounts {
  readonly read: number;
  /** Would become, or became, a record. */
  readonly fresh: number;
  /** Says exactly what a record already says; makes nothing. */
  readonly repeated: number;
  readonly refused: number;
  /** Examples and rows of totals, which are not read as rows. */
  readonly skipped: number;
}

/** What a person has written in the place of what a cell says; `column` counts from 0. */
export interface MendedCell {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

export interface ImportReport extends ImportCounts {
  /** Sheet read; empty for a text. */
  readonly sheet: string;
  /** Visible sheets that are not read. */
  readonly others: readonly string[];
  /** Row of the headings, and what stands in it. */
  readonly heading: number;
  readonly headings: readonly string[];
  /** Columns whose heading is not known: their content goes nowhere. */
  readonly unknown: readonly Problem[];
}

/** What stands in a cell, as a person would read it. */
export function cellText(value: CellValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'object') return value.fault;
  if (typeof value === 'boolean') return value ? '是' : '否';
  return typeof value === 'number' ? String(value) : tidy(value);
}

export function rowTexts({ cells }: SheetRow): string[] {
  return Array.from(cells, cellText);
}

/** Text that every store and printer takes: no control characters except line ends, no blanks around it. */
function tidy(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = /[\r\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)
    ? // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      text.replaceAll(/\r\n?/g, '\n').replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '')
    : text;
  return plain.trim();
}

/** A piece of a cell in a sentence: short, on one line. */
export function shown(text: string): string {
  const line = tidy(text).replaceAll(/\s+/g, ' ');
  const chars = Array.from(line.slice(0, 100));
  return chars.length > 24 ? `${chars.slice(0, 24).join('')}…` : line;
}
