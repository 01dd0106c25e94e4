import { type Kysely, sql } from 'kysely';

/** The desk's own memory: saved views of the ledger, forms under way, and what was done to many records at once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...tables, ...security]) await sql.raw(statement).execute(db);
}

const tables = [
  `CREATE TABLE ledger_view (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     account_id int NOT NULL REFERENCES account ON DELETE CASCADE,
     name text NOT NULL CHECK (name <> ''),
     search jsonb NOT NULL,
     shared_unit int REFERENCES unit,
     changed_at timestamptz NOT NULL DEFAULT now(),
     deleted_at timestamptz)`,
  'CREATE INDEX ON ledger_view (account_id)',
  'CREATE INDEX ON ledger_view (shared_unit) WHERE shared_unit IS NOT NULL',
  // What a form says before it is a record, or before it changes one; as typed, complete or not.
  `CREATE TABLE working_copy (
     account_id int NOT NULL REFERENCES account ON DELETE CASCADE,
     key text NOT NULL,
     kind text NOT NULL,
     record_id bigint REFERENCES record ON DELETE CASCADE,
     base int,
     content jsonb NOT NULL,
     version int NOT NULL,
     at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (account_id, key),
     CHECK ((record_id IS NULL) = (base IS NULL)))`,
  'CREATE INDEX ON working_copy (record_id) WHERE record_id IS NOT NULL',
  `CREATE TABLE bulk_act (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     account_id int NOT NULL REFERENCES account,
     key text NOT NULL,
     act text NOT NULL,
     reason text NOT NULL,
     asked int NOT NULL,
     refused jsonb NOT NULL DEFAULT '[]',
     at timestamptz NOT NULL DEFAULT now(),
     undone_at timestamptz,
     UNIQUE (account_id, key))`,
  // What each record was before and what the act left it as: an undo restores what still is as it was left.
  `CREATE TABLE bulk_act_record (
     act_id bigint NOT NULL REFERENCES bulk_act,
     record_id bigint NOT NULL REFERENCES record ON DELETE CASCADE,
     before_status text NOT NULL,
     before_revision int NOT NULL,
     before_hash text NOT NULL,
     after_status text NOT NULL,
     after_revision int NOT NULL,
     last_step bigint NOT NULL,
     PRIMARY KEY (act_id, record_id))`,
  'CREATE INDEX ON bulk_act_record (record_id)',
];

const own = 'account_id = app_account()';
const ownAct = 'EXISTS (SELECT FROM bulk_act b WHERE b.id = act_id)';

const security = [
  ...['ledger_view', 'working_copy', 'bulk_act', 'bulk_act_record'].map(
    (table) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  ),
  // A shared view is for the unit that it is shared to and everything below: for those with a post there or further down.
  `CREATE POLICY staff_read ON ledger_view FOR SELECT TO taizhang_staff USING (${own} OR deleted_at IS NULL AND EXISTS (
     SELECT FROM unit mine JOIN unit above ON above.code = ANY (string_to_array(mine.path, '/'))
     WHERE mine.id = ANY (app_roots()) AND above.id = shared_unit))`,
  `CREATE POLICY staff_insert ON ledger_view FOR INSERT TO taizhang_staff WITH CHECK (
     ${own} AND (shared_unit IS NULL OR shared_unit IN (SELECT id FROM visible_unit)))`,
  `CREATE POLICY staff_update ON ledger_view FOR UPDATE TO taizhang_staff USING (${own}) WITH CHECK (
     ${own} AND (shared_unit IS NULL OR shared_unit IN (SELECT id FROM visible_unit)))`,
  `CREATE POLICY staff_own ON working_copy TO taizhang_staff USING (${own}) WITH CHECK (
     ${own} AND (record_id IS NULL OR EXISTS (SELECT FROM record r WHERE r.id = record_id)))`,
  `CREATE POLICY staff_own ON bulk_act TO taizhang_staff USING (${own}) WITH CHECK (${own})`,
  `CREATE POLICY staff_own ON bulk_act_record TO taizhang_staff USING (${ownAct}) WITH CHECK (${ownAct})`,
  'GRANT SELECT, INSERT, UPDATE (name, search, shared_unit, changed_at, deleted_at) ON ledger_view TO taizhang_staff',
  'GRANT SELECT, INSERT, UPDATE, DELETE ON working_copy TO taizhang_staff',
  'GRANT SELECT, INSERT, UPDATE (refused, undone_at) ON bulk_act TO taizhang_staff',
  'GRANT SELECT, INSERT ON bulk_act_record TO taizhang_staff',
];
