import { isSameCounter } from '#domain/reading/counterGroups.ts';
import { intervalOf, meets } from '#domain/reading/interval.ts';
import type { Quantity } from '#domain/reading/model.ts';
import type { Table } from '#domain/reading/tables.ts';
import { type Finding, fault, holding, spanOf } from '../model.ts';
import { areCompatible } from '../periods.ts';
import { type CheckedText, clauseBefore, indexAt, inside } from '../text.ts';
import { columnMeaning, sumsOf } from './columns.ts';

/**
 * What prose says against what a table says: of the same unit, in the same column's words, in the same window; and the
 * total announced near a table against its column.
 */
export function checkTableProse(checked: CheckedText): Finding[] {
  const { tables, quantities } = checked;
  if (tables.length === 0) return [];
  const prose = quantities.filter((one) => !isInTable(tables, one) && one.kind === 'count' && !one.target);
  const byOwner = Map.groupBy(prose, (one) => plainName(one.owner));
  return tables.flatMap((table) => {
    const { rows, columns } = sumsOf(table);
    return columns.flatMap((column) => {
      const { noun, counter } = columnMeaning(column.title);
      if (noun.length < 2) return [];
      const fits = (one: Quantity) =>
        (counter === '' || isSameCounter(one.unit, counter)) && saysNoun(checked, one, noun);
      const findings: Finding[] = [];
      for (const row of rows) {
        const cell = row[column.column]!;
        const here = checked.periods.at(cell.start);
        for (const one of byOwner.get(plainName(row[0]!.text)) ?? []) {
          if (!fits(one) || !areCompatible(here, checked.periods.at(one.start))) continue;
          findings.push(...compare(checked, one, Number(cell.text), cell, `${row[0]!.text}的${column.title}`));
        }
      }
      const names = new Set(rows.map((row) => plainName(row[0]!.text)));
      const isWhole = (one: Quantity) => fits(one) && !names.has(plainName(one.owner));
      return [...findings, ...totalBeside(checked, table, column, isWhole)];
    });
  });
}

/** The total that is announced in the paragraphs around the table. */
function totalBeside(
  checked: CheckedText,
  table: Table,
  column: { readonly title: string; readonly sum: number },
  fits: (one: Quantity) => boolean,
): Finding[] {
  const { text, paragraphs, quantities, tables } = checked;
  const here = checked.periods.at(table.start);
  const [first, last] = [indexAt(paragraphs, table.start), indexAt(paragraphs, table.end - 1)];
  return [first - 2, first - 1, last + 1].flatMap((index): Finding[] => {
    const paragraph = paragraphs[index];
    if (!paragraph) return [];
    const near = inside(quantities, paragraph);
    return near.flatMap((one) => {
      const clause = clauseBefore(text, one.start);
      const isTotal = /[共总](计|宣|开|组|完|召|发|印)?[^一-龥]{0,2}$|共[一-龥]{0,8}$|总[一-龥]{0,6}$/.test(clause);
      if (!isTotal || isInTable(tables, one) || !fits(one)) return [];
      if (!areCompatible(here, checked.periods.at(one.start))) return [];
      const cell = { start: table.start, end: table.end };
      return compare(checked, one, column.sum, cell, `表格${column.title}合计`, true);
    });
  });
}

function compare(
  { text }: CheckedText,
  one: Quantity,
  value: number,
  cell: { readonly start: number; readonly end: number },
  what: string,
  confirms = false,
): Finding[] {
  const spans = [spanOf(text, one.start, one.end), spanOf(text, cell.start, cell.end)];
  if (meets(intervalOf(one), { low: value, high: value })) {
    return confirms
      ? [
          holding(
            'table_prose',
            spans,
            `正文${one.text}与${what}${value}相符`,
            `prose ${one.text} agrees with the table: ${value}`,
          ),
        ]
      : [];
  }
  return [
    fault(
      'table_prose',
      spans,
      `正文写${one.text}，${what}是${value}`,
      `prose says ${one.text}; the table says ${value} (${what})`,
      [one.text, String(value)],
    ),
  ];
}

function isInTable(tables: readonly Table[], one: Quantity): boolean {
  const table = tables[indexAt(tables, one.start)];
  return table !== undefined && table.start <= one.start && one.end <= table.end;
}

/** The column's noun stands in what the quantity counts or in its clause, and the clause names no part of it. */
function saysNoun({ text }: CheckedText, one: Quantity, noun: string): boolean {
  const clause = clauseBefore(text, one.start);
  if (/其中|进[一-龥]{2}$/.test(clause)) return false;
  return one.noun.endsWith(noun) || clause.replace(/[共了达为各计]+$/, '').endsWith(noun);
}

function plainName(name: string): string {
  return name === '' ? '' : name.replace(/(分会|协会|办事处)$/, '') || name;
}
