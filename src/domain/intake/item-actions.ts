import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { createRecord, problemsOf, type Setting, voidRecord } from '#domain/records/actions.ts';
import { RecordDraft } from '#domain/records/model.ts';
import { lockRecord } from '#domain/records/store.ts';
import { lockSeen } from '#domain/records/unseen.ts';
import { type Problem, problem, refuse } from '#kernel/problem.ts';
import { documentToWorkOn } from './actions.ts';
import type { ProposedDraft } from './model.ts';
import { addSource, removeSource } from './sources.ts';
import { lockItem, readItems, type StoredDocument, type StoredItem, updateItem } from './store.ts';

/** Which proposal of which document, and the version that whoever acts has seen. */
export interface ItemPlace {
  readonly document: number;
  readonly n: number;
  readonly version: number;
}

/**
 * Makes a submitted record of a proposal, resting on its words. The same proposal never makes two. Raises ProblemError with
 * everything that the record lacks.
 */
export async function acceptItem(
  tx: Tx,
  actor: Actor,
  place: ItemPlace,
  setting: Setting,
): Promise<{ record: number }> {
  const { document, item } = await itemToWorkOn(tx, actor, place, setting);
  return { record: await take(tx, actor, document, item, setting) };
}

/**
 * Accepts every open proposal of a section (of the whole document without one) that nothing is wrong with and that nobody
 * need look at. Returns how many, and how many were passed over.
 */
export async function acceptAll(
  tx: Tx,
  actor: Actor,
  id: number,
  section: string | undefined,
  setting: Setting,
): Promise<{ accepted: number; left: number }> {
  const document = await documentToWorkOn(tx, actor, id, setting.organisation, true);
  const open = (await readItems(tx, id)).filter(
    (item) => item.state === 'open' && (section === undefined || item.section === section),
  );
  let accepted = 0;
  for (const item of open) {
    if (item.doubts.length > 0 || (await itemProblems(tx, actor, document, item, setting)).length > 0) continue;
    await take(tx, actor, document, item, setting);
    accepted++;
  }
  return { accepted, left: open.length - accepted };
}

/** Replaces what a proposal says; it may still lack things. Raises ProblemError for what is no draft at all. */
export async function correctItem(
  tx: Tx,
  actor: Actor,
  place: ItemPlace,
  draft: ProposedDraft,
  setting: Setting,
): Promise<void> {
  const { item } = await itemToWorkOn(tx, actor, place, setting);
  // A person has looked at it: what was doubted before is settled, unless it is another record that says the same.
  await updateItem(
    tx,
    place.document,
    item,
    { draft, doubts: item.doubts.filter((one) => one.code === 'recorded_already') },
    actor.accountId,
  );
}

/** What many proposals of a section lack in the same way, said once. */
export interface Filling {
  readonly classes?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Gives every open proposal of a section that is silent about it this class or field. Returns how many. */
export async function fillItems(
  tx: Tx,
  actor: Actor,
  id: number,
  section: string,
  kind: string,
  { classes = {}, fields = {} }: Filling,
  setting: Setting,
): Promise<{ filled: number }> {
  await documentToWorkOn(tx, actor, id, setting.organisation, true);
  let filled = 0;
  for (const item of await readItems(tx, id)) {
    const { draft } = item;
    if (item.state !== 'open' || item.section !== section || draft.kind !== kind) continue;
    const changed = { ...draft, classes: { ...classes, ...draft.classes }, fields: { ...fields, ...draft.fields } };
    if (JSON.stringify(changed) === JSON.stringify(draft)) continue;
    await updateItem(tx, id, item, { draft: changed }, actor.accountId);
    filled++;
  }
  return { filled };
}

/** Ties the proposal's words to a record that says the same already; no new record is made. Raises ProblemError. */
export async function joinItem(
  tx: Tx,
  actor: Actor,
  place: ItemPlace,
  recordId: number,
  setting: Setting,
): Promise<void> {
  const { document, item } = await itemToWorkOn(tx, actor, place, setting);
  const record = await lockSeen(tx, recordId);
  if (record.status === 'void') refuse('record_void', { zh: '这条记录已经作废，不能并入', en: 'this record is void' });
  if (!can(actor, 'record', record))
    refuse('forbidden', { zh: '您的职务不能给这条记录加依据', en: 'your posts do not let you add to this record' });
  await addSource(tx, sourceOf(document, item, recordId), actor.accountId);
  await updateItem(tx, place.document, item, { state: 'joined', recordId }, actor.accountId);
}

/** Leaves a proposal out; its quantities are listed as not used. */
export async function leaveItem(tx: Tx, actor: Actor, place: ItemPlace, setting: Setting): Promise<void> {
  const { item } = await itemToWorkOn(tx, actor, place, setting);
  await updateItem(tx, place.document, item, { state: 'left' }, actor.accountId);
}

/**
 * Opens a settled proposal again. A record that it made is taken out, as long as nobody has changed, verified or returned it
 * since; a record that it joined is untied. Raises ProblemError.
 */
export async function undoItem(tx: Tx, actor: Actor, place: ItemPlace, setting: Setting): Promise<void> {
  const document = await documentToWorkOn(tx, actor, place.document, setting.organisation);
  const item = await seenItem(tx, place);
  if (item.state === 'open') refuse('item_open', { zh: '这一条还没有办，不用撤销', en: 'there is nothing to undo' });
  if (item.state === 'accepted') {
    const record = item.recordId === null ? undefined : await lockRecord(tx, item.recordId);
    if (record?.status !== 'submitted' || record.hash !== item.recordHash)
      return refuse('record_moved_on', {
        zh: `第 ${item.recordId ?? ''} 号记录后来改过或核定过，不能在这里撤销；请到台账里退回或作废`,
        en: 'the record has been changed or verified since; return or void it in the ledger',
      });
    await voidRecord(tx, actor, record.id, `撤销从材料“${document.name}”录入`);
  }
  await removeSource(tx, place.document, place.n, actor.accountId);
  const change = { state: 'open', recordId: null, recordHash: null, attempt: item.attempt + 1 } as const;
  await updateItem(tx, place.document, item, change, actor.accountId);
}

/** What keeps a proposal from being accepted. */
export async function itemProblems(
  tx: Tx,
  actor: Actor,
  document: StoredDocument,
  item: StoredItem,
  setting: Setting,
): Promise<Problem[]> {
  const draft = draftOf(document, item);
  const found = await problemsOf(tx, draft, true, setting);
  const lead = setting.organisation.tree.find(draft.hosts[0]!);
  const mayRecord = lead && can(actor, 'record', { scope: setting.organisation.tree.chainOn(lead, draft.to) });
  if (lead && !mayRecord)
    found.push(
      problem('forbidden', { zh: `您不能替${lead.name}填报`, en: `you may not record for ${lead.name}` }, 'hosts/0'),
    );
  return found;
}

async function take(
  tx: Tx,
  actor: Actor,
  document: StoredDocument,
  item: StoredItem,
  setting: Setting,
): Promise<number> {
  const { id } = await createRecord(tx, actor, draftOf(document, item), 'submitted', setting);
  await addSource(tx, sourceOf(document, item, id), actor.accountId);
  const { hash } = await tx.selectFrom('record').select('hash').where('id', '=', id).executeTakeFirstOrThrow();
  await updateItem(tx, document.id, item, { state: 'accepted', recordId: id, recordHash: hash }, actor.accountId);
  return id;
}

/** The key is that of the words: taken in twice, by whomever, they make one record. */
function draftOf(document: StoredDocument, item: StoredItem): RecordDraft {
  const key = `intake-${document.id}-${document.hash.slice(0, 24)}-${item.start}-${item.end}-${item.n}-${item.attempt}`;
  return RecordDraft.parse({ ...item.draft, key });
}

function sourceOf({ id, name, text }: StoredDocument, { n, start, end }: StoredItem, record: number) {
  return { record, document: id, documentName: name, item: n, start, end, text };
}

async function itemToWorkOn(
  tx: Tx,
  actor: Actor,
  place: ItemPlace,
  { organisation }: { readonly organisation: Organisation },
): Promise<{ document: StoredDocument; item: StoredItem }> {
  const document = await documentToWorkOn(tx, actor, place.document, organisation);
  const item = await seenItem(tx, place);
  if (item.state !== 'open')
    refuse('item_settled', {
      zh: '这一条已经办过了；要改请先撤销',
      en: 'this proposal is settled; undo that first',
    });
  return { document, item };
}

async function seenItem(tx: Tx, { document, n, version }: ItemPlace): Promise<StoredItem> {
  const item = await lockItem(tx, document, n);
  if (!item) return refuse('item_unknown', { zh: '没有这一条', en: 'there is no such proposal' });
  if (item.version !== version)
    refuse('item_changed', {
      zh: '您打开之后，这一条有人动过。页面会换成最新的内容，请再看一眼',
      en: 'somebody changed this proposal after you opened it',
    });
  return item;
}
