import { changeLanguage, readActor, signIn } from '#domain/access/accounts.ts';
import { can, roleLabels, type Verb } from '#domain/access/policy.ts';
import { beginSession, endSession, handleOf, listSessions } from '#domain/access/sessions.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { refuse } from '#kernel/problem.ts';
import { anyone, rootsInSight, type SignedIn, scopeNow, signedIn, todayOf } from '../services.ts';
import { unitName } from '../shapes.ts';

export const session = {
  signIn: anyone.session.signIn.handler(async ({ input, context }) => {
    const { database, now, organisation } = context.services;
    const { accountId } = await signIn(database.system, input.username, input.password, now());
    // A session from before is not taken over: whoever knew its token stays outside.
    if (context.session)
      await endSession(database.system, context.session.actor.accountId, handleOf(context.session.id));
    context.keepToken(await beginSession(database.system, accountId, context.device, now()));
    return me((await readActor(database.system, accountId, todayOf(now())))!, await organisation());
  }),
  me: signedIn.session.me.handler(async ({ context }) => me(context.actor, await context.services.organisation())),
  signOut: signedIn.session.signOut.handler(async ({ context }) => {
    await endSession(context.services.database.system, context.actor.accountId, handleOf(context.sessionId));
    context.keepToken(undefined);
    return {};
  }),
  changeLanguage: signedIn.session.changeLanguage.handler(async ({ input, context }) => {
    await changeLanguage(context.services.database.system, context.actor.accountId, input.language);
    return {};
  }),
  list: signedIn.session.list.handler(async ({ context }) => {
    const { database, now } = context.services;
    const sessions = await listSessions(database.system, context.actor.accountId, now());
    return {
      sessions: sessions.map((one) => ({
        handle: one.handle,
        createdAt: one.createdAt.toISOString(),
        seenAt: one.seenAt.toISOString(),
        device: one.device,
        current: one.handle === handleOf(context.sessionId),
      })),
    };
  }),
  end: signedIn.session.end.handler(async ({ input, context }) => {
    const ended = await endSession(context.services.database.system, context.actor.accountId, input.handle);
    if (!ended)
      refuse('session_unknown', {
        zh: '没有这个登录，可能已经结束了',
        en: 'there is no such session; it may have ended',
      });
    return {};
  }),
};

const verbs = [
  'read',
  'record',
  'verify',
  'compile',
  'freeze',
  'publish',
  'export',
  'administer',
] as const satisfies readonly Verb[];

function me(actor: SignedIn, organisation: Organisation) {
  const { tree } = organisation;
  const [home] = rootsInSight(actor, organisation);
  const held = actor.posts.flatMap((post) => tree.findId(post.unitId) ?? []);
  return {
    username: actor.username,
    name: actor.name,
    language: actor.language,
    posts: actor.posts.flatMap((post) => {
      const unit = tree.findId(post.unitId);
      return unit ? [{ role: post.role, label: roleLabels[post.role], unit: unitName(unit) }] : [];
    }),
    ...(home && { home: unitName(home) }),
    may: verbs.filter((verb) => held.some((unit) => can(actor, verb, { scope: scopeNow(unit, tree) }))),
  };
}
