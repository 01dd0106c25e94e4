import { type Kysely, sql } from 'kysely';

/** Photos of records: what is known of each; their pixels lie in the data folder, named by the hash. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...tables, ...security, ...witnesses]) await sql.raw(statement).execute(db);
}

const tables = [
  `CREATE TABLE photo (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     record_id bigint NOT NULL REFERENCES record ON DELETE CASCADE,
     key text NOT NULL,
     hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
     bytes int NOT NULL,
     width int NOT NULL,
     height int NOT NULL,
     caption text NOT NULL DEFAULT '',
     created_by int REFERENCES account,
     created_at timestamptz NOT NULL DEFAULT now(),
     removed_at timestamptz,
     removed_by int REFERENCES account,
     UNIQUE (record_id, key))`,
  // The same picture stands once on a record.
  'CREATE UNIQUE INDEX photo_once ON photo (record_id, hash) WHERE removed_at IS NULL',
  'CREATE INDEX photo_hash ON photo (hash)',
  'CREATE INDEX photo_removed ON photo (removed_at) WHERE removed_at IS NOT NULL',
];

const sees = 'EXISTS (SELECT FROM record r WHERE r.id = photo.record_id)';

const security = [
  'ALTER TABLE photo ENABLE ROW LEVEL SECURITY',
  `CREATE POLICY staff_read ON photo FOR SELECT TO taizhang_staff USING (${sees})`,
  `CREATE POLICY staff_insert ON photo FOR INSERT TO taizhang_staff WITH CHECK (created_by = app_account() AND ${sees})`,
  `CREATE POLICY staff_update ON photo FOR UPDATE TO taizhang_staff USING (${sees}) WITH CHECK (removed_by IS NULL OR removed_by = app_account())`,
  'GRANT SELECT, INSERT ON photo TO taizhang_staff',
  'GRANT UPDATE (caption, removed_at, removed_by) ON photo TO taizhang_staff',
];

const witnesses = [
  `CREATE FUNCTION audit_photo() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
     DECLARE changed photo%ROWTYPE; BEGIN
     IF TG_OP = 'DELETE' THEN changed := OLD; ELSE changed := NEW; END IF;
     PERFORM audit_add(CASE WHEN TG_OP = 'INSERT' THEN 'photo.added' WHEN TG_OP = 'DELETE' THEN 'photo.deleted'
       WHEN NEW.removed_at IS NOT NULL AND OLD.removed_at IS NULL THEN 'photo.removed'
       WHEN NEW.removed_at IS NULL AND OLD.removed_at IS NOT NULL THEN 'photo.restored' ELSE 'photo.described' END,
       'record:' || changed.record_id, (SELECT r.scope FROM record r WHERE r.id = changed.record_id),
       jsonb_build_object('photo', changed.id, 'hash', changed.hash));
     RETURN NULL; END $$`,
  'CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON photo FOR EACH ROW EXECUTE FUNCTION audit_photo()',
];
