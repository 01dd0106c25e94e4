import type { Db, Tx } from '#db/open.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Window } from '#kernel/window.ts';
import type { Knowledge } from './knowledge.ts';
import { UnitNames } from './names.ts';

/** What is known when a document of this unit and time is read: a few thousand rows, read at once. */
export async function readKnowledge(
  db: Db | Tx,
  organisation: Organisation,
  home: Unit,
  period: Window,
): Promise<Knowledge> {
  const aliases = await db.selectFrom('unit_alias').selectAll().execute();
  const people = await db
    .selectFrom('person')
    .select(['code', 'name'])
    .where('generated', '=', false)
    .orderBy('id')
    .execute();
  const outlets = await db.selectFrom('outlet').selectAll().orderBy('code').execute();
  return {
    ...{ organisation, home, period, people },
    names: new UnitNames(
      organisation.tree,
      home,
      aliases.map((row) => ({ unitId: row.unit_id, name: row.name, from: row.valid_from, to: row.valid_to })),
    ),
    outlets: outlets.map((row) => ({ code: row.code, level: row.level, names: [row.name, ...row.aliases] })),
  };
}
