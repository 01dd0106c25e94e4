import type { Tx } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import { ProblemError, refuse } from '#kernel/problem.ts';
import { createRecord, type Setting, submitRecord } from './actions.ts';
import { type Authorship, authorsSince } from './authors.ts';
import { dropCopy } from './drafts.ts';
import type { Conflict, Part } from './merge.ts';
import { mergeEdit } from './merge-edit.ts';
import type { RecordDraft, Status } from './model.ts';

export interface SentForm {
  readonly draft: RecordDraft;
  /** The record that is changed, and the revision that the writer's form began from; absent for a new record. */
  readonly change?: {
    readonly record: number;
    readonly base: number;
    readonly choices?: { readonly at: number; readonly parts: Readonly<Record<Part, 'mine' | 'theirs'>> };
  };
  /** Also sends it in, where it waits for that. */
  readonly submit: boolean;
  /** The form under way that this was. */
  readonly copy: string;
}

export type SavedForm =
  | {
      readonly outcome: 'saved';
      readonly id: number;
      readonly revision: number;
      readonly status: Status;
      /** What others changed meanwhile and stayed beside the writer's own changes. */
      readonly fromThem: readonly Authorship[];
    }
  | {
      readonly outcome: 'choose';
      readonly revision: number;
      readonly conflicts: readonly (Conflict & { readonly author: Authorship | undefined })[];
    };

/**
 * Makes a record of a form, or changes one, and forgets the form under way with the same commit. Where the same part was
 * changed by somebody else, nothing is written and the writer is asked to choose. Raises ProblemError with everything wrong.
 */
export async function saveForm(tx: Tx, actor: Actor, form: SentForm, setting: Setting): Promise<SavedForm> {
  const { draft, change, submit, copy } = form;
  if (!change) {
    const { id, repeated } = await withFirstUse(
      tx,
      draft.key,
      createRecord(tx, actor, draft, submit ? 'submitted' : 'draft', setting),
    );
    // Kept first and sent afterwards with the same words.
    if (repeated && submit) await submitIfWaiting(tx, actor, id, setting);
    await dropCopy(tx, actor, copy);
    return { outcome: 'saved', id, fromThem: [], ...(await stateOf(tx, id)) };
  }
  const { record: id, base, choices } = change;
  const merged = await mergeEdit(tx, actor, id, base, draft, setting, choices);
  const authors = await authorsSince(tx, id, base);
  if (merged.outcome === 'choose') {
    const conflicts = merged.conflicts.map((one) => ({ ...one, author: authors.get(one.part) }));
    return { outcome: 'choose', revision: merged.revision, conflicts };
  }
  if (submit) await submitIfWaiting(tx, actor, id, setting);
  await dropCopy(tx, actor, copy);
  const fromThem = merged.fromThem.flatMap((part) => authors.get(part) ?? []);
  return { outcome: 'saved', id, fromThem, ...(await stateOf(tx, id)) };
}

/** Where the form became a record before and says something else now, the sentence names that record. */
async function withFirstUse<Made>(tx: Tx, key: string, making: Promise<Made>): Promise<Made> {
  try {
    return await making;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problems[0]?.code !== 'key_taken') throw error;
    const first = await tx.selectFrom('record').select('id').where('key', '=', key).executeTakeFirst();
    if (!first) throw error;
    return refuse('key_taken', {
      zh: `这份表格已经存成第 ${first.id} 号记录，内容和现在的不一样。请打开那条记录修改`,
      en: `this form became record no. ${first.id}, which says something else; open that record to change it`,
    });
  }
}

async function submitIfWaiting(tx: Tx, actor: Actor, id: number, setting: Setting): Promise<void> {
  const { status } = await stateOf(tx, id);
  if (status === 'draft' || status === 'returned') await submitRecord(tx, actor, id, setting);
}

async function stateOf(tx: Tx, id: number): Promise<{ readonly revision: number; readonly status: Status }> {
  const row = await tx
    .selectFrom('record')
    .select(['revision', 'status'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { revision: row.revision, status: row.status as Status };
}
