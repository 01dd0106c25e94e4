import type { Tx } from '#db/open.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import { advanceDocument, documentToWorkOn } from '#domain/intake/actions.ts';
import { listIntake, readIntake } from '#domain/intake/detail.ts';
import {
  acceptAll,
  acceptItem,
  correctItem,
  fillItems,
  joinItem,
  leaveItem,
  undoItem,
} from '#domain/intake/item-actions.ts';
import { makeItem } from '#domain/intake/make-item.ts';
import { SameRecords } from '#domain/intake/same.ts';
import { readSources } from '#domain/intake/sources.ts';
import { readItems } from '#domain/intake/store.ts';
import type { Setting } from '#domain/records/actions.ts';
import { readRecord } from '#domain/records/detail.ts';
import { ProblemError, refuse } from '#kernel/problem.ts';
import { type Services, type SignedIn, settingOf, signedIn } from '../services.ts';
import { unitName } from '../shapes.ts';
import { readForm } from './form-reading.ts';

export const intake = {
  list: signedIn.intake.list.handler(async ({ context }) => {
    const { services, actor } = context;
    const { tree } = await services.organisation();
    const documents = await asReader(services.database, actor, listIntake);
    return {
      documents: documents.map(({ id, name, unitId, from, to, at, by, open, settled, done }) => ({
        ...{ id, name, by, open, settled, done, at: at.toISOString() },
        unit: unitName(tree.byId(unitId)),
        window: { from, to } as never,
      })),
    };
  }),
  get: signedIn.intake.get.handler(async ({ input, context }) => {
    const { services, actor } = context;
    const setting = await settingOf(services);
    return await asReader(services.database, actor, async (tx) => {
      const { document, items, quantities, counts } = await readIntake(tx, actor, input.id, setting);
      return {
        ...{
          id: document.id,
          name: document.name,
          format: document.format,
          text: document.text,
          window: document.period,
        },
        unit: unitName(setting.organisation.tree.byId(document.unitId)),
        remarks: [...document.remarks],
        progress: { done: document.readTo, total: document.text.length },
        items: items.map(({ n, start, end, section, draft, why, doubts, problems, state, recordId, version }) => ({
          ...{ n, start, end, section, draft, state, version, record: recordId },
          ...{ why: [...why], doubts: [...doubts], problems: [...problems] },
        })),
        quantities: quantities.map(
          ({ n, start, end, text, value, counter, noun, section, unit, state, base, why, item, ledger }) => ({
            ...{ n, start, end, text, value, counter, noun, section, unit, state, base, why, item },
            ...(ledger !== undefined && { ledger }),
          }),
        ),
        counts,
        people: await namesOf(
          tx,
          items.flatMap((item) => item.draft.people.map((one) => one.person)),
        ),
      };
    });
  }),
  advance: signedIn.intake.advance.handler(({ input, context }) =>
    act(context, (tx, actor, setting) => advanceDocument(tx, actor, input.id, setting)),
  ),
  accept: signedIn.intake.accept.handler(({ input, context }) =>
    act(context, (tx, actor, setting) => acceptItem(tx, actor, placeOf(input), setting)),
  ),
  acceptAll: signedIn.intake.acceptAll.handler(({ input, context }) =>
    act(context, (tx, actor, setting) => acceptAll(tx, actor, input.id, input.section, setting)),
  ),
  correct: signedIn.intake.correct.handler(async ({ input, context }) => {
    const { organisation, today } = await settingOf(context.services);
    const start = { key: 'proposal', generated: false, fallback: today };
    const { draft, problems } = readForm(input.content, start, organisation.catalogue, true);
    if (problems.length > 0) throw new ProblemError(problems);
    const { key: _, generated: __, ...proposed } = draft;
    await act(context, (tx, actor, setting) => correctItem(tx, actor, placeOf(input), proposed, setting));
    return { n: input.n };
  }),
  fill: signedIn.intake.fill.handler(({ input, context }) => {
    const { id, section, kind, classes, fields } = input;
    return act(context, (tx, actor, setting) => fillItems(tx, actor, id, section, kind, { classes, fields }, setting));
  }),
  similar: signedIn.intake.similar.handler(async ({ input, context }) => {
    const { services, actor } = context;
    const organisation = await services.organisation();
    const found = await asReader(services.database, actor, async (tx) => {
      await documentToWorkOn(tx, actor, input.id, organisation);
      const item = (await readItems(tx, input.id)).find((one) => one.n === input.n);
      if (!item) return refuse('item_unknown', { zh: '没有这一条', en: 'there is no such proposal' });
      return await new SameRecords(tx, organisation).of(item.draft);
    });
    return {
      records: found.map(({ hosts, ...one }) => ({
        ...one,
        hosts: hosts.flatMap((id) => {
          const unit = organisation.tree.findId(id);
          return unit ? [unitName(unit)] : [];
        }),
      })),
    };
  }),
  join: signedIn.intake.join.handler(async ({ input, context }) => {
    await act(context, (tx, actor, setting) => joinItem(tx, actor, placeOf(input), input.record, setting));
    return { n: input.n };
  }),
  leave: signedIn.intake.leave.handler(async ({ input, context }) => {
    await act(context, (tx, actor, setting) => leaveItem(tx, actor, placeOf(input), setting));
    return { n: input.n };
  }),
  undo: signedIn.intake.undo.handler(async ({ input, context }) => {
    await act(context, (tx, actor, setting) => undoItem(tx, actor, placeOf(input), setting));
    return { n: input.n };
  }),
  make: signedIn.intake.make.handler(({ input, context }) =>
    act(context, (tx, actor, setting) => makeItem(tx, actor, input.id, input.quantity, setting)),
  ),
  sources: signedIn.intake.sources.handler(async ({ input, context }) => {
    const { services, actor } = context;
    const organisation = await services.organisation();
    const sources = await asReader(services.database, actor, async (tx) => {
      // Refuses what is out of sight, as the record itself would.
      await readRecord(tx, actor, organisation, input.id);
      return await readSources(tx, input.id);
    });
    return {
      sources: sources.map(({ id, document, documentName, item, quote, by, at, opens }) => ({
        ...{ id, document, name: documentName, item, quote, by, opens, at: at.toISOString() },
      })),
    };
  }),
};

async function act<Result>(
  { services, actor }: { readonly services: Services; readonly actor: SignedIn },
  work: (tx: Tx, actor: SignedIn, setting: Setting) => Promise<Result>,
): Promise<Result> {
  const setting = await settingOf(services);
  return await asActor(services.database, actor, (tx) => work(tx, actor, setting));
}

function placeOf({ id, n, version }: { readonly id: number; readonly n: number; readonly version: number }) {
  return { document: id, n, version };
}

async function namesOf(tx: Tx, codes: readonly string[]): Promise<{ code: string; name: string }[]> {
  if (codes.length === 0) return [];
  return await tx
    .selectFrom('person')
    .select(['code', 'name'])
    .where('code', 'in', [...new Set(codes)])
    .execute();
}
