import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { refuse } from '#kernel/problem.ts';
import type { ViewSearch } from './model.ts';

export interface LedgerView {
  readonly id: number;
  readonly name: string;
  readonly search: ViewSearch;
  /** Code of the unit that it is shared to, with everything below; null for one's own. */
  readonly sharedTo: string | null;
  /** Whether the reader made it, and so may change it. */
  readonly own: boolean;
  readonly owner: string;
}

export interface ViewContent {
  readonly name: string;
  readonly search: ViewSearch;
  readonly sharedTo: string | null;
}

/** So many views of their own somebody may have. */
const mostViews = 100;

/** The views that the actor may open, their own first, by name. */
export async function listViews(tx: Tx, actor: Actor, { tree }: Organisation): Promise<LedgerView[]> {
  const rows = await tx
    .selectFrom('ledger_view')
    .innerJoin('account', 'account.id', 'ledger_view.account_id')
    .select(['ledger_view.id', 'ledger_view.name', 'search', 'shared_unit', 'account_id', 'account.name as owner'])
    .where('deleted_at', 'is', null)
    .orderBy(sql`account_id <> ${actor.accountId}`)
    .orderBy('ledger_view.name')
    .orderBy('ledger_view.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    search: row.search as ViewSearch,
    sharedTo: row.shared_unit === null ? null : (tree.findId(row.shared_unit)?.code ?? null),
    own: row.account_id === actor.accountId,
    owner: row.owner,
  }));
}

/** Keeps a view. Raises ProblemError when its name is taken among the actor's own, there are too many, or it may not be shared there. */
export async function createView(tx: Tx, actor: Actor, organisation: Organisation, view: ViewContent): Promise<number> {
  const own = await ownViews(tx, actor);
  if (own.length >= mostViews)
    refuse('views_full', {
      zh: `已有 ${own.length} 个视图，请先删去不用的`,
      en: `there are ${own.length} views; delete some first`,
    });
  refuseName(own, view.name);
  const shared = sharedUnit(actor, organisation, view.sharedTo);
  const { id } = await tx
    .insertInto('ledger_view')
    .values({ account_id: actor.accountId, name: view.name, search: JSON.stringify(view.search), shared_unit: shared })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Renames a view, or gives it other filters or readers. Only its owner may; to anybody else it is not there. */
export async function changeView(
  tx: Tx,
  actor: Actor,
  organisation: Organisation,
  id: number,
  view: ViewContent,
): Promise<void> {
  await refuseForeign(tx, actor, id);
  refuseName(
    (await ownViews(tx, actor)).filter((one) => one.id !== id),
    view.name,
  );
  const shared = sharedUnit(actor, organisation, view.sharedTo);
  await tx
    .updateTable('ledger_view')
    .set({ name: view.name, search: JSON.stringify(view.search), shared_unit: shared, changed_at: sql`now()` })
    .where('id', '=', id)
    .execute();
}

/** Takes one of the actor's own views away, or with `gone` false brings it back. */
export async function deleteView(tx: Tx, actor: Actor, id: number, gone: boolean): Promise<void> {
  await refuseForeign(tx, actor, id);
  await tx
    .updateTable('ledger_view')
    .set({ deleted_at: gone ? sql`now()` : null })
    .where('id', '=', id)
    .execute();
}

async function ownViews(tx: Tx, actor: Actor) {
  return await tx
    .selectFrom('ledger_view')
    .select(['id', 'name'])
    .where('account_id', '=', actor.accountId)
    .where('deleted_at', 'is', null)
    .execute();
}

async function refuseForeign(tx: Tx, actor: Actor, id: number): Promise<void> {
  const row = await tx
    .selectFrom('ledger_view')
    .select('id')
    .where('id', '=', id)
    .where('account_id', '=', actor.accountId)
    .forUpdate()
    .executeTakeFirst();
  if (!row)
    refuse('view_unknown', {
      zh: '没有这个视图，或者它不是您建的',
      en: 'there is no such view of yours',
    });
}

function refuseName(others: readonly { readonly name: string }[], name: string): void {
  if (others.some((one) => one.name === name))
    refuse(
      'view_name_taken',
      { zh: `您已经有一个叫“${name}”的视图，请换个名称`, en: `you have a view called ${name}` },
      'name',
    );
}

/** Who verifies in a unit may share a view with it and everything below. */
function sharedUnit(actor: Actor, { tree }: Organisation, code: string | null): number | null {
  if (code === null) return null;
  const unit = tree.find(code);
  const scope = unit?.path.split('/').map((one) => tree.find(one)!.id);
  if (!unit || !scope || !can(actor, 'verify', { scope }))
    return refuse(
      'view_not_shared',
      { zh: '您的职务不能把视图共享给这个单位', en: 'your posts do not let you share a view with this unit' },
      'sharedTo',
    );
  return unit.id;
}
