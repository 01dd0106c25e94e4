import { can } from '#domain/access/policy.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import { ruleBook } from '#domain/agreement/rules.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { assignDiscrepancy, commentDiscrepancy, decideDiscrepancy, setDue } from '#domain/discrepancies/actions.ts';
import { explainGap } from '#domain/discrepancies/gap/explain.ts';
import { type Gap, type GapAgainst, gapReasons } from '#domain/discrepancies/gap/model.ts';
import type { Discrepancy } from '#domain/discrepancies/model.ts';
import { openConflicts, openDiscrepancies } from '#domain/discrepancies/open.ts';
import { listDiscrepancies, readDiscrepancy, readNotes, readOwners } from '#domain/discrepancies/store.ts';
import type { FigureQuestion } from '#domain/figures/model.ts';
import type { Day } from '#kernel/day.ts';
import { refuse } from '#kernel/problem.ts';
import { readWindow } from '../contract/common.ts';
import { type Services, scopeNow, signedIn, todayOf, unitInSight } from '../services.ts';
import { unitName } from '../shapes.ts';
import { keptAs, sourceOf } from './agreement.ts';

const mostListed = 500;

export const discrepancies = {
  list: signedIn.discrepancies.list.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    const organisation = await context.services.organisation();
    const { mine, ...query } = input;
    const unit = unitInSight(context.actor, organisation, query.unit);
    const owner = mine ? context.actor.accountId : undefined;
    const { rows, total } = await asReader(database, context.actor, (tx) =>
      listDiscrepancies(tx, organisation.tree, { ...query, unit, owner }, mostListed),
    );
    return { rows: rows.map((row) => shape(row, organisation, todayOf(now()))), total };
  }),
  get: signedIn.discrepancies.get.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    const organisation = await context.services.organisation();
    const today = todayOf(now());
    return await asReader(database, context.actor, async (tx) => {
      const found = await readDiscrepancy(tx, input.id);
      if (!found) return unknown(input.id);
      const unit = organisation.tree.byId(found.unitId);
      return {
        ...shape(found, organisation, today),
        notes: (await readNotes(tx, input.id)).map((note) => ({ ...note, at: note.at.toISOString() })),
        owners: await readOwners(tx, organisation.tree, unit, today),
        mayHandle: can(context.actor, 'compile', { scope: scopeNow(unit, organisation.tree) }),
      };
    });
  }),
  open: signedIn.discrepancies.open.handler(async ({ input, context }) => {
    const { database } = context.services;
    const setting = await settingOf(context.services);
    const request = sourceOf(context.actor, setting.organisation, input.source);
    const work = async (tx: Parameters<Parameters<typeof asActor>[2]>[0]) => {
      const { opened, again, gone, checked } = await openDiscrepancies(
        tx,
        context.actor,
        request,
        input.fingerprints,
        setting,
      );
      const kept = await keptAs(
        tx,
        checked.findings.map((one) => one.fingerprint),
      );
      return { opened, again, gone, kept: [...kept].map(([fingerprint, { id }]) => ({ fingerprint, id })) };
    };
    return await asActor(database, context.actor, work, 'repeatable read');
  }),
  assign: signedIn.discrepancies.assign.handler(async ({ input: { id, owner }, context }) => {
    const setting = await settingOf(context.services);
    await asActor(context.services.database, context.actor, (tx) =>
      assignDiscrepancy(tx, context.actor, id, owner, setting),
    );
    return { id };
  }),
  due: signedIn.discrepancies.due.handler(async ({ input: { id, due }, context }) => {
    const setting = await settingOf(context.services);
    await asActor(context.services.database, context.actor, (tx) => setDue(tx, context.actor, id, due, setting));
    return { id };
  }),
  comment: signedIn.discrepancies.comment.handler(async ({ input: { id, text }, context }) => {
    const setting = await settingOf(context.services);
    await asActor(context.services.database, context.actor, (tx) =>
      commentDiscrepancy(tx, context.actor, id, text, setting),
    );
    return { id };
  }),
  decide: signedIn.discrepancies.decide.handler(async ({ input: { id, state, text }, context }) => {
    const setting = await settingOf(context.services);
    await asActor(context.services.database, context.actor, (tx) =>
      decideDiscrepancy(tx, context.actor, id, state, text, setting),
    );
    return { id };
  }),
  gap: signedIn.discrepancies.gap.handler(async ({ input, context }) => {
    const organisation = await context.services.organisation();
    const question = input.question as FigureQuestion;
    unitInSight(context.actor, organisation, question.unit);
    const gap = await asReader(context.services.database, context.actor, (tx) =>
      explainGap(tx, organisation, question, againstOf(input.against)),
    );
    return gapShape(gap, organisation);
  }),
  beforeFreezing: signedIn.discrepancies.beforeFreezing.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    const organisation = await context.services.organisation();
    const unit = unitInSight(context.actor, organisation, input.unit);
    const rows = await asReader(database, context.actor, (tx) =>
      openConflicts(tx, organisation, unit, readWindow(input.window)!),
    );
    return { rows: rows.map((row) => shape(row, organisation, todayOf(now()))) };
  }),
};

async function settingOf(services: Services) {
  const now = services.now();
  return { organisation: await services.organisation(), today: todayOf(now), now };
}

function unknown(id: number): never {
  refuse('discrepancy_unknown', {
    zh: `没有编号为 ${id} 的差异，或者您无权查看`,
    en: `there is no discrepancy ${id} that you may see`,
  });
}

type AgainstInput =
  | { kind: 'moment'; at: string }
  | { kind: 'edition'; code: string }
  | { kind: 'children' }
  | { kind: 'window'; window: string }
  | { kind: 'reported' };

function againstOf(input: AgainstInput): GapAgainst {
  if (input.kind === 'moment') return { kind: 'moment', at: new Date(input.at) };
  if (input.kind === 'window') return { kind: 'window', window: readWindow(input.window)! };
  return input;
}

function shape(row: Discrepancy, { tree }: Organisation, today: Day) {
  const { unitId, foundAt: _, ...rest } = row;
  return {
    ...rest,
    label: ruleBook[row.rule].label,
    spans: [...row.spans],
    sides: row.sides && ([...row.sides] as [string, string]),
    question: row.question as never,
    unit: unitName(tree.byId(unitId)),
    overdue: row.state === 'open' && row.due !== null && row.due < today,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}

function gapShape(gap: Gap, { tree }: Organisation) {
  return {
    ...gap,
    question: gap.question as never,
    reasons: gap.reasons.map((one) => ({ ...one, label: gapReasons[one.reason] })),
    rows: gap.rows.map((row) => ({
      ...row,
      label: gapReasons[row.reason],
      hosts: row.hosts.flatMap((id) => {
        const unit = tree.findId(id);
        return unit ? [unitName(unit)] : [];
      }),
    })),
  };
}
