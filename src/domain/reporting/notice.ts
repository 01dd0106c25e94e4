import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import type { Unit, UnitTree } from '#domain/units/tree.ts';
import { addDays, type Day, dayInWords, daysBetween } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';
import { isInside } from '#kernel/window.ts';
import { readMatrix } from './matrix.ts';
import type { MatrixRow, Period } from './model.ts';
import { type OwnReminder, readOwnReminders } from './reminders.ts';
import { dueOf, isComplete, isOpen, rowUnits } from './rules.ts';
import { chainNow } from './sight.ts';
import { readPeriods } from './store.ts';

/**
 * What whoever records for this unit on that day has to know about its round: that it was closed, and where the record will
 * be counted. Undefined when no closed round has that day.
 */
export async function periodNotice(
  tx: Tx,
  tree: UnitTree,
  unit: Unit,
  day: Day,
): Promise<{ readonly period: Period; readonly text: Text } | undefined> {
  const chain = tree.chainOn(unit, day);
  const periods = await readPeriods(tx);
  const period = periods.find((one) => one.closedAt && chain.includes(one.unitId) && isInside(day, one.window));
  if (!period?.closedAt) return undefined;
  const closed = dayOf(period.closedAt);
  return {
    period,
    text: {
      zh: `本期已于${dayInWords(closed).slice(5)}截止，将计入下一期的补报`,
      en: `This round was closed on ${closed}; the record will be counted as late in the next one`,
    },
  };
}

export interface DueNotice {
  readonly period: Period;
  readonly unit: Unit;
  readonly due: Day;
  /** Days until the last day; negative when it is past. */
  readonly daysLeft: number;
  /** The unit's own row; undefined where the unit compiles the round. */
  readonly row: MatrixRow | undefined;
  /** Units directly below that have not reported everything; undefined where none is asked. */
  readonly below: { readonly open: number; readonly asked: number } | undefined;
}

export interface Notices {
  /** Reminders that were not put away and of which something is still open. */
  readonly reminders: readonly (OwnReminder & { readonly period: Period })[];
  readonly due: readonly DueNotice[];
}

/** From how many days before the last day on it is said on the home pages. */
const dueSoonDays = 3;

/** What the actor's own units were reminded of, and what is due within three days or overdue in rounds that are open. */
export async function noticesFor(tx: Tx, actor: Actor, tree: UnitTree, today: Day): Promise<Notices> {
  const periods = await readPeriods(tx);
  const reminders: (OwnReminder & { period: Period })[] = [];
  for (const one of await readOwnReminders(tx, actor)) {
    const period = periods.find((other) => other.id === one.roundId);
    const unit = tree.findId(one.unitId);
    if (!period || !unit) continue;
    const [row] = await readMatrix(tx, tree, period, [unit]);
    const open = row!.cells.some((cell) => isOpen(cell) && one.sections.includes(cell.section));
    if (open) reminders.push({ ...one, period });
  }
  const due: DueNotice[] = [];
  for (const period of periods.filter((one) => !one.closedAt)) {
    for (const unit of recordingUnits(actor, tree)) {
      if (!chainNow(unit, tree).includes(period.unitId)) continue;
      const notice = await dueNotice(tx, tree, period, unit, today);
      if (notice) due.push(notice);
    }
  }
  return { reminders, due };
}

/** The units of the posts that record, each once. */
export function recordingUnits(actor: Actor, tree: UnitTree): Unit[] {
  const units = actor.posts.flatMap((post) => tree.findId(post.unitId) ?? []);
  return [...new Set(units)].filter((unit) => can(actor, 'record', { scope: chainNow(unit, tree) }));
}

async function dueNotice(
  tx: Tx,
  tree: UnitTree,
  period: Period,
  unit: Unit,
  today: Day,
): Promise<DueNotice | undefined> {
  const units = rowUnits(unit, tree, period);
  const near = units
    .map((one) => dueOf(one, period))
    .filter((day) => day !== null && day <= addDays(today, dueSoonDays));
  if (near.length === 0) return undefined;
  const rows = await readMatrix(tx, tree, period, units);
  const [own, ...children] = rows;
  const asked = children.filter((row) => row.cells.some((cell) => cell.asked));
  const open = asked.filter((row) => !isComplete(row)).length;
  const compiles = unit.id === period.unitId;
  const first = near.sort()[0]!;
  const last = compiles ? first : (own!.due ?? first);
  if (open === 0 && (compiles || isComplete(own!))) return undefined;
  return {
    period,
    unit,
    due: last,
    daysLeft: daysBetween(today, last),
    row: compiles ? undefined : own,
    below: asked.length === 0 ? undefined : { open, asked: asked.length },
  };
}

function dayOf(at: Date): Day {
  return at.toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' }) as Day;
}
