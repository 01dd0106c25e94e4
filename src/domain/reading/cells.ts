import { type Grid, isNumberCell, labelColumn } from './grids.ts';
import type { Span } from './span.ts';
import { findSpans } from './spans.ts';
import type { TableCell } from './tables.ts';

/** A quantity in a table cell: the row's label is whose it is, the column's head what is counted. */
export interface CellSpan {
  readonly span: Span;
  readonly owner: string;
  readonly noun: string;
}

// Columns of numbers that count nothing.
const notCounts = /^(序号|编号|名次|排名|位次|年份|年度|月份|日期|时间|电话|联系电话|手机|邮编|代码|学号|证号|号)/;

interface Column {
  readonly noun: string;
  readonly unit: string;
  /** Most of its cells are numbers, so that a bare number counts. */
  readonly isNumeric: boolean;
}

/** Reads the rows of a grid. What the columns are is settled once, so a long table takes time in proportion to its rows. */
export function cellReader(text: string, grid: Grid): (row: readonly TableCell[]) => CellSpan[] {
  const columns = columnsOf(grid);
  return (row) => {
    const label = labelColumn(row);
    const found: CellSpan[] = [];
    for (let index = label + 1; index < row.length; index++) {
      const [cell, column] = [row[index]!, columns[index]!];
      if (!isNumberCell(cell) || notCounts.test(column.noun)) continue;
      const span = spanOf(text, cell, column.unit) ?? (column.isNumeric ? bareSpan(cell, column.unit) : undefined);
      if (span) found.push({ span, owner: row[label]!.text, noun: column.noun });
    }
    return found;
  };
}

function columnsOf({ header, rows }: Grid): Column[] {
  const all: number[] = [];
  const numbers: number[] = [];
  for (const row of rows) {
    for (let index = 0; index < row.length; index++) {
      all[index] = (all[index] ?? 0) + 1;
      numbers[index] = (numbers[index] ?? 0) + (isNumberCell(row[index]!) ? 1 : 0);
    }
  }
  return all.map((count, index) => ({
    ...splitHead(header[index]?.text ?? ''),
    isNumeric: numbers[index]! * 2 >= count,
  }));
}

/** 30场次 and 12.5% are read like prose, when the span fills the cell. */
function spanOf(text: string, cell: TableCell, unit: string): Span | undefined {
  const [span] = findSpans(text, cell.start, cell.end, []);
  if (!span || span.start !== cell.start || span.end !== cell.end) return undefined;
  return span.unit === '' ? { ...span, unit, kind: kindOf(unit) } : span;
}

function bareSpan(cell: TableCell, unit: string): Span | undefined {
  const value = Number(cell.text.replaceAll('，', ''));
  if (Number.isNaN(value) || /^0\d/.test(cell.text)) return undefined;
  return {
    start: cell.start,
    end: cell.end,
    numberStart: cell.start,
    value,
    qualifier: 'exact',
    conflicting: false,
    indefinite: false,
    unitStart: -1,
    unit,
    kind: kindOf(unit),
  };
}

/** 宣讲(场) says the unit in a bracket. */
function splitHead(head: string): { noun: string; unit: string } {
  const match = /^(.+?)\(([^()]{1,4})\)$/.exec(head);
  return match ? { noun: match[1]!, unit: match[2]!.replace(/^单位:/, '') } : { noun: head, unit: '' };
}

function kindOf(unit: string): Span['kind'] {
  if (unit === '%') return 'percent';
  return unit.endsWith('元') ? 'money' : 'count';
}
