import type { Db, Tx } from '#db/open.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { Kind } from '#domain/kinds/model.ts';
import { isValidOn, type Unit } from '#domain/units/tree.ts';
import { type TemplateColumn, writeTemplate } from '#formats/xlsx-template.ts';
import type { Day } from '#kernel/day.ts';
import { printedHeading } from './heading.ts';
import { columnsOf, exampleMark, type ImportColumn } from './model.ts';

export interface TemplateSetting {
  readonly organisation: Organisation;
  /** Class lists and units of that day are offered. */
  readonly day: Day;
  readonly createdAt: string;
  /** Only this unit and those under it are offered as hosts. */
  readonly under?: Unit | undefined;
}

/** An XLSX file to fill in with records of a kind: its own columns, its own drop-downs, an example that imports skip. */
export async function importTemplate(db: Db | Tx, kind: Kind, setting: TemplateSetting): Promise<Uint8Array> {
  const { organisation, day, createdAt } = setting;
  const outlets = await db
    .selectFrom('outlet')
    .select('name')
    .where('valid_from', '<=', day)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>=', day)]))
    .orderBy('code')
    .execute();
  const columns = columnsOf(kind, organisation.catalogue).map((column) =>
    templateColumn(
      column,
      kind,
      setting,
      outlets.map((outlet) => outlet.name),
    ),
  );
  return await writeTemplate({ name: `${kind.label.zh}填报表`, columns, notes: notesOf(kind, columns), createdAt });
}

function templateColumn(
  column: ImportColumn,
  kind: Kind,
  { organisation: { tree, catalogue }, day, under }: TemplateSetting,
  outlets: readonly string[],
): TemplateColumn {
  const { content } = column;
  const base = { heading: printedHeading(column), required: column.required };
  const text = (note: string, example: string, width = 16): TemplateColumn => ({
    ...base,
    note,
    example,
    width,
    input: { type: 'text' },
  });
  switch (content.type) {
    case 'hosts': {
      const units = tree.units.filter((unit) => isValidOn(unit, day) && (!under || tree.isUnder(unit, under)));
      const names = countNames(units.map((unit) => unit.name));
      // A name that two units share is offered as a code.
      const choices = units.map((unit) => (names.get(unit.name) === 1 ? unit.name : unit.code));
      const lead = units.find((unit) => unit.kind === 'branch') ?? units[0] ?? tree.root();
      return {
        ...base,
        note: '从下拉列表选，或写单位的全称、简称、代码。几个单位合办的，用“、”隔开，牵头的写在最前面',
        example: lead.name,
        width: 28,
        input: { type: 'choice', choices, free: true },
      };
    }
    case 'from':
      return { ...base, note: '如 2024-7-14，也可写 2024年7月14日', example: day, width: 14, input: { type: 'day' } };
    case 'to':
      return { ...base, note: '只有一天的不填', example: '', width: 14, input: { type: 'day' } };
    case 'title':
      return text('一句话说清做了什么，最多 200 字', `${exampleMark}${kind.label.zh}活动的标题，本行不会导入`, 40);
    case 'place':
      return text('最多 200 字', '社区文化广场', 24);
    case 'partners':
      return text('本组织以外一起参加的单位，用“、”隔开', '街道办事处、派出所', 24);
    case 'narrative':
      return text('经过、效果，最多 5000 字', '当天的经过，两三句话', 60);
    case 'highlight':
      return {
        ...base,
        note: '值得写进小结的填“是”',
        example: '否',
        width: 8,
        input: { type: 'choice', choices: ['是', '否'], free: true },
      };
    case 'class': {
      const choices = (catalogue.listOn(content.family, day)?.classes ?? []).map((one) => one.label.zh);
      return {
        ...base,
        note: column.required ? '从下拉列表中选一个' : '可不选',
        example: choices[0] ?? '',
        width: 14,
        input: { type: 'choice', choices, free: false },
      };
    }
    case 'measure': {
      const { measure } = content;
      const silent = measure.defaultValue === null ? '没有统计的留空' : `不填按 ${measure.defaultValue} 计`;
      return {
        ...base,
        note: `${measure.claimed ? '申报的数' : '实际的数'}，单位：${measure.unit}；填确切的数，不写“约”“余”；${silent}`,
        example: measure.defaultValue ?? 30,
        width: 14,
        input: { type: 'number' },
      };
    }
    case 'people':
      return text('名册里的姓名，几个人用“、”隔开；同名的写编号', '', 16);
    case 'field':
      if (!content.outlet) return text('', '', 20);
      return {
        ...base,
        note: '从下拉列表中选；级别由系统按登记填写',
        example: outlets[0] ?? '',
        width: 20,
        input: { type: 'choice', choices: outlets, free: true },
      };
  }
}

function countNames(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function notesOf(kind: Kind, columns: readonly TemplateColumn[]): string[] {
  return [
    `${kind.label.zh}填报说明`,
    '1. 带 * 的列必填，其余有则填、没有留空。不要改表头，不用的列可以删去。',
    `2. 第一个工作表里标题以“${exampleMark}”开头的行是示例，不会导入，可以删去。`,
    '3. 一行一件事。不要合并单元格；“合计”行会跳过。',
    '4. 数字填核实后的确切数，可以写 1200、1,200 或 1.2万；“约30”“30余”不能导入。',
    '5. 同一份表导入两次，不会多出记录。',
    '',
    ...columns.map((column) => `${column.heading}：${column.note || '可不填'}`),
  ];
}
