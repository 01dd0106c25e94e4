import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import { addEntry } from '#domain/audit/store.ts';
import { statusLabels } from '#domain/records/model.ts';
import { isCounted, isMoveAllowed } from '#domain/records/rules.ts';
import { refuse } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';
import { type Batch, type ImportedRecord, lockBatch, lockImported, uncountImported, voidImported } from './store.ts';

/** What taking an import back comes to, or came to. */
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

/** What taking the import back would come to; takes nothing. Raises ProblemError when there is no such import within sight. */
export async function planUndo(tx: Tx, actor: Actor, id: number): Promise<UndoneImport> {
  return (await weigh(tx, actor, id)).result;
}

/**
 * Takes back what an import made: every record that nobody has changed, returned or voided since becomes void, and verified
 * ones leave the counts with the same commit. Says which stay. Raises ProblemError when there is no such import within
 * sight, or nothing to take back.
 */
export async function undoImport(tx: Tx, actor: Actor, id: number): Promise<UndoneImport> {
  const { batch, gone, result } = await weigh(tx, actor, id);
  if (gone.length === 0)
    refuse('nothing_to_undo', {
      zh: `导入 ${id} 没有可以撤回的记录：有的已经撤回，有的之后改过、退回过，或不在您的职务范围内`,
      en: `nothing of import ${id} can be taken back: its records are undone, changed since, or not within your posts`,
    });
  const ids = gone.map((one) => one.id);
  await uncountImported(tx, ids);
  await voidImported(tx, id, ids, actor.accountId, `撤回导入 ${id}`);
  const { undone, kept, unseen } = result;
  await addEntry(tx, 'import.undone', `import:${id}`, [batch.unitId], { undone, kept: kept.length, unseen });
  return result;
}

interface Weighed {
  readonly batch: Batch;
  readonly gone: readonly ImportedRecord[];
  readonly result: UndoneImport;
}

async function weigh(tx: Tx, actor: Actor, id: number): Promise<Weighed> {
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
  const uncounted = gone.filter((one) => isCounted(one.status)).length;
  return { batch, gone, result: { undone: gone.length, uncounted, kept, unseen: batch.fresh - records.length } };
}

function whyKept(actor: Actor, { status, revision, scope }: ImportedRecord): Text | undefined {
  if (!can(actor, 'record', { scope })) return { zh: '不在您的职务范围内', en: 'not within your posts' };
  if (status === 'void') return { zh: '已经作废', en: 'void already' };
  if (revision > 1) return { zh: '导入之后改过', en: 'changed since' };
  if ((status === 'submitted' || isCounted(status)) && isMoveAllowed(status, 'void')) return undefined;
  return { zh: `导入之后已变为“${statusLabels[status].zh}”`, en: `${statusLabels[status].en} since` };
}
