import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import type { Pack, PackUnit } from './model.ts';

/** Units in display order, each with the place it has had since it was founded, and its other names. */
export async function installUnits(tx: Tx, pack: Pack): Promise<void> {
  const paths = new Map<string, string>();
  const rows = pack.units.map((unit, position) => {
    const path = unit.parent === null ? unit.code : `${paths.get(unit.parent)}/${unit.code}`;
    paths.set(unit.code, path);
    return unitRow(unit, path, position);
  });
  await sql`INSERT INTO unit (code, kind, name, short, position, path, valid_from, valid_to, division_code, note)
    SELECT code, kind, name, short, position, path, valid_from, valid_to, division_code, note
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS one(code text, kind text, name text, short text, position int, path text,
      valid_from date, valid_to date, division_code text, note text) ORDER BY position`.execute(tx);
  await sql`UPDATE unit SET parent_id = above.id FROM unit above
    WHERE above.path = left(unit.path, length(unit.path) - length(unit.code) - 1)`.execute(tx);
  await sql`INSERT INTO unit_place (unit_id, path, valid_from) SELECT id, path, valid_from FROM unit`.execute(tx);
  const aliases = pack.units.flatMap((unit) => unit.aliases.map((alias) => ({ code: unit.code, ...alias })));
  await sql`INSERT INTO unit_alias (unit_id, name, valid_from, valid_to) SELECT unit.id, one.name, one."from", one."to"
    FROM jsonb_to_recordset(${JSON.stringify(aliases)}::jsonb) AS one(code text, name text, "from" date, "to" date) JOIN unit USING (code)`.execute(
    tx,
  );
}

/** Class lists with their versions, measures with the column each is kept in, and outlets. */
export async function installCatalogue(tx: Tx, pack: Pack): Promise<void> {
  let position = 0;
  for (const family of pack.families) {
    for (const list of family.lists) {
      await tx
        .insertInto('class_list')
        .values({
          code: list.code,
          family: family.code,
          family_label: JSON.stringify(family.label),
          label: JSON.stringify(list.label),
          position: position++,
          valid_from: list.validFrom,
          valid_to: list.validTo,
        })
        .execute();
      const classes = list.classes.map((one, place) => ({
        list: list.code,
        code: one.code,
        label: JSON.stringify(one.label),
        position: place,
      }));
      await tx.insertInto('class').values(classes).execute();
    }
  }
  for (const { from, to } of pack.classMaps) {
    const row = { from_list: from.list, from_code: from.code, to_list: to.list, to_code: to.code };
    await tx.insertInto('class_map').values(row).execute();
  }
  for (const [place, measure] of pack.measures.entries()) {
    await tx
      .insertInto('measure')
      .values({
        code: measure.code,
        kind: measure.kind,
        field: measure.field,
        slot: measure.slot,
        label: JSON.stringify(measure.label),
        unit: measure.unit,
        additive: measure.additive,
        claimed: measure.claimed,
        scale: measure.scale,
        small_cell: measure.smallCell,
        default_value: measure.defaultValue,
        position: place,
      })
      .execute();
  }
  for (const outlet of pack.outlets) {
    const { code, name, level, validFrom, validTo, aliases } = outlet;
    const row = { code, name, level, valid_from: validFrom, valid_to: validTo, aliases: [...aliases] };
    await tx.insertInto('outlet').values(row).execute();
  }
}

/** People and the posts they hold, in the order of the register. */
export async function installPeople(tx: Tx, pack: Pack): Promise<void> {
  await sql`INSERT INTO person (code, name, generated, note)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(pack.people)}::jsonb) AS one(code text, name text, generated boolean, note text)`.execute(
    tx,
  );
  const posts = pack.posts.map((post, position) => ({ ...post, position }));
  await sql`INSERT INTO post (person_id, unit_id, role, valid_from, valid_to)
    SELECT person.id, unit.id, one.role, one."validFrom", one."validTo"
    FROM jsonb_to_recordset(${JSON.stringify(posts)}::jsonb) AS one(person text, unit text, role text, "validFrom" date, "validTo" date, position int)
    JOIN person ON person.code = one.person JOIN unit ON unit.code = one.unit ORDER BY one.position`.execute(tx);
}

function unitRow(unit: PackUnit, path: string, position: number) {
  return {
    code: unit.code,
    kind: unit.kind,
    name: unit.name,
    short: unit.short,
    position,
    path,
    valid_from: unit.validFrom,
    valid_to: unit.validTo,
    division_code: unit.divisionCode,
    note: unit.note,
  };
}
