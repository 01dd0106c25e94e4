import type { Status } from '#domain/records/model.ts';
import { type Day, daysBetween } from '#kernel/day.ts';
import { type Problem, problem } from '#kernel/problem.ts';
import { type Arrival, lateAfterDays, longestMessage, undoMinutes } from './model.ts';

/** Filed so long after it took place that it is told. */
export function isLate(day: Day, filedOn: Day): boolean {
  return daysBetween(day, filedOn) > lateAfterDays;
}

/** How a record came to wait, by what it was before. */
export function arrivalOf({ from }: { readonly from: Status | null }): Arrival {
  if (from === 'returned') return 'returned';
  return from === 'verified' ? 'changed' : 'first';
}

/** The last thing that was done to a record. */
export interface LastStep {
  readonly to: Status;
  readonly by: number | null;
  readonly at: Date;
  readonly hash: string;
}

/** Why this account may not take back a record's verification now; undefined when it may. */
export function undoProblem(
  record: { readonly status: Status; readonly hash: string },
  last: LastStep | undefined,
  account: number,
  now: Date,
): Problem | undefined {
  if (record.status !== 'verified' || last?.to !== 'verified' || last.hash !== record.hash)
    return problem('undo_moved_on', {
      zh: '这条记录之后又办理过或改动过，不能撤销核定',
      en: 'this record has moved on since; its verification cannot be taken back',
    });
  if (last.by !== account)
    return problem('undo_foreign', {
      zh: '这条记录是别人核定的，只有核定的人能撤销',
      en: 'somebody else verified it; only they can take it back',
    });
  if (now.getTime() - last.at.getTime() > undoMinutes * 60_000)
    return problem('undo_too_late', {
      zh: `核定已超过 ${undoMinutes} 分钟，不能撤销；有错请退回`,
      en: `it was verified more than ${undoMinutes} minutes ago; return it instead`,
    });
  return undefined;
}

/** Why a record cannot be acted on as it was seen; undefined when it is still what it was. */
export function seenProblem(revision: number, base: number): Problem | undefined {
  if (revision === base) return undefined;
  return problem('record_changed', {
    zh: '您打开之后，这条记录又改过。请先看最新内容，再决定',
    en: 'this record was changed after you opened it; look at it again first',
  });
}

/** What is wrong with a message; undefined when nothing is. */
export function messageProblem(text: string): Problem | undefined {
  if (text.trim() === '')
    return problem('message_missing', { zh: '请写上要说的话', en: 'write what you want to say' }, 'text');
  if (text.trim().length > longestMessage)
    return problem(
      'message_too_long',
      {
        zh: `留言最多 ${longestMessage} 字，现在有 ${text.trim().length} 字，请分两次说`,
        en: `a message has at most ${longestMessage} characters; this one has ${text.trim().length}`,
      },
      'text',
    );
  return undefined;
}
