import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { appendIncrement } from '#domain/tallies/store.ts';
import type { Day } from '#kernel/day.ts';
import { type Problem, ProblemError, problem, refuse } from '#kernel/problem.ts';
import { type RecordDraft, type Status, statusLabels } from './model.ts';
import { draftProblems, isCounted, isMoveAllowed } from './rules.ts';
import {
  facetId,
  insertRecord,
  readDraft,
  type StoredRecord,
  storedForm,
  unknownPeople,
  updateRecord,
  writeStep,
} from './store.ts';
import { lockSeen } from './unseen.ts';

/** What an act on records is given besides its transaction and actor. */
export interface Setting {
  readonly organisation: Organisation;
  readonly today: Day;
}

/**
 * Keeps a draft as a new record, sent in at once when `status` is submitted. The same key never makes a second record: the
 * first one's id comes back with `repeated`. Raises ProblemError with everything wrong, or when the key was used for
 * something else, or when the actor may not record for the lead host, the first.
 */
export async function createRecord(
  tx: Tx,
  actor: Actor,
  draft: RecordDraft,
  status: 'draft' | 'submitted',
  { organisation, today }: Setting,
): Promise<{ id: number; repeated: boolean }> {
  await refuseProblems(tx, draft, status === 'submitted', { organisation, today });
  const form = storedForm(draft, organisation);
  refuseForeignLead(actor, form.hosts[0]!, draft.to, organisation);
  const facet = await facetId(tx, draft.kind, draft.classes, organisation);
  const id = await insertRecord(tx, draft, form, facet, status, actor.accountId);
  if (id !== undefined) return { id, repeated: false };
  const earlier = await tx.selectFrom('record').select(['id', 'hash']).where('key', '=', draft.key).executeTakeFirst();
  if (earlier?.hash === form.hash) return { id: earlier.id, repeated: true };
  return refuse(
    'key_taken',
    {
      zh: '这个编号已经用于另一条记录，请刷新页面后重新填写',
      en: 'this key belongs to another record; reload the page and try again',
    },
    'key',
  );
}

/** Sends a draft or a returned record in. Raises ProblemError with everything that it still lacks. */
export async function submitRecord(tx: Tx, actor: Actor, id: number, setting: Setting): Promise<void> {
  await moveRecord(tx, actor, id, 'submitted', '', async () => {
    await refuseProblems(tx, (await readDraft(tx, id, setting.organisation))!, true, setting);
  });
}

/** Verifies a submitted record: from the commit on it is counted at every level. Nobody verifies their own. */
export function verifyRecord(tx: Tx, actor: Actor, id: number): Promise<void> {
  return moveRecord(tx, actor, id, 'verified', '');
}

/** Gives a record back with the reason; a verified one leaves the counts with the same commit. */
export function returnRecord(tx: Tx, actor: Actor, id: number, reason: string): Promise<void> {
  if (reason.trim() === '')
    refuse('reason_missing', { zh: '请写明退回的原因，填报人好改', en: 'say why it is returned' }, 'reason');
  return moveRecord(tx, actor, id, 'returned', reason.trim());
}

/** Takes a record out for good, with the reason; it stays readable. */
export function voidRecord(tx: Tx, actor: Actor, id: number, reason: string): Promise<void> {
  if (reason.trim() === '') refuse('reason_missing', { zh: '请写明作废的原因', en: 'say why it is void' }, 'reason');
  return moveRecord(tx, actor, id, 'void', reason.trim());
}

/**
 * Replaces what a record says. `base` is the revision that the writer saw; if the record has moved on since, nothing is
 * overwritten and a ProblemError says so. A verified record leaves the counts until it is verified again.
 */
export async function editRecord(
  tx: Tx,
  actor: Actor,
  id: number,
  base: number,
  draft: RecordDraft,
  { organisation, today }: Setting,
) {
  const record = await lockSeen(tx, id);
  if (!can(actor, 'record', { scope: record.scope })) refuseForbidden('修改这条记录', 'change this record');
  if (record.status === 'void') refuse('record_void', { zh: '这条记录已经作废，不能再改', en: 'this record is void' });
  if (record.revision !== base) {
    refuse('record_changed', {
      zh: '您打开之后，别人改过这条记录。请先看最新内容，再决定怎样改',
      en: 'somebody changed this record after you opened it',
    });
  }
  await refuseProblems(tx, draft, record.status !== 'draft', { organisation, today });
  const form = storedForm(draft, organisation);
  if (form.hash === record.hash) return;
  const before = (await readDraft(tx, id, organisation))!;
  // A co-host may mend the record of another unit's event, but not hand it to a unit that it could not record for.
  if (draft.hosts[0] !== before.hosts[0]) refuseForeignLead(actor, form.hosts[0]!, draft.to, organisation);
  if (!can(actor, 'record', form))
    refuseForbidden('把记录改成与您的单位无关', 'change a record so that it is none of your units’');
  if (isCounted(record.status)) await leaveCounts(tx, actor, record);
  const facet = await facetId(tx, draft.kind, draft.classes, organisation);
  await updateRecord(tx, record, before, draft, form, facet, actor.accountId);
}

/** Why this actor may not take the record this step now; undefined when they may. What the record lacks is asked separately. */
export function moveProblem(
  actor: Actor,
  record: Pick<StoredRecord, 'status' | 'scope' | 'createdBy'>,
  to: Status,
): Problem | undefined {
  const verb = to === 'verified' || to === 'returned' ? 'verify' : 'record';
  if (verb === 'verify' && record.createdBy === actor.accountId)
    return problem('own_record', {
      zh: '不能核定自己填报的记录，请由其他人核定',
      en: 'nobody verifies their own record',
    });
  if (!can(actor, verb, record)) return forbidden('办理这条记录', 'handle this record');
  if (isMoveAllowed(record.status, to)) return undefined;
  const [from, next] = [statusLabels[record.status], statusLabels[to]];
  return problem('move_not_allowed', {
    zh: `这条记录现在是“${from.zh}”，不能直接变成“${next.zh}”`,
    en: `a record that is ${from.en} cannot become ${next.en}`,
  });
}

async function refuseProblems(tx: Tx, draft: RecordDraft, complete: boolean, setting: Setting): Promise<void> {
  const problems = await problemsOf(tx, draft, complete, setting);
  if (problems.length > 0) throw new ProblemError(problems);
}

/** Everything that is wrong with a draft, by the rules and by the registers; `complete` asks for what the figures need. */
export async function problemsOf(
  tx: Tx,
  draft: RecordDraft,
  complete: boolean,
  { organisation, today }: Setting,
): Promise<Problem[]> {
  const problems = draftProblems(draft, organisation, today, complete);
  for (const code of await unknownPeople(
    tx,
    draft.people.map((one) => one.person),
  )) {
    const place = `people/${draft.people.findIndex((one) => one.person === code)}`;
    problems.push(
      problem('person_unknown', { zh: `没有编号为“${code}”的人员`, en: `there is no person ${code}` }, place),
    );
  }
  return problems;
}

function refuseForeignLead(actor: Actor, lead: number, on: Day, { tree }: Organisation): void {
  if (!can(actor, 'record', { scope: tree.chainOn(tree.byId(lead), on) }))
    refuseForbidden('替这个单位填报', 'record for this unit');
}

async function leaveCounts(tx: Tx, actor: Actor, record: StoredRecord): Promise<void> {
  await count(tx, record, -1);
  await writeStep(tx, record, 'submitted', actor.accountId, '内容有改动，需要重新核定');
}

async function moveRecord(
  tx: Tx,
  actor: Actor,
  id: number,
  to: Status,
  reason: string,
  check = async () => {},
): Promise<void> {
  const record = await lockSeen(tx, id);
  const refusal = moveProblem(actor, record, to);
  if (refusal) throw new ProblemError([refusal]);
  await check();
  await writeStep(tx, record, to, actor.accountId, reason);
  if (isCounted(record.status)) await count(tx, record, -1);
  if (isCounted(to)) await count(tx, record, 1);
}

function count(tx: Tx, record: StoredRecord, sign: 1 | -1): Promise<void> {
  return appendIncrement(tx, {
    recordId: record.id,
    units: record.scope,
    day: record.day,
    facetId: record.facetId,
    sign,
    values: record.values,
  });
}

function refuseForbidden(zh: string, en: string): never {
  throw new ProblemError([forbidden(zh, en)]);
}

function forbidden(zh: string, en: string): Problem {
  return problem('forbidden', { zh: `您的职务不能${zh}`, en: `your posts do not let you ${en}` });
}
