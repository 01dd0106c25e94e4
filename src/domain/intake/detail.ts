import type { Tx } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { evaluateFigures } from '#domain/figures/evaluate.ts';
import type { FigureQuestion } from '#domain/figures/model.ts';
import type { Setting } from '#domain/records/actions.ts';
import { isValidOn } from '#domain/units/tree.ts';
import { day } from '#kernel/day.ts';
import type { Problem } from '#kernel/problem.ts';
import { documentToWorkOn } from './actions.ts';
import { itemProblems } from './item-actions.ts';
import { type QuantityState, stateOf, type TotalQuestion } from './model.ts';
import { readItems, readStoredQuantities, type StoredDocument, type StoredItem, type StoredQuantity } from './store.ts';

export interface IntakeDetail {
  readonly document: StoredDocument;
  readonly items: readonly (StoredItem & { readonly problems: readonly Problem[] })[];
  readonly quantities: readonly (StoredQuantity & { readonly state: QuantityState; readonly ledger?: Ledger })[];
  /** How many quantities are in each state; together all of them. */
  readonly counts: Readonly<Record<QuantityState, number>>;
}

/**
 * Everything about a document being taken in: its text, every quantity with its state, every proposal with what keeps it from
 * being accepted, and beside stated totals what the ledger counts for the same unit, time and class. Raises ProblemError.
 */
export async function readIntake(tx: Tx, actor: Actor, id: number, setting: Setting): Promise<IntakeDetail> {
  const document = await documentToWorkOn(tx, actor, id, setting.organisation);
  const stored = await readItems(tx, id);
  const states = new Map(stored.map((item) => [item.n, item.state]));
  const items: (StoredItem & { problems: readonly Problem[] })[] = [];
  for (const item of stored)
    items.push({
      ...item,
      problems: item.state === 'open' ? await itemProblems(tx, actor, document, item, setting) : [],
    });
  const ledger = await readLedger(tx, setting.organisation, await readStoredQuantities(tx, id));
  const quantities = ledger.map((one) => ({
    ...one,
    state: stateOf(one.base, one.item === null ? undefined : states.get(one.item)),
  }));
  const counts = { used: 0, total: 0, background: 0, unused: 0 };
  for (const { state } of quantities) counts[state]++;
  return { document, items, quantities, counts };
}

/** What the ledger counts where a total is stated, and whether that is what the text says, hedges and all. */
export interface Ledger {
  readonly value: number;
  readonly agrees: boolean;
}

async function readLedger(
  tx: Tx,
  organisation: Organisation,
  quantities: readonly StoredQuantity[],
): Promise<(StoredQuantity & { ledger?: Ledger })[]> {
  const asked = quantities.flatMap((one) => {
    const question = one.asks && questionOf(one.asks, organisation);
    return question ? [{ n: one.n, question }] : [];
  });
  const figures = await evaluateFigures(
    tx,
    organisation,
    asked.map((one) => one.question),
  );
  const values = new Map(asked.map(({ n }, at) => [n, figures[at]!.value]));
  return quantities.map((one) => {
    const value = values.get(one.n);
    if (value === undefined || value === null || !one.asks) return one;
    const { low, high = Number.POSITIVE_INFINITY } = one.asks;
    return { ...one, ledger: { value, agrees: low <= value && value <= high } };
  });
}

/** The question as it can be asked today; units and classes may have gone since the document was read. */
function questionOf(
  { measure, unit, from, to, classes, person }: TotalQuestion,
  { tree, catalogue }: Organisation,
): FigureQuestion | undefined {
  const found = tree.find(unit);
  const window = { from: day(from), to: day(to) };
  const isKnown = Object.entries(classes).every(([family, code]) => catalogue.labelOf(family, code) !== undefined);
  if (!found || !catalogue.measure(measure) || !isKnown || !isValidOn(found, window.to)) return undefined;
  return { measure, unit, window, classes, precision: 'exact', ...(person !== undefined && { person }) };
}

export interface IntakeListed {
  readonly id: number;
  readonly name: string;
  readonly unitId: number;
  readonly from: string;
  readonly to: string;
  readonly at: Date;
  readonly by: string;
  readonly open: number;
  readonly settled: number;
  readonly done: boolean;
}

/** The documents that the actor sees, the latest first, at most a hundred, with how much of each is settled. */
export async function listIntake(tx: Tx): Promise<IntakeListed[]> {
  const rows = await tx
    .selectFrom('intake_document as d')
    .innerJoin('account as a', 'a.id', 'd.account_id')
    .select([
      'd.id',
      'd.name',
      'd.unit_id as unitId',
      'd.from_day as from',
      'd.to_day as to',
      'd.at',
      'a.name as by',
      'd.read_at',
    ])
    .select((of) => [
      of
        .selectFrom('intake_item as i')
        .whereRef('i.document_id', '=', 'd.id')
        .where('i.state', '=', 'open')
        .select((count) => count.fn.countAll<number>().as('n'))
        .as('open'),
      of
        .selectFrom('intake_item as i')
        .whereRef('i.document_id', '=', 'd.id')
        .where('i.state', '<>', 'open')
        .select((count) => count.fn.countAll<number>().as('n'))
        .as('settled'),
    ])
    .orderBy('d.id', 'desc')
    .limit(100)
    .execute();
  return rows.map(({ read_at, open, settled, ...row }) => ({
    ...row,
    ...{ open: Number(open ?? 0), settled: Number(settled ?? 0), done: read_at !== null },
  }));
}
