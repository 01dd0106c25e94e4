import type { Db, Tx } from '#db/open.ts';
import { makeTree, type UnitKind, type UnitTree } from './tree.ts';

/** The whole tree: a few thousand rows, read at once and kept by the caller. */
export async function readTree(db: Db | Tx): Promise<UnitTree> {
  const units = await db.selectFrom('unit').selectAll().orderBy('position').execute();
  const places = await db.selectFrom('unit_place').selectAll().execute();
  return makeTree(
    units.map((row) => ({
      id: row.id,
      code: row.code,
      kind: row.kind as UnitKind,
      name: row.name,
      short: row.short,
      position: row.position,
      parentId: row.parent_id,
      path: row.path,
      validFrom: row.valid_from,
      validTo: row.valid_to,
    })),
    places.map((row) => ({
      unitId: row.unit_id,
      path: row.path,
      from: row.valid_from,
      to: (row.valid_to as string) === 'infinity' ? null : row.valid_to,
    })),
  );
}
