import { cellAddress, type OpenedSheet, type SheetRow } from '#formats/sheet-rows.ts';
import { type Problem, ProblemError, problem, refuse } from '#kernel/problem.ts';
import { cellText, type ImportColumn, plainHeading, requiredMark, shown } from './model.ts';

/** The heading of a sheet and the rows below it. */
export interface Table {
  readonly headingRow: number;
  /** What stands in the heading, column by column. */
  readonly headings: readonly string[];
  /** By index of the sheet's column; sparse. */
  readonly columns: readonly (ImportColumn | undefined)[];
  readonly unknown: readonly Problem[];
  readonly rows: AsyncGenerator<SheetRow> | Generator<SheetRow>;
}

/** A title or two may stand over a table. */
const mostTitles = 10;

/** Columns that say nothing of a record and may go unread without a word. */
const idle = new Set([
  ...['序号', '编号', 'no', 'no.', '备注', '填报人', '联系人', '联系电话'],
  // What a sheet of refused rows adds.
  ...['问题', '原行号'],
]);

/**
 * Finds the heading among the first rows: the first in which two or more columns are known. Raises ProblemError when there
 * is none, when a column appears twice, and when required ones are missing.
 */
export async function findTable(
  sheet: OpenedSheet,
  known: readonly ImportColumn[],
  /** Parts that a sheet may be silent about although they are required. */
  given: readonly string[] = [],
): Promise<Table> {
  const byName = namesOf(known);
  const rows = takeRows(sheet.rows);
  for (let titles = 0; titles <= mostTitles; titles++) {
    const { done, value: row } = await rows.next();
    if (done) break;
    const columns = row.cells.map((cell) => byName.get(plainHeading(cellText(cell))));
    if (columns.filter(Boolean).length < 2) continue;
    refuseHeading(
      row,
      columns,
      known.map((one) => (given.includes(one.part) ? { ...one, required: false } : one)),
    );
    const headings = Array.from(row.cells, cellText);
    return { headingRow: row.number, headings, columns, unknown: unknownColumns(row, columns), rows };
  }
  return refuse('heading_missing', {
    zh: `没有找到表头。第一行应写明各列，如${known
      .slice(0, 5)
      .map((one) => `“${one.heading.zh}”`)
      .join('、')}；可以先用 taizhang import template 生成模板`,
    en: `no heading was found; the first row names the columns, as in ${known
      .slice(0, 5)
      .map((one) => one.heading.zh)
      .join(', ')}`,
  });
}

async function* takeRows(rows: OpenedSheet['rows']): AsyncGenerator<SheetRow> {
  yield* rows;
}

/** Columns by heading and synonym; what could mean two columns means neither. */
function namesOf(known: readonly ImportColumn[]): ReadonlyMap<string, ImportColumn> {
  const names = new Map<string, ImportColumn | undefined>();
  for (const column of known) names.set(plainHeading(column.heading.zh), column);
  const main = new Set(names.keys());
  for (const column of known) {
    for (const synonym of [column.part, column.heading.en, ...column.synonyms]) {
      const name = plainHeading(synonym);
      if (main.has(name)) continue;
      names.set(name, names.has(name) && names.get(name) !== column ? undefined : column);
    }
  }
  return new Map([...names].flatMap(([name, column]) => (column ? [[name, column] as const] : [])));
}

function refuseHeading(
  row: SheetRow,
  columns: readonly (ImportColumn | undefined)[],
  known: readonly ImportColumn[],
): void {
  const problems: Problem[] = [];
  for (const [index, column] of columns.entries()) {
    const first = column ? columns.indexOf(column) : index;
    if (first === index) continue;
    problems.push(
      problem(
        'column_twice',
        {
          zh: `“${shown(cellText(row.cells[index]))}”与 ${cellAddress(first, row.number)} 是同一列，请删去一列`,
          en: `the column means the same as ${cellAddress(first, row.number)}; remove one`,
        },
        cellAddress(index, row.number),
      ),
    );
  }
  for (const column of known.filter((one) => one.required && !columns.some((column) => column?.part === one.part))) {
    problems.push(
      problem(
        'column_missing',
        {
          zh: `缺少“${column.heading.zh}”一列，请在表头里补上`,
          en: `the column ${column.heading.zh} is missing`,
        },
        `row ${row.number}`,
      ),
    );
  }
  if (problems.length > 0) throw new ProblemError(problems);
}

function unknownColumns(row: SheetRow, columns: readonly (ImportColumn | undefined)[]): Problem[] {
  return Array.from(row.cells, (cell, index): Problem[] => {
    const text = cellText(cell);
    if (text === '' || columns[index] || idle.has(plainHeading(text))) return [];
    return [
      problem(
        'column_unknown',
        {
          zh: `不认识“${shown(text)}”这一列，它的内容不会导入。请改成模板里的列名，或删去这一列`,
          en: `the column "${shown(text)}" is not known and goes nowhere; rename or remove it`,
        },
        cellAddress(index, row.number),
      ),
    ];
  }).flat();
}

/** A heading as the template prints it. */
export function printedHeading(column: ImportColumn): string {
  return column.required ? `${column.heading.zh}${requiredMark}` : column.heading.zh;
}
