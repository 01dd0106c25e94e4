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

/** The number cells of one row of a grid. A bare number counts where most of its column are numbers. */
export function cellSpans(text: string, grid: Grid, row: readonly TableCell[]): CellSpan[] {
  const label = labelColumn(row);
  const found: CellSpan[] = [];
  for (let column = label + 1; column < row.length; column++) {
    const cell = row[column]!;
    if (!isNumberCell(cell)) continue;
    const { noun, unit } = splitHead(grid.header[column]?.text ?? '');
    if (notCounts.test(noun)) continue;
    const span = spanOf(text, cell, unit) ?? (isNumeric(grid, column) ? bareSpan(cell, unit) : undefined);
    if (span) found.push({ span, owner: row[label]!.text, noun });
  }
  return found;
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

function isNumeric(grid: Grid, column: number): boolean {
  const cells = grid.rows.flatMap((row) => row[column] ?? []);
  return cells.filter(isNumberCell).length * 2 >= cells.length;
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
