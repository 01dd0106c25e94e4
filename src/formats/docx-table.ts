import {
  AlignmentType,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { Block } from './blocks.ts';
import { runsOf } from './docx-runs.ts';

type TableBlock = Extract<Block, { type: 'table' }>;
type FontOf = (name: string) => { ascii: string; hAnsi: string; eastAsia: string; cs: string };

/** Width of the text block: 156 mm in twips. */
const total = 8845;

/** A table with lines, its header repeated on every page and its totals in bold. */
export function tableOf(block: TableBlock, fontOf: FontOf): Table {
  const widths = columnWidths(block);
  const row = (cells: readonly string[], font: string, bold: boolean, header: boolean) =>
    new TableRow({
      tableHeader: header,
      cantSplit: true,
      children: cells.map((cell, index) =>
        cellOf(cell, widths[index]!, block.columns[index]?.numeric ?? false, { font: fontOf(font), bold }, header),
      ),
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    width: { size: total, type: WidthType.DXA },
    columnWidths: widths,
    rows: [
      row(
        block.columns.map((column) => column.title),
        '黑体',
        false,
        true,
      ),
      ...block.rows.map((cells) => row(cells, '仿宋_GB2312', false, false)),
      ...(block.totals ? [row(block.totals, '仿宋_GB2312', true, false)] : []),
    ],
  });
}

function cellOf(
  text: string,
  width: number,
  numeric: boolean,
  run: { font: ReturnType<FontOf>; bold: boolean },
  header: boolean,
): TableCell {
  const alignment = header || numeric ? AlignmentType.CENTER : AlignmentType.LEFT;
  const spacing = { line: 400, lineRule: LineRuleType.EXACT };
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: { left: 80, right: 80 },
    children: [new Paragraph({ alignment, spacing, children: runsOf(text, { ...run, size: 24 }) })],
  });
}

/** Number columns are narrow; the columns of words share the rest by how long their longest cell is. */
function columnWidths(block: TableBlock): number[] {
  const longest = block.columns.map((column, index) =>
    Math.max(column.title.length, ...block.rows.map((row) => (row[index] ?? '').length)),
  );
  const weights = block.columns.map(
    (column, index) => column.width ?? (column.numeric ? 6 : Math.min(Math.max(longest[index]!, 9), 24)),
  );
  const sum = weights.reduce((left, right) => left + right, 0);
  return weights.map((weight) => Math.floor((weight / sum) * total));
}
