import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...entries, ...chain, ...witnesses, ...rights]) await sql.raw(statement).execute(db);
}

const entries = [
  // Written in the transaction of the act; number and hashes are given when it is sealed into the chain.
  `CREATE TABLE audit_entry (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     at timestamptz NOT NULL DEFAULT clock_timestamp(),
     account_id int, action text NOT NULL, subject text NOT NULL DEFAULT '', scope int[] NOT NULL DEFAULT '{}', detail jsonb NOT NULL DEFAULT '{}',
     seq bigint UNIQUE, previous text, hash text)`,
  'CREATE INDEX audit_entry_unsealed ON audit_entry (id) WHERE seq IS NULL',
  'CREATE INDEX audit_entry_at ON audit_entry (at DESC, id DESC)',
  'CREATE INDEX audit_entry_account ON audit_entry (account_id, id)',
  // The chain's end, kept apart: entries cut off at the end are missed too.
  `CREATE TABLE audit_head (single boolean PRIMARY KEY DEFAULT true CHECK (single), seq bigint NOT NULL, hash text NOT NULL)`,
  `INSERT INTO audit_head (seq, hash) VALUES (0, repeat('0', 64))`,
  `CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL
       AND (OLD.id, OLD.at, OLD.account_id, OLD.action, OLD.subject, OLD.scope, OLD.detail) IS NOT DISTINCT FROM
           (NEW.id, NEW.at, NEW.account_id, NEW.action, NEW.subject, NEW.scope, NEW.detail) THEN RETURN NEW; END IF;
     RAISE EXCEPTION 'the audit is only ever added to'; END $$`,
  `CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()`,
  `CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()`,
];

const chain = [
  // What is hashed: every field with its length before it, so that no two entries can read alike.
  `CREATE FUNCTION audit_hash(previous text, entry audit_entry) RETURNS text LANGUAGE sql STABLE AS $$
     SELECT encode(sha256(convert_to(string_agg(length(part) || ':' || part, ',' ORDER BY n), 'UTF8')), 'hex') FROM unnest(ARRAY[
       previous, entry.seq::text, entry.id::text, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), coalesce(entry.account_id::text, ''),
       entry.action, entry.subject, entry.scope::text, entry.detail::text]) WITH ORDINALITY AS field(part, n) $$`,
  `CREATE FUNCTION seal_audit(most int) RETURNS int LANGUAGE plpgsql AS $$
     DECLARE entry audit_entry%ROWTYPE; head audit_head%ROWTYPE; sealed int := 0; BEGIN
     SELECT * INTO head FROM audit_head FOR UPDATE;
     FOR entry IN SELECT * FROM audit_entry WHERE audit_entry.seq IS NULL ORDER BY id LIMIT most LOOP
       entry.seq := head.seq + 1;
       entry.previous := head.hash;
       entry.hash := audit_hash(head.hash, entry);
       UPDATE audit_entry SET seq = entry.seq, previous = entry.previous, hash = entry.hash WHERE id = entry.id;
       head.seq := entry.seq; head.hash := entry.hash; sealed := sealed + 1;
     END LOOP;
     UPDATE audit_head SET seq = head.seq, hash = head.hash;
     RETURN sealed; END $$`,
];

/** A trigger writes the entry, so that no path to a change can forget it. A bulk load says so once instead of for every row. */
const witnesses = [
  `CREATE FUNCTION audit_add(action text, subject text, scope int[], detail jsonb) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public AS
     $$ INSERT INTO audit_entry (account_id, action, subject, scope, detail) VALUES (app_account(), action, subject, coalesce(scope, '{}'), coalesce(detail, '{}')) $$`,
  `CREATE FUNCTION audit_record_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     IF current_setting('app.bulk', true) = 'on' THEN RETURN NULL; END IF;
     INSERT INTO audit_entry (account_id, action, subject, scope, detail)
     SELECT coalesce(app_account(), NEW.by_account), 'record.' || NEW.to_status, 'record:' || NEW.record_id,
       coalesce((SELECT r.scope FROM record r WHERE r.id = NEW.record_id), '{}'),
       jsonb_strip_nulls(jsonb_build_object('from', NEW.from_status, 'reason', nullif(NEW.reason, ''), 'hash', NEW.hash));
     RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER INSERT ON record_step FOR EACH ROW EXECUTE FUNCTION audit_record_step()`,
  `CREATE FUNCTION audit_record_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     IF NEW.hash IS DISTINCT FROM OLD.hash THEN
       PERFORM audit_add('record.changed', 'record:' || NEW.id, NEW.scope, jsonb_build_object('revision', NEW.revision, 'from', OLD.hash, 'hash', NEW.hash));
     END IF; RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER UPDATE ON record FOR EACH ROW EXECUTE FUNCTION audit_record_change()`,
  `CREATE FUNCTION audit_edition() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     PERFORM audit_add(CASE WHEN TG_OP = 'INSERT' THEN 'edition.frozen' ELSE 'edition.published' END, 'edition:' || NEW.code,
       ARRAY[NEW.unit_id], jsonb_build_object('sha256', NEW.sha256)); RETURN NULL; END $$`,
  `CREATE TRIGGER audit_frozen AFTER INSERT ON edition FOR EACH ROW EXECUTE FUNCTION audit_edition()`,
  `CREATE TRIGGER audit_published AFTER UPDATE OF published_at ON edition FOR EACH ROW WHEN (OLD.published_at IS DISTINCT FROM NEW.published_at) EXECUTE FUNCTION audit_edition()`,
  `CREATE FUNCTION audit_post() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
     DECLARE post post%ROWTYPE; BEGIN
     IF current_setting('app.bulk', true) = 'on' THEN RETURN NULL; END IF;
     IF TG_OP = 'DELETE' THEN post := OLD; ELSE post := NEW; END IF;
     PERFORM audit_add('post.' || lower(TG_OP), 'post:' || post.id, ARRAY[post.unit_id],
       jsonb_strip_nulls(jsonb_build_object('role', post.role, 'account', post.account_id, 'person', post.person_id, 'from', post.valid_from, 'to', post.valid_to)));
     RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON post FOR EACH ROW EXECUTE FUNCTION audit_post()`,
  `CREATE FUNCTION audit_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     IF current_setting('app.bulk', true) = 'on' THEN RETURN NULL; END IF;
     PERFORM audit_add(CASE WHEN TG_OP = 'INSERT' THEN 'account.created' WHEN NEW.disabled_at IS DISTINCT FROM OLD.disabled_at THEN 'account.disabled'
       WHEN NEW.locked_until IS DISTINCT FROM OLD.locked_until AND NEW.locked_until IS NOT NULL THEN 'account.locked'
       ELSE 'account.password' END, 'account:' || NEW.id, '{}', jsonb_build_object('username', NEW.username)); RETURN NULL; END $$`,
  `CREATE TRIGGER audit_created AFTER INSERT ON account FOR EACH ROW EXECUTE FUNCTION audit_account()`,
  `CREATE TRIGGER audit_changed AFTER UPDATE ON account FOR EACH ROW
     WHEN (OLD.disabled_at IS DISTINCT FROM NEW.disabled_at OR OLD.password_hash IS DISTINCT FROM NEW.password_hash
       OR (NEW.locked_until IS NOT NULL AND OLD.locked_until IS DISTINCT FROM NEW.locked_until)) EXECUTE FUNCTION audit_account()`,
  `CREATE FUNCTION audit_session() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     INSERT INTO audit_entry (account_id, action, subject, detail) VALUES (
       CASE WHEN TG_OP = 'INSERT' THEN NEW.account_id ELSE OLD.account_id END,
       CASE WHEN TG_OP = 'INSERT' THEN 'session.began' ELSE 'session.ended' END,
       'account:' || CASE WHEN TG_OP = 'INSERT' THEN NEW.account_id ELSE OLD.account_id END,
       CASE WHEN TG_OP = 'INSERT' THEN jsonb_build_object('device', NEW.device) ELSE '{}' END); RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER INSERT OR DELETE ON session FOR EACH ROW EXECUTE FUNCTION audit_session()`,
];

const rights = [
  'ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY',
  // Entries about the reader's own units, and the reader's own entries.
  `CREATE POLICY staff_read ON audit_entry FOR SELECT TO taizhang_staff USING (scope && app_roots() OR account_id = app_account())`,
  'GRANT SELECT ON audit_entry TO taizhang_staff',
  'REVOKE EXECUTE ON FUNCTION audit_add(text, text, int[], jsonb) FROM PUBLIC',
  'GRANT EXECUTE ON FUNCTION audit_add(text, text, int[], jsonb) TO taizhang_staff',
];
