import type { Unit } from '#domain/units/tree.ts';
import { type Day, dayInWords } from '#kernel/day.ts';
import { type Problem, problem } from '#kernel/problem.ts';
import { type Actor, type Post, type Role, roleLabels, roles } from './policy.ts';

/** Delegated administration: which roles a role lets one give, at units of one's own subtree. */
const givable: Readonly<Record<Role, readonly Role[]>> = {
  administrator: roles,
  secretary: ['reporter', 'lecturer'],
  clerk: ['reporter', 'lecturer'],
  reporter: [],
  lecturer: [],
  auditor: [],
};

/** A role at a unit for a time, as one person would give it to another. */
export interface Grant {
  readonly role: Role;
  /** Path of the unit. */
  readonly path: string;
  readonly from: Day;
  readonly to: Day | null;
}

/** The posts that let their holder give something, with what they let give. */
export function givingPosts(actor: Actor): (Post & { readonly gives: readonly Role[] })[] {
  return actor.posts
    .filter((post) => givable[post.role].length > 0)
    .map((post) => ({ ...post, gives: givable[post.role] }));
}

/** Whether the actor may give this: only roles that one of its posts lets give, below that post, and not beyond its end. */
export function mayGive(actor: Actor, grant: Grant): boolean {
  return givingPosts(actor).some((post) => reaches(post, grant) && lasts(post, grant));
}

/** Everything that speaks against giving this; empty when the actor may. A unit that is out of reach and one that does not exist get the same answer. */
export function grantProblems(actor: Actor, grant: Omit<Grant, 'path'>, unit: Unit | undefined): Problem[] {
  const found: Problem[] = [];
  const ofRole = givingPosts(actor).filter((post) => post.gives.includes(grant.role));
  if (ofRole.length === 0) {
    const { zh, en } = roleLabels[grant.role];
    const text = { zh: `您的职务不能授予“${zh}”`, en: `your posts do not let you give the role ${en}` };
    found.push(problem('role_not_givable', text, 'role'));
  }
  const above = unit === undefined ? [] : ofRole.filter((post) => isWithin(unit.path, post.path));
  if (ofRole.length > 0 && above.length === 0) {
    const text = { zh: '没有这个单位，或者不在您的管理范围内', en: 'there is no such unit below yours' };
    found.push(problem('unit_out_of_reach', text, 'unit'));
  }
  if (grant.to !== null && grant.to < grant.from) {
    const text = { zh: '结束日期早于开始日期，请改一改', en: 'the last day is before the first' };
    found.push(problem('post_reversed', text, 'to'));
  }
  if (above.length > 0 && !above.some((post) => lasts(post, grant))) {
    const ends = above.map((post) => post.to).sort();
    const text = {
      zh: `不能超出您自己的任期${ends.at(-1) ? `，请填到 ${dayInWords(ends.at(-1)!)} 为止` : ''}`,
      en: `it may not outlast your own post${ends.at(-1) ? `, which ends on ${ends.at(-1)}` : ''}`,
    };
    found.push(problem('post_outlasts_yours', text, 'to'));
  }
  if (above.length > 0 && unit && !isWithinUnit(unit, grant)) {
    const text = { zh: '这个单位在这段时间里不存在', en: 'the unit does not exist in that time' };
    found.push(problem('post_outside_unit', text, 'from'));
  }
  return found;
}

/** An account as its administrators see it: its posts past, present and to come. */
export interface Holder {
  readonly accountId: number;
  readonly posts: readonly Grant[];
}

/**
 * Whether the actor may disable, unlock or reset this account: somebody else's, all of whose posts the actor could have
 * given. What is over does not count, unless nothing else is there.
 */
export function mayManage(actor: Actor, { accountId, posts }: Holder, today: Day): boolean {
  if (accountId === actor.accountId) return false;
  const live = posts.filter((post) => post.to === null || post.to >= today);
  const counted = live.length > 0 ? live : posts;
  return counted.length > 0 && counted.every((post) => givingPosts(actor).some((own) => reaches(own, post)));
}

/** Whether an account is among those that the actor's lists show: one of its posts could have been given by the actor. */
export function mayList(actor: Actor, { posts }: Holder): boolean {
  return posts.some((post) => givingPosts(actor).some((own) => reaches(own, post)));
}

export type Step = 'done' | 'code' | 'enrol' | 'password';

/** What is still missing after the password was right. */
export function nextStep(of: {
  readonly enrolled: boolean;
  readonly needed: boolean;
  readonly demo: boolean;
  readonly coded: boolean;
  readonly expired: boolean;
}): Step {
  if (of.enrolled && !of.coded) return 'code';
  // The password of a demonstration account is printed in its pack; a second factor would protect nothing.
  if (of.needed && !of.enrolled && !of.demo) return 'enrol';
  return of.expired ? 'password' : 'done';
}

function reaches(post: Post & { readonly gives: readonly Role[] }, { role, path }: Pick<Grant, 'role' | 'path'>) {
  return post.gives.includes(role) && isWithin(path, post.path);
}

function lasts(post: Post, { from, to }: Pick<Grant, 'from' | 'to'>): boolean {
  return post.from <= from && (post.to === null || (to !== null && to <= post.to));
}

function isWithinUnit({ validFrom, validTo }: Unit, { from, to }: Pick<Grant, 'from' | 'to'>): boolean {
  return validFrom <= from && (validTo === null || (to !== null && to <= validTo));
}

function isWithin(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}/`);
}
