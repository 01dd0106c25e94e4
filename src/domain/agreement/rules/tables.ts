import { type Finding, fault, holding, spanOf } from '../model.ts';
import type { CheckedText } from '../text.ts';
import { sumsOf } from './columns.ts';

/** A table's totals row against its columns; a table without one gets its sums told. */
export function checkTables({ text, tables }: CheckedText): Finding[] {
  return tables.flatMap((table): Finding[] => {
    const { totals, columns } = sumsOf(table);
    // A column of years or running numbers has no sum that anybody asks for.
    if (columns.length === 0) return [];
    if (!totals) {
      const told = columns.map((one) => `${one.title}合计${one.sum}`).join('，');
      return [
        fault(
          'table_without_totals',
          [spanOf(text, table.start, table.end)],
          `表格没有合计行，读者无法核对：${told}`,
          `the table has no totals row; the sums are: ${columns.map((one) => `${one.title} ${one.sum}`).join(', ')}`,
        ),
      ];
    }
    return columns.map(({ column, title, sum }): Finding => {
      const cell = totals[column]!;
      const spans = [spanOf(text, cell.start, cell.end)];
      const stated = Number(cell.text);
      if (stated === sum)
        return holding(
          'table_totals',
          spans,
          `${title}各行相加等于合计${stated}`,
          `the rows of ${title} add up to the total ${stated}`,
        );
      return fault(
        'table_totals',
        spans,
        `${title}各行相加是${sum}，合计行写的是${stated}，差${Math.abs(stated - sum)}`,
        `the rows of ${title} come to ${sum}; the totals row says ${stated}`,
        [String(stated), String(sum)],
      );
    });
  });
}
