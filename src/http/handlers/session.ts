import { renderSVG } from 'uqr';
import { changeLanguage } from '#domain/access/accounts.ts';
import { deviceInWords } from '#domain/access/device.ts';
import { type Admission, enter, giveCode, goOn, readPasswordDays } from '#domain/access/entrance.ts';
import { changePassword, confirmPassword } from '#domain/access/own-account.ts';
import { can, needsSecondFactor, roleLabels, type Verb } from '#domain/access/policy.ts';
import {
  beginEnrolment,
  confirmEnrolment,
  countRecoveryCodes,
  type Enroller,
  removeSecondFactor,
  renewRecoveryCodes,
} from '#domain/access/second-factor.ts';
import { endOtherSessions, endSession, handleOf, listSessions } from '#domain/access/sessions.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { refuse } from '#kernel/problem.ts';
import {
  anyone,
  arriving,
  officesOf,
  type RequestContext,
  rootsInSight,
  type SignedIn,
  scopeNow,
  signedIn,
  stepMissing,
  timeOf,
} from '../services.ts';
import { unitName } from '../shapes.ts';

export const session = {
  signIn: anyone.session.signIn.handler(async ({ input, context }) => {
    const { database } = context.services;
    const { token, step } = await enter(
      database.system,
      { ...input, device: context.device },
      timeOf(context.services),
    );
    await leaveBefore(context);
    context.keepToken(token);
    return { step };
  }),
  step: anyone.session.step.handler(({ context: { session: whole, pending } }) => ({
    step: whole ? ('done' as const) : (pending?.step ?? ('none' as const)),
  })),
  giveCode: arriving.session.giveCode.handler(async ({ input, context }) => {
    const { database, secrets } = context.services;
    const { admission, device } = context;
    if (admission.step !== 'code') return { step: admission.step };
    const given = { code: input.code, device };
    const { token, step } = await giveCode(database.system, secrets(), admission, given, timeOf(context.services));
    context.keepToken(token);
    return { step };
  }),
  enrol: arriving.session.enrol.handler(async ({ input, context }) => {
    const { database, secrets, organisation } = context.services;
    const enroller = enrollerOf(await mayEnrol(context, input.password ?? ''));
    const issuer = (await organisation()).tree.root().short;
    const { secret, uri } = await beginEnrolment(database.system, secrets(), enroller, `台账 ${issuer}`);
    return { secret, uri, qr: renderSVG(uri, { ecc: 'M', border: 2, pixelSize: 4 }) };
  }),
  confirmEnrolment: arriving.session.confirmEnrolment.handler(async ({ input, context }) => {
    const { database, secrets, now } = context.services;
    const { admission, device } = context;
    if (admission.step !== 'enrol' && admission.step !== 'done') throw stepMissing();
    const { accountId } = admission.actor;
    const recoveryCodes = await confirmEnrolment(database.system, secrets(), enrollerOf(admission), input.code, now());
    // Whoever came in with the password alone comes in again.
    await endOtherSessions(database.system, accountId);
    const { token, step } = await goOn(database.system, accountId, device, timeOf(context.services), true);
    context.keepToken(token);
    return { step, recoveryCodes };
  }),
  removeSecondFactor: signedIn.session.removeSecondFactor.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    if (needsSecondFactor(context.actor.posts) && !context.actor.demo) {
      refuse('factor_needed', {
        zh: '您的职务要求第二步验证，不能关闭；换手机请重新设置',
        en: 'your posts ask for a second step; to change the phone, set it up again',
      });
    }
    await confirmPassword(database.system, context.actor.accountId, input.password, now());
    await removeSecondFactor(database.system, context.actor.accountId);
    return {};
  }),
  renewRecoveryCodes: signedIn.session.renewRecoveryCodes.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    if (!context.actor.enrolled)
      refuse('factor_missing', { zh: '还没有设置第二步验证', en: 'there is no second step' });
    await confirmPassword(database.system, context.actor.accountId, input.password, now());
    return { recoveryCodes: await renewRecoveryCodes(database.system, context.actor.accountId) };
  }),
  changePassword: arriving.session.changePassword.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    const { actor, step } = context.admission;
    if (step !== 'password' && step !== 'done') throw stepMissing();
    // Whoever has just come in with the old one is not asked for it again.
    if (step === 'done') await confirmPassword(database.system, actor.accountId, input.current ?? '', now());
    await changePassword(database.system, actor, input.password, now());
    const next = await goOn(database.system, actor.accountId, context.device, timeOf(context.services), actor.enrolled);
    context.keepToken(next.token);
    return { step: next.step };
  }),
  me: signedIn.session.me.handler(async ({ context }) => me(context.actor, await context.services.organisation())),
  account: signedIn.session.account.handler(async ({ context }) => {
    const { actor } = context;
    const { system } = context.services.database;
    const days = await readPasswordDays(system);
    return {
      username: actor.username,
      name: actor.name,
      demo: actor.demo,
      passwordAt: actor.passwordAt.toISOString(),
      ...(days !== undefined && { passwordDays: days }),
      secondFactor: {
        set: actor.enrolled,
        needed: needsSecondFactor(actor.posts) && !actor.demo,
        recoveryCodesLeft: await countRecoveryCodes(system, actor.accountId),
      },
    };
  }),
  signOut: arriving.session.signOut.handler(async ({ context }) => {
    await leaveBefore(context);
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
        device: deviceInWords(one.device),
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
  endOthers: signedIn.session.endOthers.handler(async ({ context }) => {
    const { system } = context.services.database;
    return { ended: await endOtherSessions(system, context.actor.accountId, context.sessionId) };
  }),
};

/** A session from before is not taken over: whoever knew its token stays outside. */
export async function leaveBefore({ services, session: whole, pending }: RequestContext): Promise<void> {
  const before = whole ? { sessionId: whole.id, actor: whole.actor } : pending;
  if (before) await endSession(services.database.system, before.actor.accountId, handleOf(before.sessionId));
}

/** Somebody signed in gives the password again: a desk left alone must not change who gets in. */
async function mayEnrol(
  { services, admission }: RequestContext & { readonly admission: Admission },
  password: string,
): Promise<Admission> {
  const { step, actor } = admission;
  if (step === 'done') await confirmPassword(services.database.system, actor.accountId, password, services.now());
  else if (step !== 'enrol') throw stepMissing();
  return admission;
}

function enrollerOf({ actor, sessionId }: Admission): Enroller {
  return { accountId: actor.accountId, username: actor.username, sessionId };
}

const verbs = [
  'read',
  'record',
  'verify',
  'compile',
  'freeze',
  'publish',
  'export',
  'audit',
  'administer',
] as const satisfies readonly Verb[];

function me(actor: SignedIn, organisation: Organisation) {
  const { tree } = organisation;
  const [home] = rootsInSight(actor, organisation);
  const [office] = officesOf(actor, organisation);
  const held = actor.posts.flatMap((post) => tree.findId(post.unitId) ?? []);
  return {
    username: actor.username,
    name: actor.name,
    language: actor.language,
    demo: actor.demo,
    posts: actor.posts.flatMap((post) => {
      const unit = tree.findId(post.unitId);
      return unit ? [{ role: post.role, label: roleLabels[post.role], unit: unitName(unit) }] : [];
    }),
    ...(home && { home: unitName(home) }),
    ...(office && { office: unitName(office) }),
    may: [
      ...verbs.filter((verb) => held.some((unit) => can(actor, verb, { scope: scopeNow(unit, tree) }))),
      ...(office ? (['invite'] as const) : []),
    ],
  };
}
