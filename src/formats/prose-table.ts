interface Cell {
  text: string;
  span: number;
  /** Continues the cell above. */
  merged: boolean;
}

const mostColumns = 200;

/** Gathers one table. Cells over several columns are followed by empty ones; a label over several rows is said in each. */
export class TableFrame {
  readonly #rows: (readonly string[])[] = [];
  #row: Cell[] | undefined;
  #cell: Cell | undefined;
  #above: readonly string[] = [];
  #deleted = false;

  openRow(): void {
    this.#row = [];
    this.#deleted = false;
  }

  /** The row is a tracked deletion. */
  dropRow(): void {
    this.#deleted = true;
  }

  openCell(): void {
    this.#cell = { text: '', span: 1, merged: false };
  }

  span(columns: number): void {
    if (this.#cell && columns >= 1 && columns <= mostColumns) this.#cell.span = columns;
  }

  continueAbove(): void {
    if (this.#cell) this.#cell.merged = true;
  }

  text(text: string): void {
    if (this.#cell && text !== '') this.#cell.text += `${this.#cell.text === '' ? '' : ' '}${text}`;
  }

  closeCell(): void {
    if (this.#cell && this.#row && this.#row.length < mostColumns) this.#row.push(this.#cell);
    this.#cell = undefined;
  }

  closeRow(): void {
    const cells = this.#row;
    this.#row = undefined;
    if (!cells || this.#deleted) return;
    const row: string[] = [];
    for (const { text, span, merged } of cells) {
      const above = this.#above[row.length] ?? '';
      // A number over several rows is said once: it would be counted in each.
      row.push(merged && !/\d/.test(above) ? above : text, ...Array.from({ length: span - 1 }, () => ''));
    }
    this.#above = row;
    this.#rows.push(row);
  }

  get rows(): readonly (readonly string[])[] {
    return this.#rows;
  }

  /** As it stands in a cell of another table. */
  get line(): string {
    return this.#rows.map((row) => row.filter((cell) => cell !== '').join(' ')).join('；');
  }
}
