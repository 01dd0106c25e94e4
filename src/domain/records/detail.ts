import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { plain } from '#domain/figures/hedge.ts';
import type { RecordDraft, Status } from './model.ts';
import { isMoveAllowed } from './rules.ts';
import { readDraft } from './store.ts';
import { refuseUnseen } from './unseen.ts';

export type RecordAct = 'submit' | 'verify' | 'return' | 'void' | 'edit';

export interface RecordDetail {
  readonly id: number;
  readonly status: Status;
  readonly revision: number;
  readonly hash: string;
  readonly draft: RecordDraft;
  /** The account with its numbers in place. */
  readonly narrative: string;
  readonly people: readonly {
    readonly code: string;
    readonly name: string;
    readonly role: string;
    readonly generated: boolean;
  }[];
  readonly steps: readonly {
    readonly from: Status | null;
    readonly to: Status;
    readonly by: string | null;
    readonly at: Date;
    readonly reason: string;
    readonly hash: string;
  }[];
  readonly revisions: readonly {
    readonly revision: number;
    readonly by: string | null;
    readonly at: Date;
    readonly content: unknown;
  }[];
  /** What this actor may do with it now. */
  readonly may: readonly RecordAct[];
}

/** Everything about one record. Raises ProblemError, the same for a record that is not there and one that the actor may not see. */
export async function readRecord(tx: Tx, actor: Actor, organisation: Organisation, id: number): Promise<RecordDetail> {
  const row = await tx
    .selectFrom('record')
    .select(['id', 'status', 'revision', 'hash', 'created_by', 'scope'])
    .where('id', '=', id)
    .executeTakeFirst();
  const draft = row && (await readDraft(tx, id, organisation));
  if (!draft) return refuseUnseen(id);
  const people = await tx
    .selectFrom('record_person')
    .innerJoin('person', 'person.id', 'record_person.person_id')
    .select(['person.code', 'person.name', 'record_person.role', 'person.generated'])
    .where('record_id', '=', id)
    .orderBy('person.id')
    .execute();
  const steps = await tx
    .selectFrom('record_step')
    .leftJoin('account', 'account.id', 'record_step.by_account')
    .select(['from_status', 'to_status', 'account.name as by', 'at', 'reason', 'hash'])
    .where('record_id', '=', id)
    .orderBy('record_step.id')
    .execute();
  const revisions = await tx
    .selectFrom('record_revision')
    .leftJoin('account', 'account.id', 'record_revision.by_account')
    .select(['revision', 'account.name as by', 'at', 'content'])
    .where('record_id', '=', id)
    .orderBy('revision')
    .execute();
  const status = row.status as Status;
  return {
    id,
    status,
    revision: row.revision,
    hash: row.hash,
    draft,
    narrative: tell(draft, organisation),
    people,
    steps: steps.map((step) => ({
      from: step.from_status as Status | null,
      to: step.to_status as Status,
      by: step.by,
      at: step.at,
      reason: step.reason,
      hash: step.hash,
    })),
    revisions,
    may: actsOn(actor, { scope: row.scope, createdBy: row.created_by }, status),
  };
}

/** The steps that the life of a record allows and the policy grants. */
function actsOn(
  actor: Actor,
  subject: { readonly scope: readonly number[]; readonly createdBy: number | null },
  status: Status,
): RecordAct[] {
  const [records, verifies] = [can(actor, 'record', subject), can(actor, 'verify', subject)];
  const acts: readonly [RecordAct, boolean][] = [
    ['submit', records && isMoveAllowed(status, 'submitted')],
    ['verify', verifies && isMoveAllowed(status, 'verified')],
    ['return', verifies && isMoveAllowed(status, 'returned')],
    ['void', records && isMoveAllowed(status, 'void')],
    ['edit', records && status !== 'void'],
  ];
  return acts.flatMap(([act, allowed]) => (allowed ? [act] : []));
}

/** The account as it is read: `{attendance}` becomes 120人次. */
function tell(draft: RecordDraft, { catalogue }: Organisation): string {
  return draft.narrative.replaceAll(/\{([a-z_]+)\}/g, (token, field: string) => {
    const measure = catalogue.measure(`${draft.kind}.${field}`);
    const value = draft.measures[field];
    return measure && value !== undefined ? `${plain(value / measure.scale)}${measure.unit}` : token;
  });
}
