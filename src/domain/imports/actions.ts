import type { Db, Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import { addEntry } from '#domain/audit/store.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { Setting } from '#domain/records/actions.ts';
import { statusLabels } from '#domain/records/model.ts';
import { isMoveAllowed } from '#domain/records/rules.ts';
import { lockRecord } from '#domain/records/store.ts';
import { appendIncrement } from '#domain/tallies/store.ts';
import type { UnitTree } from '#domain/units/tree.ts';
import { openSheet } from '#formats/sheet-read.ts';
import { type Problem, ProblemError, problem, refuse } from '#kernel/problem.ts';
import { type CheckedSheet, checkSheet, type GoodRow } from './check.ts';
import { readKnowledge } from './knowledge.ts';
import type { ImportCounts, ImportReport, RefusedRow } from './model.ts';
import {
  closeBatch,
  Facets,
  type ImportedRecord,
  insertBatch,
  insertRefused,
  insertRows,
  lockBatch,
  lockImported,
  takenKeys,
  voidImported,
} from './store.ts';

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
}

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
): Promise<ImportReport> {
  const { about, parts } = await check(db, actor, upload, setting);
  const counts = { read: 0, fresh: 0, repeated: 0, refused: 0, skipped: 0 };
  for await (const { good, refused, skipped } of parts) {
    const taken = await takenKeys(
      db,
      good.map((one) => one.draft.key),
    );
    add(counts, { fresh: good.length - taken.size, repeated: taken.size, refused: refused.length, skipped });
    for (const row of refused) tell(row);
  }
  return { ...about, ...counts };
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
  { partly }: { readonly partly: boolean },
): Promise<ImportReport & { readonly batch?: number }> {
  const { about, parts } = await check(tx, actor, upload, setting);
  const wrong: Problem[] = partly ? [] : [...about.unknown];
  const { kind, name: source } = upload;
  const batch = await insertBatch(tx, { kind, accountId: actor.accountId, source, sheet: about.sheet });
  const counts = { read: 0, fresh: 0, repeated: 0, refused: 0, skipped: 0 };
  const facets = new Facets();
  const common = new CommonUnit(setting.organisation.tree);
  let writing: Promise<number> = Promise.resolve(0);
  let before: readonly GoodRow[] = [];
  const settle = async () => {
    const fresh = await writing;
    add(counts, { fresh, repeated: before.length - fresh, refused: 0, skipped: 0 });
    before = [];
  };
  for await (const { good, refused, skipped } of parts) {
    await settle();
    add(counts, { fresh: 0, repeated: 0, refused: refused.length, skipped });
    if (partly) await insertRefused(tx, batch, refused);
    else wrong.push(...refused.slice(0, Math.max(0, mostTold - wrong.length)).flatMap((row) => row.problems));
    if (wrong.length > 0) continue;
    for (const { form } of good) common.add(form.hosts[0]!);
    // The database writes these while the next are read and checked.
    before = good;
    writing = insertRows(tx, batch, good, facets);
    writing.catch(() => {});
    await handedOver();
  }
  await settle();
  if (wrong.length > 0) refuseWhole(wrong, counts);
  if (counts.read === 0)
    refuse('rows_missing', { zh: '表头下面没有可导入的行', en: 'there are no rows below the heading' });
  if (counts.fresh === 0) {
    await tx.deleteFrom('import_batch').where('id', '=', batch).execute();
    return { ...about, ...counts };
  }
  await closeBatch(tx, batch, common.id(), counts);
  await addEntry(tx, 'import.accepted', `import:${batch}`, [common.id()], { kind, source, ...counts });
  return { ...about, ...counts, batch };
}
