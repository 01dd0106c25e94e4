import { oc } from '@orpc/contract';
import { z } from 'zod';
import { roles } from '#domain/access/policy.ts';
import { Completeness, DayShape, Moment, TextShape, UnitCode, UnitName } from './common.ts';
import { UnitShape } from './organisation.ts';
import { NewPassword, StepShape } from './session.ts';

const tags = ['accounts'];
const nothing = z.object({});
const RoleShape = z.enum(roles);
const Id = z.coerce.number().int().min(1).max(2_147_483_647);
const Username = z.string().max(100);

const PostShape = z.object({
  id: z.number(),
  role: RoleShape,
  label: TextShape,
  unit: UnitName,
  from: DayShape,
  to: DayShape.nullable(),
  inForce: z.boolean(),
  /** Whether it can be ended here: not one of the register of people, and not one’s own. */
  mayEnd: z.boolean(),
});

const AccountRow = z.object({
  id: z.number(),
  username: z.string(),
  name: z.string(),
  demo: z.boolean(),
  disabled: z.boolean(),
  lockedUntil: Moment.nullable(),
  seenAt: Moment.nullable(),
  secondFactor: z.boolean(),
  needsSecondFactor: z.boolean(),
  /** One’s own account. */
  own: z.boolean(),
  /** Whether one may disable, unlock and reset it: all its posts are one’s own to give. */
  manages: z.boolean(),
  posts: z.array(PostShape).meta({ description: 'those that are one’s own to give, the latest first' }),
});

const Handed = z.object({
  id: z.number(),
  token: z.string().meta({ description: 'for the link /staff/invitation#TOKEN; told this once' }),
  expiresAt: Moment,
});

const InvitationRow = z.object({
  id: z.number(),
  kind: z.enum(['invitation', 'reset']),
  name: z.string(),
  username: z.string(),
  label: TextShape.nullable(),
  unit: UnitName.nullable(),
  from: DayShape.nullable(),
  to: DayShape.nullable(),
  by: z.string(),
  createdAt: Moment,
  expiresAt: Moment,
});

const one = z.object({ id: Id });
const Token = z.string().min(1).max(100);

/** Dates of a post, from a form. */
const given = { role: RoleShape, unit: UnitCode, from: DayShape, to: DayShape.nullable() };

export const accounts = {
  list: oc
    .route({ method: 'GET', path: '/accounts', tags, summary: 'Accounts with a post one may give, by user name' })
    .input(
      z.object({
        unit: UnitCode,
        role: RoleShape.optional(),
        state: z.enum(['active', 'locked', 'disabled', 'without_factor', 'without_post']).optional(),
        text: z.string().max(100).optional(),
        after: Username.optional(),
      }),
    )
    .output(z.object({ rows: z.array(AccountRow), next: z.string().optional(), completeness: Completeness })),
  office: oc
    .route({ method: 'GET', path: '/accounts/office', tags, summary: 'Where one may give posts, and which' })
    .output(
      z.object({
        units: z.array(UnitShape),
        roles: z.array(z.object({ role: RoleShape, label: TextShape, needsSecondFactor: z.boolean() })),
        passwordDays: z.number().nullable(),
        maySetPasswordDays: z.boolean(),
      }),
    ),
  setPasswordDays: oc
    .route({ method: 'PUT', path: '/accounts/password-days', tags, summary: 'For how many days passwords are good' })
    .input(z.object({ days: z.int().min(30).max(730).nullable() }))
    .output(nothing),
  addPost: oc
    .route({ method: 'POST', path: '/accounts/{id}/posts', tags, summary: 'Give an account a further post' })
    .input(one.extend(given))
    .output(z.object({ id: z.number() })),
  endPost: oc
    .route({ method: 'PUT', path: '/accounts/posts/{id}/end', tags, summary: 'End a post; its last day' })
    .input(one.extend({ to: DayShape }))
    .output(nothing),
  act: oc
    .route({
      method: 'POST',
      path: '/accounts/{id}/acts',
      tags,
      summary: 'Disable, enable, unlock, reset the second step',
    })
    .input(one.extend({ act: z.enum(['disable', 'enable', 'unlock', 'reset_factor']) }))
    .output(nothing),
  offerReset: oc
    .route({
      method: 'POST',
      path: '/accounts/{id}/password-link',
      tags,
      summary: 'A link for choosing a new password',
    })
    .input(one)
    .output(Handed),
  invitations: oc
    .route({ method: 'GET', path: '/invitations', tags, summary: 'Open invitations and password links' })
    .output(z.object({ rows: z.array(InvitationRow) })),
  invite: oc
    .route({ method: 'POST', path: '/invitations', tags, summary: 'Invite somebody to a post', successStatus: 201 })
    .input(z.object({ name: z.string().max(60), username: Username, ...given }))
    .output(Handed),
  revoke: oc
    .route({ method: 'DELETE', path: '/invitations/{id}', tags, summary: 'Take an invitation or link back' })
    .input(one)
    .output(nothing),
  // The token travels in bodies only: addresses stand in logs.
  look: oc
    .route({ method: 'POST', path: '/invitations/look', tags, summary: 'What the holder of a token is offered' })
    .input(z.object({ token: Token }))
    .output(
      z.object({
        kind: z.enum(['invitation', 'reset']),
        name: z.string(),
        username: z.string(),
        label: TextShape.nullable(),
        unit: UnitName.nullable(),
        needsSecondFactor: z.boolean(),
        expiresAt: Moment,
      }),
    ),
  take: oc
    .route({
      method: 'POST',
      path: '/invitations/acceptance',
      tags,
      summary: 'Take what a token offers: choose user name and password; signs in',
    })
    .input(z.object({ token: Token, username: Username, password: NewPassword }))
    .output(z.object({ step: StepShape })),
};
