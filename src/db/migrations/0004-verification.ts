import { type Kysely, sql } from 'kysely';

/** Verification: what recorder and verifiers say to each other, comments on fields, and when an account last looked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...tables, ...turns, ...witnesses, ...security]) await sql.raw(statement).execute(db);
}

const tables = [
  `CREATE TABLE record_message (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     record_id bigint NOT NULL REFERENCES record ON DELETE CASCADE,
     account_id int NOT NULL REFERENCES account,
     text text NOT NULL CHECK (length(text) BETWEEN 1 AND 1000),
     at timestamptz NOT NULL DEFAULT now())`,
  'CREATE INDEX ON record_message (record_id, id)',
  'CREATE INDEX ON record_message (account_id, record_id)',
  // A comment belongs to the return that it came with; a part is a field of the record or one of its measures, classes, roles.
  `CREATE TABLE record_comment (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     record_id bigint NOT NULL REFERENCES record ON DELETE CASCADE,
     step_id bigint NOT NULL REFERENCES record_step ON DELETE CASCADE,
     revision int NOT NULL,
     part text NOT NULL CHECK (part <> ''),
     text text NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
     account_id int NOT NULL REFERENCES account,
     at timestamptz NOT NULL DEFAULT now())`,
  'CREATE INDEX ON record_comment (record_id, step_id)',
  `CREATE FUNCTION said_is_said() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     RAISE EXCEPTION 'what was said about a record is never edited'; END $$`,
  ...['record_message', 'record_comment'].map(
    (table) => `CREATE TRIGGER said_is_said BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION said_is_said()`,
  ),
  // The revision and the last message that an account has had before its eyes.
  `CREATE TABLE record_look (
     account_id int NOT NULL REFERENCES account ON DELETE CASCADE,
     record_id bigint NOT NULL REFERENCES record ON DELETE CASCADE,
     revision int NOT NULL,
     message_id bigint NOT NULL DEFAULT 0,
     at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (account_id, record_id))`,
  'CREATE INDEX ON record_look (record_id)',
  // The organisation's usual reasons are read from its last returns.
  `CREATE INDEX record_step_returned ON record_step (id) WHERE to_status = 'returned'`,
  'CREATE INDEX record_step_account ON record_step (by_account, record_id) WHERE by_account IS NOT NULL',
];

const turns = [
  // Who may verify where: that an account holds a post through its person is not the staff's to read, the post itself is.
  `CREATE FUNCTION verifying_posts(of_roles text[], on_day date) RETURNS TABLE (unit_id int, account_id int)
     LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
     SELECT held.unit_id, held.account_id FROM (
       SELECT p.unit_id, p.account_id, p.role, p.valid_from, p.valid_to FROM post p WHERE p.account_id IS NOT NULL
       UNION SELECT p.unit_id, a.id, p.role, p.valid_from, p.valid_to FROM post p JOIN account a ON a.person_id = p.person_id) AS held
     JOIN account ON account.id = held.account_id AND account.disabled_at IS NULL
     WHERE held.role = ANY (of_roles) AND held.valid_from <= on_day AND coalesce(held.valid_to >= on_day, true)
     GROUP BY held.unit_id, held.account_id $$`,
];

const witnesses = [
  `CREATE FUNCTION audit_said() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     PERFORM audit_add(CASE TG_TABLE_NAME WHEN 'record_message' THEN 'record.message' ELSE 'record.commented' END, 'record:' || NEW.record_id,
       (SELECT r.scope FROM record r WHERE r.id = NEW.record_id),
       jsonb_strip_nulls(jsonb_build_object('said', NEW.id, 'part', to_jsonb(NEW) ->> 'part'))); RETURN NULL; END $$`,
  ...['record_message', 'record_comment'].map(
    (table) => `CREATE TRIGGER audit AFTER INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION audit_said()`,
  ),
];

const sees = (table: string) => `EXISTS (SELECT FROM record r WHERE r.id = ${table}.record_id)`;

const security = [
  ...['record_message', 'record_comment', 'record_look'].map(
    (table) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  ),
  ...['record_message', 'record_comment'].flatMap((table) => [
    `CREATE POLICY staff_read ON ${table} FOR SELECT TO taizhang_staff USING (${sees(table)})`,
    `CREATE POLICY staff_insert ON ${table} FOR INSERT TO taizhang_staff WITH CHECK (account_id = app_account() AND ${sees(table)})`,
  ]),
  `CREATE POLICY staff_own ON record_look TO taizhang_staff USING (account_id = app_account())
     WITH CHECK (account_id = app_account() AND ${sees('record_look')})`,
  'GRANT SELECT, INSERT ON record_message, record_comment TO taizhang_staff',
  'GRANT SELECT, INSERT, UPDATE (revision, message_id, at) ON record_look TO taizhang_staff',
  'REVOKE EXECUTE ON FUNCTION verifying_posts(text[], date) FROM PUBLIC',
  'GRANT EXECUTE ON FUNCTION verifying_posts(text[], date) TO taizhang_staff',
];
