import { sql } from 'kysely';
import type { Database } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import { asActor } from '#domain/access/transaction.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { createRecord } from '#domain/records/actions.ts';
import { RecordDraft } from '#domain/records/model.ts';
import { appendIncrement } from '#domain/tallies/store.ts';
import { day } from '#kernel/day.ts';
import type { Line } from './measure.ts';

const seconds = 4;

/** Inserts a second: the bare row, the row with its increment, and a record through the action with every check. */
export async function writeBench(database: Database): Promise<Line[]> {
  const organisation = await readOrganisation(database.system);
  const streets = organisation.tree.units.filter((unit) => unit.kind === 'branch');
  const facet = await database.system.selectFrom('facet').select('id').limit(1).executeTakeFirstOrThrow();
  let serial = Date.now();
  const scopeOf = (index: number) => organisation.tree.chainOn(streets[index % streets.length]!, day('2024-10-01'));
  await sql`CREATE TABLE bench_row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, unit_id int, day date, facet_id int, m1 bigint, title text)`.execute(
    database.system,
  );
  const insert = (index: number) =>
    sql`INSERT INTO bench_row (unit_id, day, facet_id, m1, title) VALUES (${streets[index % streets.length]!.id}, '2024-10-01', ${facet.id}, 1, 'bench')`;
  const bare = await perSecond(8, (index) => database.system.transaction().execute((tx) => insert(index).execute(tx)));
  const counted = await perSecond(8, (index) =>
    database.system.transaction().execute(async (tx) => {
      await insert(index).execute(tx);
      await appendIncrement(tx, {
        recordId: 0,
        units: scopeOf(index),
        day: day('2024-10-01'),
        facetId: facet.id,
        sign: 1,
        values: { m1: 1 },
      });
    }),
  );
  await sql`DELETE FROM tally_increment WHERE record_id = 0`.execute(database.system);
  await sql`DROP TABLE bench_row`.execute(database.system);
  const account = await database.system.selectFrom('account').select(['id', 'name']).limit(1).executeTakeFirstOrThrow();
  const root = organisation.tree.root();
  const actor: Actor = {
    accountId: account.id,
    name: account.name,
    posts: [{ role: 'secretary', unitId: root.id, path: root.path, from: root.validFrom, to: null }],
  };
  const setting = { organisation, today: day('2024-11-27') };
  const create = (index: number) => {
    const draft = RecordDraft.parse({
      kind: 'publicity',
      hosts: [streets[index % streets.length]!.code],
      from: '2024-10-01',
      to: '2024-10-01',
      title: '集中宣传',
      key: `bench-write-${serial++}`,
      measures: { attendance: 30 },
    });
    return asActor(database, actor, (tx) => createRecord(tx, actor, draft, 'submitted', setting));
  };
  const created1 = await perSecond(1, create);
  const created8 = await perSecond(8, create);
  await sql`DELETE FROM record WHERE key LIKE 'bench-write-%'`.execute(database.system);
  return [
    { what: 'bare insert, 8 connections', value: `${bare}/s` },
    {
      what: 'insert with its increment, 8 connections',
      value: `${counted}/s`,
      ratio: `${(counted / bare).toFixed(2)} of bare (target 0.8)`,
    },
    {
      what: 'record through the action with all checks, 1 connection',
      value: `${created1}/s`,
      ratio: `${(created1 / 1000).toFixed(2)} of the target 1,000`,
    },
    {
      what: 'record through the action with all checks, 8 connections',
      value: `${created8}/s`,
      ratio: `${(created8 / 2500).toFixed(2)} of the target 2,500`,
    },
  ];
}

async function perSecond(connections: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: connections }, async (_, worker) => {
      for (let index = worker; performance.now() < until; index += connections) {
        await work(index);
        done++;
      }
    }),
  );
  return Math.round(done / seconds);
}
