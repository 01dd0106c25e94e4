import { sql } from 'kysely';
import type { Db } from '#db/open.ts';
import type { Text } from '#kernel/text.ts';
import { makeColumns } from './columns.ts';
import { type SiteFrame, SiteSettings, type SiteUnit } from './model.ts';

/** Settings, the tree of columns and the units with a tile: everything that pages share. */
export async function readFrame(db: Db): Promise<SiteFrame> {
  const [setting, columns, units] = await Promise.all([
    db.selectFrom('setting').select('value').where('name', '=', 'site').executeTakeFirst(),
    db
      .selectFrom('site_column')
      .select(['code', 'parent', 'title', 'unit_id as unitId'])
      .orderBy('position')
      .orderBy('code')
      .execute(),
    readTopUnits(db),
  ]);
  return {
    settings: SiteSettings.parse(setting?.value ?? {}),
    columns: makeColumns(columns.map((row) => ({ ...row, title: row.title as Text }))),
    ...units,
  };
}

/** The root and the units directly below it that lead a part of the tree of their own. */
async function readTopUnits(db: Db): Promise<{ root: SiteUnit | undefined; units: SiteUnit[] }> {
  const rows = await db
    .selectFrom('unit')
    .leftJoin('unit as above', 'above.id', 'unit.parent_id')
    .select(['unit.id', 'unit.code', 'unit.name', 'unit.short', 'unit.kind', 'unit.parent_id'])
    .where('above.parent_id', 'is', null)
    .where((where) =>
      where.or([where('unit.valid_to', 'is', null), where('unit.valid_to', '>=', sql<never>`current_date`)]),
    )
    .orderBy('unit.position')
    .execute();
  const root = rows.find((row) => row.parent_id === null);
  const below = rows.filter((row) => root && row.parent_id === root.id);
  const associations = below.filter((row) => row.kind === 'association');
  const shown = associations.length > 0 ? associations : below.filter((row) => row.kind === 'branch');
  return { root: root && publicUnit(root), units: shown.map(publicUnit) };
}

function publicUnit(row: SiteUnit): SiteUnit {
  return { id: row.id, code: row.code, name: row.name, short: row.short };
}
