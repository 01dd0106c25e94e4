import { type Kysely, sql } from 'kysely';

/** Discrepancies with what was said about them, and rules that a unit has retired. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...tables, ...lookups, ...witness, ...security]) await sql.raw(statement).execute(db);
}

const tables = [
  // The fingerprint is of the finding and where it stands: found again, it is the same discrepancy.
  `CREATE TABLE discrepancy (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     fingerprint text NOT NULL UNIQUE,
     rule text NOT NULL,
     severity text NOT NULL CHECK (severity IN ('conflict', 'doubt', 'note')),
     message jsonb NOT NULL,
     spans jsonb NOT NULL,
     sides jsonb,
     question jsonb,
     source_kind text NOT NULL CHECK (source_kind IN ('text', 'round', 'edition')),
     source_key text NOT NULL,
     source_title text NOT NULL,
     unit_id int NOT NULL REFERENCES unit,
     state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'explained', 'corrected', 'dismissed')),
     owner_id int REFERENCES account,
     due date,
     explanation text NOT NULL DEFAULT '',
     opened_at timestamptz NOT NULL DEFAULT now(),
     opened_by int NOT NULL REFERENCES account,
     found_at timestamptz NOT NULL DEFAULT now(),
     closed_at timestamptz,
     closed_by int REFERENCES account,
     closed_how text CHECK (closed_how IN ('explained', 'corrected', 'dismissed', 'no_longer_found')),
     CHECK ((state = 'open') = (closed_at IS NULL) AND (closed_at IS NULL) = (closed_how IS NULL)))`,
  'CREATE INDEX ON discrepancy (unit_id, state, opened_at DESC)',
  'CREATE INDEX ON discrepancy (source_kind, source_key, unit_id)',
  "CREATE INDEX ON discrepancy (owner_id) WHERE state = 'open'",
  `CREATE TABLE discrepancy_note (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     discrepancy_id int NOT NULL REFERENCES discrepancy,
     by_account int NOT NULL REFERENCES account,
     at timestamptz NOT NULL DEFAULT now(),
     act text NOT NULL,
     text text NOT NULL DEFAULT '')`,
  'CREATE INDEX ON discrepancy_note (discrepancy_id, id)',
  `CREATE FUNCTION discrepancy_note_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'what was said about a discrepancy is only ever added to'; END $$`,
  `CREATE TRIGGER discrepancy_note_is_append_only BEFORE UPDATE OR DELETE ON discrepancy_note
     FOR EACH ROW EXECUTE FUNCTION discrepancy_note_is_append_only()`,
  `CREATE TABLE rule_retirement (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     rule text NOT NULL,
     unit_id int NOT NULL REFERENCES unit,
     reason text NOT NULL DEFAULT '',
     retired_at timestamptz NOT NULL DEFAULT now(),
     retired_by int NOT NULL REFERENCES account,
     restored_at timestamptz,
     restored_by int REFERENCES account)`,
  'CREATE UNIQUE INDEX rule_retired_once ON rule_retirement (rule, unit_id) WHERE restored_at IS NULL',
  // Which records took a step since a moment: what makes a figure differ from an earlier one.
  'CREATE INDEX record_step_at ON record_step USING brin (at)',
];

const lookups = [
  // Who may be given something to do: accounts with a reading post in force at one of these units. Names only.
  `CREATE FUNCTION accounts_at(units int[], on_day date) RETURNS TABLE (id int, name text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
     SELECT DISTINCT a.id, a.name FROM post p JOIN account a ON a.id = p.account_id OR a.person_id = p.person_id
     WHERE app_account() IS NOT NULL AND p.unit_id = ANY (units) AND p.role <> 'administrator' AND a.disabled_at IS NULL
       AND p.valid_from <= on_day AND (p.valid_to IS NULL OR p.valid_to >= on_day) ORDER BY a.name, a.id $$`,
  'REVOKE EXECUTE ON FUNCTION accounts_at(int[], date) FROM PUBLIC',
  'GRANT EXECUTE ON FUNCTION accounts_at(int[], date) TO taizhang_staff',
];

const witness = [
  `CREATE FUNCTION audit_discrepancy() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     IF TG_OP = 'INSERT' OR NEW.state <> OLD.state THEN
       PERFORM audit_add(CASE WHEN TG_OP = 'INSERT' THEN 'discrepancy.opened' WHEN NEW.state = 'open' THEN 'discrepancy.reopened'
         ELSE 'discrepancy.' || NEW.closed_how END, 'discrepancy:' || NEW.id, ARRAY[NEW.unit_id],
         jsonb_build_object('rule', NEW.rule, 'source', NEW.source_kind || ' ' || NEW.source_key));
     END IF; RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER INSERT OR UPDATE ON discrepancy FOR EACH ROW EXECUTE FUNCTION audit_discrepancy()`,
  `CREATE FUNCTION audit_rule_retirement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     PERFORM audit_add(CASE WHEN TG_OP = 'INSERT' THEN 'rule.retired' ELSE 'rule.restored' END, 'rule:' || NEW.rule,
       ARRAY[NEW.unit_id], jsonb_build_object('reason', NEW.reason)); RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER INSERT OR UPDATE ON rule_retirement FOR EACH ROW EXECUTE FUNCTION audit_rule_retirement()`,
];

const visible = 'unit_id IN (SELECT id FROM visible_unit)';
const seesDiscrepancy = 'EXISTS (SELECT FROM discrepancy d WHERE d.id = discrepancy_note.discrepancy_id)';

const security = [
  ...['discrepancy', 'discrepancy_note', 'rule_retirement'].map(
    (table) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  ),
  `CREATE POLICY staff_read ON discrepancy FOR SELECT TO taizhang_staff USING (${visible})`,
  `CREATE POLICY staff_insert ON discrepancy FOR INSERT TO taizhang_staff WITH CHECK (${visible} AND opened_by = app_account())`,
  `CREATE POLICY staff_update ON discrepancy FOR UPDATE TO taizhang_staff USING (${visible}) WITH CHECK (${visible})`,
  `CREATE POLICY staff_read ON discrepancy_note FOR SELECT TO taizhang_staff USING (${seesDiscrepancy})`,
  `CREATE POLICY staff_insert ON discrepancy_note FOR INSERT TO taizhang_staff WITH CHECK (
     by_account = app_account() AND ${seesDiscrepancy})`,
  // A rule retired above holds below: everybody who is signed in may know.
  `CREATE POLICY staff_read ON rule_retirement FOR SELECT TO taizhang_staff USING (app_account() IS NOT NULL)`,
  `CREATE POLICY staff_insert ON rule_retirement FOR INSERT TO taizhang_staff WITH CHECK (${visible} AND retired_by = app_account())`,
  `CREATE POLICY staff_update ON rule_retirement FOR UPDATE TO taizhang_staff USING (${visible}) WITH CHECK (restored_by = app_account())`,
  'GRANT SELECT, INSERT, UPDATE ON discrepancy TO taizhang_staff',
  'GRANT SELECT, INSERT ON discrepancy_note TO taizhang_staff',
  'GRANT SELECT, INSERT, UPDATE (restored_at, restored_by) ON rule_retirement TO taizhang_staff',
];
