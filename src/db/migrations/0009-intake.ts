import { type Kysely, sql } from 'kysely';

/** Documents taken in: their text, every quantity of it, the records that they propose, and which record rests on which span. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...tables, ...security, ...witnesses]) await sql.raw(statement).execute(db);
}

const tables = [
  // The same file for the same unit and period is taken in once. `read_to` says how far it has been read.
  `CREATE TABLE intake_document (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     unit_id int NOT NULL REFERENCES unit,
     account_id int NOT NULL REFERENCES account,
     name text NOT NULL,
     format text NOT NULL,
     hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
     body text NOT NULL,
     headings jsonb NOT NULL DEFAULT '[]',
     remarks jsonb NOT NULL DEFAULT '[]',
     from_day date NOT NULL,
     to_day date NOT NULL CHECK (to_day >= from_day),
     read_to int NOT NULL DEFAULT 0,
     read_at timestamptz,
     at timestamptz NOT NULL DEFAULT now(),
     UNIQUE (unit_id, hash, from_day, to_day))`,
  `CREATE TABLE intake_item (
     document_id int NOT NULL REFERENCES intake_document ON DELETE CASCADE,
     n int NOT NULL,
     start_at int NOT NULL,
     end_at int NOT NULL CHECK (end_at > start_at),
     section text NOT NULL,
     draft jsonb NOT NULL,
     why jsonb NOT NULL DEFAULT '[]',
     doubts jsonb NOT NULL DEFAULT '[]',
     state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'joined', 'left')),
     record_id bigint REFERENCES record ON DELETE SET NULL,
     record_hash text,
     attempt int NOT NULL DEFAULT 0,
     version int NOT NULL DEFAULT 1,
     changed_by int REFERENCES account,
     changed_at timestamptz,
     PRIMARY KEY (document_id, n))`,
  'CREATE INDEX ON intake_item (record_id) WHERE record_id IS NOT NULL',
  `CREATE TABLE intake_quantity (
     document_id int NOT NULL REFERENCES intake_document ON DELETE CASCADE,
     n int NOT NULL,
     start_at int NOT NULL,
     end_at int NOT NULL CHECK (end_at > start_at),
     content jsonb NOT NULL,
     base text NOT NULL CHECK (base IN ('total', 'background', 'unused')),
     why jsonb NOT NULL,
     asks jsonb,
     item int,
     PRIMARY KEY (document_id, n),
     FOREIGN KEY (document_id, item) REFERENCES intake_item (document_id, n))`,
  // Evidence: the words that a record was taken from. They stay with the record, whoever may see the document.
  `CREATE TABLE record_source (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     record_id bigint NOT NULL REFERENCES record ON DELETE CASCADE,
     document_id int NOT NULL REFERENCES intake_document,
     item int NOT NULL,
     start_at int NOT NULL,
     end_at int NOT NULL CHECK (end_at > start_at),
     quote text NOT NULL,
     document_name text NOT NULL,
     by_account int NOT NULL REFERENCES account,
     at timestamptz NOT NULL DEFAULT now(),
     removed_at timestamptz,
     removed_by int REFERENCES account)`,
  'CREATE UNIQUE INDEX record_source_once ON record_source (record_id, document_id, item) WHERE removed_at IS NULL',
  'CREATE INDEX ON record_source (document_id)',
];

const visible = 'unit_id IN (SELECT id FROM visible_unit)';
const seesDocument = (table: string) => `EXISTS (SELECT FROM intake_document d WHERE d.id = ${table}.document_id)`;
const seesRecord = 'EXISTS (SELECT FROM record r WHERE r.id = record_source.record_id)';

const security = [
  ...['intake_document', 'intake_item', 'intake_quantity', 'record_source'].map(
    (table) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  ),
  `CREATE POLICY staff_read ON intake_document FOR SELECT TO taizhang_staff USING (${visible})`,
  `CREATE POLICY staff_insert ON intake_document FOR INSERT TO taizhang_staff WITH CHECK (account_id = app_account() AND ${visible})`,
  `CREATE POLICY staff_update ON intake_document FOR UPDATE TO taizhang_staff USING (${visible}) WITH CHECK (${visible})`,
  ...['intake_item', 'intake_quantity'].map(
    (table) =>
      `CREATE POLICY staff_all ON ${table} TO taizhang_staff USING (${seesDocument(table)}) WITH CHECK (${seesDocument(table)})`,
  ),
  `CREATE POLICY staff_read ON record_source FOR SELECT TO taizhang_staff USING (${seesRecord})`,
  `CREATE POLICY staff_insert ON record_source FOR INSERT TO taizhang_staff WITH CHECK (
     by_account = app_account() AND ${seesRecord} AND ${seesDocument('record_source')})`,
  `CREATE POLICY staff_update ON record_source FOR UPDATE TO taizhang_staff USING (${seesRecord} AND ${seesDocument('record_source')})
     WITH CHECK (removed_by = app_account())`,
  'GRANT SELECT, INSERT, UPDATE (read_to, read_at) ON intake_document TO taizhang_staff',
  `GRANT SELECT, INSERT, UPDATE (draft, doubts, state, record_id, record_hash, attempt, version, changed_by, changed_at) ON intake_item TO taizhang_staff`,
  'GRANT SELECT, INSERT, UPDATE (item) ON intake_quantity TO taizhang_staff',
  'GRANT SELECT, INSERT, UPDATE (removed_at, removed_by) ON record_source TO taizhang_staff',
];

const witnesses = [
  `CREATE FUNCTION audit_intake_document() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     PERFORM audit_add('intake.received', 'intake:' || NEW.id, ARRAY[NEW.unit_id],
       jsonb_build_object('hash', NEW.hash, 'format', NEW.format, 'name', NEW.name));
     RETURN NULL; END $$`,
  'CREATE TRIGGER audit AFTER INSERT ON intake_document FOR EACH ROW EXECUTE FUNCTION audit_intake_document()',
  `CREATE FUNCTION audit_intake_item() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     PERFORM audit_add('intake.' || CASE WHEN NEW.state <> OLD.state THEN NEW.state ELSE 'corrected' END, 'intake:' || NEW.document_id,
       (SELECT ARRAY[d.unit_id] FROM intake_document d WHERE d.id = NEW.document_id),
       jsonb_strip_nulls(jsonb_build_object('item', NEW.n, 'record', NEW.record_id)));
     RETURN NULL; END $$`,
  // What happens to a proposal matters; that reading on has added a doubt does not.
  `CREATE TRIGGER audit AFTER UPDATE ON intake_item FOR EACH ROW WHEN (NEW.state <> OLD.state OR NEW.draft <> OLD.draft)
     EXECUTE FUNCTION audit_intake_item()`,
];
