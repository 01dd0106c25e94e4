import type { Day } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';

export const roles = ['secretary', 'clerk', 'reporter', 'lecturer', 'auditor', 'administrator'] as const;
export type Role = (typeof roles)[number];

export const roleLabels: Readonly<Record<Role, Text>> = {
  secretary: { zh: '秘书长', en: 'Secretary' },
  clerk: { zh: '干事', en: 'Clerk' },
  reporter: { zh: '填报人', en: 'Reporter' },
  lecturer: { zh: '讲师', en: 'Lecturer' },
  auditor: { zh: '审计员', en: 'Auditor' },
  administrator: { zh: '系统管理员', en: 'Administrator' },
};

export type Verb = 'read' | 'record' | 'verify' | 'compile' | 'freeze' | 'publish' | 'export' | 'audit' | 'administer';

const mayDo: Readonly<Record<Role, readonly Verb[]>> = {
  secretary: ['read', 'record', 'verify', 'compile', 'freeze', 'publish', 'export', 'audit'],
  clerk: ['read', 'record', 'verify', 'compile', 'export'],
  reporter: ['read', 'record'],
  lecturer: ['read', 'record'],
  auditor: ['read', 'export', 'audit'],
  administrator: ['administer', 'audit'],
};

/** A role held at a unit; it reaches that unit and everything under it. */
export interface Post {
  readonly role: Role;
  readonly unitId: number;
  readonly path: string;
  readonly from: Day;
  readonly to: Day | null;
}

/** Who acts. Posts are those in force on the day of the request; a post that has ended brings nothing. */
export interface Actor {
  readonly accountId: number;
  readonly name: string;
  readonly posts: readonly Post[];
  /** What it acts from, in a few words for the audit: `Chrome · Windows`. */
  readonly device?: string | undefined;
}

/**
 * What is asked about. `scope` is the set of units that are, or contain, the thing's hosts: the same set that counts it.
 */
export interface Subject {
  readonly scope: readonly number[];
  readonly createdBy?: number | null;
}

/** Whether this actor may do this to this thing. The one policy; row level security repeats its reading half in the database. */
export function can(actor: Actor, verb: Verb, subject: Subject): boolean {
  // Nobody verifies their own record.
  if (verb === 'verify' && subject.createdBy === actor.accountId) return false;
  return actor.posts.some((post) => mayDo[post.role].includes(verb) && subject.scope.includes(post.unitId));
}

/** The posts in whose subtree this actor may do something of this sort. */
export function postsThatMay(actor: Actor, verb: Verb): readonly Post[] {
  return actor.posts.filter((post) => mayDo[post.role].includes(verb));
}

/** The posts whose subtree this actor may read. */
export function readingPosts(actor: Actor): readonly Post[] {
  return postsThatMay(actor, 'read');
}

/** Verbs whose misuse harms more than one record: who has one of them signs in with two factors. */
const grave: readonly Verb[] = ['verify', 'freeze', 'publish', 'administer'];

export function needsSecondFactor(held: readonly { readonly role: Role }[]): boolean {
  return held.some(({ role }) => mayDo[role].some((verb) => grave.includes(verb)));
}
