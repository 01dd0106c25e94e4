import type { FigureQuestion } from '#domain/figures/model.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Inline } from '../model.ts';
import type { BlockOf } from '../template.ts';
import type { BlockWriter, Draft } from './writer.ts';

/** Units of one kind down, measures across, and always a row of totals. */
export const table: BlockWriter<'table'> = {
  ask: (block, draft) => [
    ...rowsOf(block, draft).flatMap((unit) => measures(block, draft, unit.code)),
    ...block.columns.flatMap((column) => ('measure' in column ? [total(block, draft, column.measure)] : [])),
  ],
  write: (block, draft, answer) => {
    const rows = rowsOf(block, draft).filter((unit) =>
      measures(block, draft, unit.code).some((question) => answer(question).value !== 0),
    );
    if (rows.length === 0) return [];
    const cells = (unit: Unit): Inline[] =>
      block.columns.map((column) =>
        'measure' in column
          ? draft.place(bare(answer(question(block, draft, unit.code, column.measure))))
          : draft.textsOf(unit, column.field).join('、'),
      );
    const totals = block.columns.map(
      (column): Inline => ('measure' in column ? draft.place(bare(answer(total(block, draft, column.measure)))) : ''),
    );
    return [
      {
        type: 'table',
        caption: block.caption,
        columns: [
          { title: block.unit_title, numeric: false },
          ...block.columns.map((column) => ({ title: column.title, numeric: 'measure' in column })),
        ],
        rows: rows.map((unit) => [unit.short, ...cells(unit)]),
        totals: [block.totals, ...totals],
      },
    ];
  },
};

type Table = BlockOf<'table'>;

function rowsOf(block: Table, draft: Draft): readonly Unit[] {
  return draft.organisation.tree.subtree(draft.unit).filter((unit) => unit.kind === block.units);
}

function measures(block: Table, draft: Draft, unit: string): FigureQuestion[] {
  return block.columns.flatMap((column) => ('measure' in column ? [question(block, draft, unit, column.measure)] : []));
}

function question(block: Table, draft: Draft, unit: string, measure: string): FigureQuestion {
  return { measure, unit, window: draft.windowOf(block.window), precision: 'exact' };
}

/** Counted once over all rows: a joint lecture of two corps stands in both rows and once in the total. */
function total(block: Table, draft: Draft, measure: string): FigureQuestion {
  return { ...question(block, draft, draft.unit.code, measure), union: rowsOf(block, draft).map((unit) => unit.code) };
}

/** In a table the column says what is counted, so the cell shows digits alone. */
function bare<Shown extends { readonly value: number | null; readonly text: string }>(figure: Shown): Shown {
  return figure.value === null ? figure : { ...figure, text: String(figure.value) };
}
