import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { returnRecord, verifyRecord } from '#domain/records/actions.ts';
import { type BulkTarget, readTargets } from '#domain/records/bulk-store.ts';
import { lockRecord, readDraft, type StoredRecord, writeStep } from '#domain/records/store.ts';
import { unseenRecord } from '#domain/records/unseen.ts';
import { appendIncrement } from '#domain/tallies/store.ts';
import { type Problem, ProblemError, problem, refuse } from '#kernel/problem.ts';
import { type FieldComment, mostComments, mostVerified, type Refused, type Seen, undoReason } from './model.ts';
import { partLabel } from './parts.ts';
import { messageProblem, seenProblem, undoProblem } from './rules.ts';
import { insertComments, insertMessage, readLastStep, writeLook } from './store.ts';

/** Verifies a record as it was seen. Raises ProblemError when it was changed since, or for whatever verifying refuses. */
export async function verifySeen(
  tx: Tx,
  actor: Actor,
  { id, base }: { readonly id: number; readonly base?: number | undefined },
): Promise<void> {
  const record = await seen(tx, id, base);
  await verifyRecord(tx, actor, id);
  await writeLook(tx, id, actor.accountId, { revision: record.revision, message: 0 });
}

export interface Verified {
  /** Every record asked for is either verified or refused. */
  readonly asked: number;
  readonly verified: readonly number[];
  readonly refused: readonly Refused[];
}

/** Verifies several records in one transaction, each as it was seen and by the same rules as alone. Raises ProblemError for none or too many. */
export async function verifyMany(tx: Tx, actor: Actor, asked: readonly Seen[]): Promise<Verified> {
  const bases = new Map(asked.map((one) => [one.id, one.base]));
  refuseNumber(bases.size);
  const { done, refused } = await each(tx, [...bases.keys()], (id) =>
    verifySeen(tx, actor, { id, base: bases.get(id)! }),
  );
  return { asked: bases.size, verified: done, refused };
}

export interface Undone {
  readonly asked: number;
  readonly restored: readonly number[];
  readonly refused: readonly Refused[];
}

/**
 * Takes back verifications that the actor made within the last minutes: the records wait again and are out of the counts with
 * the same commit. Both steps stay. What has moved on since is refused and stays as it is.
 */
export async function undoVerifications(tx: Tx, actor: Actor, ids: readonly number[], now: Date): Promise<Undone> {
  const asked = new Set(ids);
  refuseNumber(asked.size);
  const { done, refused } = await each(tx, [...asked], (id) => undoOne(tx, actor, id, now));
  return { asked: asked.size, restored: done, refused };
}

async function undoOne(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const record = await seen(tx, id);
  const refusal = undoProblem(record, await readLastStep(tx, id), actor.accountId, now);
  if (refusal) throw new ProblemError([refusal]);
  if (!can(actor, 'verify', record)) throw new ProblemError([forbidden]);
  await writeStep(tx, record, 'submitted', actor.accountId, undoReason);
  const { id: recordId, scope: units, day, facetId, values } = record;
  await appendIncrement(tx, { recordId, units, day, facetId, sign: -1, values });
}

/**
 * Gives a record back with the reason, and with comments on its fields. Raises ProblemError with everything that is wrong with
 * these, or when it was changed since it was seen at `base`, or for whatever returning refuses.
 */
export async function returnSeen(
  tx: Tx,
  actor: Actor,
  id: number,
  said: { readonly reason: string; readonly comments: readonly FieldComment[]; readonly base?: number | undefined },
  organisation: Organisation,
): Promise<void> {
  const record = await seen(tx, id, said.base);
  const { kind } = (await readDraft(tx, id, organisation))!;
  const problems: Problem[] = said.comments.flatMap(({ part }, index) =>
    partLabel(part, kind, organisation)
      ? []
      : [
          problem(
            'part_unknown',
            { zh: `这类记录没有“${part}”这一项`, en: `such a record has no ${part}` },
            `comments/${index}`,
          ),
        ],
  );
  if (said.comments.length > mostComments)
    problems.push(
      problem(
        'comments_too_many',
        { zh: `一次最多写 ${mostComments} 条意见`, en: `at most ${mostComments} comments at a time` },
        'comments',
      ),
    );
  if (problems.length > 0) throw new ProblemError(problems);
  await returnRecord(tx, actor, id, said.reason);
  await insertComments(tx, record, actor.accountId, said.comments);
  await writeLook(tx, id, actor.accountId, { revision: record.revision, message: 0 });
}

/** Says something about a record to those who report and verify it; it is never edited. Returns the message's number. */
export async function sayMessage(tx: Tx, actor: Actor, id: number, text: string): Promise<number> {
  const record = await seen(tx, id);
  const takesPart =
    record.createdBy === actor.accountId || can(actor, 'record', record) || can(actor, 'verify', record);
  if (!takesPart) throw new ProblemError([forbidden]);
  const wrong = messageProblem(text);
  if (wrong) throw new ProblemError([wrong]);
  const message = await insertMessage(tx, id, actor.accountId, text.trim());
  await writeLook(tx, id, actor.accountId, { revision: 0, message });
  return message;
}

/** Notes that the actor had a record before them, up to this revision and this message. Raises ProblemError for one out of sight. */
export async function markLook(
  tx: Tx,
  actor: Actor,
  id: number,
  upTo: { readonly revision: number; readonly message: number },
): Promise<void> {
  const row = await tx.selectFrom('record').select('revision').where('id', '=', id).executeTakeFirst();
  if (!row) throw new ProblemError([unseenRecord(id)]);
  // Nobody has seen what is still to come.
  const last = await tx
    .selectFrom('record_message')
    .select((message) => message.fn.max('id').as('id'))
    .where('record_id', '=', id)
    .executeTakeFirst();
  await writeLook(tx, id, actor.accountId, {
    revision: Math.min(upTo.revision, row.revision),
    message: Math.min(upTo.message, last?.id ?? 0),
  });
}

async function seen(tx: Tx, id: number, base?: number): Promise<StoredRecord> {
  const record = await lockRecord(tx, id);
  if (!record) throw new ProblemError([unseenRecord(id)]);
  const changed = base === undefined ? undefined : seenProblem(record.revision, base);
  if (changed) throw new ProblemError([changed]);
  return record;
}

/** Does it to each, in the order of ids so that nobody waits for each other; every act refuses before it writes anything. */
async function each(
  tx: Tx,
  ids: readonly number[],
  act: (id: number) => Promise<void>,
): Promise<{ readonly done: number[]; readonly refused: Refused[] }> {
  const targets = await readTargets(tx, ids, true);
  const [done, refused]: [number[], Refused[]] = [[], []];
  for (const id of ids.toSorted((left, right) => left - right)) {
    const problems = await refusalOf(act(id));
    if (problems.length === 0) done.push(id);
    else refused.push({ id, title: titleOf(targets.get(id)), problems });
  }
  return { done, refused };
}

async function refusalOf(work: Promise<void>): Promise<readonly Problem[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems;
  }
}

function titleOf(target: BulkTarget | undefined): string {
  return target?.title ?? '';
}

function refuseNumber(count: number): void {
  if (count === 0) refuse('none_chosen', { zh: '还没有选记录', en: 'no record is chosen' });
  if (count > mostVerified)
    refuse('too_many', {
      zh: `一次最多处理 ${mostVerified} 条，选了 ${count} 条，请分几次`,
      en: `at most ${mostVerified} at a time, not ${count}`,
    });
}

const forbidden = problem('forbidden', {
  zh: '您的职务不能办理这条记录',
  en: 'your posts do not let you handle this record',
});
