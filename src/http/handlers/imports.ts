import { can } from '#domain/access/policy.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import { acceptImport, previewImport, type Upload } from '#domain/imports/actions.ts';
import {
  countImported,
  countImports,
  listImports,
  type PastImport,
  readImport,
  readRefused,
} from '#domain/imports/past.ts';
import { planUndo, type UndoneImport, undoImport } from '#domain/imports/undo.ts';
import type { UnitTree } from '#domain/units/tree.ts';
import { refuse } from '#kernel/problem.ts';
import { Collected, shownRow } from '../import-preview.ts';
import { told } from '../progress.ts';
import { type Services, type SignedIn, settingOf, signedIn } from '../services.ts';
import { unitName } from '../shapes.ts';
import type { Looked } from '../uploads.ts';

const pageSize = 50;
const refusedShown = 300;

interface Asked extends Omit<Looked, 'sheet' | 'year' | 'unit'> {
  readonly upload: string;
  readonly sheet?: string | undefined;
  readonly year?: number | undefined;
  readonly unit?: string | undefined;
}

export const imports = {
  preview: signedIn.imports.preview.handler(async ({ input, context }) => {
    const { services, actor } = context;
    const upload = await uploadOf(services, actor, input);
    const setting = await settingOf(services);
    return told(async (tell) => {
      const collected = new Collected();
      const report = await previewImport(
        services.database.system,
        actor,
        upload,
        setting,
        (row) => collected.take(row),
        (read) => tell({ type: 'progress' as const, read }),
      );
      return { type: 'done' as const, ...report, ...spread(report), ...collected.result() };
    });
  }),
  accept: signedIn.imports.accept.handler(async ({ input, context }) => {
    const { services, actor } = context;
    const upload = await uploadOf(services, actor, input);
    const setting = await settingOf(services);
    return told(async (tell) => {
      const progress = (read: number) => tell({ type: 'progress' as const, read });
      const { batch, ...report } = await asActor(services.database, actor, (tx) =>
        acceptImport(tx, actor, upload, setting, { partly: input.partly, progress }),
      );
      const { read, fresh, repeated, refused, skipped } = report;
      return { type: 'done' as const, read, fresh, repeated, refused, skipped, ...(batch !== undefined && { batch }) };
    });
  }),
  list: signedIn.imports.list.handler(async ({ input, context }) => {
    const { database, now, organisation } = context.services;
    const { tree } = await organisation();
    return await asReader(database, context.actor, async (tx) => {
      const found = await listImports(tx, pageSize + 1, input.before);
      const rows = found.slice(0, pageSize);
      return {
        imports: rows.map((row) => pastShape(row, tree)),
        ...(found.length > pageSize && { next: rows.at(-1)!.id }),
        completeness: { total: await countImports(tx), asOf: now().toISOString() },
      };
    });
  }),
  get: signedIn.imports.get.handler(async ({ input, context }) => {
    const { database, organisation } = context.services;
    const { tree } = await organisation();
    return await asReader(database, context.actor, async (tx) => {
      const one = await readImport(tx, input.id);
      if (!one)
        return refuse('import_unknown', {
          zh: `没有编号为 ${input.id} 的导入，或者您无权查看`,
          en: `there is no import ${input.id} that you may see`,
        });
      const refused = await readRefused(tx, input.id, refusedShown);
      return {
        ...pastShape(one, tree),
        headings: [...one.headings],
        statuses: await countImported(tx, input.id),
        rows: refused.map(shownRow),
      };
    });
  }),
  undoPlan: signedIn.imports.undoPlan.handler(async ({ input, context }) =>
    undoShape(await asActor(context.services.database, context.actor, (tx) => planUndo(tx, context.actor, input.id))),
  ),
  undo: signedIn.imports.undo.handler(async ({ input, context }) =>
    undoShape(
      await asActor(
        context.services.database,
        context.actor,
        (tx) => undoImport(tx, context.actor, input.id),
        'repeatable read',
      ),
    ),
  ),
};

/** The upload as it is to be read. Raises ProblemError for somebody who records nowhere, and for an upload that has gone. */
async function uploadOf({ uploads, now }: Services, actor: SignedIn, asked: Asked): Promise<Upload> {
  mayImport(actor);
  const kept = uploads.find(actor.accountId, asked.upload, now().getTime());
  const { kind, sheet, year, unit, mended } = asked;
  kept.looked = { kind, sheet, year, unit, mended };
  return { ...kept.looked, bytes: await uploads.read(kept), name: kept.name };
}

/** Whom rows may be recorded for is asked row by row; whoever may record for nobody is told at once. */
export function mayImport(actor: SignedIn): void {
  if (actor.posts.some((post) => can(actor, 'record', { scope: [post.unitId] }))) return;
  refuse('forbidden', { zh: '您的职务不能导入记录', en: 'your posts do not let you import records' });
}

function spread({
  others,
  headings,
  unknown,
}: {
  others: readonly string[];
  headings: readonly string[];
  unknown: readonly object[];
}) {
  return { others: [...others], headings: [...headings], unknown: [...unknown] as never };
}

function pastShape(one: PastImport, tree: UnitTree) {
  const unit = one.unitId === null ? undefined : tree.findId(one.unitId);
  const { id, kind, by, source, sheet, read, fresh, repeated, refused, skipped, undoneBy } = one;
  return {
    ...{ id, kind, by, source, sheet, read, fresh, repeated, refused, skipped, undoneBy },
    at: one.at.toISOString(),
    unit: unit ? unitName(unit) : null,
    undoneAt: one.undoneAt?.toISOString() ?? null,
  };
}

function undoShape({ undone, uncounted, kept, unseen }: UndoneImport) {
  const reasons = Map.groupBy(kept, (one) => one.why.zh);
  return {
    undone,
    uncounted,
    unseen,
    kept: [...reasons.values()].map((rows) => ({
      why: rows[0]!.why,
      count: rows.length,
      rows: rows.slice(0, 20).map((one) => one.row),
    })),
  };
}
