import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Desk, openDesk } from '../../../test/desk.ts';
import { facetId } from './store.ts';

let desk: Desk;
before(async () => {
  desk = await openDesk();
});
after(() => desk.database.drop());

test('a facet whose transaction was taken back is not remembered', async () => {
  const { database, organisation } = desk;
  const classes = { venue: 'school', theme: 'spring' };
  await assert.rejects(
    database.system.transaction().execute(async (tx) => {
      const made = await facetId(tx, 'lecture', classes, organisation);
      assert.equal(await facetId(tx, 'lecture', classes, organisation), made);
      throw new Error('taken back');
    }),
    /taken back/,
  );
  const made = await facetId(database.system, 'lecture', classes, organisation);
  const rows = await database.system.selectFrom('facet').select('id').where('kind', '=', 'lecture').execute();
  assert.deepEqual(
    rows.map((row) => row.id),
    [made],
  );
  assert.equal(await facetId(database.system, 'lecture', { theme: 'spring', venue: 'school' }, organisation), made);
});
