import { asActor, asReader } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import { readRecord } from '#domain/records/detail.ts';
import { markLook, sayMessage, undoVerifications, verifyMany } from '#domain/verification/actions.ts';
import { readBeside } from '#domain/verification/beside.ts';
import { firstReasons, type Warning } from '#domain/verification/model.ts';
import { partLabel } from '#domain/verification/parts.ts';
import { type QueueQuery, type QueueRow, readQueue } from '#domain/verification/queue.ts';
import { readConversations, readReasons } from '#domain/verification/store.ts';
import { signedIn, todayOf, unitInSight } from '../services.ts';
import { completeness, recordRow, unitName } from '../shapes.ts';

const pageSize = 50;
const mostReasons = 6;

export const verification = {
  queue: signedIn.verification.queue.handler(async ({ input, context }) => {
    const { actor, services } = context;
    const organisation = await services.organisation();
    const unit = unitInSight(actor, organisation, input.unit);
    const query: QueueQuery = {
      unit,
      turn: input.turn,
      ...(input.below !== undefined && { below: unitInSight(actor, organisation, input.below) }),
      ...(input.kind && { kind: input.kind }),
      ...(input.text !== undefined && { text: input.text }),
      ...(input.late === true && { late: true }),
      ...(input.again === true && { again: true }),
      ...(input.warned && { warned: input.warned }),
    };
    const page = await asReader(services.database, actor, (tx) =>
      readQueue(tx, actor, organisation, query, {
        today: todayOf(services.now()),
        size: pageSize,
        ...(input.after !== undefined && { after: input.after }),
      }),
    );
    return {
      rows: page.rows.map((row) => rowShape(row, organisation)),
      ...(page.next !== undefined && { next: page.next }),
      waiting: page.waiting,
      below: page.below.map((one) => ({ unit: unitName(organisation.tree.byId(one.unit)), n: one.n })),
      completeness: completeness(page.total, unit, undefined, services.now()),
    };
  }),
  verify: signedIn.verification.verify.handler(async ({ input, context }) => {
    const done = await asActor(context.services.database, context.actor, (tx) =>
      verifyMany(tx, context.actor, input.records),
    );
    return { ...done, verified: [...done.verified], refused: done.refused.map(refusedShape) };
  }),
  undo: signedIn.verification.undo.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    const done = await asActor(database, context.actor, (tx) => undoVerifications(tx, context.actor, input.ids, now()));
    return { ...done, restored: [...done.restored], refused: done.refused.map(refusedShape) };
  }),
  beside: signedIn.verification.beside.handler(async ({ input, context }) => {
    const { actor, services } = context;
    const organisation = await services.organisation();
    const { seen, kind } = await asReader(services.database, actor, async (tx) => {
      const { draft } = await readRecord(tx, actor, organisation, input.id);
      const now = services.now();
      const found = await readBeside(tx, actor, organisation, input.id, { now, today: todayOf(now) });
      return { seen: found, kind: draft.kind };
    });
    const { look, turn, warnings, parts, comments, messages, changes, history, arrival, ...rest } = seen;
    const label = (part: string) => labelOf(part, kind, organisation);
    return {
      ...rest,
      ...(arrival && { arrival }),
      ...(turn !== undefined && { turn: turn === null ? null : unitName(organisation.tree.byId(turn)) }),
      warnings: warnings.map((one) => warningShape(one, kind, organisation)),
      parts: parts.map((part) => ({ part, label: label(part) })),
      comments: comments.map((one) => ({ ...one, label: label(one.part), at: one.at.toISOString() })),
      messages: messages.map((one) => ({ ...one, at: one.at.toISOString() })),
      lookedAt: look?.at.toISOString() ?? null,
      changes: changes.map((one) => ({ ...one, at: one.at.toISOString() })),
      history: history.map((one) => ({ ...one, changes: [...one.changes], at: one.at.toISOString() })),
    };
  }),
  look: signedIn.verification.look.handler(async ({ input, context }) => {
    const { id, ...upTo } = input;
    await asActor(context.services.database, context.actor, (tx) => markLook(tx, context.actor, id, upTo));
    return {};
  }),
  say: signedIn.verification.say.handler(async ({ input, context }) => {
    const id = await asActor(context.services.database, context.actor, (tx) =>
      sayMessage(tx, context.actor, input.id, input.text),
    );
    return { id };
  }),
  conversations: signedIn.verification.conversations.handler(async ({ context }) => {
    const { actor, services } = context;
    const records = await asReader(services.database, actor, (tx) => readConversations(tx, actor.accountId));
    return { records: records.map((one) => ({ ...one, last: { ...one.last, at: one.last.at.toISOString() } })) };
  }),
  reasons: signedIn.verification.reasons.handler(async ({ context }) => {
    const own = await asReader(context.services.database, context.actor, (tx) => readReasons(tx, mostReasons));
    return { reasons: [...new Set([...own, ...firstReasons])].slice(0, mostReasons) };
  }),
};

function rowShape({ record, turn, cameAt, warnings, ...row }: QueueRow, organisation: Organisation) {
  const unit = turn === null ? undefined : organisation.tree.findId(turn);
  return {
    ...recordRow(record, organisation),
    ...row,
    cameAt: cameAt.toISOString(),
    turn: unit ? unitName(unit) : null,
    warnings: warnings.map((one) => warningShape(one, record.kind, organisation)),
  };
}

function warningShape({ code, severity, text, ask, part }: Warning, kind: KindCode, organisation: Organisation) {
  return { code, severity, text, ask, part, label: labelOf(part, kind, organisation) };
}

function labelOf(part: string, kind: KindCode, organisation: Organisation) {
  return partLabel(part, kind, organisation) ?? { zh: part, en: part };
}

function refusedShape<One extends { readonly problems: readonly unknown[] }>({ problems, ...one }: One) {
  return { ...one, problems: [...problems] as One['problems'][number][] };
}
