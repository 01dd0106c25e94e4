import { type Kysely, sql } from 'kysely';

/** Who has not reported: deadlines and closings of a round, what units state, whom they were reminded by. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...periods, ...statements, ...reminders, ...indexes, ...witnesses, ...security]) {
    await sql.raw(statement).execute(db);
  }
}

// The state of a round follows from its events; nobody writes it directly, so that no change is without its event.
const periods = [
  `CREATE TABLE period (
     round_id int PRIMARY KEY REFERENCES round,
     due date,
     due_by_kind jsonb NOT NULL DEFAULT '{}',
     closed_at timestamptz,
     closed_by int REFERENCES account,
     CHECK ((closed_at IS NULL) = (closed_by IS NULL)))`,
  `CREATE TABLE period_event (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     round_id int NOT NULL REFERENCES round,
     action text NOT NULL CHECK (action IN ('created', 'deadlines', 'closed', 'reopened')),
     reason text NOT NULL DEFAULT '',
     detail jsonb NOT NULL DEFAULT '{}',
     by_account int NOT NULL REFERENCES account,
     at timestamptz NOT NULL DEFAULT clock_timestamp(),
     CHECK (action <> 'reopened' OR reason <> ''))`,
  'CREATE INDEX ON period_event (round_id, id)',
  `CREATE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$`,
  `CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON period_event FOR EACH ROW EXECUTE FUNCTION only_added_to()`,
  `CREATE FUNCTION period_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
     DECLARE now_closed timestamptz; BEGIN
     INSERT INTO period (round_id) VALUES (NEW.round_id) ON CONFLICT DO NOTHING;
     SELECT closed_at INTO now_closed FROM period WHERE round_id = NEW.round_id FOR UPDATE;
     IF NEW.action = 'closed' AND now_closed IS NOT NULL OR NEW.action = 'reopened' AND now_closed IS NULL THEN
       RAISE EXCEPTION 'round % is % already', NEW.round_id, NEW.action; END IF;
     IF NEW.action = 'deadlines' THEN
       UPDATE period SET due = (NEW.detail ->> 'due')::date, due_by_kind = coalesce(NEW.detail -> 'byKind', '{}') WHERE round_id = NEW.round_id;
     ELSIF NEW.action = 'closed' THEN
       UPDATE period SET closed_at = NEW.at, closed_by = NEW.by_account WHERE round_id = NEW.round_id;
     ELSIF NEW.action = 'reopened' THEN
       UPDATE period SET closed_at = NULL, closed_by = NULL WHERE round_id = NEW.round_id;
     END IF; RETURN NULL; END $$`,
  `CREATE TRIGGER period_follows AFTER INSERT ON period_event FOR EACH ROW EXECUTE FUNCTION period_follows()`,
];

// "Nothing to report" is a statement that somebody makes; it may be withdrawn and is never edited.
const statements = [
  `CREATE TABLE nothing_statement (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     round_id int NOT NULL REFERENCES round,
     unit_id int NOT NULL REFERENCES unit,
     section text NOT NULL,
     windows text NOT NULL,
     by_account int NOT NULL REFERENCES account,
     at timestamptz NOT NULL DEFAULT now(),
     withdrawn_at timestamptz,
     withdrawn_by int REFERENCES account,
     CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)))`,
  `CREATE UNIQUE INDEX nothing_statement_stands ON nothing_statement (round_id, unit_id, section) WHERE withdrawn_at IS NULL`,
  `CREATE FUNCTION statement_is_only_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
       OR (OLD.id, OLD.round_id, OLD.unit_id, OLD.section, OLD.windows, OLD.by_account, OLD.at) IS DISTINCT FROM
          (NEW.id, NEW.round_id, NEW.unit_id, NEW.section, NEW.windows, NEW.by_account, NEW.at)
     THEN RAISE EXCEPTION 'a statement is only withdrawn'; END IF; RETURN NEW; END $$`,
  `CREATE TRIGGER statement_is_only_withdrawn BEFORE UPDATE OR DELETE ON nothing_statement
     FOR EACH ROW EXECUTE FUNCTION statement_is_only_withdrawn()`,
];

const reminders = [
  `CREATE TABLE reminder (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     round_id int NOT NULL REFERENCES round,
     unit_id int NOT NULL REFERENCES unit,
     sections text[] NOT NULL CHECK (cardinality(sections) > 0),
     text text NOT NULL,
     by_account int NOT NULL REFERENCES account,
     at timestamptz NOT NULL DEFAULT now())`,
  'CREATE INDEX ON reminder (round_id, unit_id)',
  `CREATE TABLE reminder_receiver (
     reminder_id int NOT NULL REFERENCES reminder,
     account_id int NOT NULL REFERENCES account,
     dismissed_at timestamptz,
     PRIMARY KEY (reminder_id, account_id))`,
  'CREATE INDEX ON reminder_receiver (account_id) WHERE dismissed_at IS NULL',
  // Whose posts at the unit are among these roles: accounts are not the staff's to read, their names are.
  `CREATE FUNCTION accounts_at(of_unit int, roles text[], on_day date) RETURNS TABLE (account_id int, name text)
     LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
     SELECT DISTINCT a.id, a.name FROM account a JOIN post p ON p.account_id = a.id OR p.person_id = a.person_id
     WHERE p.unit_id = of_unit AND p.role = ANY (roles) AND p.valid_from <= on_day AND coalesce(p.valid_to >= on_day, true)
       AND a.disabled_at IS NULL AND of_unit IN (SELECT id FROM visible_unit) ORDER BY a.id $$`,
];

const indexes = [
  // What changed after a moment is the end of a log that only grows: a few pages of index for millions of rows.
  'CREATE INDEX record_step_moment ON record_step USING brin (at) WITH (pages_per_range = 32)',
  'CREATE INDEX record_revision_moment ON record_revision USING brin (at) WITH (pages_per_range = 32)',
  // Tallies do not know highlights; they are a small part of the records.
  `CREATE INDEX record_highlight ON record (day) WHERE highlight AND status = 'verified'`,
];

const witnesses = [
  `CREATE FUNCTION audit_period() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     PERFORM audit_add('period.' || NEW.action, 'round:' || r.code, ARRAY[r.unit_id],
       NEW.detail || jsonb_strip_nulls(jsonb_build_object('reason', nullif(NEW.reason, '')))) FROM round r WHERE r.id = NEW.round_id;
     RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER INSERT ON period_event FOR EACH ROW EXECUTE FUNCTION audit_period()`,
  `CREATE FUNCTION audit_statement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     PERFORM audit_add(CASE WHEN TG_OP = 'INSERT' THEN 'statement.made' ELSE 'statement.withdrawn' END, 'round:' || r.code, ARRAY[NEW.unit_id],
       jsonb_build_object('section', NEW.section, 'windows', NEW.windows)) FROM round r WHERE r.id = NEW.round_id; RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER INSERT OR UPDATE ON nothing_statement FOR EACH ROW EXECUTE FUNCTION audit_statement()`,
  `CREATE FUNCTION audit_reminder() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     PERFORM audit_add('reminder.sent', 'round:' || r.code, ARRAY[NEW.unit_id], jsonb_build_object('sections', NEW.sections))
     FROM round r WHERE r.id = NEW.round_id; RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER INSERT ON reminder FOR EACH ROW EXECUTE FUNCTION audit_reminder()`,
];

const visible = 'unit_id IN (SELECT id FROM visible_unit)';
const ofOwnRound = (table: string) =>
  `EXISTS (SELECT FROM round r WHERE r.id = ${table}.round_id AND r.unit_id IN (SELECT id FROM visible_unit))`;

const security = [
  ...['period', 'period_event', 'nothing_statement', 'reminder', 'reminder_receiver'].map(
    (table) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  ),
  // Deadlines and closings are for everybody who reports; the reasons of a closing too.
  `CREATE POLICY staff_read ON period FOR SELECT TO taizhang_staff USING (app_account() IS NOT NULL)`,
  `CREATE POLICY staff_read ON period_event FOR SELECT TO taizhang_staff USING (app_account() IS NOT NULL)`,
  `CREATE POLICY staff_insert ON period_event FOR INSERT TO taizhang_staff
     WITH CHECK (by_account = app_account() AND ${ofOwnRound('period_event')})`,
  `CREATE POLICY staff_read ON nothing_statement FOR SELECT TO taizhang_staff USING (${visible})`,
  `CREATE POLICY staff_insert ON nothing_statement FOR INSERT TO taizhang_staff WITH CHECK (by_account = app_account() AND ${visible})`,
  `CREATE POLICY staff_update ON nothing_statement FOR UPDATE TO taizhang_staff USING (${visible}) WITH CHECK (withdrawn_by = app_account() AND ${visible})`,
  `CREATE POLICY staff_read ON reminder FOR SELECT TO taizhang_staff USING (${visible})`,
  `CREATE POLICY staff_insert ON reminder FOR INSERT TO taizhang_staff WITH CHECK (by_account = app_account() AND ${visible})`,
  `CREATE POLICY staff_read ON reminder_receiver FOR SELECT TO taizhang_staff USING (EXISTS (SELECT FROM reminder r WHERE r.id = reminder_id))`,
  `CREATE POLICY staff_insert ON reminder_receiver FOR INSERT TO taizhang_staff
     WITH CHECK (dismissed_at IS NULL AND EXISTS (SELECT FROM reminder r WHERE r.id = reminder_id AND r.by_account = app_account()))`,
  `CREATE POLICY staff_update ON reminder_receiver FOR UPDATE TO taizhang_staff USING (account_id = app_account()) WITH CHECK (account_id = app_account())`,
  'GRANT SELECT ON period TO taizhang_staff',
  'GRANT SELECT, INSERT ON period_event, reminder TO taizhang_staff',
  'GRANT SELECT, INSERT, UPDATE ON nothing_statement, reminder_receiver TO taizhang_staff',
  'REVOKE EXECUTE ON FUNCTION accounts_at(int, text[], date) FROM PUBLIC',
  'GRANT EXECUTE ON FUNCTION accounts_at(int, text[], date) TO taizhang_staff',
];
