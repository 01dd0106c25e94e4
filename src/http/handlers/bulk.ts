import type { Tx } from '#db/open.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import type { Setting } from '#domain/records/actions.ts';
import { performBulk, previewBulk, refuseTooMany } from '#domain/records/bulk.ts';
import { type BulkRefusal, bulkLabels, bulkLimit, undoHours } from '#domain/records/bulk-model.ts';
import { recentActs } from '#domain/records/bulk-store.ts';
import { undoBulk } from '#domain/records/bulk-undo.ts';
import { countRecords, listIds } from '#domain/records/list.ts';
import type { RecordFilters } from '../contract/records.ts';
import { type SignedIn, settingOf, signedIn, unitInSight } from '../services.ts';
import { sumShape } from '../shapes.ts';
import { queryOf } from './records.ts';

const titlesTold = 5;

export const bulk = {
  preview: signedIn.bulk.preview.handler(async ({ input, context }) => {
    const setting = await settingOf(context.services);
    return await asReader(context.services.database, context.actor, async (tx) => {
      const ids = input.filters ? await matching(tx, context.actor, input.filters, setting) : (input.ids ?? []);
      const found = await previewBulk(tx, context.actor, input.act, ids, setting);
      return {
        asked: found.asked,
        ids: [...new Set(ids)],
        may: found.may.length,
        titles: found.may.slice(0, titlesTold),
        refused: found.refused.map(refusalShape),
        effect: {
          sign: found.effect.sign,
          sums: found.effect.sums.map((sum) => sumShape(sum, setting.organisation)),
        },
      };
    });
  }),
  perform: signedIn.bulk.perform.handler(async ({ input, context }) => {
    const setting = await settingOf(context.services);
    const outcome = await asActor(context.services.database, context.actor, (tx) =>
      performBulk(tx, context.actor, input, setting),
    );
    return {
      ...(outcome.act !== undefined && { act: outcome.act }),
      asked: outcome.asked,
      done: outcome.done.length,
      refused: outcome.refused.map(refusalShape),
    };
  }),
  undo: signedIn.bulk.undo.handler(async ({ input, context }) => {
    const setting = await settingOf(context.services);
    const { restored, kept } = await asActor(context.services.database, context.actor, (tx) =>
      undoBulk(tx, context.actor, input.id, context.services.now(), setting),
    );
    return { restored: restored.length, kept: [...kept] };
  }),
  recent: signedIn.bulk.recent.handler(async ({ context }) => {
    const since = new Date(context.services.now().getTime() - undoHours * 3_600_000);
    const acts = await asReader(context.services.database, context.actor, (tx) => recentActs(tx, since));
    return { acts: acts.map((one) => ({ ...one, label: bulkLabels[one.act], at: one.at.toISOString() })) };
  }),
};

/** Everything that the list holds now; what is acted on are these very records. */
async function matching(tx: Tx, actor: SignedIn, filters: RecordFilters, { organisation }: Setting): Promise<number[]> {
  unitInSight(actor, organisation, filters.unit);
  const query = queryOf(filters);
  const ids = await listIds(tx, organisation, query, bulkLimit);
  if (ids.length > bulkLimit) refuseTooMany(await countRecords(tx, organisation, query));
  return ids;
}

function refusalShape({ id, title, problems }: BulkRefusal) {
  return { id, title, problems: [...problems] };
}
