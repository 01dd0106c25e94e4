import { implement, type ORPCError } from '@orpc/server';
import type { Database } from '#db/open.ts';
import type { AccountView } from '#domain/access/accounts.ts';
import type { Admission, Time } from '#domain/access/entrance.ts';
import { type Actor, can, type Post, readingPosts } from '#domain/access/policy.ts';
import { givingPosts } from '#domain/access/rules.ts';
import type { SecretBox } from '#domain/access/secret-box.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { Setting } from '#domain/records/actions.ts';
import type { Unit } from '#domain/units/tree.ts';
import { type Day, parseDay } from '#kernel/day.ts';
import { refuse } from '#kernel/problem.ts';
import { contract } from './contract/contract.ts';
import { problemError } from './problems.ts';
import type { Uploads } from './uploads.ts';

/** What every handler may use; made once. */
export interface Services {
  readonly database: Database;
  organisation(): Promise<Organisation>;
  now(): Date;
  /** Tables that people have sent and not imported yet. */
  readonly uploads: Uploads;
  /** Opens and seals the secrets of second steps. Raises Error where the server was given no key. */
  secrets(): SecretBox;
}

export type SignedIn = Actor & AccountView;

/** What the request brings along. */
export interface RequestContext {
  readonly services: Services;
  readonly session: { readonly id: string; readonly actor: SignedIn } | undefined;
  /** Whoever has given the password and still has to do something before anything else; never beside `session`. */
  readonly pending: Admission | undefined;
  readonly device: string;
  /** Gives the browser this session token, or takes it away. */
  readonly keepToken: (token: string | undefined) => void;
}

const open = implement(contract).$context<RequestContext>();

/** For the one procedure that nobody is signed in for. */
export const anyone = open;

/** Everything else asks who it is first. */
export const signedIn = open.use(({ context, next }) => {
  if (!context.session) throw context.pending ? stepMissing() : notSignedIn();
  return next({ context: { actor: context.session.actor, sessionId: context.session.id } });
});

/** For what is still missing: somebody signed in, or about to be. */
export const arriving = open.use(({ context, next }) => {
  const { session, pending } = context;
  const admission: Admission | undefined = session
    ? { sessionId: session.id, actor: session.actor, step: 'done' }
    : pending;
  if (!admission) throw notSignedIn();
  return next({ context: { admission } });
});

export function stepMissing(): ORPCError<string, unknown> {
  const text = { zh: '登录还差一步，请先完成', en: 'signing in is not complete; please finish it first' };
  return problemError('UNAUTHORIZED', 401, [{ code: 'step_missing', text }]);
}

function notSignedIn(): ORPCError<string, unknown> {
  return problemError('UNAUTHORIZED', 401, [
    {
      code: 'not_signed_in',
      text: {
        zh: '请先登录；如果刚才已经登录过，可能是太久没有操作，请再登录一次',
        en: 'please sign in; if you had, your session has ended',
      },
    },
  ]);
}

/** The day it is for the organisation. Its records carry days only, so the server's clock is read in one fixed zone. */
export function todayOf(now: Date): Day {
  return parseDay(dayFormat.format(now))!;
}

/** When it is, for sessions and for posts. */
export function timeOf({ now }: Pick<Services, 'now'>): Time {
  const at = now();
  return { now: at, today: todayOf(at) };
}

// The country has one time zone.
const dayFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** What acts on records are given. */
export async function settingOf({ organisation, now }: Services): Promise<Setting> {
  return { organisation: await organisation(), today: todayOf(now()) };
}

/** The unit of that code, if the actor may read it. What is out of reach and what does not exist get the same answer. */
export function unitInSight(actor: Actor, { tree }: Organisation, code: string): Unit {
  const unit = tree.find(code);
  if (unit && can(actor, 'read', { scope: scopeNow(unit, tree) })) return unit;
  return refuse(
    'unit_unknown',
    { zh: `没有代码为“${code}”的单位，或者您无权查看`, en: `there is no unit ${code} that you may see` },
    'unit',
  );
}

/** The unit and all above it as they stand now. */
export function scopeNow(unit: Unit, tree: Organisation['tree']): number[] {
  return unit.path.split('/').map((one) => tree.find(one)!.id);
}

/** The topmost units that the actor may read, in tree order. */
export function rootsInSight(actor: Actor, organisation: Organisation): Unit[] {
  return topmost(readingPosts(actor), organisation);
}

/** The topmost units below which the actor may give posts, in tree order. */
export function officesOf(actor: Actor, organisation: Organisation): Unit[] {
  return topmost(givingPosts(actor), organisation);
}

function topmost(posts: readonly Post[], { tree }: Organisation): Unit[] {
  const units = [...new Set(posts.map((post) => post.unitId))].flatMap((id) => tree.findId(id) ?? []);
  return units
    .filter((unit) => !units.some((other) => other !== unit && tree.isUnder(unit, other)))
    .sort((left, right) => left.position - right.position);
}
