import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import type { Actor } from '#domain/access/policy.ts';
import { type Desk, openDesk } from '../../../test/desk.ts';
import { draftOf, hire } from '../../../test/organisation.ts';
import { openTestRound } from '../../../test/reporting.ts';
import { closePeriod, reopenPeriod } from './actions.ts';
import { lateRecords } from './late.ts';
import type { Period } from './model.ts';
import { readPeriods } from './store.ts';

let desk: Desk;
let period: Period;
let second: Actor;

before(async () => {
  desk = await openDesk();
  second = await hire(desk.database, desk.organisation, 'second', [['secretary', 'lake']]);
});
after(() => desk?.database.drop());
beforeEach(async () => {
  await sql`ALTER TABLE edition DISABLE TRIGGER edition_is_frozen`.execute(desk.database.system);
  await sql`TRUNCATE edition, round, record, tally_increment, tally_day, tally_month CASCADE`.execute(
    desk.database.system,
  );
  await sql`ALTER TABLE edition ENABLE TRIGGER edition_is_frozen`.execute(desk.database.system);
  period = await openTestRound(desk);
});

async function late() {
  const [now] = await readPeriods(desk.database.system, { code: period.code });
  const found = await desk.as(desk.secretary, (tx) => lateRecords(tx, desk.organisation, now!));
  return {
    reasons: Object.fromEntries(found.records.map((one) => [one.id, one.reason])),
    carried: found.carried,
    effects: Object.fromEntries(found.effects.map((one) => [`${one.section} ${one.measure}`, one.by])),
    included: found.records.filter((one) => one.included).map((one) => one.id),
  };
}
const close = () =>
  desk.as(desk.secretary, (tx) => closePeriod(tx, desk.secretary, desk.organisation.tree, period.code));
const file = async (changes: Parameters<typeof draftOf>[0] = {}, verified = false) => {
  const { id } = await desk.create(desk.reporter, draftOf(changes));
  if (verified) await desk.verify(desk.clerk, id);
  return id;
};
const nothing = { reasons: {}, carried: 0, effects: {}, included: [] };

test('of an open round nothing is late, nor is what was there when it was closed', async () => {
  await file({}, true);
  await file();
  assert.deepEqual(await late(), nothing);
  await close();
  assert.deepEqual(await late(), nothing);
});

test('each way of being late has its reason, and the effects are what the figures gain and lose', async () => {
  const waiting = await file();
  const returned = await file();
  await desk.giveBack(desk.clerk, returned);
  const changed = await file({ measures: { attendance: 40 } }, true);
  const out = await file({ measures: { attendance: 7 } }, true);
  const moved = await file({ measures: { attendance: 5 } }, true);
  const untouched = await file({ measures: { attendance: 100 } }, true);
  const keys = await desk.database.system.selectFrom('record').select(['id', 'key']).execute();
  const keyOf = (id: number) => keys.find((row) => row.id === id)!.key;
  await close();

  await desk.verify(desk.clerk, waiting);
  await desk.submit(desk.reporter, returned);
  await desk.edit(desk.reporter, changed, 1, draftOf({ measures: { attendance: 55 }, key: keyOf(changed) }));
  await desk.verify(desk.clerk, changed);
  await desk.giveBack(desk.clerk, out);
  // Out of the round's days: what it had is taken away.
  await desk.edit(
    desk.reporter,
    moved,
    1,
    draftOf({ from: '2024-09-01', to: '2024-09-01', measures: { attendance: 5 }, key: keyOf(moved) }),
  );
  await desk.verify(desk.clerk, moved);
  const fresh = await file({ measures: { attendance: 9 } }, true);
  await file({ from: '2024-09-02', to: '2024-09-02' }, true);
  const draft = await desk.create(desk.reporter, draftOf(), 'draft');

  const found = await late();
  assert.deepEqual(found.reasons, {
    [waiting]: 'verified_late',
    [returned]: 'resubmitted',
    [changed]: 'changed_after',
    [out]: 'taken_out',
    [moved]: 'changed_after',
    [fresh]: 'late_filing',
  });
  assert.ok(!(untouched in found.reasons) && !(draft.id in found.reasons));
  assert.equal(found.carried, 6);
  // + waiting 40, + changed 55 - 40, - out 7, - moved 5, + fresh 9; sessions + 1 + 0 - 1 - 1 + 1.
  assert.deepEqual(found.effects, { 'lectures lecture.attendance': 40 + 15 - 7 - 5 + 9 });

  await desk.as(second, (tx) => reopenPeriod(tx, second, desk.organisation.tree, period.code, '补上'));
  assert.deepEqual(await late(), nothing);
  await close();
  assert.deepEqual(await late(), nothing);
});

test('what an edition of the round has already is listed and not carried', async () => {
  await close();
  const had = await file({ measures: { attendance: 3 } }, true);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await desk.database.system
    .insertInto('edition')
    .values({
      code: 'e',
      round_id: period.id,
      unit_id: period.unitId,
      title: '小结',
      canonical: '{}',
      sha256: 'x',
      frozen_at: new Date(),
      frozen_by: null,
    })
    .execute();
  await new Promise((resolve) => setTimeout(resolve, 5));
  const after = await file({ measures: { attendance: 4 } }, true);
  const found = await late();
  assert.deepEqual(found, {
    reasons: { [had]: 'late_filing', [after]: 'late_filing' },
    carried: 1,
    effects: { 'lectures lecture.sessions': 1, 'lectures lecture.attendance': 4 },
    included: [had],
  });
});
