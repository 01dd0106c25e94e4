import type { Quantity } from './model.ts';
import type { Table, TableCell } from './tables.ts';

/** The number cells of a plain table: the column's head is what is counted, the row's label whose it is. */
export function cellQuantities({ header, rows, numericColumns }: Table): Quantity[] {
  return rows.flatMap((row) => numericColumns.map((column) => cellQuantity(row[column]!, row[0]!.text, header[column]?.text ?? '')));
}

function cellQuantity(cell: TableCell, owner: string, head: string): Quantity {
  const { noun, unit } = splitHead(head);
  return {
    start: cell.start,
    end: cell.end,
    text: cell.text,
    value: Number(cell.text),
    qualifier: 'exact',
    cumulative: false,
    unit,
    kind: unit === '%' ? 'percent' : unit.endsWith('元') ? 'money' : 'count',
    noun,
    owner,
    section: '',
  };
}

/** 宣讲(场) says the unit in a bracket. */
function splitHead(head: string): { noun: string; unit: string } {
  const match = /^(.+?)[(（]([^()（）]{1,4})[)）]$/.exec(head);
  return match ? { noun: match[1]!, unit: match[2]! } : { noun: head, unit: '' };
}
