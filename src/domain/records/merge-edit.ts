import type { Tx } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import { refuse } from '#kernel/problem.ts';
import { editRecord, type Setting } from './actions.ts';
import { type Conflict, mergeDrafts, type Part } from './merge.ts';
import { RecordDraft } from './model.ts';
import { lockRecord, readDraft } from './store.ts';

export type MergedEdit =
  | { readonly outcome: 'saved'; readonly revision: number; readonly fromThem: readonly Part[] }
  | { readonly outcome: 'choose'; readonly revision: number; readonly conflicts: readonly Conflict[] };

/**
 * Edits a record that may have moved on since the writer opened it at revision `base`: changes to other parts are kept
 * beside the writer's own. Where the same part was changed, nothing is written and the conflicts come back, to be chosen
 * from and sent again with `choices`, which hold for the revision `chosenAt` only. Raises what `editRecord` raises.
 */
export async function mergeEdit(
  tx: Tx,
  actor: Actor,
  id: number,
  base: number,
  mine: RecordDraft,
  setting: Setting,
  choices: { readonly at: number; readonly parts: Readonly<Record<Part, 'mine' | 'theirs'>> } = { at: base, parts: {} },
): Promise<MergedEdit> {
  const record = await lockRecord(tx, id);
  // A record out of sight is refused in the sentence that the edit itself has for it.
  if (!record || record.revision === base) {
    await editRecord(tx, actor, id, base, mine, setting);
    return { outcome: 'saved', revision: await revisionOf(tx, id), fromThem: [] };
  }
  const theirs = (await readDraft(tx, id, setting.organisation))!;
  const before = await readRevision(tx, id, base);
  const { merged, conflicts, fromThem } = mergeDrafts(
    before,
    theirs,
    mine,
    choices.at === record.revision ? choices.parts : {},
  );
  if (conflicts.length > 0) return { outcome: 'choose', revision: record.revision, conflicts };
  await editRecord(tx, actor, id, record.revision, merged, setting);
  return { outcome: 'saved', revision: await revisionOf(tx, id), fromThem };
}

async function revisionOf(tx: Tx, id: number): Promise<number> {
  const { revision } = await tx.selectFrom('record').select('revision').where('id', '=', id).executeTakeFirstOrThrow();
  return revision;
}

async function readRevision(tx: Tx, id: number, revision: number): Promise<RecordDraft> {
  const row = await tx
    .selectFrom('record_revision')
    .select('content')
    .where('record_id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst();
  if (!row)
    return refuse('revision_unknown', {
      zh: '这份表格打开得太早或不完整，请重新打开这条记录再改',
      en: 'this form is too old; open the record again',
    });
  return RecordDraft.parse(row.content);
}

/** What the record said at that revision, which its writer had before them. Raises ProblemError when there is no such revision. */
export async function readDraftAt(
  tx: Tx,
  id: number,
  revision: number,
  { organisation }: Setting,
): Promise<RecordDraft> {
  const row = await tx.selectFrom('record').select('revision').where('id', '=', id).executeTakeFirst();
  const current = row?.revision === revision ? await readDraft(tx, id, organisation) : undefined;
  return current ?? (await readRevision(tx, id, revision));
}
