import type { Slot } from '#db/tables.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { ListedRecord, ListQuery } from '#domain/records/list.ts';
import { statusLabels } from '#domain/records/model.ts';
import type { Cell } from '#formats/sheet-cells.ts';
import type { SheetColumn } from '#formats/xlsx-write.ts';

export interface ExportColumn extends SheetColumn {
  of(record: ListedRecord, organisation: Organisation): Cell;
}

/**
 * The columns of an exported ledger. Records of one kind have a column for each class and each measure, so that they can be
 * summed and sorted; those of several kinds have one that tells them in words.
 */
export function exportColumns({ catalogue }: Organisation, { kind }: ListQuery): readonly ExportColumn[] {
  return [
    { title: '编号', type: 'number', width: 10, of: (record) => record.id },
    { title: '状态', type: 'text', width: 8, of: (record) => statusLabels[record.status].zh },
    { title: '类型', type: 'text', width: 12, of: (record) => kinds[record.kind].label.zh },
    { title: '开始日期', type: 'date', width: 12, of: (record) => record.starts },
    { title: '结束日期', type: 'date', width: 12, of: (record) => record.day },
    { title: '标题', type: 'text', width: 44, of: (record) => record.title },
    { title: '地点', type: 'text', width: 24, of: (record) => record.place },
    { title: '主办单位', type: 'text', width: 32, of: hostNames },
    ...(kind === undefined
      ? mixed
      : [
          ...kinds[kind].classes.map(
            ({ family }): ExportColumn => ({
              title: catalogue.family(family)?.label.zh ?? family,
              type: 'text',
              width: 14,
              of: (record, organisation) => classLabel(record, family, organisation),
            }),
          ),
          ...catalogue.measuresOf(kind).flatMap((measure): ExportColumn[] => {
            const { slot, scale } = measure;
            if (slot === null) return [];
            const of = (record: ListedRecord) => valueIn(record, slot, scale);
            return [{ title: `${measure.label.zh}（${measure.unit}）`, type: 'number', width: 14, of }];
          }),
        ]),
    { title: '亮点', type: 'text', width: 6, of: (record) => (record.highlight ? '是' : '') },
    { title: '示例数据', type: 'text', width: 10, of: (record) => (record.generated ? '是' : '') },
  ];
}

export function recordCells(
  record: ListedRecord,
  organisation: Organisation,
  columns: readonly ExportColumn[],
): Cell[] {
  return columns.map((column) => column.of(record, organisation));
}

const mixed: readonly ExportColumn[] = [
  {
    title: '分类',
    type: 'text',
    width: 20,
    of: (record, organisation) =>
      Object.keys(record.classes)
        .map((family) => classLabel(record, family, organisation))
        .join('；'),
  },
  {
    title: '指标',
    type: 'text',
    width: 32,
    of: (record, { catalogue }) =>
      catalogue
        .measuresOf(record.kind)
        .flatMap(({ slot, scale, label, unit }) => {
          const value = slot === null ? null : valueIn(record, slot, scale);
          return value === null ? [] : [`${label.zh} ${value}${unit}`];
        })
        .join('；'),
  },
];

function hostNames({ hosts }: ListedRecord, { tree }: Organisation): string {
  return hosts.flatMap((id) => tree.findId(id)?.name ?? []).join('、');
}

function classLabel({ classes }: ListedRecord, family: string, { catalogue }: Organisation): string {
  const code = classes[family];
  return code === undefined ? '' : (catalogue.labelOf(family, code)?.zh ?? code);
}

function valueIn(record: ListedRecord, slot: number, scale: number): number | null {
  const value = record.values[`m${slot}` as Slot];
  return value === null ? null : value / scale;
}
