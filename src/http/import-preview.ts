import type { RefusedRow } from '#domain/imports/model.ts';
import type { Problem } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';

/** What is shown of refused rows at once: so many, and so many characters together. The rest is in the sheet of refused rows. */
const shown = { rows: 300, characters: 400_000, cell: 300 } as const;

interface Sort {
  readonly code: string;
  readonly column: number | null;
  readonly first: number;
  readonly example: Text;
  rows: number;
}

/** Gathers what a preview tells of its refused rows: the first of them, and the sorts of problems in all of them. */
export class Collected {
  readonly #rows: ReturnType<typeof shownRow>[] = [];
  readonly #sorts = new Map<string, Sort>();
  #characters = 0;

  take(row: RefusedRow): void {
    const told = new Set<string>();
    for (const { code, text, place } of row.problems) {
      const column = columnOf(place) ?? null;
      const name = `${column} ${code}`;
      if (told.has(name)) continue;
      told.add(name);
      const sort = this.#sorts.get(name);
      if (sort) sort.rows++;
      else this.#sorts.set(name, { code, column, first: row.row, example: text, rows: 1 });
    }
    if (this.#rows.length >= shown.rows || this.#characters >= shown.characters) return;
    const one = shownRow(row);
    this.#characters += one.cells.reduce((sum, cell) => sum + cell.length, 0);
    this.#rows.push(one);
  }

  result() {
    const sorts = [...this.#sorts.values()].sort((left, right) => right.rows - left.rows);
    return { sorts: sorts.slice(0, 200), rows: this.#rows };
  }
}

/** A refused row for the screen: long cells are cut, with a mark; problems know the index of their column. */
export function shownRow({ row, cells, problems }: RefusedRow) {
  return {
    row,
    cells: cells.map((cell) => (cell.length > shown.cell ? `${cell.slice(0, shown.cell)}…` : cell)),
    problems: problems.map((one: Problem) => {
      const column = columnOf(one.place);
      return { ...one, ...(column !== undefined && { column }) };
    }),
  };
}

/** 0 for A7; undefined for a row. */
function columnOf(place: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(place ?? '')?.[1];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
