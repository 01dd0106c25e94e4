import { AlignmentType, Paragraph, Table, TableCell, TableLayoutType, TableRow, VerticalAlign, WidthType } from 'docx';
import type { TableBlock } from './blocks.ts';
import { textRuns } from './docx-runs.ts';
import { faces, textWidth } from './docx-style.ts';
import { printableLines } from './printable.ts';
import { columnShares } from './table-widths.ts';

interface RowStyle {
  readonly face: string;
  readonly bold: boolean;
  readonly header: boolean;
}

const headerRow: RowStyle = { face: faces.head, bold: false, header: true };
const plainRow: RowStyle = { face: faces.body, bold: false, header: false };
const totalsRow: RowStyle = { face: faces.body, bold: true, header: false };

/** A table with lines, its header repeated on every page and its totals in bold. */
export function tableOf(block: TableBlock): Table {
  const widths = columnShares(block).map((share) => Math.floor(share * textWidth));
  const row = (cells: readonly string[], style: RowStyle) =>
    new TableRow({
      tableHeader: style.header,
      cantSplit: true,
      children: cells.map((cell, index) => cellOf(cell, widths[index]!, block.columns[index]!.numeric, style)),
    });
  const titles = block.columns.map((column) => column.title);
  return new Table({
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    rows: [
      row(titles, headerRow),
      ...block.rows.map((cells) => row(cells, plainRow)),
      ...(block.totals ? [row(block.totals, totalsRow)] : []),
    ],
  });
}

function cellOf(text: string, width: number, numeric: boolean, style: RowStyle): TableCell {
  const alignment = style.header || numeric ? AlignmentType.CENTER : AlignmentType.LEFT;
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: { left: 80, right: 80, top: 40, bottom: 40 },
    children: printableLines(text).map(
      (line) =>
        new Paragraph({
          style: 'TableText',
          alignment,
          children: textRuns(line, style.face, style.bold ? { bold: true } : {}),
        }),
    ),
  });
}
