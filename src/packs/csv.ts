import { CsvError, parse } from 'csv-parse/sync';
import { readText } from './file.ts';
import type { Findings } from './findings.ts';

interface CsvRow<Column extends string> {
  /** `units.csv:12` */
  readonly place: string;
  /** The trimmed cells; an optional column that the file leaves out is empty. */
  readonly cells: Readonly<Record<Column, string>>;
}

/**
 * The rows of a table whose first line names its columns, in file order. Syntax errors, unknown or missing columns and rows of another width become findings; such rows are left out.
 */
export function readCsv<Column extends string>(
  folder: string,
  file: string,
  columns: { readonly required: readonly Column[]; readonly optional: readonly Column[] },
  findings: Findings,
): CsvRow<Column>[] {
  const text = readText(folder, file, findings);
  const lines = text === undefined ? undefined : split(text, file, findings);
  if (lines === undefined) return [];
  const [head, ...body] = lines;
  if (head === undefined) {
    findings.add(
      'csv_empty',
      file,
      '文件是空的，第一行应为列名',
      'the file is empty; its first line names the columns',
    );
    return [];
  }
  const names = head.cells.map((cell) => cell.trim());
  if (!checkHead(names, columns, `${file}:${head.line}`, findings)) return [];
  const blank = Object.fromEntries(columns.optional.map((name) => [name, '']));
  return body.flatMap(({ line, cells }) => {
    const place = `${file}:${line}`;
    if (cells.length !== names.length) {
      findings.add(
        'csv_width',
        place,
        `这一行有 ${cells.length} 格，应有 ${names.length} 格；含逗号的内容要加双引号`,
        `the row has ${cells.length} cells, not ${names.length}; put cells that hold commas in double quotes`,
      );
      return [];
    }
    const named = Object.fromEntries(names.map((name, at) => [name, cells[at]!.trim()]));
    return [{ place, cells: { ...blank, ...named } as Record<Column, string> }];
  });
}

interface Line {
  /** The line a row ends on, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

function split(text: string, file: string, findings: Findings): Line[] | undefined {
  try {
    const rows = parse(text, { info: true, bom: true, relax_column_count: true, skip_empty_lines: true });
    return (rows as unknown as { info: { lines: number }; record: string[] }[]).map(({ info, record }) => ({
      line: info.lines,
      cells: record,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    findings.add(
      'csv_form',
      `${file}:${error.lines ?? 1}`,
      `不是合格的 CSV：${error.code}`,
      `not valid CSV: ${error.message}`,
    );
    return undefined;
  }
}

function checkHead(
  names: readonly string[],
  columns: { readonly required: readonly string[]; readonly optional: readonly string[] },
  place: string,
  findings: Findings,
): boolean {
  const known = [...columns.required, ...columns.optional];
  const before = findings.problems.length;
  for (const name of new Set(names)) {
    if (!known.includes(name)) {
      findings.add(
        'csv_column_unknown',
        place,
        `不认识的列“${name}”，可用的列：${known.join('、')}`,
        `unknown column "${name}"; the columns are ${known.join(', ')}`,
      );
    }
    if (names.indexOf(name) !== names.lastIndexOf(name)) {
      findings.add('csv_column_twice', place, `列“${name}”出现两次`, `the column "${name}" appears twice`);
    }
  }
  for (const name of columns.required) {
    if (!names.includes(name))
      findings.add('csv_column_missing', place, `缺少列“${name}”`, `the column "${name}" is missing`);
  }
  return findings.problems.length === before;
}
