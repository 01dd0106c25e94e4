import type { Table, TableCell } from '#domain/reading/tables.ts';

export interface ColumnSum {
  readonly column: number;
  readonly title: string;
  readonly sum: number;
}

/** The rows of a table without its totals row, that row, and the sums of the columns that count something. */
export function sumsOf(table: Table): {
  readonly rows: readonly (readonly TableCell[])[];
  readonly totals: readonly TableCell[] | undefined;
  readonly columns: readonly ColumnSum[];
} {
  const isTotal = (row: readonly TableCell[]) =>
    /^(合计|总计|共计|小计|总数|全市|全区|全县|合\s*计)/.test(row[0]!.text);
  const rows = table.rows.filter((row) => !isTotal(row));
  const columns = table.numericColumns.flatMap((column): ColumnSum[] => {
    const title = table.header[column]?.text ?? `第${column + 1}列`;
    if (/^(序号|编号|名次|排名|位次|年份|年度|月份|电话|邮编)|率$|占比|%/.test(title)) return [];
    const sum = rows.reduce((all, row) => all + Number(row[column]!.text), 0);
    return [{ column, title, sum: Math.round(sum * 100) / 100 }];
  });
  return { rows, totals: table.rows.find(isTotal), columns };
}

/** What a column counts and in which counter word, as far as its title says: 宣讲次数 is 宣讲 in 次, 发放(份) 发放 in 份. */
export function columnMeaning(title: string): { readonly noun: string; readonly counter: string } {
  const bracket = /^(.+?)[(（]([^()（）]{1,4})[)）]$/.exec(title);
  if (bracket) return { noun: bracket[1]!, counter: bracket[2]! };
  const ending = /^(.*?)(场次|人次|场数|次数|篇数|条数|份数|件数|户数|人数|幅数)$/.exec(title);
  if (!ending) return { noun: title, counter: '' };
  const counter = ending[2]!.replace(/数$/, '');
  return { noun: ending[1]!, counter };
}
