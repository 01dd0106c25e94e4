import { oc } from '@orpc/contract';
import { z } from 'zod';
import { roles } from '#domain/access/policy.ts';
import { Moment, TextShape, UnitName } from './common.ts';

const Language = z.enum(['zh', 'en']);

/** What is still missing: the code of the second step, setting the second step up, or a new password. */
export const StepShape = z.enum(['done', 'code', 'enrol', 'password']);
const Stepped = z.object({ step: StepShape });

const Me = z.object({
  username: z.string(),
  name: z.string(),
  language: Language,
  /** An account of the demonstration: its password is printed in the pack. */
  demo: z.boolean(),
  posts: z.array(z.object({ role: z.enum(roles), label: TextShape, unit: UnitName })),
  /** The unit that one starts from; absent when no post lets one read anything. */
  home: UnitName.optional(),
  /** The unit whose accounts one looks after; absent when no post lets one give any. */
  office: UnitName.optional(),
  /** What at least one post allows. */
  may: z.array(
    z.enum(['read', 'record', 'verify', 'compile', 'freeze', 'publish', 'export', 'audit', 'administer', 'invite']),
  ),
});

export const NewPassword = z.string().max(500);
const Code = z.string().min(1).max(60);

const tags = ['session'];
const nothing = z.object({});
const Enrolment = z.object({
  secret: z.string().meta({ description: 'base32, in groups of four, to be typed' }),
  uri: z.string().meta({ description: 'otpauth://totp/…' }),
  qr: z.string().meta({ description: 'the address as a QR code, SVG' }),
});
const Confirmed = Stepped.extend({ recoveryCodes: z.array(z.string()) });

export const session = {
  signIn: oc
    .route({
      method: 'POST',
      path: '/session',
      tags,
      summary:
        'Sign in; sets the session cookie. When the step is not `done`, the session may do nothing but that step',
    })
    .input(z.object({ username: z.string().min(1).max(100), password: z.string().min(1).max(500) }))
    .output(Stepped),
  step: oc
    .route({
      method: 'GET',
      path: '/session/step',
      tags,
      summary: 'Whether somebody is signed in, and what is missing',
    })
    .output(z.object({ step: z.enum([...StepShape.options, 'none']) })),
  giveCode: oc
    .route({ method: 'POST', path: '/session/code', tags, summary: 'The second step: a code, or a recovery code' })
    .input(z.object({ code: Code }))
    .output(Stepped),
  enrol: oc
    .route({
      method: 'POST',
      path: '/session/second-factor',
      tags,
      summary: 'A new secret for one’s authenticator; the password is asked for again once signed in',
    })
    .input(z.object({ password: z.string().max(500).optional() }))
    .output(Enrolment),
  confirmEnrolment: oc
    .route({
      method: 'PUT',
      path: '/session/second-factor',
      tags,
      summary: 'Take the new secret into use with its first code; returns recovery codes, this once',
    })
    .input(z.object({ code: Code }))
    .output(Confirmed),
  removeSecondFactor: oc
    .route({ method: 'POST', path: '/session/second-factor/removal', tags, summary: 'Do without a second step again' })
    .input(z.object({ password: z.string().max(500) }))
    .output(nothing),
  renewRecoveryCodes: oc
    .route({ method: 'POST', path: '/session/recovery-codes', tags, summary: 'New recovery codes in place of the old' })
    .input(z.object({ password: z.string().max(500) }))
    .output(z.object({ recoveryCodes: z.array(z.string()) })),
  changePassword: oc
    .route({
      method: 'PUT',
      path: '/session/password',
      tags,
      summary: 'Change one’s password; ends all other sessions',
    })
    .input(z.object({ current: z.string().max(500).optional(), password: NewPassword }))
    .output(Stepped),
  me: oc.route({ method: 'GET', path: '/session', tags, summary: 'Who is signed in' }).output(Me),
  account: oc.route({ method: 'GET', path: '/session/account', tags, summary: 'One’s own account' }).output(
    z.object({
      username: z.string(),
      name: z.string(),
      demo: z.boolean(),
      passwordAt: Moment,
      passwordDays: z.number().optional(),
      secondFactor: z.object({ set: z.boolean(), needed: z.boolean(), recoveryCodesLeft: z.number() }),
    }),
  ),
  signOut: oc.route({ method: 'DELETE', path: '/session', tags, summary: 'Sign out' }).output(nothing),
  changeLanguage: oc
    .route({ method: 'PUT', path: '/session/language', tags, summary: 'Change the language of the desk app' })
    .input(z.object({ language: Language }))
    .output(nothing),
  list: oc.route({ method: 'GET', path: '/sessions', tags, summary: 'One’s own sessions' }).output(
    z.object({
      sessions: z.array(
        z.object({
          handle: z.string(),
          createdAt: Moment,
          seenAt: Moment,
          device: z.string().meta({ description: 'in words; empty when it is not known' }),
          current: z.boolean(),
        }),
      ),
    }),
  ),
  end: oc
    .route({ method: 'DELETE', path: '/sessions/{handle}', tags, summary: 'End one of one’s own sessions' })
    .input(z.object({ handle: z.string().regex(/^[0-9a-f]{16}$/) }))
    .output(nothing),
  endOthers: oc
    .route({ method: 'DELETE', path: '/sessions', tags, summary: 'End all of one’s own sessions but this one' })
    .output(z.object({ ended: z.number() })),
};
