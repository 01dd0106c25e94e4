/**
 * Row level security: the reading half of the policy in domain/access, and walls around every write. The transaction's actor
 * is told by three settings: `app.account`, the units of its reading posts (`app.roots`) and their paths (`app.paths`).
 */
const settings = [
  `CREATE FUNCTION app_roots() RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE AS
     $$ SELECT string_to_array(current_setting('app.roots', true), ',')::int[] $$`,
  `CREATE FUNCTION app_account() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS
     $$ SELECT nullif(current_setting('app.account', true), '')::int $$`,
  // The units below the actor's posts as they stand now. '0' follows '/' in the collation "C".
  `CREATE VIEW visible_unit AS SELECT id FROM unit
     WHERE EXISTS (SELECT FROM unnest(string_to_array(current_setting('app.paths', true), ',')) AS own(root)
       WHERE path = own.root OR (path >= own.root || '/' AND path < own.root || '0'))`,
];

const visible = 'unit_id IN (SELECT id FROM visible_unit)';

const records = [
  // A draft is its writer's own until it is sent.
  `CREATE POLICY staff_read ON record FOR SELECT TO taizhang_staff USING (
     scope && app_roots() AND (status <> 'draft' OR created_by = app_account()))`,
  // Whether the unit stood under one of the actor's posts on that day: a record is written for its lead where that unit stood then.
  `CREATE FUNCTION stood_under_actor(which int, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
     SELECT EXISTS (SELECT FROM unit own WHERE own.id = ANY (app_roots()) AND own.code = ANY (string_to_array(
       coalesce((SELECT place.path FROM unit_place place WHERE place.unit_id = which AND on_day BETWEEN place.valid_from AND place.valid_to),
         (SELECT path FROM unit WHERE id = which)), '/'))) $$`,
  `CREATE POLICY staff_insert ON record FOR INSERT TO taizhang_staff WITH CHECK (
     created_by = app_account() AND scope && app_roots() AND stood_under_actor(hosts[1], day))`,
  `CREATE POLICY staff_update ON record FOR UPDATE TO taizhang_staff USING (scope && app_roots()) WITH CHECK (scope && app_roots())`,
  `CREATE POLICY staff_read ON record_scope FOR SELECT TO taizhang_staff USING (${visible})`,
  // Rows above the actor's units are out of its sight; this acts on the whole scope of a record that the actor sees.
  `CREATE FUNCTION rescope_record(record_id bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
     DECLARE changed public.record%ROWTYPE; BEGIN
     SELECT * INTO changed FROM record WHERE id = rescope_record.record_id AND scope && app_roots()
       AND (status <> 'draft' OR created_by = app_account());
     IF NOT FOUND THEN RAISE EXCEPTION 'record % is out of reach', record_id; END IF;
     DELETE FROM record_scope s WHERE s.record_id = changed.id;
     INSERT INTO record_scope (unit_id, day, record_id, facet_id) SELECT u, changed.day, changed.id, changed.facet_id FROM unnest(changed.scope) AS u; END $$`,
  // What belongs to a record is written with it, before the statement's own row can be seen, or to one that the actor sees.
  `CREATE FUNCTION may_attach(record_id bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
     $$ SELECT app_account() IS NOT NULL AND coalesce(
          (SELECT scope && app_roots() AND (status <> 'draft' OR created_by = app_account()) FROM record WHERE id = may_attach.record_id), true) $$`,
  `CREATE POLICY staff_write ON record_scope FOR INSERT TO taizhang_staff WITH CHECK (may_attach(record_id))`,
  `CREATE POLICY staff_write ON record_person FOR INSERT TO taizhang_staff WITH CHECK (may_attach(record_id))`,
  `CREATE POLICY staff_write ON record_step FOR INSERT TO taizhang_staff WITH CHECK (by_account = app_account() AND may_attach(record_id))`,
  // The first revision is written with the first change, in the name of whoever wrote the record.
  `CREATE POLICY staff_write ON record_revision FOR INSERT TO taizhang_staff WITH CHECK (may_attach(record_id))`,
  ...['record_person', 'record_step', 'record_revision'].map(
    (table) =>
      `CREATE POLICY staff_read ON ${table} FOR SELECT TO taizhang_staff USING (EXISTS (SELECT FROM record r WHERE r.id = ${table}.record_id))`,
  ),
  `CREATE POLICY staff_delete ON record_person FOR DELETE TO taizhang_staff USING (EXISTS (SELECT FROM record r WHERE r.id = record_person.record_id))`,
];

const tallies = [
  // Increments are seen by the same units as cells, so that folding changes nothing that anybody sees.
  `CREATE POLICY staff_read ON tally_increment FOR SELECT TO taizhang_staff USING (units && (SELECT array_agg(id) FROM visible_unit))`,
  `CREATE POLICY staff_write ON tally_increment FOR INSERT TO taizhang_staff WITH CHECK (units && app_roots())`,
  ...['tally_day', 'tally_month'].map(
    (table) => `CREATE POLICY staff ON ${table} FOR SELECT TO taizhang_staff USING (${visible})`,
  ),
];

const publishing = [
  ...['edition', 'site_article'].flatMap((table) => [
    `CREATE POLICY staff_read ON ${table} FOR SELECT TO taizhang_staff USING (
       app_account() IS NOT NULL AND (published_at IS NOT NULL OR ${visible}))`,
    `CREATE POLICY site ON ${table} FOR SELECT TO taizhang_site USING (published_at <= now())`,
  ]),
  ...['edition', 'site_article', 'round', 'commitment'].flatMap((table) => [
    `CREATE POLICY staff_insert ON ${table} FOR INSERT TO taizhang_staff WITH CHECK (${visible})`,
    `CREATE POLICY staff_update ON ${table} FOR UPDATE TO taizhang_staff USING (${visible}) WITH CHECK (${visible})`,
  ]),
  ...['round', 'commitment'].map(
    (table) => `CREATE POLICY staff_read ON ${table} FOR SELECT TO taizhang_staff USING (app_account() IS NOT NULL)`,
  ),
  // Other settings are the system's own: which accounts came with a pack, for one.
  `CREATE POLICY staff ON setting FOR SELECT TO taizhang_staff USING (name IN ('site', 'pack', 'today'))`,
  `CREATE POLICY site ON setting FOR SELECT TO taizhang_site USING (name = 'site')`,
];

const guarded = [
  ...['record', 'record_scope', 'record_person', 'record_step', 'record_revision'],
  ...['tally_increment', 'tally_day', 'tally_month'],
  ...['edition', 'site_article', 'round', 'commitment', 'setting'],
];

const rights = [
  ...guarded.map((table) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`),
  ...['rescope_record(bigint)', 'may_attach(bigint)'].flatMap((call) => [
    `REVOKE EXECUTE ON FUNCTION ${call} FROM PUBLIC`,
    `GRANT EXECUTE ON FUNCTION ${call} TO taizhang_staff`,
  ]),
  `GRANT USAGE ON SCHEMA public TO taizhang_staff, taizhang_site`,
  `GRANT SELECT ON unit, unit_place, unit_alias, person, post, class_list, class, class_map, measure, outlet, facet, setting, template, round, commitment,
     visible_unit, site_column TO taizhang_staff`,
  `GRANT SELECT (id, name) ON account TO taizhang_staff`,
  `GRANT INSERT ON facet TO taizhang_staff`,
  `GRANT SELECT, INSERT, UPDATE ON record, edition, site_article, round, commitment TO taizhang_staff`,
  `GRANT SELECT, INSERT ON record_scope TO taizhang_staff`,
  `GRANT SELECT, INSERT, DELETE ON record_person TO taizhang_staff`,
  `GRANT SELECT, INSERT ON record_step, record_revision, tally_increment TO taizhang_staff`,
  `GRANT SELECT ON tally_day, tally_month TO taizhang_staff`,
  `GRANT SELECT ON edition, site_article, site_column, unit, unit_alias, setting TO taizhang_site`,
];

export const security = [...settings, ...records, ...tallies, ...publishing, ...rights];
