import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { suspectPairs } from '#domain/duplicates/search.ts';
import type { KindCode } from '#domain/kinds/model.ts';
import type { Unit } from '#domain/units/tree.ts';
import { addDays, type Day, parseDay } from '#kernel/day.ts';
import type { Arrival, Warning } from './model.ts';
import { countFiled, readWaiting, type Waiting, type WaitingRecord } from './queue-store.ts';
import { arrivalOf, isLate } from './rules.ts';
import { readUnread } from './store.ts';
import { type Warned, warnOf } from './warn.ts';

/** Which of the records that wait are shown; every condition narrows. */
export interface QueueQuery {
  readonly unit: Unit;
  /** A unit inside `unit`. */
  readonly below?: Unit;
  readonly kind?: KindCode;
  readonly text?: string;
  /** Those whose turn it is at one of the actor's own units, or all below. */
  readonly turn: 'mine' | 'all';
  readonly late?: boolean;
  /** Returned or changed before, and in again. */
  readonly again?: boolean;
  readonly warned?: 'with' | 'without';
}

export interface QueueRow {
  readonly record: WaitingRecord;
  readonly revision: number;
  readonly cameAt: Date;
  readonly arrival: Arrival;
  readonly late: boolean;
  /** The actor reported it and so cannot verify it. */
  readonly own: boolean;
  /** It is the turn of one of the actor's units. */
  readonly mine: boolean;
  readonly turn: number | null;
  readonly warnings: readonly Warning[];
  /** Messages of others that the actor has not seen. */
  readonly unread: number;
  /** How many other records may tell the same event. */
  readonly similar: number;
}

export interface QueuePage {
  readonly rows: readonly QueueRow[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string;
  readonly total: number;
  /** How many wait in the unit in all, and for the actor's own units, whatever else is filtered. */
  readonly waiting: { readonly all: number; readonly mine: number };
  /** The units directly below that something waits for, with how many, whatever else is filtered. */
  readonly below: readonly { readonly unit: number; readonly n: number }[];
}

/** One page of what waits to be verified, the oldest first, with its warnings. `after` is `next` of the page before. */
export async function readQueue(
  tx: Tx,
  actor: Actor,
  organisation: Organisation,
  query: QueueQuery,
  { today, size, after }: { readonly today: Day; readonly size: number; readonly after?: string },
): Promise<QueuePage> {
  const everything = await readWaiting(tx, { unit: query.unit.id }, today);
  const narrow =
    query.kind === undefined && query.text === undefined && query.below === undefined
      ? everything
      : await readWaiting(
          tx,
          {
            unit: query.unit.id,
            ...(query.below && { below: query.below.id }),
            ...(query.kind && { kind: query.kind }),
            ...(query.text !== undefined && { text: query.text }),
          },
          today,
        );
  const own = unitsToVerify(actor);
  const isMine = (one: Waiting) => one.turn !== null && own.has(one.turn) && one.createdBy !== actor.accountId;
  const asked = narrow.filter(
    (one) =>
      (query.turn === 'all' || isMine(one)) &&
      (query.late !== true || isLateOne(one)) &&
      (query.again !== true || arrivalOf(one) !== 'first'),
  );
  const warned = query.warned === undefined ? undefined : await warnInParts(tx, organisation, asked);
  const list = warned
    ? asked.filter((one) => warned.get(one.id)!.warnings.length > 0 === (query.warned === 'with'))
    : asked;
  const rest = list.slice(list.findIndex((one) => after === undefined || comesAfter(one, after)));
  const shown = after !== undefined && !list.some((one) => comesAfter(one, after)) ? [] : rest.slice(0, size);
  const known = warned ?? (await warnInParts(tx, organisation, shown));
  const unread = await readUnread(
    tx,
    shown.map((one) => one.id),
  );
  const similar = await countSimilar(tx, organisation, query.unit, shown);
  const last = shown.at(-1);
  return {
    rows: shown.map((one) => ({
      ...known.get(one.id)!,
      revision: one.revision,
      cameAt: one.cameAt,
      arrival: arrivalOf(one),
      late: isLateOne(one),
      own: one.createdBy === actor.accountId,
      mine: isMine(one),
      turn: one.turn,
      unread: unread.get(one.id) ?? 0,
      similar: similar.get(one.id) ?? 0,
    })),
    ...(last && last !== list.at(-1) && { next: `${last.order}_${last.id}` }),
    total: list.length,
    waiting: { all: everything.length, mine: everything.filter(isMine).length },
    below: countBelow(everything, query.unit, organisation),
  };
}

const atOnce = 500;

/** Warnings of many records, some hundred in a query. */
async function warnInParts(
  tx: Tx,
  organisation: Organisation,
  waiting: readonly Waiting[],
): Promise<Map<number, Warned>> {
  const found = new Map<number, Warned>();
  for (let from = 0; from < waiting.length; from += atOnce) {
    const part = waiting.slice(from, from + atOnce);
    const filed = new Map(part.map((one) => [one.id, dayOf(one.filedAt)]));
    for (const [id, one] of await warnOf(tx, organisation, filed)) found.set(id, one);
  }
  return found;
}

/** So many records are compared for one page; where there are more, each record's own page still tells. */
const mostCompared = 2000;

/** With how many others each record makes a pair that may be one event, among those of the unit around the same days. */
async function countSimilar(
  tx: Tx,
  organisation: Organisation,
  unit: Unit,
  shown: readonly Waiting[],
): Promise<Map<number, number>> {
  const days = shown.map((one) => one.day).sort();
  const [first, last] = [days[0], days.at(-1)];
  const counts = new Map<number, number>();
  if (!first || !last) return counts;
  const window = { from: addDays(first, -1), to: addDays(last, 1) };
  if ((await countFiled(tx, unit.id, window)) > mostCompared) return counts;
  const found = await suspectPairs(tx, organisation, unit.id, window);
  for (const { one, other } of found?.pairs ?? [])
    for (const { id } of [one, other]) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** Units at which the actor holds a post that verifies. */
function unitsToVerify(actor: Actor): Set<number> {
  const units = actor.posts.map((post) => post.unitId);
  // A post reaches what stands under its unit; whose turn it is names the post's own unit.
  return new Set(
    units.filter((unit) =>
      can({ ...actor, posts: actor.posts.filter((post) => post.unitId === unit) }, 'verify', {
        scope: [unit],
        createdBy: null,
      }),
    ),
  );
}

function isLateOne({ day, filedAt }: Waiting): boolean {
  return isLate(day, dayOf(filedAt));
}

/** The day on which that moment falls; the country has one time zone. */
export function dayOf(at: Date): Day {
  return parseDay(at.toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' }))!;
}

function comesAfter({ order, id }: Waiting, cursor: string): boolean {
  const [at = 0, last = 0] = cursor.split('_').map(Number);
  return order > at || (order === at && id > last);
}

function countBelow(waiting: readonly Waiting[], unit: Unit, { tree }: Organisation): QueuePage['below'] {
  return tree
    .childrenOf(unit)
    .map((child) => ({ unit: child.id, n: waiting.filter((one) => one.scope.includes(child.id)).length }))
    .filter((one) => one.n > 0);
}
