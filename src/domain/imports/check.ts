import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Actor, can } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { Kind } from '#domain/kinds/model.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import { type StoredForm, storedForm } from '#domain/records/store.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { OpenedSheet, SheetRow } from '#formats/sheet-rows.ts';
import type { Day } from '#kernel/day.ts';
import { problem } from '#kernel/problem.ts';
import { findTable, type Table } from './heading.ts';
import type { Knowledge } from './knowledge.ts';
import { columnsOf, type ImportReport, type MendedCell, type RefusedRow, rowTexts } from './model.ts';
import { isSkipped, type RowSetting, readRow } from './rules.ts';

/** A row that can become a record. Its key stands for what it says: the same content has the same key. */
export interface GoodRow {
  readonly row: number;
  readonly draft: RecordDraft;
  readonly form: StoredForm;
}

export interface CheckSetting {
  readonly kind: Kind;
  readonly organisation: Organisation;
  readonly knowledge: Knowledge;
  readonly today: Day;
  readonly year?: number | undefined;
  /** The host of rows that name none. */
  readonly unit?: Unit | undefined;
  readonly mended?: readonly MendedCell[] | undefined;
  /** Who imports; without one, what the actor may record is not asked. */
  readonly actor?: Actor | undefined;
}

/** What a part of a sheet comes to, some thousand rows at a time. */
export interface CheckedRows {
  readonly good: readonly GoodRow[];
  readonly refused: readonly RefusedRow[];
  readonly skipped: number;
}

export interface CheckedSheet {
  readonly about: Pick<ImportReport, 'sheet' | 'others' | 'heading' | 'headings' | 'unknown'>;
  readonly parts: AsyncGenerator<CheckedRows>;
}

const partSize = 4000;
/** Rows between two turns of the event loop: requests are answered and the database is fed while a sheet is read. */
const turnSize = 250;

/**
 * Reads a sheet row by row and checks each as the form would. Every row is good, refused or skipped; rows that say exactly
 * what an earlier one says are refused. Raises ProblemError for a sheet that cannot be read, also while parts are taken.
 */
export async function checkSheet(sheet: OpenedSheet, setting: CheckSetting): Promise<CheckedSheet> {
  const table = await findTable(
    sheet,
    columnsOf(setting.kind, setting.organisation.catalogue),
    setting.unit ? ['hosts'] : [],
  );
  const { headingRow: heading, headings, unknown } = table;
  const about = { sheet: sheet.name, others: sheet.others, heading, headings, unknown };
  return { about, parts: checkRows(table, setting) };
}

async function* checkRows({ columns, rows }: Table, setting: CheckSetting): AsyncGenerator<CheckedRows> {
  const indexes = new Map(columns.flatMap((column, index) => (column ? [[column.part, index] as const] : [])));
  const rowSetting: RowSetting = { ...setting, columns, indexes, days: new Map(), forbidden: forbiddenTo(setting) };
  const seen = new Map<string, number>();
  let good: GoodRow[] = [];
  let refused: RefusedRow[] = [];
  let skipped = 0;
  let sinceTurn = 0;
  const mended = mendedRows(setting.mended ?? []);
  for await (const read of rows) {
    const row = mended(read);
    if (++sinceTurn % turnSize === 0) await nextTurn();
    if (isSkipped(row, indexes)) {
      skipped++;
      continue;
    }
    const { draft, problems } = readRow(row, rowSetting);
    if (draft) {
      const form = storedForm(draft, setting.organisation);
      const twin = seen.get(form.hash);
      if (twin === undefined) {
        seen.set(form.hash, row.number);
        good.push({ row: row.number, draft: { ...draft, key: `sheet-${form.hash}` }, form });
      } else refused.push({ row: row.number, cells: rowTexts(row), problems: [sameRow(row.number, twin)] });
    } else refused.push({ row: row.number, cells: rowTexts(row), problems });
    if (good.length + refused.length < partSize) continue;
    yield { good, refused, skipped };
    good = [];
    refused = [];
    skipped = 0;
  }
  if (good.length + refused.length + skipped > 0) yield { good, refused, skipped };
}

/** Rows as they stand with what a person has written into them. */
function mendedRows(mended: readonly MendedCell[]): (row: SheetRow) => SheetRow {
  const byRow = Map.groupBy(mended, (one) => one.row);
  return (row) => {
    const changes = byRow.get(row.number);
    if (!changes) return row;
    const cells = [...row.cells];
    for (const { column, text } of changes) cells[column] = text === '' ? undefined : text;
    return { ...row, cells };
  };
}

function forbiddenTo({ actor, organisation: { tree } }: CheckSetting): RowSetting['forbidden'] {
  if (!actor) return undefined;
  return (lead, on) => !can(actor, 'record', { scope: tree.chainOn(lead, on) });
}

function sameRow(row: number, twin: number) {
  return problem(
    'row_repeated',
    {
      zh: `与第 ${twin} 行完全相同。重复的请删去；确是两件事的，请在标题或经过里写出区别`,
      en: `it says exactly what row ${twin} says; remove it, or tell the two apart in title or account`,
    },
    `row ${row}`,
  );
}
