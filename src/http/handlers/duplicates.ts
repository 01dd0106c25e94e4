import { can } from '#domain/access/policy.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import {
  joinRecord,
  mergeRecords,
  mergesOf,
  splitRecords,
  tellApart,
  untellApart,
} from '#domain/duplicates/actions.ts';
import { mostSearched, nearbyUnits, type Similar, similarRecords, suspectPairs } from '#domain/duplicates/search.ts';
import { readRecord } from '#domain/records/detail.ts';
import { refuse } from '#kernel/problem.ts';
import { readWindow } from '../contract/common.ts';
import { settingOf, signedIn, unitInSight } from '../services.ts';
import { completeness, unitName } from '../shapes.ts';

const mostShown = 200;

export const duplicates = {
  similar: signedIn.duplicates.similar.handler(async ({ input, context }) => {
    const { actor, services } = context;
    const organisation = await services.organisation();
    const { except, ...written } = input;
    // Only for a unit that one may record for: this is a help in writing, not a search.
    const { tree } = organisation;
    const lead = tree.find(written.hosts[0]!);
    if (!lead || !can(actor, 'record', { scope: tree.chainOn(lead, written.to) })) return { records: [], nearby: [] };
    const records = await asReader(services.database, actor, (tx) => similarRecords(tx, organisation, written, except));
    const nearby = await nearbyUnits(services.database.system, organisation, written, (scope) =>
      can(actor, 'read', { scope }),
    );
    return {
      records: records.map((one) => similarShape(one, organisation)),
      nearby: nearby.map((id) => unitName(tree.byId(id))),
    };
  }),
  ofRecord: signedIn.duplicates.ofRecord.handler(async ({ input, context }) => {
    const { actor, services } = context;
    const organisation = await services.organisation();
    return await asReader(services.database, actor, async (tx) => {
      const { draft, status } = await readRecord(tx, actor, organisation, input.id);
      const records = status === 'void' ? [] : await similarRecords(tx, organisation, draft, input.id);
      const merges = await mergesOf(tx, input.id);
      return {
        records: records.map((one) => similarShape(one, organisation)),
        merges: merges.map((one) => ({ ...one, at: one.at.toISOString() })),
      };
    });
  }),
  list: signedIn.duplicates.list.handler(async ({ input, context }) => {
    const { actor, services } = context;
    const organisation = await services.organisation();
    const unit = unitInSight(actor, organisation, input.unit);
    const window = readWindow(input.window)!;
    const found = await asReader(services.database, actor, (tx) => suspectPairs(tx, organisation, unit.id, window));
    if (!found)
      return refuse(
        'window_too_long',
        {
          zh: `这段时间的记录超过 ${mostSearched} 条，请缩短统计时段或选下级单位`,
          en: `there are more than ${mostSearched} records in this window; choose a shorter one or a unit below`,
        },
        'window',
      );
    const { pairs, searched } = found;
    return {
      pairs: pairs.slice(0, mostShown).map(({ one, other }) => ({
        one: similarShape(one, organisation),
        other: similarShape(other, organisation),
        reasons: [...one.likeness.reasons],
      })),
      searched,
      completeness: completeness(pairs.length, unit, window, services.now()),
    };
  }),
  join: signedIn.duplicates.join.handler(async ({ input, context }) => {
    const setting = await settingOf(context.services);
    return await asActor(context.services.database, context.actor, (tx) =>
      joinRecord(tx, context.actor, input.id, input.base, input.unit, setting),
    );
  }),
  merge: signedIn.duplicates.merge.handler(async ({ input, context }) => {
    const setting = await settingOf(context.services);
    const id = await asActor(context.services.database, context.actor, (tx) =>
      mergeRecords(tx, context.actor, input, setting),
    );
    return { id };
  }),
  split: signedIn.duplicates.split.handler(async ({ input, context }) => {
    const setting = await settingOf(context.services);
    await asActor(context.services.database, context.actor, (tx) => splitRecords(tx, context.actor, input.id, setting));
    return { id: input.id };
  }),
  tellApart: signedIn.duplicates.tellApart.handler(async ({ input, context }) => {
    await asActor(context.services.database, context.actor, (tx) =>
      tellApart(tx, context.actor, input.one, input.other),
    );
    return {};
  }),
  untellApart: signedIn.duplicates.untellApart.handler(async ({ input, context }) => {
    await asActor(context.services.database, context.actor, (tx) =>
      untellApart(tx, context.actor, input.one, input.other),
    );
    return {};
  }),
};

function similarShape(one: Similar, { tree }: Organisation) {
  return {
    id: one.id,
    revision: one.revision,
    kind: one.kind,
    status: one.status,
    from: one.starts,
    to: one.day,
    title: one.title,
    place: one.place,
    hosts: one.hosts.flatMap((id) => {
      const unit = tree.findId(id);
      return unit ? [unitName(unit)] : [];
    }),
    reasons: [...one.likeness.reasons],
  };
}
