import { type Finding, spanOf } from '../model.ts';
import type { CheckedText } from '../text.ts';

/** A table's totals row against its columns; a table without one gets its sums told. */
export function checkTables(checked: CheckedText): Finding[] {
  const { text } = checked;
  return checked.tables.flatMap((table): Finding[] => {
    const isTotal = (row: (typeof table.rows)[number]) => /^(合计|总计|共计|小计|总数|全市|合\s*计)/.test(row[0]!.text);
    const rows = table.rows.filter((row) => !isTotal(row));
    const totals = table.rows.find(isTotal);
    const sums = table.numericColumns.map((column) => ({
      column,
      title: table.header[column]?.text ?? `第${column + 1}列`,
      sum: rows.reduce((sum, row) => sum + Number(row[column]!.text), 0),
    }));
    if (!totals) {
      const told = sums.map((one) => `${one.title}合计${one.sum}`).join('，');
      return [
        {
          rule: 'table_without_totals',
          severity: 'note',
          message: `表格没有合计行，读者无法核对：${told}`,
          spans: [spanOf(text, table.start, table.end)],
        },
      ];
    }
    return sums.map(({ column, title, sum }): Finding => {
      const cell = totals[column]!;
      const spans = [spanOf(text, cell.start, cell.end)];
      const stated = Number(cell.text);
      if (stated === sum)
        return {
          rule: 'table_totals',
          severity: 'note',
          holds: true,
          message: `${title}各行相加等于合计${stated}`,
          spans,
        };
      return {
        rule: 'table_totals',
        severity: 'conflict',
        message: `${title}各行相加是${sum}，合计行写的是${stated}，差${Math.abs(stated - sum)}`,
        spans,
      };
    });
  });
}
