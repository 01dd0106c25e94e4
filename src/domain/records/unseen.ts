import type { Tx } from '#db/open.ts';
import { type Problem, ProblemError, problem } from '#kernel/problem.ts';
import { lockRecord, type StoredRecord } from './store.ts';

/** What one may not see and what does not exist get the same answer, wherever a record is asked for. */
export function unseenRecord(id: number): Problem {
  return problem('record_unknown', {
    zh: `没有编号为 ${id} 的记录，或者您无权查看`,
    en: `there is no record ${id} that you may see`,
  });
}

export function refuseUnseen(id: number): never {
  throw new ProblemError([unseenRecord(id)]);
}

/** The record, its row locked until the transaction ends. Raises ProblemError when the actor cannot see it. */
export async function lockSeen(tx: Tx, id: number): Promise<StoredRecord> {
  return (await lockRecord(tx, id)) ?? refuseUnseen(id);
}
