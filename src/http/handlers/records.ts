import type { Tx } from '#db/open.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { kindCodes } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import { createRecord, editRecord, submitRecord, voidRecord } from '#domain/records/actions.ts';
import { type RecordDetail, readRecord } from '#domain/records/detail.ts';
import { countRecords, type ListQuery, listRecords } from '#domain/records/list.ts';
import { type KindSum, peopleOn, sumRecords } from '#domain/records/list-sums.ts';
import type { Status } from '#domain/records/model.ts';
import { returnSeen, verifySeen } from '#domain/verification/actions.ts';
import { readWindow } from '../contract/common.ts';
import type { RecordFilters } from '../contract/records.ts';
import type { SignedIn } from '../services.ts';
import { type Services, settingOf, signedIn, unitInSight } from '../services.ts';
import { classesOf, completeness, cursorText, readCursor, recordRow, sumShape, unitName } from '../shapes.ts';

export const pageSize = 50;

export const records = {
  list: signedIn.records.list.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    const organisation = await context.services.organisation();
    const unit = unitInSight(context.actor, organisation, input.unit);
    const query = queryOf(input);
    return await asReader(database, context.actor, async (tx) => {
      const page = await listRecords(
        tx,
        organisation,
        query,
        pageSize,
        input.after === undefined ? undefined : readCursor(input.after),
      );
      const total = await countRecords(tx, organisation, query);
      const named = input.people
        ? await peopleOn(
            tx,
            page.rows.map((row) => row.id),
          )
        : undefined;
      return {
        rows: page.rows.map((row) => ({
          ...recordRow(row, organisation),
          ...(named && { people: named.get(row.id) ?? [] }),
        })),
        ...(page.next && { next: cursorText(page.next) }),
        completeness: completeness(total, unit, query.window, now()),
      };
    });
  }),
  sums: signedIn.records.sums.handler(async ({ input, context }) => {
    const organisation = await context.services.organisation();
    unitInSight(context.actor, organisation, input.unit);
    const query = queryOf(input);
    const sums = await asReader(context.services.database, context.actor, (tx) => sumRecords(tx, organisation, query));
    return { status: query.status ?? 'verified', kinds: inOrder(sums).map((sum) => sumShape(sum, organisation)) };
  }),
  get: signedIn.records.get.handler(async ({ input, context }) => {
    const organisation = await context.services.organisation();
    const detail = await asReader(context.services.database, context.actor, (tx) =>
      readRecord(tx, context.actor, organisation, input.id),
    );
    return detailShape(detail, organisation);
  }),
  create: signedIn.records.create.handler(async ({ input, context }) => {
    const setting = await settingOf(context.services);
    return await asActor(context.services.database, context.actor, (tx) =>
      createRecord(tx, context.actor, input.draft, input.submit ? 'submitted' : 'draft', setting),
    );
  }),
  edit: signedIn.records.edit.handler(async ({ input, context }) => {
    const setting = await settingOf(context.services);
    await asActor(context.services.database, context.actor, (tx) =>
      editRecord(tx, context.actor, input.id, input.base, input.draft, setting),
    );
    return { id: input.id };
  }),
  submit: signedIn.records.submit.handler(async ({ input, context }) => {
    const setting = await settingOf(context.services);
    return await step(context, input.id, 'submitted', (tx, actor, id) => submitRecord(tx, actor, id, setting));
  }),
  verify: signedIn.records.verify.handler(({ input, context }) =>
    step(context, input.id, 'verified', (tx, actor) => verifySeen(tx, actor, input)),
  ),
  return: signedIn.records.return.handler(async ({ input, context }) => {
    const organisation = await context.services.organisation();
    return await step(context, input.id, 'returned', (tx, actor, id) => returnSeen(tx, actor, id, input, organisation));
  }),
  void: signedIn.records.void.handler(({ input, context }) =>
    step(context, input.id, 'void', (tx, actor, id) => voidRecord(tx, actor, id, input.reason)),
  ),
};

function inOrder(sums: readonly KindSum[]): KindSum[] {
  return sums.toSorted((left, right) => kindCodes.indexOf(left.kind) - kindCodes.indexOf(right.kind));
}

export function queryOf({
  window,
  highlight,
  kind,
  classes,
  status,
  text,
  person,
  place,
  joint,
  batch,
  unit,
}: RecordFilters): ListQuery {
  return {
    unit,
    ...(kind && { kind }),
    ...(classes && { classes }),
    ...(window !== undefined && { window: readWindow(window)! }),
    ...(status && { status }),
    ...(highlight !== undefined && { highlight }),
    ...(text && { text }),
    ...(person && { person }),
    ...(place && { place }),
    ...(joint === true && { joint }),
    ...(batch !== undefined && { batch }),
  };
}

async function step(
  { services, actor }: { readonly services: Services; readonly actor: SignedIn },
  id: number,
  status: Status,
  act: (tx: Tx, actor: SignedIn, id: number) => Promise<void>,
) {
  await asActor(services.database, actor, (tx) => act(tx, actor, id));
  return { id, status };
}

function detailShape(detail: RecordDetail, { tree, catalogue }: Organisation) {
  const { draft } = detail;
  const kind = kinds[draft.kind];
  return {
    id: detail.id,
    key: draft.key,
    kind: draft.kind,
    status: detail.status,
    revision: detail.revision,
    from: draft.from,
    to: draft.to,
    title: draft.title,
    place: draft.place,
    partners: draft.partners,
    hosts: draft.hosts.flatMap((code) => {
      const unit = tree.find(code);
      return unit ? [unitName(unit)] : [];
    }),
    classes: classesOf(draft.classes, catalogue),
    measures: catalogue.measuresOf(draft.kind).flatMap((measure) => {
      const value = draft.measures[measure.field];
      return value === undefined
        ? []
        : [{ code: measure.code, label: measure.label, unit: measure.unit, value: value / measure.scale }];
    }),
    narrative: detail.narrative,
    fields: kind.fields.flatMap((field) => {
      const value = draft.fields[field.code];
      return value ? [{ code: field.code, label: field.label, type: field.type, value }] : [];
    }),
    people: detail.people as never,
    highlight: draft.highlight,
    generated: draft.generated,
    steps: detail.steps.map((one) => ({
      from: one.from,
      to: one.to,
      by: one.by,
      at: one.at.toISOString(),
      reason: one.reason,
    })),
    revisions: detail.revisions.map((one) => ({ ...one, at: one.at.toISOString() })),
    may: [...detail.may],
    draft,
  };
}
