import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import { type Actor, can, roles } from '#domain/access/policy.ts';
import type { Unit, UnitTree } from '#domain/units/tree.ts';
import type { Day } from '#kernel/day.ts';
import { type Problem, ProblemError, problem, refuse } from '#kernel/problem.ts';
import { readMatrix } from './matrix.ts';
import type { MatrixRow, Period } from './model.ts';
import { isOpen } from './rules.ts';
import { periodInSight, refuseUnless, unitOfPeriod } from './sight.ts';
import { fillReminder } from './texts.ts';

export interface Reminding {
  readonly round: string;
  readonly units: readonly string[];
  /** With gaps {单位} {小结} {缺项} {截止}, filled for each unit. */
  readonly text: string;
  /** Reminds also units that were reminded of the same today. */
  readonly confirmed: boolean;
}

export interface Reminded {
  readonly unit: Unit;
  readonly sections: readonly string[];
  /** Names of the accounts that get it; nobody when the unit has no account that records. */
  readonly receivers: readonly string[];
}

/**
 * Reminds units of the sections that they have said nothing to or got back. Asked of whoever may verify for them. Raises
 * ProblemError `reminded_today` unless it is confirmed, and for units that have reported everything.
 */
export async function remind(
  tx: Tx,
  actor: Actor,
  tree: UnitTree,
  { round, units, text, confirmed }: Reminding,
  today: Day,
): Promise<Reminded[]> {
  const period = await periodInSight(tx, actor, tree, round);
  if (text.trim() === '') refuse('text_missing', { zh: '请写提醒的内容', en: 'write what to remind of' }, 'text');
  const named = [...new Set(units)].map((code) => unitOfPeriod(actor, tree, period, code));
  for (const unit of named) refuseUnless(actor, 'verify', unit, tree, `提醒${unit.name}`, `remind ${unit.code}`);
  // Two who remind at once wait for each other, so that the second sees the first.
  await sql`SELECT pg_advisory_xact_lock(hashtext('taizhang.reminder'), ${period.id})`.execute(tx);
  const rows = await readMatrix(tx, tree, period, named);
  const problems = [
    ...named.flatMap((unit, index) => nothingOpen(unit, rows[index]!)),
    ...(confirmed ? [] : named.flatMap((unit, index) => remindedToday(unit, rows[index]!, period))),
  ];
  if (problems.length > 0) throw new ProblemError(problems);
  const sent: Reminded[] = [];
  for (const [index, unit] of named.entries()) {
    const row = rows[index]!;
    const sections = row.cells.filter(isOpen).map((cell) => cell.section);
    const filled = fillReminder(text.trim(), row, period, tree, today);
    sent.push({ unit, sections, receivers: await send(tx, actor, period, unit, sections, filled, today) });
  }
  return sent;
}

export interface OwnReminder {
  readonly id: number;
  readonly roundId: number;
  readonly unitId: number;
  readonly sections: readonly string[];
  readonly text: string;
  readonly by: string;
  readonly at: Date;
}

/** What the actor was reminded of and has not put away, the latest first. */
export async function readOwnReminders(tx: Tx, actor: Actor): Promise<OwnReminder[]> {
  const { rows } = await sql<OwnReminder>`
    SELECT r.id, r.round_id AS "roundId", r.unit_id AS "unitId", r.sections, r.text, a.name AS by, r.at
    FROM reminder_receiver mine JOIN reminder r ON r.id = mine.reminder_id JOIN account a ON a.id = r.by_account
    WHERE mine.account_id = ${actor.accountId} AND mine.dismissed_at IS NULL ORDER BY r.id DESC`.execute(tx);
  return rows;
}

/** Puts a reminder away for the actor alone. */
export async function dismissReminder(tx: Tx, actor: Actor, id: number): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('reminder_receiver')
    .set({ dismissed_at: sql`coalesce(dismissed_at, now())` })
    .where('reminder_id', '=', id)
    .where('account_id', '=', actor.accountId)
    .executeTakeFirst();
  if (numUpdatedRows === 0n)
    refuse('reminder_unknown', { zh: '没有发给您的这条提醒', en: 'there is no such reminder to you' });
}

function nothingOpen(unit: Unit, row: MatrixRow): Problem[] {
  if (row.cells.some(isOpen)) return [];
  const text = { zh: `${unit.name}已经报全，不用提醒`, en: `${unit.code} has reported everything` };
  return [problem('nothing_open', text, `units/${unit.code}`)];
}

function remindedToday(unit: Unit, row: MatrixRow, period: Period): Problem[] {
  const again = row.cells.filter((cell) => isOpen(cell) && cell.remindedToday);
  if (again.length === 0) return [];
  const names = again.map((cell) => period.sections.find((section) => section.code === cell.section)!.short).join('、');
  const text = {
    zh: `${unit.short}今天已经由${again[0]!.reminded!.by}提醒过（${names}），还要再提醒吗？`,
    en: `${unit.short} was reminded of this today by ${again[0]!.reminded!.by}; remind again?`,
  };
  return [problem('reminded_today', text, `units/${unit.code}`)];
}

async function send(
  tx: Tx,
  actor: Actor,
  period: Period,
  unit: Unit,
  sections: readonly string[],
  text: string,
  today: Day,
): Promise<string[]> {
  const recording = roles.filter((role) =>
    can({ ...actor, posts: [{ role, unitId: unit.id, path: unit.path, from: today, to: null }] }, 'record', {
      scope: [unit.id],
    }),
  );
  const { rows } = await sql<{ account_id: number; name: string }>`
    SELECT * FROM accounts_at(${unit.id}, ${recording}::text[], ${today}::date)`.execute(tx);
  const { id } = await tx
    .insertInto('reminder')
    .values({ round_id: period.id, unit_id: unit.id, sections: [...sections], text, by_account: actor.accountId })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const row of rows)
    await tx.insertInto('reminder_receiver').values({ reminder_id: id, account_id: row.account_id }).execute();
  return rows.map((row) => row.name);
}
