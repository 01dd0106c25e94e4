import { addPost, endPost, manageAccount, setPasswordDays } from '#domain/access/administration.ts';
import { goOn, readPasswordDays } from '#domain/access/entrance.ts';
import { invite, offerReset, readOffer, revoke, takeOffer } from '#domain/access/invitations.ts';
import { type ListedAccount, listAccounts, listInvitations } from '#domain/access/people-list.ts';
import { can, needsSecondFactor, type Role, roleLabels } from '#domain/access/policy.ts';
import { givingPosts } from '#domain/access/rules.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import type { Unit, UnitTree } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import { refuse } from '#kernel/problem.ts';
import { anyone, officesOf, type SignedIn, signedIn, timeOf } from '../services.ts';
import { completeness, unitName } from '../shapes.ts';
import { unitsUnder } from './organisation.ts';
import { leaveBefore } from './session.ts';

const pageSize = 50;

export const accounts = {
  list: signedIn.accounts.list.handler(async ({ input, context }) => {
    const { services, actor } = context;
    const organisation = await services.organisation();
    const time = timeOf(services);
    const unit = organisation.tree.find(input.unit);
    const offices = officesOf(actor, organisation);
    if (!unit || !offices.some((office) => organisation.tree.isUnder(unit, office))) return refuseUnit(input.unit);
    const query = {
      unit,
      ...(input.role && { role: input.role }),
      ...(input.state && { state: input.state }),
      ...(input.text && { text: input.text.trim() }),
    };
    const { rows, total, next } = await asReader(services.database, actor, (tx) =>
      listAccounts(tx, actor, query, time, pageSize, input.after),
    );
    return {
      rows: rows.map((row) => accountRow(row, actor, organisation.tree, time.today)),
      ...(next !== undefined && { next }),
      completeness: completeness(total, unit, undefined, time.now),
    };
  }),
  office: signedIn.accounts.office.handler(async ({ context }) => {
    const organisation = await context.services.organisation();
    const roles = [...new Set(givingPosts(context.actor).flatMap((post) => post.gives))];
    return {
      units: unitsUnder(officesOf(context.actor, organisation), organisation.tree),
      roles: roles.map((role) => ({ role, label: roleLabels[role], needsSecondFactor: needsSecondFactor([{ role }]) })),
      passwordDays: (await readPasswordDays(context.services.database.system)) ?? null,
      maySetPasswordDays: can(context.actor, 'administer', { scope: [organisation.tree.root().id] }),
    };
  }),
  setPasswordDays: signedIn.accounts.setPasswordDays.handler(async ({ input, context }) => {
    const { database, organisation } = context.services;
    await setPasswordDays(database.system, context.actor, input.days, (await organisation()).tree);
    return {};
  }),
  addPost: signedIn.accounts.addPost.handler(async ({ input: { id, ...post }, context }) => {
    const { database, organisation } = context.services;
    const { tree } = await organisation();
    return { id: await asActor(database, context.actor, (tx) => addPost(tx, context.actor, id, post, tree)) };
  }),
  endPost: signedIn.accounts.endPost.handler(async ({ input, context }) => {
    const { database, organisation } = context.services;
    const { tree } = await organisation();
    await asActor(database, context.actor, (tx) => endPost(tx, context.actor, input.id, input.to, tree));
    return {};
  }),
  act: signedIn.accounts.act.handler(async ({ input, context }) => {
    const time = timeOf(context.services);
    await asActor(context.services.database, context.actor, (tx) =>
      manageAccount(tx, context.actor, input.id, input.act, time),
    );
    return {};
  }),
  offerReset: signedIn.accounts.offerReset.handler(async ({ input, context }) => {
    const time = timeOf(context.services);
    const handed = await asActor(context.services.database, context.actor, (tx) =>
      offerReset(tx, context.actor, input.id, time),
    );
    return { ...handed, expiresAt: handed.expiresAt.toISOString() };
  }),
  invitations: signedIn.accounts.invitations.handler(async ({ context }) => {
    const { database, now, organisation } = context.services;
    const { tree } = await organisation();
    const rows = await asReader(database, context.actor, (tx) => listInvitations(tx, now()));
    return {
      rows: rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        name: row.name,
        username: row.username,
        ...offered(row, tree),
        from: row.from,
        to: row.to,
        by: row.by,
        createdAt: row.createdAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
      })),
    };
  }),
  invite: signedIn.accounts.invite.handler(async ({ input, context }) => {
    const { database, organisation } = context.services;
    const { tree } = await organisation();
    const time = timeOf(context.services);
    const handed = await asActor(database, context.actor, (tx) => invite(tx, context.actor, input, tree, time));
    return { ...handed, expiresAt: handed.expiresAt.toISOString() };
  }),
  revoke: signedIn.accounts.revoke.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    await asActor(database, context.actor, (tx) => revoke(tx, context.actor, input.id, now()));
    return {};
  }),
  look: anyone.accounts.look.handler(async ({ input, context }) => {
    const { database, organisation } = context.services;
    const offer = await readOffer(database.system, input.token, timeOf(context.services));
    return {
      kind: offer.kind,
      name: offer.name,
      username: offer.username,
      ...offered(offer, (await organisation()).tree),
      needsSecondFactor: offer.role !== null && needsSecondFactor([{ role: offer.role }]),
      expiresAt: offer.expiresAt.toISOString(),
    };
  }),
  take: anyone.accounts.take.handler(async ({ input, context }) => {
    const { database } = context.services;
    const time = timeOf(context.services);
    const accountId = await takeOffer(database.system, input.token, input, time);
    const { token, step } = await goOn(database.system, accountId, context.device, time, false);
    await leaveBefore(context);
    context.keepToken(token);
    return { step };
  }),
};

function accountRow(row: ListedAccount, actor: SignedIn, tree: UnitTree, today: Day) {
  const own = row.id === actor.accountId;
  const inForce = (post: { readonly from: Day; readonly to: Day | null }) =>
    post.from <= today && (post.to === null || post.to >= today);
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    demo: row.demo,
    disabled: row.disabled,
    lockedUntil: row.lockedUntil?.toISOString() ?? null,
    seenAt: row.seenAt?.toISOString() ?? null,
    secondFactor: row.secondFactor,
    needsSecondFactor: !row.demo && needsSecondFactor(row.posts.filter(inForce)),
    own,
    manages: row.manages,
    posts: row.posts.map((post) => ({
      id: post.id,
      role: post.role,
      label: roleLabels[post.role],
      unit: unitName(tree.byId(post.unitId)),
      from: post.from,
      to: post.to,
      inForce: inForce(post),
      mayEnd: post.own && !own && (post.to === null || post.to >= today),
    })),
  };
}

function offered({ role, unitId }: { readonly role: Role | null; readonly unitId: number | null }, tree: UnitTree) {
  const unit: Unit | undefined = unitId === null ? undefined : tree.findId(unitId);
  return { label: role === null ? null : roleLabels[role], unit: unit ? unitName(unit) : null };
}

function refuseUnit(code: string): never {
  refuse(
    'unit_unknown',
    { zh: `没有代码为“${code}”的单位，或者不归您管理`, en: `there is no unit ${code} below yours` },
    'unit',
  );
}
