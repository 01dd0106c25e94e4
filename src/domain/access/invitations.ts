import { createHash, randomBytes } from 'node:crypto';
import type { Db, Tx } from '#db/open.ts';
import type { UnitTree } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import { type Problem, ProblemError, problem, refuse } from '#kernel/problem.ts';
import { actAs, insertAccount, plainUsername, readActor, usernameProblems } from './accounts.ts';
import type { Time } from './entrance.ts';
import { managedAccount, readHeld } from './holders.ts';
import { refuseUnfit, writePassword } from './own-account.ts';
import { passwordProblems } from './password-rules.ts';
import { hashPassword } from './passwords.ts';
import type { Actor, Role } from './policy.ts';
import { type Grant, grantProblems, mayGive, mayManage } from './rules.ts';

const invitationDays = 7;

export interface NewInvitation {
  readonly name: string;
  /** A proposal; whoever takes the invitation may choose another. */
  readonly username: string;
  readonly role: Role;
  /** Code of the unit. */
  readonly unit: string;
  readonly from: Day;
  readonly to: Day | null;
}

export interface Handed {
  readonly id: number;
  /** 256 random bits for the link; the table has their SHA-256. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** Invites somebody to a role at a unit. Raises ProblemError with everything that speaks against it. */
export async function invite(
  tx: Tx,
  actor: Actor,
  invitation: NewInvitation,
  tree: UnitTree,
  { now }: Time,
): Promise<Handed> {
  const { name, role, from, to } = invitation;
  const username = plainUsername(invitation.username);
  const unit = tree.find(invitation.unit);
  const problems: Problem[] = grantProblems(actor, { role, from, to }, unit);
  if (name.trim() === '')
    problems.push(problem('name_missing', { zh: '请填写姓名', en: 'please give the name' }, 'name'));
  if (username !== '') problems.push(...usernameProblems(username));
  if (problems.length > 0 || !unit) throw new ProblemError(problems);
  const given = { role, unit_id: unit.id, valid_from: from, valid_to: to, account_id: null };
  return await hand(tx, actor, { kind: 'invitation', name: name.trim(), username, ...given }, now);
}

/** A link with which the owner of the account chooses a new password. Raises ProblemError `forbidden` when the account is not the actor's to manage. */
export async function offerReset(tx: Tx, actor: Actor, accountId: number, { now, today }: Time): Promise<Handed> {
  const { name, username } = await managedAccount(tx, actor, accountId, today);
  // An older link still lying about would open the same door.
  await tx
    .updateTable('invitation')
    .set({ revoked_at: now, revoked_by: actor.accountId })
    .where('kind', '=', 'reset')
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
  const none = { role: null, unit_id: null, valid_from: null, valid_to: null };
  return await hand(tx, actor, { kind: 'reset', name, username, ...none, account_id: accountId }, now);
}

/** Takes back an invitation or a link. Raises ProblemError `invitation_unknown` for one that is used, over, or not the actor's to see. */
export async function revoke(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const revoked = await tx
    .updateTable('invitation')
    .set({ revoked_at: now, revoked_by: actor.accountId })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (revoked.numUpdatedRows === 0n) {
    refuse('invitation_unknown', {
      zh: '没有这个邀请，或者已经用过、撤回了',
      en: 'there is no such invitation; it may have been used or taken back',
    });
  }
}

/** An invitation as whoever holds its token may see it. */
export interface Offer {
  readonly id: number;
  readonly kind: 'invitation' | 'reset';
  readonly name: string;
  readonly username: string;
  readonly role: Role | null;
  readonly unitId: number | null;
  /** The account that a reset is for. */
  readonly accountId: number | null;
  readonly expiresAt: Date;
}

/**
 * The open invitation of this token. Raises ProblemError `invitation_over`: unknown, used, taken back, too old, and one whose
 * giver could not give it any more all get the same answer.
 */
export async function readOffer(system: Db | Tx, token: string, { now, today }: Time): Promise<Offer> {
  const row = await system
    .selectFrom('invitation')
    .leftJoin('unit', 'unit.id', 'invitation.unit_id')
    .leftJoin('account', 'account.id', 'invitation.account_id')
    .selectAll('invitation')
    .select(['unit.path', 'account.disabled_at'])
    .where('token_hash', '=', hashOf(token))
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  const giver = row && (await readActor(system, row.created_by, today));
  if (!row || !giver) return refuseOver();
  if (row.kind === 'reset') {
    const holder = { accountId: row.account_id!, posts: await readHeld(system, row.account_id!) };
    if (row.disabled_at !== null || !mayManage(giver, holder, today)) refuseOver();
  } else {
    const grant: Grant = { role: row.role as Role, path: row.path!, from: row.valid_from!, to: row.valid_to };
    if (!mayGive(giver, grant)) refuseOver();
  }
  const { id, kind, name, username, role, unit_id, account_id, expires_at } = row;
  return {
    id,
    kind,
    name,
    username,
    role: role as Role | null,
    unitId: unit_id,
    accountId: account_id,
    expiresAt: expires_at,
  };
}

/**
 * Takes the invitation: makes the account with its post, or gives the account its new password. Of two who come with the
 * same token at once, one is too late. Returns the account. Raises ProblemError `invitation_over`, or with everything that is
 * wrong with name and password.
 */
export async function takeOffer(
  system: Db,
  token: string,
  chosen: { readonly username: string; readonly password: string },
  time: Time,
): Promise<number> {
  const offer = await readOffer(system, token, time);
  const username = plainUsername(offer.kind === 'reset' ? offer.username : chosen.username);
  if (offer.accountId !== null) {
    await refuseUnfit(system, { accountId: offer.accountId, username }, chosen.password);
  } else {
    const problems = [...usernameProblems(username), ...passwordProblems(chosen.password, username)];
    if (problems.length > 0) throw new ProblemError(problems);
  }
  const hash = await hashPassword(chosen.password);
  return await system.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('invitation')
      .selectAll()
      .where('id', '=', offer.id)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return refuseOver();
    const accountId = row.account_id ?? (await makeAccount(tx, row, username, hash));
    await actAs(tx, accountId);
    if (row.account_id !== null) await writePassword(tx, accountId, hash, time.now);
    await tx
      .updateTable('invitation')
      .set({ used_at: time.now, account_id: accountId })
      .where('id', '=', row.id)
      .execute();
    return accountId;
  });
}

async function makeAccount(
  tx: Tx,
  row: { name: string; role: string | null; unit_id: number | null; valid_from: Day | null; valid_to: Day | null },
  username: string,
  hash: string,
): Promise<number> {
  const post = { role: row.role as Role, unitId: row.unit_id!, from: row.valid_from!, to: row.valid_to };
  return await insertAccount(tx, { username, name: row.name, posts: [post] }, hash);
}

type Row = Pick<Offer, 'kind' | 'name' | 'username'> & {
  readonly role: Role | null;
  readonly unit_id: number | null;
  readonly valid_from: Day | null;
  readonly valid_to: Day | null;
  readonly account_id: number | null;
};

async function hand(tx: Tx, actor: Actor, row: Row, now: Date): Promise<Handed> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + invitationDays * 86_400_000);
  const { id } = await tx
    .insertInto('invitation')
    .values({ ...row, token_hash: hashOf(token), created_by: actor.accountId, created_at: now, expires_at: expiresAt })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, token, expiresAt };
}

function refuseOver(): never {
  refuse('invitation_over', {
    zh: '这个链接已经用过、过期或者撤回了，请向给您链接的人再要一个',
    en: 'this link has been used, has expired or was taken back; please ask for a new one',
  });
}

function hashOf(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
