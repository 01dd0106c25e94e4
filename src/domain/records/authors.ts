import type { Tx } from '#db/open.ts';
import { changedParts, type Part } from './merge.ts';
import { RecordDraft } from './model.ts';

/** Who changed a part of a record last, and when. */
export interface Authorship {
  readonly part: Part;
  /** Null for what the system wrote. */
  readonly by: string | null;
  readonly at: Date;
}

/** For each part of the record that was changed after revision `base`: who changed it last. */
export async function authorsSince(tx: Tx, id: number, base: number): Promise<Map<Part, Authorship>> {
  const rows = await tx
    .selectFrom('record_revision')
    .leftJoin('account', 'account.id', 'record_revision.by_account')
    .select(['revision', 'account.name as by', 'at', 'content'])
    .where('record_id', '=', id)
    .where('revision', '>=', base)
    .orderBy('revision')
    .execute();
  const authors = new Map<Part, Authorship>();
  for (const [index, { by, at, content }] of rows.entries()) {
    const before = rows[index - 1];
    if (!before) continue;
    for (const part of changedParts(RecordDraft.parse(before.content), RecordDraft.parse(content)))
      authors.set(part, { part, by, at });
  }
  return authors;
}
