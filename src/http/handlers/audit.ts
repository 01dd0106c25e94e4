import type { Tx } from '#db/open.ts';
import { deviceInWords } from '#domain/access/device.ts';
import { can } from '#domain/access/policy.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import { readChain, verifyAudit } from '#domain/audit/chain.ts';
import type { AuditEntry, AuditQuery } from '#domain/audit/model.ts';
import { addEntry, countEntries, readEntries, readEntry } from '#domain/audit/store.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { UnitTree } from '#domain/units/tree.ts';
import { refuse } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';
import { changesOf } from '../audit-changes.ts';
import { idIn, type Names, readNames, textOf } from '../audit-names.ts';
import { actionsSaying, sentenceOf } from '../audit-words.ts';
import type { AuditFilters } from '../contract/audit.ts';
import { readWindow } from '../contract/common.ts';
import { told } from '../progress.ts';
import { type SignedIn, scopeNow, signedIn } from '../services.ts';

const pageSize = 50;

export const audit = {
  list: signedIn.audit.list.handler(async ({ input, context }) => {
    const { services, actor } = context;
    const organisation = await services.organisation();
    const query = auditQuery(actor, organisation, input);
    return await asReader(services.database, actor, async (tx) => {
      const found = await readEntries(tx, query, pageSize + 1, input.before);
      const rows = found.slice(0, pageSize);
      const names = await readNames(tx, rows, organisation.tree);
      const window = readWindow(input.window ?? '');
      return {
        entries: rows.map((row) => entryShape(row, names)),
        ...(found.length > pageSize && { next: rows.at(-1)!.id }),
        completeness: {
          total: await countEntries(tx, query),
          ...(window && { window }),
          asOf: services.now().toISOString(),
        },
      };
    });
  }),
  get: signedIn.audit.get.handler(async ({ input, context }) => {
    const { services, actor } = context;
    mayWatch(actor);
    const organisation = await services.organisation();
    return await asReader(services.database, actor, async (tx) => {
      const entry = await readEntry(tx, input.id);
      if (!entry)
        return refuse('entry_unknown', {
          zh: '没有这条操作日志，或者您无权查看',
          en: 'there is no such entry that you may see',
        });
      const names = await readNames(tx, [entry], organisation.tree);
      return {
        ...entryShape(entry, names),
        previous: entry.previous,
        hash: entry.hash,
        changes: await changesOf(tx, entry, organisation, names),
      };
    });
  }),
  chain: signedIn.audit.chain.handler(async ({ context }) => {
    mayWatch(context.actor);
    const { since, ...state } = await readChain(context.services.database.system);
    return { ...state, since: since?.toISOString() ?? null };
  }),
  verify: signedIn.audit.verify.handler(async ({ context }) => {
    const { services, actor } = context;
    mayWatch(actor);
    return told(async (tell) => {
      const { database, now } = services;
      const report = await verifyAudit(database.system, {
        tell: (checked, of) => tell({ type: 'progress' as const, checked, of }),
      });
      const { checked, head, archived, faults } = report;
      await asActor(database, actor, (tx) =>
        addEntry(tx, 'audit.verified', 'audit', [], {
          entries: checked,
          through: head.seq,
          hash: head.hash,
          faults: faults.length,
        }),
      );
      return { type: 'done' as const, checked, head, archived, faults: [...faults], at: now().toISOString() };
    });
  }),
};

/** What the filters ask for. Raises ProblemError for whoever may not read the audit, and for a unit out of reach. */
export function auditQuery(actor: SignedIn, { tree }: Organisation, filters: AuditFilters): AuditQuery {
  mayWatch(actor);
  const { group, who, record, text } = filters;
  const window = readWindow(filters.window ?? '');
  return {
    group,
    who,
    text,
    actions: text?.trim().split(/\s+/).flatMap(actionsSaying),
    ...(record !== undefined && { subject: `record:${record}` }),
    ...(window && { from: window.from, to: window.to }),
    ...(filters.unit !== undefined && { unit: watchedUnit(actor, tree, filters.unit) }),
  };
}

/** A page of entries for a file. */
export async function readPage(
  tx: Tx,
  query: AuditQuery,
  tree: UnitTree,
  size: number,
  before: number | undefined,
): Promise<ReturnType<typeof entryShape>[]> {
  const rows = await readEntries(tx, query, size, before);
  const names = await readNames(tx, rows, tree);
  return rows.map((row) => entryShape(row, names));
}

function mayWatch(actor: SignedIn): void {
  if (actor.posts.some((post) => can(actor, 'audit', { scope: [post.unitId] }))) return;
  refuse('forbidden', { zh: '您的职务不能查看操作日志', en: 'your posts do not let you read the audit' });
}

/** Inside the reader's posts; an administrator reads no records, but may ask for a unit. */
function watchedUnit(actor: SignedIn, tree: UnitTree, code: string): number {
  const unit = tree.find(code);
  if (unit && can(actor, 'audit', { scope: scopeNow(unit, tree) })) return unit.id;
  return refuse(
    'unit_unknown',
    { zh: `没有代码为“${code}”的单位，或者您无权查看`, en: `there is no unit ${code} that you may see` },
    'unit',
  );
}

function entryShape(entry: AuditEntry, names: Names) {
  const record = idIn(entry, 'record');
  const batch = idIn(entry, 'import');
  const title = record === undefined ? undefined : names.record(record);
  return {
    id: entry.id,
    seq: entry.seq,
    at: entry.at.toISOString(),
    who: entry.account,
    action: entry.action,
    sentence: sentenceOf(entry, names),
    about: aboutOf(entry, names),
    ...(title !== undefined && { record }),
    ...(batch !== undefined && { batch }),
    device: deviceOf(entry.detail.device),
  };
}

/** What the act was done to, when its sentence does not say so already. */
function aboutOf(entry: AuditEntry, names: Names): Text | null {
  const record = idIn(entry, 'record');
  if (record !== undefined) {
    const title = names.record(record);
    return title === undefined
      ? { zh: `记录 ${record}`, en: `record ${record}` }
      : { zh: `${record} ${title}`, en: `${record} ${title}` };
  }
  const [type = '', rest = ''] = entry.subject.split(/:(.*)/s);
  if (type === 'import') return { zh: `导入 ${rest}`, en: `import ${rest}` };
  if (type === 'edition') return { zh: `发布版 ${rest}`, en: `edition ${rest}` };
  if (type === 'round') return { zh: `统计期 ${rest}`, en: `period ${rest}` };
  if (type === 'unit') return { zh: rest, en: rest };
  return null;
}

function deviceOf(device: unknown): string {
  const text = textOf(device) ?? '';
  // A session keeps what the browser says of itself.
  return text.includes('/') ? deviceInWords(text) || text.slice(0, 40) : text;
}
