import { type Kysely, sql } from 'kysely';

/** Records found to tell the same event: which went into which, and which pairs somebody has looked at and found different. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...tables, ...witness, ...security]) await sql.raw(statement).execute(db);
}

const tables = [
  // What the kept record said before and after is kept with the merge: a split takes back what the merge brought and no more.
  `CREATE TABLE record_merge (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     kept_id bigint NOT NULL REFERENCES record,
     dropped_id bigint NOT NULL REFERENCES record,
     before jsonb NOT NULL,
     after jsonb NOT NULL,
     by_account int NOT NULL REFERENCES account,
     at timestamptz NOT NULL DEFAULT now(),
     reason text NOT NULL DEFAULT '',
     split_at timestamptz,
     split_by int REFERENCES account,
     CHECK (kept_id <> dropped_id))`,
  'CREATE INDEX ON record_merge (kept_id)',
  'CREATE UNIQUE INDEX record_merge_once ON record_merge (dropped_id) WHERE split_at IS NULL',
  `CREATE TABLE record_distinct (
     one_id bigint NOT NULL REFERENCES record ON DELETE CASCADE,
     other_id bigint NOT NULL REFERENCES record ON DELETE CASCADE,
     by_account int NOT NULL REFERENCES account,
     at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (one_id, other_id),
     CHECK (one_id < other_id))`,
  'CREATE INDEX ON record_distinct (other_id)',
];

const witness = [
  `CREATE FUNCTION audit_merge() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     PERFORM audit_add(CASE WHEN TG_OP = 'INSERT' THEN 'record.merged' ELSE 'record.split' END, 'record:' || NEW.kept_id,
       (SELECT scope FROM record WHERE id = NEW.kept_id), jsonb_build_object('dropped', NEW.dropped_id, 'reason', NEW.reason)); RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER INSERT OR UPDATE ON record_merge FOR EACH ROW EXECUTE FUNCTION audit_merge()`,
];

const sees = (column: string) => `EXISTS (SELECT FROM record r WHERE r.id = ${column})`;

const security = [
  'ALTER TABLE record_merge ENABLE ROW LEVEL SECURITY',
  'ALTER TABLE record_distinct ENABLE ROW LEVEL SECURITY',
  `CREATE POLICY staff_read ON record_merge FOR SELECT TO taizhang_staff USING (${sees('kept_id')} OR ${sees('dropped_id')})`,
  `CREATE POLICY staff_insert ON record_merge FOR INSERT TO taizhang_staff WITH CHECK (
     by_account = app_account() AND ${sees('kept_id')} AND ${sees('dropped_id')})`,
  `CREATE POLICY staff_update ON record_merge FOR UPDATE TO taizhang_staff USING (${sees('kept_id')} AND ${sees('dropped_id')})
     WITH CHECK (split_by = app_account())`,
  `CREATE POLICY staff_read ON record_distinct FOR SELECT TO taizhang_staff USING (${sees('one_id')} AND ${sees('other_id')})`,
  `CREATE POLICY staff_insert ON record_distinct FOR INSERT TO taizhang_staff WITH CHECK (
     by_account = app_account() AND ${sees('one_id')} AND ${sees('other_id')})`,
  `CREATE POLICY staff_delete ON record_distinct FOR DELETE TO taizhang_staff USING (${sees('one_id')} AND ${sees('other_id')})`,
  'GRANT SELECT, INSERT, UPDATE (split_at, split_by) ON record_merge TO taizhang_staff',
  'GRANT SELECT, INSERT, DELETE ON record_distinct TO taizhang_staff',
];
