import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Unit } from '#domain/units/tree.ts';
import { addDays, type Day, day } from '#kernel/day.ts';
import { type Actor, type Post, type Role, roles } from './policy.ts';
import { grantProblems, mayGive, mayList, mayManage, nextStep } from './rules.ts';

const today = day('2024-11-19');
const paths = ['a', 'a/b', 'a/bc', 'a/b/c', 'a/b/c/d', 'a/e', 'a/e/f'];
const someDay = fc.integer({ min: -40, max: 40 }).map((count) => addDays(today, count));
const posts: fc.Arbitrary<Post> = fc.record({
  role: fc.constantFrom(...roles),
  unitId: fc.constant(1),
  path: fc.constantFrom(...paths),
  from: someDay,
  to: fc.option(someDay, { nil: null }),
});
const actors: fc.Arbitrary<Actor> = fc.record({
  accountId: fc.integer({ min: 1, max: 3 }),
  name: fc.constant(''),
  posts: fc.array(posts, { maxLength: 3 }),
});

/** The rule once more, from the design's words alone. */
function allowed(actor: Actor, grant: Omit<Post, 'unitId'>): boolean {
  return actor.posts.some((own) => {
    const role =
      own.role === 'administrator' ||
      (['secretary', 'clerk'].includes(own.role) && ['reporter', 'lecturer'].includes(grant.role));
    const parts = own.path.split('/');
    const below = grant.path.split('/').slice(0, parts.length).join('/') === own.path;
    const until = own.to === null || (grant.to !== null && grant.to <= own.to);
    return role && below && until && own.from <= grant.from;
  });
}

test('nobody gives more than they may: not another role, not elsewhere, not for longer', () => {
  fc.assert(
    fc.property(actors, posts, (actor, grant) => {
      assert.equal(mayGive(actor, grant), allowed(actor, grant));
      const unit = { path: grant.path, validFrom: day('2000-01-01'), validTo: null } as Unit;
      const problems = grantProblems(actor, grant, unit);
      const reversed = grant.to !== null && grant.to < grant.from;
      assert.equal(problems.length === 0, allowed(actor, grant) && !reversed);
      for (const { text, place } of problems) assert.ok(text.zh !== '' && text.en !== '' && place !== undefined);
      assert.ok(grantProblems(actor, grant, undefined).length > 0, 'a unit that does not exist');
    }),
  );
});

test('giving makes nobody mightier than the giver: what was given gives no more than its giver gives', () => {
  fc.assert(
    fc.property(actors, posts, posts, (actor, first, second) => {
      if (!mayGive(actor, first)) return;
      const receiver: Actor = { accountId: 9, name: '', posts: [first] };
      if (mayGive(receiver, second)) assert.ok(mayGive(actor, second));
    }),
    { numRuns: 500 },
  );
});

test('a unit out of reach and one that does not exist get the same answer', () => {
  const actor: Actor = { accountId: 1, name: '', posts: [post('clerk', 'a/b')] };
  const elsewhere = { path: 'a/bc', validFrom: day('2000-01-01'), validTo: null } as Unit;
  const grant = { role: 'reporter', from: today, to: null } as const;
  assert.deepEqual(grantProblems(actor, grant, elsewhere), grantProblems(actor, grant, undefined));
});

test('a unit that is closed, or not founded yet, takes no posts beyond its time', () => {
  const actor: Actor = { accountId: 1, name: '', posts: [post('administrator', 'a')] };
  const unit = { path: 'a/b', validFrom: day('2024-11-01'), validTo: day('2024-12-31') } as Unit;
  const codes = (from: string, to: string | null) =>
    grantProblems(actor, { role: 'clerk', from: day(from), to: to === null ? null : day(to) }, unit).map(
      (one) => one.code,
    );
  assert.deepEqual(codes('2024-10-31', '2024-12-01'), ['post_outside_unit']);
  assert.deepEqual(codes('2024-11-01', null), ['post_outside_unit']);
  assert.deepEqual(codes('2024-11-01', '2024-12-31'), []);
});

test('an account is managed when everything it holds could have been given; never one’s own', () => {
  fc.assert(
    fc.property(actors, fc.integer({ min: 1, max: 3 }), fc.array(posts, { maxLength: 3 }), (actor, accountId, held) => {
      const within = (one: Post) => allowed({ ...actor, posts: actor.posts.map(endless) }, endless(one));
      const live = held.filter((one) => one.to === null || one.to >= today);
      const counted = live.length > 0 ? live : held;
      const expected = accountId !== actor.accountId && counted.length > 0 && counted.every(within);
      assert.equal(mayManage(actor, { accountId, posts: held }, today), expected);
      assert.equal(mayList(actor, { accountId, posts: held }), held.some(within));
    }),
    { numRuns: 500 },
  );
});

test('what is missing after the password: the code first, then setting it up, then a new password', () => {
  const step = (enrolled: boolean, needed: boolean, demo = false, coded = false, expired = false) =>
    nextStep({ enrolled, needed, demo, coded, expired });
  assert.equal(step(true, true), 'code');
  assert.equal(step(true, false), 'code');
  assert.equal(step(true, false, true), 'code');
  assert.equal(step(false, true), 'enrol');
  assert.equal(step(false, true, true), 'done');
  assert.equal(step(true, true, false, false, true), 'code');
  assert.equal(step(true, true, false, true, true), 'password');
  assert.equal(step(true, true, false, true), 'done');
  assert.equal(step(false, false), 'done');
});

function post(role: Role, path: string): Post {
  return { role, unitId: 1, path, from: day('2000-01-01'), to: null };
}

/** The same without its days. */
function endless(one: Post): Post {
  return { ...one, from: '2000-01-01' as Day, to: null };
}
