import type { TableBlock } from './blocks.ts';
import { displayWidth } from './display-width.ts';

/**
 * Share of the width that each column takes, summing to 1: number columns are as wide as their longest number, columns of
 * words share the rest by how much they hold, within bounds so that one long cell does not starve the others.
 */
export function columnShares(block: TableBlock): number[] {
  const weights = block.columns.map((column, index) => {
    if (column.width !== undefined && column.width > 0) return column.width;
    const cells = [column.title, ...block.rows.map((row) => row[index] ?? ''), block.totals?.[index] ?? ''];
    // Four more for the cell's margins.
    const longest = Math.max(...cells.map(displayWidth)) + 4;
    return column.numeric ? Math.min(Math.max(longest, 8), 20) : Math.min(Math.max(longest, 12), 42);
  });
  const sum = weights.reduce((left, right) => left + right, 0);
  return weights.map((weight) => weight / sum);
}
