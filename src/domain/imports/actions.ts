import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import { addEntry } from '#domain/audit/store.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { Setting } from '#domain/records/actions.ts';
import { type Problem, ProblemError, problem, refuse } from '#kernel/problem.ts';
import { type CheckedSheet, checkSheet } from './check.ts';
import { readKnowledge } from './knowledge.ts';
import type { ImportCounts, ImportReport, MendedCell, RefusedRow } from './model.ts';
import { openSheetApart } from './sheet-apart.ts';
import { closeBatch, insertBatch, takenKeys } from './store.ts';
import { ImportWriter } from './writer.ts';

/** A sheet as it came in. */
export interface Upload {
  readonly kind: KindCode;
  readonly bytes: Uint8Array;
  /** Name of the file, or what stands for it. */
  readonly name: string;
  /** The sheet of the workbook that is wanted; else its first. */
  readonly sheet?: string | undefined;
  /** Year of days that are written without one. */
  readonly year?: number | undefined;
  /** Code of the unit that hosts rows which name none. */
  readonly unit?: string | undefined;
  /** Cells that were mended after they were read. */
  readonly mended?: readonly MendedCell[] | undefined;
}

/** Hears how many rows are read so far, some thousand at a time. */
export type Progress = (read: number) => void;

/**
 * What an import would come to; writes nothing. Every refused row is handed to `tell` with everything wrong in it, so that
 * no list of them need be kept. Without an actor, what may be recorded for whom is not asked. Raises ProblemError for a
 * sheet that cannot be read.
 */
export async function previewImport(
  db: Db | Tx,
  actor: Actor | undefined,
  upload: Upload,
  setting: Setting,
  tell: (row: RefusedRow) => void,
  progress?: Progress,
): Promise<ImportReport> {
  const { about, parts, end } = await check(db, actor, upload, setting);
  const counts = { read: 0, fresh: 0, repeated: 0, refused: 0, skipped: 0 };
  try {
    for await (const { good, refused, skipped } of parts) {
      const taken = await takenKeys(
        db,
        good.map((one) => one.draft.key),
      );
      counts.read += good.length + refused.length;
      counts.fresh += good.length - taken.size;
      counts.repeated += taken.size;
      counts.refused += refused.length;
      counts.skipped += skipped;
      for (const row of refused) tell(row);
      progress?.(counts.read);
    }
  } finally {
    await end();
  }
  return { ...about, ...counts };
}

/**
 * The rows that an import would refuse, as they are found, and what stands over their columns. Raises ProblemError like the
 * preview.
 */
export async function refusedRows(
  db: Db | Tx,
  actor: Actor | undefined,
  upload: Upload,
  setting: Setting,
): Promise<{ readonly headings: readonly string[]; readonly rows: AsyncGenerator<RefusedRow> }> {
  const { about, parts, end } = await check(db, actor, upload, setting);
  const rows = async function* () {
    try {
      for await (const { refused } of parts) yield* refused;
    } finally {
      await end();
    }
  };
  return { headings: about.headings, rows: rows() };
}

/** How many problems the refusal of a whole import carries; the preview tells all of them. */
const mostTold = 200;

/**
 * Makes submitted records of a sheet's rows, checked like those of the form, in one import that can be undone as a whole.
 * With anything wrong in a row, or a column that nobody knows, nothing is written and ProblemError says what; unless the
 * user said `partly`: then the good rows are taken and the refused ones are kept with their problems. Rows that say exactly
 * what a record says make nothing and are counted as repeated. `batch` is absent when nothing new was made. The caller's
 * transaction must be one `asActor`.
 */
export async function acceptImport(
  tx: Tx,
  actor: Actor,
  upload: Upload,
  setting: Setting,
  { partly, progress }: { readonly partly: boolean; readonly progress?: Progress | undefined },
): Promise<ImportReport & { readonly batch?: number }> {
  const { about, parts, end } = await check(tx, actor, upload, setting);
  const wrong: Problem[] = partly ? [] : [...about.unknown];
  const { kind, name } = upload;
  const source = name.slice(0, 200);
  try {
    await sql`SAVEPOINT import`.execute(tx);
    const batch = await insertBatch(tx, {
      kind,
      accountId: actor.accountId,
      source,
      sheet: about.sheet,
      headings: about.headings,
    });
    const writer = new ImportWriter(tx, batch, setting.organisation.tree);
    for await (const part of parts) {
      await writer.take(part, partly);
      progress?.(writer.read);
      if (!partly)
        wrong.push(...part.refused.slice(0, Math.max(0, mostTold - wrong.length)).flatMap((one) => one.problems));
      if (wrong.length === 0) await writer.begin(part.good);
    }
    const { counts, unitId } = await writer.finish();
    if (wrong.length > 0) throw new ProblemError(wholeRefusal(wrong, counts));
    if (counts.read === 0)
      refuse('rows_missing', { zh: '表头下面没有可导入的行', en: 'there are no rows below the heading' });
    if (counts.fresh === 0) {
      await sql`ROLLBACK TO SAVEPOINT import`.execute(tx);
      return { ...about, ...counts };
    }
    await closeBatch(tx, batch, unitId, counts);
    await addEntry(tx, 'import.accepted', `import:${batch}`, [unitId], { kind, source, ...counts });
    return { ...about, ...counts, batch };
  } catch (error) {
    // Nothing stays behind, whatever the caller does with its transaction.
    if (error instanceof ProblemError) await sql`ROLLBACK TO SAVEPOINT import`.execute(tx);
    throw error;
  } finally {
    await end();
  }
}

async function check(
  db: Db | Tx,
  actor: Actor | undefined,
  { kind, bytes, sheet, year, unit: code, mended }: Upload,
  { organisation, today }: Setting,
): Promise<CheckedSheet & { end(): Promise<void> }> {
  const unit = code === undefined ? undefined : organisation.tree.find(code);
  if (code !== undefined && !unit)
    refuse('unit_unknown', { zh: `没有代码为“${code}”的单位`, en: `there is no unit ${code}` }, 'unit');
  const knowledge = await readKnowledge(db, organisation.tree);
  const opened = await openSheetApart(bytes, sheet);
  const end = () => opened.end();
  try {
    const checked = await checkSheet(opened, {
      kind: kinds[kind],
      organisation,
      knowledge,
      today,
      year,
      unit,
      mended,
      actor,
    });
    return { ...checked, end };
  } catch (error) {
    await end();
    throw error;
  }
}

function wholeRefusal(wrong: readonly Problem[], { read, refused }: ImportCounts): Problem[] {
  return [
    problem('import_refused', {
      zh: `共 ${read} 行，其中 ${refused} 行有问题，全部没有导入。请改好后重新导入；也可以只导入没有问题的行`,
      en: `${refused} of ${read} rows have problems; nothing was imported; mend them, or import the good rows only`,
    }),
    ...wrong,
  ];
}
