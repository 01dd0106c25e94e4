import type { Db, Tx } from '#db/open.ts';
import { type Additive, type Catalogue, type Family, makeCatalogue } from './model.ts';

/** Class lists and measures: a few hundred rows, read at once and kept by the caller. */
export async function readCatalogue(db: Db | Tx): Promise<Catalogue> {
  const measures = await db.selectFrom('measure').selectAll().orderBy('position').execute();
  const lists = await db.selectFrom('class_list').selectAll().orderBy('position').orderBy('valid_from').execute();
  const classes = Map.groupBy(
    await db.selectFrom('class').selectAll().orderBy('position').execute(),
    (row) => row.list,
  );
  const families = Map.groupBy(lists, (row) => row.family);
  return makeCatalogue(
    measures.map((row) => ({
      code: row.code,
      kind: row.kind,
      field: row.field,
      slot: row.slot,
      label: row.label,
      unit: row.unit,
      additive: row.additive as Additive,
      claimed: row.claimed,
      scale: row.scale,
      smallCell: row.small_cell,
      defaultValue: row.default_value,
    })),
    [...families].map(
      ([code, versions]): Family => ({
        code,
        label: versions[0]!.family_label,
        lists: versions.map((row) => ({
          code: row.code,
          family: code,
          label: row.label,
          validFrom: row.valid_from,
          validTo: row.valid_to,
          classes: (classes.get(row.code) ?? []).map((one) => ({ code: one.code, label: one.label })),
        })),
      }),
    ),
  );
}
