import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import { type Actor, can } from '#domain/access/policy.ts';
import type { UnitKind, UnitTree } from '#domain/units/tree.ts';
import { type Day, daysBetween } from '#kernel/day.ts';
import { type Problem, ProblemError, problem, refuse } from '#kernel/problem.ts';
import { type Window, windowText } from '#kernel/window.ts';
import type { Period, PeriodEvent } from './model.ts';
import { partAfter, roundCode, windowAfter, windowTitle } from './next-round.ts';
import { chainNow, periodInSight, refuseUnless } from './sight.ts';
import { addEvent, readPeriods } from './store.ts';

export interface Deadlines {
  readonly due: Day | null;
  readonly byKind: Readonly<Partial<Record<UnitKind, Day>>>;
}

/** Sets the last days of a round. Asked of whoever compiles for its unit. Raises ProblemError with every day that cannot be. */
export async function setDeadlines(tx: Tx, actor: Actor, tree: UnitTree, code: string, days: Deadlines): Promise<void> {
  const period = await lockedPeriod(tx, actor, tree, code);
  refuseUnless(actor, 'compile', tree.byId(period.unitId), tree, '定这一期的截止日', 'set the deadlines of this round');
  const problems = deadlineProblems(days, period.window);
  if (problems.length > 0) throw new ProblemError(problems);
  if (JSON.stringify(days) === JSON.stringify({ due: period.due, byKind: period.dueByKind })) return;
  await addEvent(tx, period.id, actor.accountId, 'deadlines', { detail: days });
}

/** Closes a round: what comes after is listed for the next one. Nothing that was counted changes. Asked of whoever may freeze. */
export async function closePeriod(tx: Tx, actor: Actor, tree: UnitTree, code: string, reason = ''): Promise<void> {
  const period = await lockedPeriod(tx, actor, tree, code);
  refuseUnless(actor, 'freeze', tree.byId(period.unitId), tree, '截止这一期', 'close this round');
  if (period.closedAt) refuse('period_closed', { zh: '这一期已经截止了', en: 'this round is closed already' });
  await addEvent(tx, period.id, actor.accountId, 'closed', { reason: reason.trim() });
}

/** Opens a closed round again, with the reason. */
export async function reopenPeriod(tx: Tx, actor: Actor, tree: UnitTree, code: string, reason: string): Promise<void> {
  const period = await lockedPeriod(tx, actor, tree, code);
  refuseUnless(actor, 'freeze', tree.byId(period.unitId), tree, '重新开放这一期', 'reopen this round');
  if (reason.trim() === '')
    refuse('reason_missing', { zh: '请写明为什么重新开放', en: 'say why it is reopened' }, 'reason');
  if (!period.closedAt) refuse('period_open', { zh: '这一期没有截止，不用重新开放', en: 'this round is open' });
  await addEvent(tx, period.id, actor.accountId, 'reopened', { reason: reason.trim() });
}

export interface NewRound extends Deadlines {
  readonly title: string;
  readonly window: Window;
  /** Windows of single parts, by the template's names. */
  readonly windows: Readonly<Record<string, Window>>;
}

/** The round after the unit's last one, as a form begins with it. Undefined where the unit never had one. */
export async function proposeNext(
  tx: Tx,
  actor: Actor,
  tree: UnitTree,
  unitCode: string,
): Promise<(NewRound & { readonly after: Period }) | undefined> {
  const { last } = await compiledUnit(tx, actor, tree, unitCode);
  if (!last) return undefined;
  const window = windowAfter(last.window);
  const windows = Object.fromEntries(
    Object.entries(last.windows).map(([name, part]) => [name, partAfter(part, last.window, window)]),
  );
  const moved = (day: Day) => shifted(day, last.window, window);
  return {
    after: last,
    title: last.title.includes(windowTitle(last.window))
      ? last.title.replace(windowTitle(last.window), windowTitle(window))
      : `${tree.find(unitCode)!.name}${windowTitle(window)}工作小结`,
    window,
    windows,
    due: last.due && moved(last.due),
    byKind: Object.fromEntries(Object.entries(last.dueByKind).map(([kind, day]) => [kind, moved(day)])),
  };
}

/** Opens a round after the unit's last one, with its template. Raises ProblemError with everything wrong. Returns its code. */
export async function openRound(
  tx: Tx,
  actor: Actor,
  tree: UnitTree,
  unitCode: string,
  round: NewRound,
): Promise<string> {
  const { unit, last } = await compiledUnit(tx, actor, tree, unitCode);
  if (!last)
    refuse('round_first', {
      zh: '这个单位还没有过报送期，没有可以接着的一期',
      en: 'the unit has no round to go on from',
    });
  const problems = deadlineProblems(round, round.window);
  if (round.title.trim() === '')
    problems.push(problem('title_missing', { zh: '请写这一期的标题', en: 'give the round a title' }, 'title'));
  const rounds = await readPeriods(tx, { unitId: unit.id });
  if (rounds.some((one) => windowText(one.window) === windowText(round.window)))
    problems.push(
      problem(
        'round_exists',
        { zh: '这个单位已经有同一时段的报送期', en: 'the unit has a round of this window' },
        'window',
      ),
    );
  for (const name of Object.keys(round.windows)) {
    if (last.windows[name] === undefined)
      problems.push(
        problem('part_unknown', { zh: `没有叫“${name}”的分段`, en: `there is no part ${name}` }, `windows/${name}`),
      );
  }
  if (problems.length > 0) throw new ProblemError(problems);
  const wanted = roundCode(round.window, unit.parentId === null ? undefined : unit.code);
  const taken = await tx.selectFrom('round').select('code').where('code', 'like', `${wanted}%`).execute();
  const code = freeCode(
    wanted,
    taken.map((row) => row.code),
  );
  const { id } = await tx
    .insertInto('round')
    .values({
      code,
      unit_id: unit.id,
      title: round.title.trim(),
      from_day: round.window.from,
      to_day: round.window.to,
      windows: JSON.stringify(
        Object.fromEntries(Object.entries(round.windows).map(([name, part]) => [name, windowText(part)])),
      ),
      template: last.template,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await addEvent(tx, id, actor.accountId, 'created', {});
  const days: PeriodEvent['detail'] = { due: round.due, byKind: round.byKind };
  if (round.due !== null || Object.keys(round.byKind).length > 0)
    await addEvent(tx, id, actor.accountId, 'deadlines', { detail: days });
  return code;
}

async function compiledUnit(tx: Tx, actor: Actor, tree: UnitTree, code: string) {
  const unit = tree.find(code);
  const known = unit && can(actor, 'read', { scope: chainNow(unit, tree) });
  if (!known)
    refuse(
      'unit_unknown',
      { zh: `没有代码为“${code}”的单位，或者您无权查看`, en: `there is no unit ${code} that you may see` },
      'unit',
    );
  refuseUnless(actor, 'compile', unit, tree, '给这个单位开新的一期', 'open a round for this unit');
  const [last] = await readPeriods(tx, { unitId: unit.id });
  return { unit, last };
}

/** The round with its row locked, so that of two who close it at once one is told. */
async function lockedPeriod(tx: Tx, actor: Actor, tree: UnitTree, code: string): Promise<Period> {
  const { id } = await periodInSight(tx, actor, tree, code);
  await sql`SELECT FROM round WHERE id = ${id} FOR UPDATE`.execute(tx);
  return await periodInSight(tx, actor, tree, code);
}

function deadlineProblems({ due, byKind }: Deadlines, window: Window): Problem[] {
  const days = [
    ['due', due] as const,
    ...Object.entries(byKind).map(([kind, day]) => [`byKind/${kind}`, day] as const),
  ];
  return days.flatMap(([place, day]) =>
    day === null || day >= window.from
      ? []
      : [
          problem(
            'due_before_round',
            {
              zh: `截止日 ${day} 比这一期开始的 ${window.from} 还早，请改晚`,
              en: `${day} is before the round begins on ${window.from}`,
            },
            place,
          ),
        ],
  );
}

/** As many days after the end of the new window as it was after the old one's. */
function shifted(day: Day, from: Window, to: Window): Day {
  const days = daysBetween(from.to, day);
  return new Date(Date.parse(`${to.to}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10) as Day;
}

function freeCode(wanted: string, taken: readonly string[]): string {
  let number = 1;
  let code = wanted;
  while (taken.includes(code)) code = `${wanted}-${++number}`;
  return code;
}
