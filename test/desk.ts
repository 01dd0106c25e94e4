import assert from 'node:assert/strict';
import type { Tx } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import { asActor } from '#domain/access/transaction.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import {
  createRecord,
  editRecord,
  returnRecord,
  submitRecord,
  verifyRecord,
  voidRecord,
} from '#domain/records/actions.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import { sumCells } from '#domain/tallies/store.ts';
import { day } from '#kernel/day.ts';
import { ProblemError } from '#kernel/problem.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { hire, today, writeOrganisation } from './organisation.ts';

/** The Lake City federation at work: five people and what each can do, every act in a transaction of its own. */
export interface Desk {
  readonly database: TestDatabase;
  readonly organisation: Organisation;
  /** Reports for the pine street, in the east. */
  readonly reporter: Actor;
  /** Clerk of the east. */
  readonly clerk: Actor;
  /** Secretary of the city. */
  readonly secretary: Actor;
  /** Clerk of the west. */
  readonly stranger: Actor;
  /** Reads everything in the city. */
  readonly auditor: Actor;
  as<Result>(actor: Actor, work: (tx: Tx) => Promise<Result>): Promise<Result>;
  create(
    actor: Actor,
    draft: RecordDraft,
    status?: 'draft' | 'submitted',
  ): Promise<{ readonly id: number; readonly repeated: boolean }>;
  submit(actor: Actor, id: number): Promise<void>;
  verify(actor: Actor, id: number): Promise<void>;
  giveBack(actor: Actor, id: number): Promise<void>;
  annul(actor: Actor, id: number): Promise<void>;
  edit(actor: Actor, id: number, base: number, draft: RecordDraft): Promise<void>;
  statusOf(id: number): Promise<string>;
  /** How many records the city counts in all, and their attendance. */
  counted(): Promise<[number, number]>;
}

export async function openDesk(): Promise<Desk> {
  const database = await freshDatabase();
  const organisation = await writeOrganisation(database);
  const setting = { organisation, today };
  const as = <Result>(actor: Actor, work: (tx: Tx) => Promise<Result>) => asActor(database, actor, work);
  return {
    database,
    organisation,
    reporter: await hire(database, organisation, 'reporter', [['reporter', 'pine']]),
    clerk: await hire(database, organisation, 'clerk', [['clerk', 'east']]),
    secretary: await hire(database, organisation, 'secretary', [['secretary', 'lake']]),
    stranger: await hire(database, organisation, 'stranger', [['clerk', 'west']]),
    auditor: await hire(database, organisation, 'auditor', [['auditor', 'lake']]),
    as,
    create: (actor, draft, status = 'submitted') => as(actor, (tx) => createRecord(tx, actor, draft, status, setting)),
    submit: (actor, id) => as(actor, (tx) => submitRecord(tx, actor, id, setting)),
    verify: (actor, id) => as(actor, (tx) => verifyRecord(tx, actor, id)),
    giveBack: (actor, id) => as(actor, (tx) => returnRecord(tx, actor, id, '人次有误')),
    annul: (actor, id) => as(actor, (tx) => voidRecord(tx, actor, id, '重复填报')),
    edit: (actor, id, base, draft) => as(actor, (tx) => editRecord(tx, actor, id, base, draft, setting)),
    async statusOf(id) {
      const query = database.system.selectFrom('record').select('status').where('id', '=', id);
      return (await query.executeTakeFirstOrThrow()).status;
    },
    async counted() {
      const city = organisation.tree.root().id;
      const cells = await sumCells(database.system, [city], { from: day('2000-01-01'), to: today });
      return [cells.reduce((sum, one) => sum + one.n, 0), cells.reduce((sum, one) => sum + one.values.m2, 0)];
    },
  };
}

/** The codes and places of every problem that this is refused with. Fails when it is not refused. */
export async function problemsOf(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    for (const one of error.problems) assert.ok(one.text.zh !== '' && one.text.en !== '');
    return error.problems.map((one) => (one.place === undefined ? one.code : `${one.code} ${one.place}`));
  }
  return assert.fail('it was not refused');
}
