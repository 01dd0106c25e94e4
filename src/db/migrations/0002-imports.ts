import { type Kysely, sql } from 'kysely';

/** Imports of sheets: one row an import, which records it made from which rows, and the rows that it refused. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...tables, ...security, ...bulk]) await sql.raw(statement).execute(db);
}

const tables = [
  // The unit is the lowest that contains every lead host: who sees it, sees the import.
  `CREATE TABLE import_batch (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     kind text NOT NULL,
     account_id int NOT NULL REFERENCES account,
     unit_id int REFERENCES unit,
     at timestamptz NOT NULL DEFAULT now(),
     source text NOT NULL,
     sheet text NOT NULL DEFAULT '',
     read int NOT NULL DEFAULT 0,
     fresh int NOT NULL DEFAULT 0,
     repeated int NOT NULL DEFAULT 0,
     refused int NOT NULL DEFAULT 0,
     skipped int NOT NULL DEFAULT 0,
     undone_at timestamptz,
     undone_by int REFERENCES account,
     CHECK (read = fresh + repeated + refused))`,
  `CREATE TABLE import_row (
     batch_id int NOT NULL REFERENCES import_batch ON DELETE CASCADE,
     row int NOT NULL,
     record_id bigint NOT NULL REFERENCES record ON DELETE CASCADE,
     PRIMARY KEY (batch_id, row))`,
  'CREATE INDEX ON import_row (record_id)',
  `CREATE TABLE import_row_refused (
     batch_id int NOT NULL REFERENCES import_batch ON DELETE CASCADE,
     row int NOT NULL,
     cells jsonb NOT NULL,
     problems jsonb NOT NULL,
     PRIMARY KEY (batch_id, row))`,
];

const seesBatch = (table: string) => `EXISTS (SELECT FROM import_batch b WHERE b.id = ${table}.batch_id)`;

const security = [
  ...['import_batch', 'import_row', 'import_row_refused'].map(
    (table) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  ),
  `CREATE POLICY staff_read ON import_batch FOR SELECT TO taizhang_staff USING (
     account_id = app_account() OR unit_id IN (SELECT id FROM visible_unit))`,
  `CREATE POLICY staff_insert ON import_batch FOR INSERT TO taizhang_staff WITH CHECK (account_id = app_account())`,
  `CREATE POLICY staff_update ON import_batch FOR UPDATE TO taizhang_staff USING (
     account_id = app_account() OR unit_id IN (SELECT id FROM visible_unit))`,
  ...['import_row', 'import_row_refused'].flatMap((table) => [
    `CREATE POLICY staff_read ON ${table} FOR SELECT TO taizhang_staff USING (${seesBatch(table)})`,
    `CREATE POLICY staff_insert ON ${table} FOR INSERT TO taizhang_staff WITH CHECK (app_account() IS NOT NULL)`,
  ]),
  'GRANT SELECT, INSERT, UPDATE ON import_batch TO taizhang_staff',
  'GRANT SELECT, INSERT ON import_row, import_row_refused TO taizhang_staff',
];

const slots = Array.from({ length: 8 }, (_, index) => `m${index + 1}`);
const columns = slots.join(', ');

/**
 * Thousands of records in one statement, as submitted records of the actor in an import of the actor's own. The walls around
 * single writes ask a question for every row of every table; this asks the same questions of all rows together.
 */
const bulk = [
  `CREATE FUNCTION import_records(batch int, input jsonb) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
     SET search_path = public SET app.bulk = 'on' AS $$
   DECLARE made int; outside int; BEGIN
     IF NOT EXISTS (SELECT FROM import_batch b WHERE b.id = batch AND b.account_id = app_account() AND b.undone_at IS NULL) THEN
       RAISE EXCEPTION 'import % is out of reach', batch; END IF;
     WITH given AS MATERIALIZED (
       SELECT * FROM jsonb_to_recordset(input) AS one(
         row int, key text, kind text, facet int, starts date, day date, title text, place text, partners text[], narrative text, highlight boolean,
         fields jsonb, hosts int[], scope int[], hash text, weight int, people jsonb, ${slots.map((slot) => `${slot} bigint`).join(', ')})),
     roots AS MATERIALIZED (SELECT array_agg(code) AS codes FROM unit WHERE id = ANY (app_roots())),
     -- As stood_under_actor says it of one record.
     beyond AS MATERIALIZED (
       SELECT count(*) AS n FROM given
       LEFT JOIN unit lead ON lead.id = given.hosts[1]
       LEFT JOIN unit_place p ON p.unit_id = lead.id AND given.day BETWEEN p.valid_from AND p.valid_to
       WHERE (string_to_array(coalesce(p.path, lead.path), '/') && (SELECT codes FROM roots) AND given.scope && app_roots()) IS NOT TRUE),
     new AS (
       INSERT INTO record (key, kind, facet_id, status, starts, day, title, place, partners, narrative, highlight, fields, hosts, scope, ${columns},
         weight, hash, created_by)
       SELECT key, kind, facet, 'submitted', starts, day, title, coalesce(place, ''), coalesce(partners, '{}'), coalesce(narrative, ''),
         coalesce(highlight, false), coalesce(fields, '{}'), hosts, scope, ${columns}, coalesce(weight, 0), hash, app_account() FROM given WHERE (SELECT n FROM beyond) = 0
       ON CONFLICT (key) DO NOTHING RETURNING id, key),
     scopes AS (INSERT INTO record_scope (unit_id, day, record_id, facet_id)
       SELECT u, day, id, facet FROM given JOIN new USING (key) CROSS JOIN LATERAL unnest(given.scope) AS u ORDER BY u, day),
     named AS (INSERT INTO record_person (record_id, person_id, role)
       SELECT new.id, person.id, named.role FROM given JOIN new USING (key)
       CROSS JOIN LATERAL jsonb_to_recordset(people) AS named(person text, role text) JOIN person ON person.code = named.person),
     steps AS (INSERT INTO record_step (record_id, to_status, by_account, hash)
       SELECT id, 'submitted', app_account(), hash FROM given JOIN new USING (key)),
     rows AS (INSERT INTO import_row (batch_id, row, record_id) SELECT batch, given.row, id FROM given JOIN new USING (key))
     SELECT (SELECT count(*) FROM new), (SELECT n FROM beyond) INTO made, outside;
     IF outside > 0 THEN RAISE EXCEPTION '% records are out of reach', outside; END IF;
     RETURN made; END $$`,
  'REVOKE EXECUTE ON FUNCTION import_records(int, jsonb) FROM PUBLIC',
  'GRANT EXECUTE ON FUNCTION import_records(int, jsonb) TO taizhang_staff',
];
