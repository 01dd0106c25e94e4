import { sql } from 'kysely';
import type { Db, Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import { addEntry } from '#domain/audit/store.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { Setting } from '#domain/records/actions.ts';
import { statusLabels } from '#domain/records/model.ts';
import { isCounted, isMoveAllowed } from '#domain/records/rules.ts';
import { lockRecord } from '#domain/records/store.ts';
import { appendIncrement } from '#domain/tallies/store.ts';
import { openSheet } from '#formats/sheet-read.ts';
import { type Problem, ProblemError, problem, refuse } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';
import { type CheckedSheet, checkSheet } from './check.ts';
import { readKnowledge } from './knowledge.ts';
import type { ImportCounts, ImportReport, RefusedRow } from './model.ts';
import {
  closeBatch,
  type ImportedRecord,
  insertBatch,
  lockBatch,
  lockImported,
  takenKeys,
  voidImported,
} from './store.ts';
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
    counts.read += good.length + refused.length;
    counts.fresh += good.length - taken.size;
    counts.repeated += taken.size;
    counts.refused += refused.length;
    counts.skipped += skipped;
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
  await sql`SAVEPOINT import`.execute(tx);
  try {
    const batch = await insertBatch(tx, { kind, accountId: actor.accountId, source, sheet: about.sheet });
    const writer = new ImportWriter(tx, batch, setting.organisation.tree);
    for await (const part of parts) {
      await writer.take(part, partly);
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
  }
}

export interface UndoneImport {
  /** Records taken out. */
  readonly undone: number;
  /** Of these, how many had been verified and left the counts. */
  readonly uncounted: number;
  /** Rows whose records stay, and why. */
  readonly kept: readonly { readonly row: number; readonly why: Text }[];
  /** Records that the actor may not see; they stay as well. */
  readonly unseen: number;
}

/**
 * Takes back what an import made: every record that nobody has changed, returned or voided since becomes void, and verified
 * ones leave the counts with the same commit. Says which stay. Raises ProblemError when there is no such import within
 * sight, or nothing to take back.
 */
export async function undoImport(tx: Tx, actor: Actor, id: number): Promise<UndoneImport> {
  const batch = await lockBatch(tx, id);
  if (!batch)
    return refuse('import_unknown', {
      zh: `没有编号为 ${id} 的导入，或者您无权查看`,
      en: `there is no import ${id} that you may see`,
    });
  const records = await lockImported(tx, id);
  const kept: { row: number; why: Text }[] = [];
  const gone: ImportedRecord[] = [];
  for (const record of records) {
    const why = whyKept(actor, record);
    if (why) kept.push({ row: record.row, why });
    else gone.push(record);
  }
  if (gone.length === 0)
    refuse('nothing_to_undo', {
      zh: `导入 ${id} 没有可以撤回的记录：有的已经撤回，有的之后改过、退回过，或不在您的职务范围内`,
      en: `nothing of import ${id} can be taken back: its records are undone, changed since, or not within your posts`,
    });
  const verified = gone.filter((one) => isCounted(one.status));
  for (const { id: recordId } of verified) {
    const { scope, day, facetId, values } = (await lockRecord(tx, recordId))!;
    await appendIncrement(tx, { recordId, units: scope, day, facetId, sign: -1, values });
  }
  await voidImported(
    tx,
    id,
    gone.map((one) => one.id),
    actor.accountId,
    `撤回导入 ${id}`,
  );
  const unseen = batch.fresh - records.length;
  await addEntry(tx, 'import.undone', `import:${id}`, [batch.unitId], {
    undone: gone.length,
    kept: kept.length,
    unseen,
  });
  return { undone: gone.length, uncounted: verified.length, kept, unseen };
}

async function check(
  db: Db | Tx,
  actor: Actor | undefined,
  { kind, bytes, sheet, year }: Upload,
  { organisation, today }: Setting,
): Promise<CheckedSheet> {
  const knowledge = await readKnowledge(db, organisation.tree);
  return await checkSheet(openSheet(bytes, sheet), { kind: kinds[kind], organisation, knowledge, today, year, actor });
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

function whyKept(actor: Actor, { status, revision, scope }: ImportedRecord): Text | undefined {
  if (!can(actor, 'record', { scope })) return { zh: '不在您的职务范围内', en: 'not within your posts' };
  if (status === 'void') return { zh: '已经作废', en: 'void already' };
  if (revision > 1) return { zh: '导入之后改过', en: 'changed since' };
  if ((status === 'submitted' || isCounted(status)) && isMoveAllowed(status, 'void')) return undefined;
  return { zh: `导入之后已变为“${statusLabels[status].zh}”`, en: `${statusLabels[status].en} since` };
}
