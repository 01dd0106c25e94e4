import type { Hono } from 'hono';
import { type Admission, enter, giveCode, goOn } from '#domain/access/entrance.ts';
import { changePassword } from '#domain/access/own-account.ts';
import { beginEnrolment, confirmEnrolment } from '#domain/access/second-factor.ts';
import { endOtherSessions, endSession, handleOf } from '#domain/access/sessions.ts';
import { ProblemError } from '#kernel/problem.ts';
import type { Language, Text } from '#kernel/text.ts';
import { type FieldContext, show } from './answer.ts';
import { type Door, ownAddress, type Visitor } from './door.ts';
import { doorWords } from './door-words.ts';
import type { Html, Page } from './layout.ts';
import { codePage, enrolPage, newPasswordPage, recoveryPage } from './pages/second-step.ts';
import { signInPage } from './pages/sign-in.ts';
import { words } from './words.ts';

/** Signing in, step by step, without script: password; then code, setting the second step up, or a new password. */
export function signInRoutes(field: Hono<{ Variables: { visitor: Visitor; language: Language } }>, door: Door): void {
  const { system } = door.database;
  const device = (c: FieldContext) => c.req.header('user-agent') ?? '';
  /** Where the browser goes with its new session. */
  const onward = (c: FieldContext, { token, step }: { token: string; step: string }, to: string) => {
    door.keepToken(c, token);
    return c.redirect(step === 'done' ? to : `/field/sign-in/step?to=${encodeURIComponent(to)}`, 303);
  };

  field.get('/sign-in', async (c) => {
    const to = ownAddress(c.req.query('to'));
    const admission = await door.admission(c);
    if (admission?.step === 'done') return c.redirect(to, 303);
    return show(c, 200, signInView(c, { to, ended: c.req.query('ended') !== undefined, username: '', problems: [] }));
  });
  field.post('/sign-in', async (c) => {
    const form = await formOf(c);
    const { username, password } = {
      username: (form.get('username') ?? '').trim(),
      password: form.get('password') ?? '',
    };
    const to = ownAddress(form.get('to') ?? undefined);
    const t = c.get('language');
    const missing = [
      ...(username === '' ? [words.usernameMissing[t]] : []),
      ...(password === '' ? [words.passwordMissing[t]] : []),
    ];
    const refused = (status: 401 | 422, problems: readonly string[]) =>
      show(c, status, signInView(c, { to, ended: false, username, problems }));
    if (missing.length > 0) return refused(422, missing);
    return await unlessRefused(
      async () => {
        const before = await door.admission(c);
        const entered = await enter(system, { username, password, device: device(c) }, door.time());
        // A session from before is not taken over: whoever knew its token stays outside.
        if (before) await endSession(system, before.actor.accountId, handleOf(before.sessionId));
        return onward(c, entered, to);
      },
      (problems) => refused(401, problems),
      t,
    );
  });

  field.get('/sign-in/step', async (c) => {
    const to = ownAddress(c.req.query('to'));
    const admission = await door.admission(c);
    if (!admission) return c.redirect(`/field/sign-in?to=${encodeURIComponent(to)}`, 303);
    if (admission.step === 'done') return c.redirect(to, 303);
    return await stepView(c, admission, to, []);
  });
  field.post('/sign-in/code', async (c) => {
    const { admission, to, form } = await arrive(c);
    if (admission?.step !== 'code') return astray(c, to);
    const code = form.get('code')?.trim() ?? '';
    if (code === '') return await stepView(c, admission, to, [doorWords.codeMissing]);
    return await unlessRefused(
      async () =>
        onward(c, await giveCode(system, door.secrets(), admission, { code, device: device(c) }, door.time()), to),
      (problems) => stepView(c, admission, to, problems),
      c.get('language'),
    );
  });
  field.post('/sign-in/enrolment', async (c) => {
    const { admission, to, form } = await arrive(c);
    if (admission?.step !== 'enrol') return astray(c, to);
    const { actor, sessionId } = admission;
    const code = form.get('code')?.trim() ?? '';
    if (code === '') return await stepView(c, admission, to, [doorWords.codeMissing]);
    return await unlessRefused(
      async () => {
        const enroller = { accountId: actor.accountId, username: actor.username, sessionId };
        const codes = await confirmEnrolment(system, door.secrets(), enroller, code, door.now());
        await endOtherSessions(system, actor.accountId);
        const { token, step } = await goOn(system, actor.accountId, device(c), door.time(), true);
        door.keepToken(c, token);
        const next = step === 'done' ? to : `/field/sign-in/step?to=${encodeURIComponent(to)}`;
        return await show(c, 200, view(c, doorWords.savedTitle, to, recoveryPage(codes, next, c.get('language'))));
      },
      (problems) => stepView(c, admission, to, problems),
      c.get('language'),
    );
  });
  field.post('/sign-in/password', async (c) => {
    const { admission, to, form } = await arrive(c);
    if (admission?.step !== 'password') return astray(c, to);
    const { actor } = admission;
    const password = form.get('password') ?? '';
    if (password === '') return await stepView(c, admission, to, [doorWords.passwordMissing]);
    return await unlessRefused(
      async () => {
        await changePassword(system, actor, password, door.now());
        return onward(c, await goOn(system, actor.accountId, device(c), door.time(), actor.enrolled), to);
      },
      (problems) => stepView(c, admission, to, problems),
      c.get('language'),
    );
  });
  field.post('/sign-in/leave', async (c) => {
    const admission = await door.admission(c);
    if (admission) await endSession(system, admission.actor.accountId, handleOf(admission.sessionId));
    door.keepToken(c, undefined);
    return c.redirect('/field/sign-in', 303);
  });

  const arrive = async (c: FieldContext) => {
    const form = await formOf(c);
    return { admission: await door.admission(c), to: ownAddress(form.get('to') ?? undefined), form };
  };
  /** The session has ended meanwhile, or another step is due. */
  const astray = (c: FieldContext, to: string) => c.redirect(`/field/sign-in/step?to=${encodeURIComponent(to)}`, 303);

  const stepView = async (c: FieldContext, admission: Admission, to: string, said: readonly (string | Text)[]) => {
    const t = c.get('language');
    const problems = said.map((one) => (typeof one === 'string' ? one : one[t]));
    const status = problems.length > 0 ? 422 : 200;
    if (admission.step === 'code')
      return await show(c, status, view(c, doorWords.codeTitle, to, codePage({ to, problems }, t)));
    if (admission.step === 'password')
      return await show(c, status, view(c, doorWords.passwordTitle, to, newPasswordPage({ to, problems }, t)));
    const { actor, sessionId } = admission;
    const enroller = { accountId: actor.accountId, username: actor.username, sessionId };
    const issuer = (await door.organisation()).tree.root().short;
    const enrolment = await beginEnrolment(system, door.secrets(), enroller, `台账 ${issuer}`);
    return await show(c, status, view(c, doorWords.enrolTitle, to, enrolPage({ to, problems, ...enrolment }, t)));
  };
}

export function signInView(c: FieldContext, of: Parameters<typeof signInPage>[0]): Page {
  const t = c.get('language');
  return {
    title: words.signInTitle[t],
    here: `/field/sign-in?to=${encodeURIComponent(of.to)}`,
    main: signInPage(of, t),
  };
}

function view(c: FieldContext, title: Text, to: string, main: Html): Page {
  return { title: title[c.get('language')], here: `/field/sign-in/step?to=${encodeURIComponent(to)}`, main };
}

async function formOf(c: FieldContext): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text());
}

async function unlessRefused(
  act: () => Promise<Response>,
  refused: (problems: readonly string[]) => Promise<Response>,
  t: Language,
): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return await refused(error.problems.map((one) => one.text[t]));
  }
}
