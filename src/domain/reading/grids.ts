import type { TableCell } from './tables.ts';

/** Lines that stand as a table, whether their cells are bare numbers or carry a unit: a header, when there is one, and rows. */
export interface Grid {
  readonly header: readonly TableCell[];
  readonly rows: readonly (readonly TableCell[])[];
}

/** A number, with a hedge, a magnitude or a short unit: 94, 1,570, 近300, 12.5%, 30场次. */
const numberCell = /^[近约超]{0,2}\d{1,9}(?:，\d{3})*(?:\.\d+)?[万亿]?[余多]?[^\s，。；:\d]{0,4}$/;
const longestRow = 400;

interface Line {
  readonly cells: readonly TableCell[];
  /** Cut at tabs or wide gaps, which prose does not have. */
  readonly isWide: boolean;
}

/** Grids of folded text: three rows in a run, or two below a header when tabs or wide gaps part the cells. */
export function readGrids(text: string): Grid[] {
  const grids: Grid[] = [];
  let above: Line | undefined;
  let rows: Line[] = [];
  const close = (): void => {
    const header = above && isHeader(above) ? above.cells : [];
    const least = header.length > 0 && rows.every((row) => row.isWide) ? 2 : 3;
    if (rows.length >= least) grids.push({ header, rows: rows.map((row) => row.cells) });
    rows = [];
  };
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = end - at <= longestRow ? cutLine(text, at, end) : undefined;
    if (line && isRow(line)) rows.push(line);
    else {
      if (rows.length > 0) close();
      above = line;
    }
    at = end + 1;
  }
  if (rows.length > 0) close();
  return grids;
}

export function isNumberCell(cell: TableCell): boolean {
  return numberCell.test(cell.text);
}

/** The column of the row's label: the first, or the second behind a running number. */
export function labelColumn(cells: readonly TableCell[]): number {
  return cells[0] && /^\d{1,4}$/.test(cells[0].text) ? 1 : 0;
}

function isRow({ cells }: Line): boolean {
  const label = labelColumn(cells);
  if (cells.length < label + 2 || isNumberCell(cells[label]!) || !/^[^，。；:！？]{1,20}$/.test(cells[label]!.text))
    return false;
  return cells.slice(label + 1).some(isNumberCell) && !cells.some((cell) => cell.text.includes('。'));
}

function isHeader({ cells }: Line): boolean {
  return cells.length >= 2 && !cells.some((cell) => isNumberCell(cell) || /[。；]/.test(cell.text));
}

function cutLine(text: string, from: number, to: number): Line | undefined {
  const line = text.slice(from, to);
  if (!/\S[ \t]+\S/.test(line)) return undefined;
  const isTabbed = /\S\t/.test(line);
  const isWide = isTabbed || /\S {2,}\S/.test(line);
  const cells: TableCell[] = [];
  for (const match of line.matchAll(isTabbed ? /[^\t]+/g : isWide ? /\S+(?: \S+)*/g : /\S+/g)) {
    const cell = match[0].trim();
    if (cell === '') continue;
    const start = from + match.index + match[0].indexOf(cell);
    cells.push({ start, end: start + cell.length, text: cell });
  }
  return { cells, isWide };
}
