import { type Kysely, sql } from 'kysely';
import { walls } from './0003-accounts-walls.ts';

/** Accounts: second factors, recovery codes, past passwords, invitations, and sessions that are not whole yet. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...columns, ...tables, ...walls, ...witnesses]) await sql.raw(statement).execute(db);
}

const columns = [
  // A demonstration account came with a pack whose password is published; it ends being one with its first own password.
  `ALTER TABLE account ADD COLUMN demo boolean NOT NULL DEFAULT false, ADD COLUMN password_at timestamptz NOT NULL DEFAULT now(),
     ADD COLUMN seen_at timestamptz`,
  `UPDATE account SET demo = true WHERE username IN (
     SELECT one ->> 'username' FROM setting, jsonb_array_elements(CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE '[]' END) AS one
     WHERE name = 'demo_accounts')`,
  // pending: the second step is missing; expired: a new password is; open: signed in. coded: with a second factor.
  `ALTER TABLE session ADD COLUMN state text NOT NULL DEFAULT 'open' CHECK (state IN ('pending', 'expired', 'open')),
     ADD COLUMN coded boolean NOT NULL DEFAULT false`,
];

const tables = [
  // Secrets are sealed with a key outside the database. One that is not confirmed yet leaves the one in use alone.
  `CREATE TABLE second_factor (
     account_id int PRIMARY KEY REFERENCES account ON DELETE CASCADE,
     secret text,
     next_secret text,
     confirmed_at timestamptz,
     last_step bigint NOT NULL DEFAULT 0)`,
  `CREATE TABLE recovery_code (
     account_id int NOT NULL REFERENCES account ON DELETE CASCADE,
     hash text NOT NULL,
     used_at timestamptz,
     PRIMARY KEY (account_id, hash))`,
  `CREATE TABLE password_history (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     account_id int NOT NULL REFERENCES account ON DELETE CASCADE,
     hash text NOT NULL,
     at timestamptz NOT NULL DEFAULT now())`,
  'CREATE INDEX ON password_history (account_id, id)',
  // An invitation makes an account with its first post; a reset gives an account a new password.
  `CREATE TABLE invitation (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     kind text NOT NULL CHECK (kind IN ('invitation', 'reset')),
     token_hash text NOT NULL UNIQUE,
     name text NOT NULL,
     username text NOT NULL,
     role text,
     unit_id int REFERENCES unit,
     valid_from date,
     valid_to date,
     account_id int REFERENCES account,
     created_by int NOT NULL REFERENCES account,
     created_at timestamptz NOT NULL DEFAULT now(),
     expires_at timestamptz NOT NULL,
     used_at timestamptz,
     revoked_at timestamptz,
     revoked_by int REFERENCES account,
     CHECK (kind = 'reset' OR (role IS NOT NULL AND unit_id IS NOT NULL AND valid_from IS NOT NULL)),
     CHECK (kind = 'invitation' OR account_id IS NOT NULL))`,
  'CREATE INDEX ON invitation (unit_id) WHERE used_at IS NULL AND revoked_at IS NULL',
];

/** Written by triggers, so that no path to a change can forget it; never with a secret, a code or a token. */
const witnesses = [
  `CREATE OR REPLACE FUNCTION audit_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     IF current_setting('app.bulk', true) = 'on' THEN RETURN NULL; END IF;
     PERFORM audit_add(CASE WHEN TG_OP = 'INSERT' THEN 'account.created'
       WHEN NEW.disabled_at IS NOT NULL AND OLD.disabled_at IS NULL THEN 'account.disabled'
       WHEN NEW.disabled_at IS NULL AND OLD.disabled_at IS NOT NULL THEN 'account.enabled'
       WHEN NEW.locked_until IS DISTINCT FROM OLD.locked_until AND NEW.locked_until IS NOT NULL THEN 'account.locked'
       ELSE 'account.password' END, 'account:' || NEW.id, '{}', jsonb_build_object('username', NEW.username)); RETURN NULL; END $$`,
  `CREATE OR REPLACE FUNCTION audit_session() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
     DECLARE one session%ROWTYPE; BEGIN
     IF TG_OP = 'INSERT' THEN one := NEW; ELSE one := OLD; END IF;
     INSERT INTO audit_entry (account_id, action, subject, detail) VALUES (one.account_id,
       CASE WHEN TG_OP = 'INSERT' THEN 'session.began' ELSE 'session.ended' END, 'account:' || one.account_id,
       CASE WHEN TG_OP = 'INSERT' THEN jsonb_build_object('device', one.device, 'state', one.state, 'coded', one.coded) ELSE '{}' END);
     RETURN NULL; END $$`,
  `CREATE FUNCTION audit_second_factor() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
     DECLARE which int; act text; BEGIN
     IF TG_OP = 'DELETE' THEN which := OLD.account_id; act := 'removed';
     ELSIF NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at THEN which := NEW.account_id; act := 'set';
     ELSE RETURN NULL; END IF;
     PERFORM audit_add('second_factor.' || act, 'account:' || which, '{}', '{}'); RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER UPDATE OR DELETE ON second_factor FOR EACH ROW EXECUTE FUNCTION audit_second_factor()`,
  `CREATE FUNCTION audit_recovery_code() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     PERFORM audit_add('second_factor.recovery_used', 'account:' || NEW.account_id, '{}', '{}'); RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER UPDATE ON recovery_code FOR EACH ROW EXECUTE FUNCTION audit_recovery_code()`,
  `CREATE FUNCTION audit_invitation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
     PERFORM audit_add(CASE NEW.kind WHEN 'reset' THEN 'password_link.' ELSE 'invitation.' END ||
         CASE WHEN TG_OP = 'INSERT' THEN 'made' WHEN NEW.used_at IS NOT NULL THEN 'used' ELSE 'revoked' END,
       'invitation:' || NEW.id, CASE WHEN NEW.unit_id IS NOT NULL THEN ARRAY[NEW.unit_id] ELSE ARRAY(SELECT unit_id FROM account_post WHERE account_id = NEW.account_id) END,
       jsonb_strip_nulls(jsonb_build_object('name', NEW.name, 'role', NEW.role, 'from', NEW.valid_from, 'to', NEW.valid_to, 'account', NEW.account_id)));
     RETURN NULL; END $$`,
  `CREATE TRIGGER audit AFTER INSERT OR UPDATE ON invitation FOR EACH ROW EXECUTE FUNCTION audit_invitation()`,
];
