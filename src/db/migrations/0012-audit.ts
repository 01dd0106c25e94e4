import { type Kysely, sql } from 'kysely';

/** Who may read the audit, whose units an entry concerns, and how the oldest entries leave it without breaking the chain. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...indexes, ...whole, ...reading, ...archive, ...witnesses])
    await sql.raw(statement).execute(db);
}

const indexes = ['CREATE INDEX audit_entry_subject ON audit_entry (subject, id)'];

/** An entry is complete when it is written: afterwards nothing of it can be changed. */
const whole = [
  // Records bring their whole scope. Others name a unit, or an account whose posts tell; what belongs to nobody is the root's.
  `CREATE FUNCTION audit_complete() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE device text := nullif(current_setting('app.device', true), ''); about int; BEGIN
     IF device IS NOT NULL AND NOT NEW.detail ? 'device' THEN NEW.detail := NEW.detail || jsonb_build_object('device', device); END IF;
     IF NEW.action LIKE 'record.%' AND NEW.scope <> '{}' THEN RETURN NEW; END IF;
     IF NEW.scope = '{}' THEN
       about := coalesce(substring(NEW.subject FROM '^account:([0-9]{1,9})$')::int, NEW.account_id);
       NEW.scope := ARRAY(SELECT DISTINCT p.unit_id FROM account a JOIN post p ON p.account_id = a.id OR p.person_id = a.person_id WHERE a.id = about);
     END IF;
     NEW.scope := ARRAY(SELECT above.id FROM unit above WHERE above.code IN (
       SELECT unnest(string_to_array(own.path, '/')) FROM unit own WHERE own.id = ANY (NEW.scope)) ORDER BY above.id);
     IF NEW.scope = '{}' THEN NEW.scope := ARRAY(SELECT id FROM unit WHERE parent_id IS NULL ORDER BY id); END IF;
     RETURN NEW; END $$`,
  `CREATE TRIGGER audit_complete BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_complete()`,
];

/** Of an act in these groups an administrator reads; none of them tells what a record says. */
const administrative = [
  ...['session', 'account', 'second_factor', 'invitation', 'password_link', 'post', 'token'],
  ...['unit', 'class_list', 'class', 'measure', 'outlet', 'template', 'setting', 'pack', 'audit'],
];

const reading = [
  `CREATE FUNCTION app_units(setting text) RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE AS
     $$ SELECT string_to_array(nullif(current_setting(setting, true), ''), ',')::int[] $$`,
  `CREATE FUNCTION audit_is_administrative(action text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
     $$ SELECT split_part(action, '.', 1) = ANY (ARRAY[${administrative.map((one) => `'${one}'`).join(', ')}]) $$`,
  'DROP POLICY staff_read ON audit_entry',
  // app.watched: units of posts that read the audit whole. app.administered: units of posts that read its administrative part.
  `CREATE POLICY staff_read ON audit_entry FOR SELECT TO taizhang_staff USING (
     account_id = (SELECT app_account()) OR scope && (SELECT app_units('app.watched'))
     OR scope && (SELECT app_units('app.administered')) AND audit_is_administrative(action))`,
];

/** Where the kept chain begins; the entries up to there are in files. An entry of the kept chain must say the same. */
const archive = [
  `CREATE TABLE audit_base (single boolean PRIMARY KEY DEFAULT true CHECK (single), seq bigint NOT NULL, hash text NOT NULL)`,
  `INSERT INTO audit_base (seq, hash) VALUES (0, repeat('0', 64))`,
  'ALTER TABLE audit_base ENABLE ROW LEVEL SECURITY',
  `CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL
       AND (OLD.id, OLD.at, OLD.account_id, OLD.action, OLD.subject, OLD.scope, OLD.detail) IS NOT DISTINCT FROM
           (NEW.id, NEW.at, NEW.account_id, NEW.action, NEW.subject, NEW.scope, NEW.detail) THEN RETURN NEW; END IF;
     IF TG_OP = 'DELETE' AND OLD.seq <= (SELECT seq FROM audit_base) AND OLD.at < clock_timestamp() - interval '12 months' THEN RETURN OLD; END IF;
     RAISE EXCEPTION 'the audit is only ever added to'; END $$`,
  // The file is written and read back before this is called; here the entries go and the chain says where they went.
  `CREATE FUNCTION archive_audit(through bigint, file_sha256 text) RETURNS bigint LANGUAGE plpgsql AS $$
     DECLARE last audit_entry%ROWTYPE; gone bigint; first timestamptz; BEGIN
     PERFORM FROM audit_head FOR UPDATE;
     SELECT * INTO last FROM audit_entry WHERE seq = through;
     IF NOT FOUND THEN RAISE EXCEPTION 'there is no entry %', through; END IF;
     IF EXISTS (SELECT FROM audit_entry WHERE seq <= through AND at >= clock_timestamp() - interval '12 months') THEN
       RAISE EXCEPTION 'the audit is kept for twelve months at least'; END IF;
     SELECT min(at) INTO first FROM audit_entry WHERE seq <= through;
     UPDATE audit_base SET seq = last.seq, hash = last.hash;
     DELETE FROM audit_entry WHERE seq <= through;
     GET DIAGNOSTICS gone = ROW_COUNT;
     INSERT INTO audit_entry (account_id, action, subject, detail) VALUES (app_account(), 'audit.archived', 'audit', jsonb_build_object(
       'through', last.seq, 'hash', last.hash, 'entries', gone, 'from', first, 'to', last.at, 'sha256', file_sha256));
     RETURN gone; END $$`,
  'REVOKE EXECUTE ON FUNCTION archive_audit(bigint, text), seal_audit(int) FROM PUBLIC',
];

const witnesses = [
  // Before and after, so that the screen can show both.
  `CREATE OR REPLACE FUNCTION audit_post() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
     DECLARE one post%ROWTYPE; former jsonb; BEGIN
     IF current_setting('app.bulk', true) = 'on' THEN RETURN NULL; END IF;
     IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;
     IF TG_OP = 'UPDATE' THEN former := jsonb_build_object('before', jsonb_build_object('role', OLD.role, 'unit', OLD.unit_id, 'from', OLD.valid_from, 'to', OLD.valid_to)); END IF;
     PERFORM audit_add('post.' || lower(TG_OP), 'post:' || one.id, ARRAY[one.unit_id], coalesce(former, '{}') || jsonb_strip_nulls(jsonb_build_object(
       'role', one.role, 'unit', one.unit_id, 'account', one.account_id, 'person', one.person_id, 'from', one.valid_from, 'to', one.valid_to)));
     RETURN NULL; END $$`,
];
