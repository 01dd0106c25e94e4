import { type Kysely, sql } from 'kysely';
import { security } from './0001-security.ts';

/** The measure columns m1..m8 hold a record's additive measures; which measure sits in which is told by `measure.slot`. */
const slots = Array.from({ length: 8 }, (_, index) => `m${index + 1}`);
const slotColumns = slots.map((slot) => `${slot} bigint`).join(', ');

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...roles, ...organisation, ...records, ...tallies, ...publishing, ...security]) {
    await sql.raw(statement).execute(db);
  }
}

const roles = [
  `DO $$ BEGIN
     IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'taizhang_staff') THEN CREATE ROLE taizhang_staff NOLOGIN; END IF;
     IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'taizhang_site') THEN CREATE ROLE taizhang_site NOLOGIN; END IF;
     EXECUTE format('GRANT taizhang_staff, taizhang_site TO %I', current_user);
   END $$`,
];

const organisation = [
  `CREATE TABLE unit (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     code text NOT NULL UNIQUE,
     kind text NOT NULL,
     name text NOT NULL,
     short text NOT NULL,
     position int NOT NULL,
     parent_id int REFERENCES unit,
     path text COLLATE "C" NOT NULL UNIQUE,
     valid_from date NOT NULL,
     valid_to date,
     division_code text,
     note text NOT NULL DEFAULT '')`,
  'CREATE INDEX ON unit (position)',
  // Where a unit stood at which time; a record's scope follows the place on its day.
  `CREATE TABLE unit_place (
     unit_id int NOT NULL REFERENCES unit,
     path text COLLATE "C" NOT NULL,
     valid_from date NOT NULL,
     valid_to date NOT NULL DEFAULT 'infinity',
     PRIMARY KEY (unit_id, valid_from))`,
  `CREATE TABLE unit_alias (unit_id int NOT NULL REFERENCES unit, name text NOT NULL, valid_from date, valid_to date)`,
  `CREATE TABLE person (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     code text NOT NULL UNIQUE,
     name text NOT NULL,
     generated boolean NOT NULL DEFAULT false,
     note text NOT NULL DEFAULT '')`,
  `CREATE TABLE account (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     username text NOT NULL UNIQUE,
     name text NOT NULL,
     password_hash text NOT NULL,
     person_id int REFERENCES person,
     language text NOT NULL DEFAULT 'zh',
     failures int NOT NULL DEFAULT 0,
     locked_until timestamptz,
     disabled_at timestamptz,
     created_at timestamptz NOT NULL DEFAULT now())`,
  `CREATE TABLE post (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     person_id int REFERENCES person,
     account_id int REFERENCES account,
     unit_id int NOT NULL REFERENCES unit,
     role text NOT NULL,
     valid_from date NOT NULL,
     valid_to date,
     CHECK (person_id IS NOT NULL OR account_id IS NOT NULL))`,
  'CREATE INDEX ON post (account_id) WHERE account_id IS NOT NULL',
  'CREATE INDEX ON post (unit_id, role)',
  `CREATE TABLE session (
     id text PRIMARY KEY,
     account_id int NOT NULL REFERENCES account ON DELETE CASCADE,
     created_at timestamptz NOT NULL DEFAULT now(),
     seen_at timestamptz NOT NULL DEFAULT now(),
     expires_at timestamptz NOT NULL,
     device text NOT NULL DEFAULT '')`,
  'CREATE INDEX ON session (account_id)',
  `CREATE TABLE setting (name text PRIMARY KEY, value jsonb NOT NULL)`,
  `CREATE TABLE class_list (
     code text PRIMARY KEY, family text NOT NULL, family_label jsonb NOT NULL, label jsonb NOT NULL, position int NOT NULL,
     valid_from date NOT NULL, valid_to date)`,
  `CREATE TABLE class (
     list text NOT NULL REFERENCES class_list, code text NOT NULL, label jsonb NOT NULL, position int NOT NULL,
     PRIMARY KEY (list, code))`,
  `CREATE TABLE class_map (from_list text NOT NULL, from_code text NOT NULL, to_list text NOT NULL, to_code text NOT NULL,
     PRIMARY KEY (from_list, from_code, to_list, to_code))`,
  `CREATE TABLE measure (
     code text PRIMARY KEY, kind text NOT NULL, field text NOT NULL, slot int CHECK (slot BETWEEN 1 AND 8),
     label jsonb NOT NULL, unit text NOT NULL, additive text NOT NULL, claimed boolean NOT NULL, scale int NOT NULL DEFAULT 1,
     small_cell int, default_value bigint, position int NOT NULL, UNIQUE (kind, slot))`,
  `CREATE TABLE outlet (
     code text NOT NULL, name text NOT NULL, level text NOT NULL, valid_from date NOT NULL, valid_to date, aliases text[] NOT NULL DEFAULT '{}',
     PRIMARY KEY (code, valid_from))`,
];

// A record's scope is every unit that is, or contains, a host: it decides what counts where and answers who may see it.
const records = [
  // One row per combination of kind and classes that occurs; a few dozen to a few hundred rows.
  `CREATE TABLE facet (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL, classes jsonb NOT NULL, UNIQUE (kind, classes))`,
  `CREATE TABLE record (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     key text NOT NULL UNIQUE,
     kind text NOT NULL,
     facet_id int NOT NULL REFERENCES facet,
     status text NOT NULL,
     starts date NOT NULL,
     day date NOT NULL CHECK (day >= starts),
     title text NOT NULL,
     place text NOT NULL DEFAULT '',
     partners text[] NOT NULL DEFAULT '{}',
     narrative text NOT NULL DEFAULT '',
     highlight boolean NOT NULL DEFAULT false,
     fields jsonb NOT NULL DEFAULT '{}',
     hosts int[] NOT NULL CHECK (cardinality(hosts) > 0),
     scope int[] NOT NULL CHECK (cardinality(scope) > 0),
     ${slotColumns},
     generated boolean NOT NULL DEFAULT false,
     weight int NOT NULL DEFAULT 0,
     hash text NOT NULL,
     revision int NOT NULL DEFAULT 1,
     created_by int REFERENCES account,
     created_at timestamptz NOT NULL DEFAULT now(),
     changed_at timestamptz NOT NULL DEFAULT now())`,
  // What a summary may tell, and what is not counted yet: two small parts of a large table.
  `CREATE INDEX record_worth_telling ON record (kind, day) WHERE weight > 0 AND status = 'verified'`,
  `CREATE INDEX record_writer ON record (created_by, id DESC) WHERE created_by IS NOT NULL`,
  `CREATE INDEX record_joint ON record (kind, day) WHERE cardinality(hosts) > 1 AND status = 'verified'`,
  `CREATE INDEX record_not_counted ON record (status, day, id) WHERE status <> 'verified'`,
  // The record's scope, one row for each unit of it: the index behind every list.
  `CREATE TABLE record_scope (
     unit_id int NOT NULL REFERENCES unit,
     day date NOT NULL,
     record_id bigint NOT NULL REFERENCES record ON DELETE CASCADE,
     facet_id int NOT NULL,
     PRIMARY KEY (unit_id, day, record_id))`,
  'CREATE INDEX record_scope_facet ON record_scope (unit_id, facet_id, day, record_id)',
  'CREATE INDEX record_scope_record ON record_scope (record_id, unit_id)',
  `CREATE TABLE record_person (
     record_id bigint NOT NULL REFERENCES record ON DELETE CASCADE, person_id int NOT NULL REFERENCES person, role text NOT NULL,
     PRIMARY KEY (record_id, person_id, role))`,
  'CREATE INDEX ON record_person (person_id, record_id)',
  `CREATE TABLE record_step (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     record_id bigint NOT NULL REFERENCES record ON DELETE CASCADE,
     from_status text, to_status text NOT NULL, by_account int REFERENCES account, at timestamptz NOT NULL DEFAULT now(),
     reason text NOT NULL DEFAULT '', hash text NOT NULL)`,
  'CREATE INDEX ON record_step (record_id)',
  `CREATE TABLE record_revision (
     record_id bigint NOT NULL REFERENCES record ON DELETE CASCADE, revision int NOT NULL, content jsonb NOT NULL,
     by_account int REFERENCES account, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (record_id, revision))`,
];

const tallies = [
  `CREATE TABLE tally_increment (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     record_id bigint NOT NULL, units int[] NOT NULL, day date NOT NULL, facet_id int NOT NULL, n bigint NOT NULL, ${slotColumns})`,
  `CREATE TABLE tally_day (
     unit_id int NOT NULL, day date NOT NULL, facet_id int NOT NULL, n bigint NOT NULL, ${slotColumns},
     PRIMARY KEY (unit_id, day, facet_id))`,
  `CREATE TABLE tally_month (
     unit_id int NOT NULL, month date NOT NULL, facet_id int NOT NULL, n bigint NOT NULL, ${slotColumns},
     PRIMARY KEY (unit_id, month, facet_id))`,
];

const publishing = [
  `CREATE TABLE template (code text PRIMARY KEY, content jsonb NOT NULL)`,
  `CREATE TABLE round (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text NOT NULL UNIQUE, unit_id int NOT NULL REFERENCES unit, title text NOT NULL,
     from_day date NOT NULL, to_day date NOT NULL, windows jsonb NOT NULL DEFAULT '{}', template text NOT NULL REFERENCES template,
     created_at timestamptz NOT NULL DEFAULT now())`,
  `CREATE TABLE commitment (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text NOT NULL UNIQUE, round_id int NOT NULL REFERENCES round,
     unit_id int NOT NULL REFERENCES unit, title text NOT NULL, due date, position int NOT NULL)`,
  // The canonical text is kept as text, not jsonb: its bytes are what the hash stands for.
  `CREATE TABLE edition (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text NOT NULL UNIQUE, round_id int REFERENCES round,
     unit_id int NOT NULL REFERENCES unit, title text NOT NULL, canonical text NOT NULL, sha256 text NOT NULL,
     frozen_at timestamptz NOT NULL, frozen_by int REFERENCES account, published_at timestamptz)`,
  `CREATE FUNCTION edition_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     IF TG_OP = 'DELETE'
       OR (OLD.code, OLD.canonical, OLD.sha256, OLD.title, OLD.unit_id, OLD.round_id, OLD.frozen_at, OLD.frozen_by) IS DISTINCT FROM
          (NEW.code, NEW.canonical, NEW.sha256, NEW.title, NEW.unit_id, NEW.round_id, NEW.frozen_at, NEW.frozen_by)
     THEN RAISE EXCEPTION 'an edition is never edited'; END IF; RETURN NEW; END $$`,
  `CREATE TRIGGER edition_is_frozen BEFORE UPDATE OR DELETE ON edition FOR EACH ROW EXECUTE FUNCTION edition_is_frozen()`,
  `CREATE TABLE site_column (
     code text PRIMARY KEY, parent text REFERENCES site_column, title jsonb NOT NULL, unit_id int REFERENCES unit, position int NOT NULL)`,
  `CREATE TABLE site_article (
     id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text NOT NULL UNIQUE, column_code text NOT NULL REFERENCES site_column,
     unit_id int REFERENCES unit, title text NOT NULL, subtitle text NOT NULL DEFAULT '', body jsonb NOT NULL, edition_code text,
     published_at timestamptz)`,
  'CREATE INDEX ON site_article (column_code, published_at DESC, id DESC)',
  'CREATE INDEX ON site_article (unit_id, published_at DESC, id DESC)',
  'CREATE INDEX ON site_article (published_at DESC, id DESC)',
  'CREATE INDEX ON site_article (column_code, unit_id, published_at)',
];
