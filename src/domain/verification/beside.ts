import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { refuseUnseen } from '#domain/records/unseen.ts';
import type { Day } from '#kernel/day.ts';
import { type ChangeSince, changesSince, historyOf, type Revised } from './changes.ts';
import type { Arrival, Warning } from './model.ts';
import { partsToComment } from './parts.ts';
import { dayOf } from './queue.ts';
import { readWaiting } from './queue-store.ts';
import { arrivalOf, undoProblem } from './rules.ts';
import {
  type Commented,
  type Look,
  type Message,
  readComments,
  readLastStep,
  readLook,
  readMessages,
  readNames,
  readVersions,
} from './store.ts';
import { warnOf } from './warn.ts';

/** What stands beside a record: what is odd about it, what was said, and what became different. */
export interface Beside {
  readonly revision: number;
  /** Only while it waits. */
  readonly warnings: readonly Warning[];
  readonly arrival?: Arrival;
  /** The unit whose turn it is; null where nobody may verify it. Only while it waits. */
  readonly turn?: number | null;
  readonly own: boolean;
  /** The parts that a return may comment on, in the order in which the record shows them. */
  readonly parts: readonly string[];
  /** Of the last return; they stay beside the record until it is verified. */
  readonly comments: readonly Commented[];
  readonly messages: readonly Message[];
  readonly unread: number;
  readonly mayWrite: boolean;
  readonly look: Look | undefined;
  readonly changes: readonly ChangeSince[];
  readonly history: readonly Revised[];
  /** The actor verified it a moment ago and may still take that back. */
  readonly mayUndo: boolean;
}

/** Raises ProblemError, the same for a record that is not there and one that the actor may not see. */
export async function readBeside(
  tx: Tx,
  actor: Actor,
  organisation: Organisation,
  id: number,
  { now, today }: { readonly now: Date; readonly today: Day },
): Promise<Beside> {
  const row = await tx
    .selectFrom('record')
    .select(['status', 'revision', 'hash', 'scope', 'created_by'])
    .where('id', '=', id)
    .executeTakeFirst();
  const versions = row ? await readVersions(tx, id, organisation) : [];
  const current = versions.at(-1)?.draft;
  if (!row || !current) return refuseUnseen(id);
  const subject = { scope: row.scope, createdBy: row.created_by };
  const record = { status: row.status as 'verified', hash: row.hash };
  const [waits] = row.status === 'submitted' ? await readWaiting(tx, { unit: row.scope[0]!, record: id }, today) : [];
  const warned = waits && (await warnOf(tx, organisation, new Map([[id, dayOf(waits.filedAt)]])));
  const names = await readNames(
    tx,
    versions.map((one) => one.draft),
  );
  const messages = await readMessages(tx, id, actor.accountId);
  const look = await readLook(tx, id, actor.accountId);
  const own = row.created_by === actor.accountId;
  return {
    revision: row.revision,
    warnings: warned?.get(id)?.warnings ?? [],
    ...(waits && { arrival: arrivalOf(waits), turn: waits.turn }),
    own,
    parts: partsToComment(current.kind, organisation),
    comments: row.status === 'verified' || row.status === 'void' ? [] : await readComments(tx, id),
    messages,
    unread: messages.filter((one) => !one.own && one.id > (look?.message ?? 0)).length,
    mayWrite: own || can(actor, 'record', subject) || can(actor, 'verify', subject),
    look,
    changes: look ? changesSince(look.revision, actor.accountId, versions, organisation, names) : [],
    history: historyOf(versions, organisation, names),
    mayUndo: undoProblem(record, await readLastStep(tx, id), actor.accountId, now) === undefined,
  };
}
