import { oc } from '@orpc/contract';
import { z } from 'zod';
import { roles } from '#domain/access/policy.ts';
import { Moment, TextShape, UnitName } from './common.ts';

const Language = z.enum(['zh', 'en']);

const Me = z.object({
  username: z.string(),
  name: z.string(),
  language: Language,
  posts: z.array(z.object({ role: z.enum(roles), label: TextShape, unit: UnitName })),
  /** The unit that one starts from; absent when no post lets one read anything. */
  home: UnitName.optional(),
  /** What at least one post allows. */
  may: z.array(z.enum(['read', 'record', 'verify', 'compile', 'freeze', 'publish', 'export', 'administer'])),
});

const tags = ['session'];
const nothing = z.object({});

export const session = {
  signIn: oc
    .route({ method: 'POST', path: '/session', tags, summary: 'Sign in; sets the session cookie' })
    .input(z.object({ username: z.string().min(1).max(100), password: z.string().min(1).max(500) }))
    .output(Me),
  me: oc.route({ method: 'GET', path: '/session', tags, summary: 'Who is signed in' }).output(Me),
  signOut: oc.route({ method: 'DELETE', path: '/session', tags, summary: 'Sign out' }).output(nothing),
  changeLanguage: oc
    .route({ method: 'PUT', path: '/session/language', tags, summary: 'Change the language of the desk app' })
    .input(z.object({ language: Language }))
    .output(nothing),
  list: oc.route({ method: 'GET', path: '/sessions', tags, summary: 'One’s own sessions' }).output(
    z.object({
      sessions: z.array(
        z.object({ handle: z.string(), createdAt: Moment, seenAt: Moment, device: z.string(), current: z.boolean() }),
      ),
    }),
  ),
  end: oc
    .route({ method: 'DELETE', path: '/sessions/{handle}', tags, summary: 'End one of one’s own sessions' })
    .input(z.object({ handle: z.string().regex(/^[0-9a-f]{16}$/) }))
    .output(nothing),
};
