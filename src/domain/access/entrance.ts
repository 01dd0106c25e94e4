import type { Db, Tx } from '#db/open.ts';
import { addEntry } from '#domain/audit/store.ts';
import { type Day, daysBetween } from '#kernel/day.ts';
import { type AccountView, readActor, signIn } from './accounts.ts';
import { forgetFailures, pause, refuseLocked, takeAttempt } from './attempts.ts';
import { type Actor, needsSecondFactor } from './policy.ts';
import { nextStep, type Step } from './rules.ts';
import { refuseCode, takeCode } from './second-factor.ts';
import type { SecretBox } from './secret-box.ts';
import { beginSession, endSession, handleOf, resumeSession, type SessionStart } from './sessions.ts';

/** Whom a request comes from. Only `done` may do anything besides what is still missing. */
export interface Admission {
  readonly sessionId: string;
  readonly actor: Actor & AccountView;
  readonly step: Step;
}

/** When it is, for a person and for a session. */
export interface Time {
  readonly now: Date;
  readonly today: Day;
}

/** Whom this session token stands for, as long as the session is good. */
export async function admit(system: Db, token: string, { now, today }: Time): Promise<Admission | undefined> {
  const used = await resumeSession(system, token, now);
  const actor = used && (await readActor(system, used.accountId, today));
  if (!used || !actor) return undefined;
  const { state, coded } = used;
  const step = nextStep({ ...actor, needed: needsSecondFactor(actor.posts), coded, expired: state === 'expired' });
  // A post that asks for two factors was given to somebody who had come in with one: they come in once more.
  if (state === 'open') return step === 'done' ? { sessionId: used.id, actor, step } : undefined;
  // Nothing is missing any more, but this session has not shown it.
  return step === 'done' ? undefined : { sessionId: used.id, actor, step };
}

/**
 * Signs in with name and password. The token is of a session that may do everything when the step is `done`, and otherwise
 * only what is missing. Raises ProblemError as `signIn` does.
 */
export async function enter(
  system: Db,
  given: { readonly username: string; readonly password: string; readonly device: string },
  time: Time,
): Promise<{ token: string; step: Step }> {
  const { accountId } = await signIn(system, given.username, given.password, time.now);
  return await goOn(system, accountId, given.device, time, false);
}

/**
 * The second step: a code of the authenticator, or a recovery code. A new session takes the place of the pending one. Wrong
 * codes count like wrong passwords. Raises ProblemError `code_wrong`, `sign_in_locked`.
 */
export async function giveCode(
  system: Db,
  box: SecretBox,
  admission: Admission,
  given: { readonly code: string; readonly device: string },
  time: Time,
): Promise<{ token: string; step: Step }> {
  const { accountId } = admission.actor;
  const attempt = await takeAttempt(system, { accountId }, time.now);
  if (!attempt) refuseCode();
  if (attempt.lockedUntil && !attempt.last) refuseLocked(attempt.lockedUntil, time.now);
  if (!(await takeCode(system, box, accountId, given.code, time.now))) {
    await addEntry(system, 'session.refused', `account:${accountId}`, [], { step: 'code' });
    await pause(attempt.delay);
    if (attempt.lockedUntil) refuseLocked(attempt.lockedUntil, time.now);
    refuseCode();
  }
  await forgetFailures(system, accountId);
  await endSession(system, accountId, handleOf(admission.sessionId));
  return await goOn(system, accountId, given.device, time, true);
}

/** Begins the session that the account may have now: with everything, or with what is still missing. */
export async function goOn(
  system: Db | Tx,
  accountId: number,
  device: string,
  { now, today }: Time,
  coded: boolean,
): Promise<{ token: string; step: Step }> {
  const actor = (await readActor(system, accountId, today))!;
  const expired = isExpired(actor, await readPasswordDays(system), today);
  const step = nextStep({ ...actor, needed: needsSecondFactor(actor.posts), coded, expired });
  const states = { done: 'open', code: 'pending', enrol: 'pending', password: 'expired' } as const;
  const start: SessionStart = { state: states[step], coded };
  return { token: await beginSession(system, accountId, device, now, start), step };
}

/** For how many days a password is good; undefined, as NIST SP 800-63B has it, when the organisation has set nothing. */
export async function readPasswordDays(system: Db | Tx): Promise<number | undefined> {
  const row = await system.selectFrom('setting').select('value').where('name', '=', 'accounts').executeTakeFirst();
  const days = (row?.value as { readonly password_days?: number | null } | undefined)?.password_days;
  return days ?? undefined;
}

function isExpired({ demo, passwordAt }: AccountView, days: number | undefined, today: Day): boolean {
  if (demo || days === undefined) return false;
  return daysBetween(passwordAt.toISOString().slice(0, 10) as Day, today) >= days;
}
