import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { RecordDraft, type Status } from '#domain/records/model.ts';
import { readDraft } from '#domain/records/store.ts';
import type { Version } from './changes.ts';
import type { FieldComment } from './model.ts';
import type { Names } from './parts.ts';
import type { LastStep } from './rules.ts';

export interface Message {
  readonly id: number;
  readonly by: string;
  readonly own: boolean;
  readonly text: string;
  readonly at: Date;
}

/** What was said about a record, the first first. */
export async function readMessages(tx: Tx, record: number, account: number): Promise<Message[]> {
  const rows = await tx
    .selectFrom('record_message')
    .innerJoin('account', 'account.id', 'record_message.account_id')
    .select(['record_message.id', 'account.name as by', 'account_id', 'text', 'at'])
    .where('record_id', '=', record)
    .orderBy('record_message.id')
    .execute();
  return rows.map(({ account_id, ...row }) => ({ ...row, own: account_id === account }));
}

export async function insertMessage(tx: Tx, record: number, account: number, text: string): Promise<number> {
  const values = { record_id: record, account_id: account, text };
  return (await tx.insertInto('record_message').values(values).returning('id').executeTakeFirstOrThrow()).id;
}

/** How many messages of others the transaction's actor has not seen, by record. */
export async function readUnread(tx: Tx, records: readonly number[]): Promise<Map<number, number>> {
  if (records.length === 0) return new Map();
  const { rows } = await sql<{ record_id: number; n: number }>`SELECT m.record_id, count(*) AS n FROM record_message m
    LEFT JOIN record_look l ON l.record_id = m.record_id AND l.account_id = app_account()
    WHERE m.record_id = ANY (${[...records]}::bigint[]) AND m.account_id <> app_account() AND m.id > coalesce(l.message_id, 0)
    GROUP BY m.record_id`.execute(tx);
  return new Map(rows.map((row) => [row.record_id, row.n]));
}

export interface UnreadRecord {
  readonly id: number;
  readonly title: string;
  readonly status: Status;
  readonly n: number;
  readonly last: { readonly by: string; readonly text: string; readonly at: Date };
}

/** Records with messages that the actor has not seen, where the actor reported, wrote, verified or returned; the latest first. */
export async function readConversations(tx: Tx, account: number): Promise<UnreadRecord[]> {
  const { rows } = await sql<Omit<UnreadRecord, 'last'> & { by: string; text: string; at: Date }>`
    SELECT r.id, r.title, r.status, count(*) AS n, (array_agg(a.name ORDER BY m.id DESC))[1] AS by,
      (array_agg(m.text ORDER BY m.id DESC))[1] AS text, max(m.at) AS at
    FROM record_message m JOIN record r ON r.id = m.record_id JOIN account a ON a.id = m.account_id
    LEFT JOIN record_look l ON l.record_id = m.record_id AND l.account_id = ${account}
    WHERE m.account_id <> ${account} AND m.id > coalesce(l.message_id, 0) AND (r.created_by = ${account}
      OR EXISTS (SELECT FROM record_message own WHERE own.account_id = ${account} AND own.record_id = r.id)
      OR EXISTS (SELECT FROM record_step s WHERE s.by_account = ${account} AND s.record_id = r.id AND s.to_status IN ('verified', 'returned')))
    GROUP BY r.id, r.title, r.status ORDER BY max(m.id) DESC LIMIT 50`.execute(tx);
  return rows.map(({ by, text, at, ...row }) => ({ ...row, last: { by, text, at } }));
}

export interface Commented extends FieldComment {
  readonly by: string;
  readonly at: Date;
}

/** The comments on fields that came with a record's last return; none when it has not been returned. */
export async function readComments(tx: Tx, record: number): Promise<Commented[]> {
  const { rows } =
    await sql<Commented>`SELECT c.part, c.text, a.name AS by, c.at FROM record_comment c JOIN account a ON a.id = c.account_id
    WHERE c.record_id = ${record} AND c.step_id = (
      SELECT max(s.id) FROM record_step s WHERE s.record_id = ${record} AND s.to_status = 'returned') ORDER BY c.id`.execute(
      tx,
    );
  return rows;
}

/** Comments on the step that was taken last. */
export async function insertComments(
  tx: Tx,
  record: { readonly id: number; readonly revision: number },
  account: number,
  comments: readonly FieldComment[],
): Promise<void> {
  if (comments.length === 0) return;
  const step = sql<number>`(SELECT max(id) FROM record_step WHERE record_id = ${record.id})`;
  const values = comments.map(({ part, text }) => ({
    ...{ record_id: record.id, step_id: step, revision: record.revision, part, text, account_id: account },
  }));
  await tx.insertInto('record_comment').values(values).execute();
}

export interface Look {
  readonly revision: number;
  readonly message: number;
  readonly at: Date;
}

/** When the account last looked at a record, and at what; undefined when never. */
export async function readLook(tx: Tx, record: number, account: number): Promise<Look | undefined> {
  return await tx
    .selectFrom('record_look')
    .select(['revision', 'message_id as message', 'at'])
    .where('record_id', '=', record)
    .where('account_id', '=', account)
    .executeTakeFirst();
}

/** Notes a look; what was seen before stays seen. */
export async function writeLook(
  tx: Tx,
  record: number,
  account: number,
  { revision, message }: Pick<Look, 'revision' | 'message'>,
): Promise<void> {
  await sql`INSERT INTO record_look (account_id, record_id, revision, message_id) VALUES (${account}, ${record}, ${revision}, ${message})
    ON CONFLICT (account_id, record_id) DO UPDATE SET revision = greatest(record_look.revision, excluded.revision),
      message_id = greatest(record_look.message_id, excluded.message_id), at = now()`.execute(tx);
}

/** The last thing that was done to a record. */
export async function readLastStep(tx: Tx, record: number): Promise<LastStep | undefined> {
  const row = await tx
    .selectFrom('record_step')
    .select(['to_status', 'by_account', 'at', 'hash'])
    .where('record_id', '=', record)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { to: row.to_status as Status, by: row.by_account, at: row.at, hash: row.hash };
}

/** Every version of a record, the first first; one that was never changed has one. */
export async function readVersions(tx: Tx, record: number, organisation: Organisation): Promise<Version[]> {
  const rows = await tx
    .selectFrom('record_revision')
    .leftJoin('account', 'account.id', 'record_revision.by_account')
    .select(['revision', 'by_account as account', 'account.name as by', 'at', 'content'])
    .where('record_id', '=', record)
    .orderBy('revision')
    .execute();
  if (rows.length > 0) return rows.map(({ content, ...row }) => ({ ...row, draft: RecordDraft.parse(content) }));
  const draft = await readDraft(tx, record, organisation);
  const made = await tx
    .selectFrom('record')
    .leftJoin('account', 'account.id', 'record.created_by')
    .select(['record.created_by as account', 'account.name as by', 'record.created_at as at', 'record.revision'])
    .where('record.id', '=', record)
    .executeTakeFirst();
  return draft && made ? [{ ...made, draft }] : [];
}

/** Names of the people and outlets that these contents refer to by code. */
export async function readNames(tx: Tx, drafts: readonly RecordDraft[]): Promise<Names> {
  const people = drafts.flatMap((draft) => draft.people.map((one) => one.person));
  const outlets = drafts.flatMap((draft) =>
    kinds[draft.kind].fields.flatMap((field) => (field.type === 'outlet' ? (draft.fields[field.code] ?? []) : [])),
  );
  const { rows } = await sql<{ code: string; name: string }>`
    SELECT code, name FROM person WHERE code = ANY (${[...new Set(people)]}::text[])
    UNION ALL SELECT code, name FROM outlet WHERE code = ANY (${[...new Set(outlets)]}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.code, row.name]));
}

const looksBack = 500;

/** The reasons given most often among the last returns in sight: said twice at least, and short enough to fit again. */
export async function readReasons(tx: Tx, most: number): Promise<string[]> {
  const { rows } = await sql<{ reason: string }>`
    SELECT reason FROM (SELECT s.id, s.reason FROM record_step s WHERE s.to_status = 'returned' ORDER BY s.id DESC LIMIT ${looksBack}) AS said
    WHERE length(reason) BETWEEN 2 AND 40 GROUP BY reason HAVING count(*) > 1 ORDER BY count(*) DESC, max(id) DESC LIMIT ${most}`.execute(
    tx,
  );
  return rows.map((row) => row.reason);
}
