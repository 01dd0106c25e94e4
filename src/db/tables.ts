import type { ColumnType, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Day } from '#kernel/day.ts';
import type { Text } from '#kernel/text.ts';
import type { AccountTables } from './tables-accounts.ts';
import type { DiscrepancyTables } from './tables-discrepancies.ts';
import type { DuplicateTables } from './tables-duplicates.ts';
import type { ImportTables } from './tables-imports.ts';
import type { IntakeTables } from './tables-intake.ts';
import type { PhotoTables } from './tables-photos.ts';
import type { ReportingTables } from './tables-reporting.ts';
import type { VerificationTables } from './tables-verification.ts';
import type { ViewTables } from './tables-views.ts';

/** The tables as Kysely knows them. Days are texts (`YYYY-MM-DD`), moments are Date. */
export interface Tables
  // One line a feature: its tables stand in its own file.
  extends AccountTables,
    ImportTables,
    DiscrepancyTables,
    DuplicateTables,
    IntakeTables,
    PhotoTables,
    ReportingTables,
    VerificationTables,
    ViewTables {
  unit: UnitTable;
  unit_place: { unit_id: number; path: string; valid_from: Day; valid_to: ColumnType<Day, Day | undefined, Day> };
  unit_alias: { unit_id: number; name: string; valid_from: Day | null; valid_to: Day | null };
  visible_unit: { id: number };
  person: { id: GeneratedAlways<number>; code: string; name: string; generated: boolean; note: string };
  account: AccountTable;
  post: PostTable;
  session: SessionTable;
  setting: { name: string; value: JSONColumnType<unknown & object> };
  class_list: ClassListTable;
  class: { list: string; code: string; label: JSONColumnType<Text>; position: number };
  class_map: { from_list: string; from_code: string; to_list: string; to_code: string };
  measure: MeasureTable;
  outlet: { code: string; name: string; level: string; valid_from: Day; valid_to: Day | null; aliases: string[] };
  facet: { id: GeneratedAlways<number>; kind: string; classes: JSONColumnType<Record<string, string>> };
  record: RecordTable;
  record_scope: { unit_id: number; day: Day; record_id: number; facet_id: number };
  record_person: { record_id: number; person_id: number; role: string };
  record_step: RecordStepTable;
  record_revision: RecordRevisionTable;
  tally_increment: { id: GeneratedAlways<number>; record_id: number; units: number[]; day: Day } & Cell;
  tally_day: { unit_id: number; day: Day } & Cell;
  tally_month: { unit_id: number; month: Day } & Cell;
  template: { code: string; content: JSONColumnType<object> };
  round: RoundTable;
  commitment: CommitmentTable;
  edition: EditionTable;
  site_column: {
    code: string;
    parent: string | null;
    title: JSONColumnType<Text>;
    unit_id: number | null;
    position: number;
  };
  site_article: SiteArticleTable;
}

export type Moment = ColumnType<Date, Date | string | undefined, Date | string>;
export type OptionalMoment = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

export const slots = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'] as const;
export type Slot = (typeof slots)[number];
type Slots = { [slot in Slot]: ColumnType<number | null, number | null | undefined, number | null> };
type Cell = { facet_id: number; n: number } & Slots;

interface UnitTable {
  id: GeneratedAlways<number>;
  code: string;
  kind: string;
  name: string;
  short: string;
  position: number;
  parent_id: number | null;
  path: string;
  valid_from: Day;
  valid_to: Day | null;
  division_code: string | null;
  note: string;
}

interface AccountTable {
  id: GeneratedAlways<number>;
  username: string;
  name: string;
  password_hash: string;
  person_id: number | null;
  language: ColumnType<string, string | undefined, string>;
  failures: ColumnType<number, number | undefined, number>;
  locked_until: OptionalMoment;
  disabled_at: OptionalMoment;
  created_at: Moment;
  demo: ColumnType<boolean, boolean | undefined, boolean>;
  password_at: Moment;
  seen_at: OptionalMoment;
}

interface PostTable {
  id: GeneratedAlways<number>;
  person_id: number | null;
  account_id: number | null;
  unit_id: number;
  role: string;
  valid_from: Day;
  valid_to: Day | null;
}

interface SessionTable {
  id: string;
  account_id: number;
  created_at: Moment;
  seen_at: Moment;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  device: string;
  state: ColumnType<string, string | undefined, string>;
  coded: ColumnType<boolean, boolean | undefined, boolean>;
}

interface ClassListTable {
  code: string;
  family: string;
  family_label: JSONColumnType<Text>;
  label: JSONColumnType<Text>;
  position: number;
  valid_from: Day;
  valid_to: Day | null;
}

interface MeasureTable {
  code: string;
  kind: string;
  field: string;
  slot: number | null;
  label: JSONColumnType<Text>;
  unit: string;
  additive: string;
  claimed: boolean;
  scale: number;
  small_cell: number | null;
  default_value: number | null;
  position: number;
}

interface RecordTable extends Slots {
  id: GeneratedAlways<number>;
  key: string;
  kind: string;
  facet_id: number;
  status: string;
  starts: Day;
  day: Day;
  title: string;
  place: string;
  partners: string[];
  narrative: string;
  highlight: boolean;
  fields: JSONColumnType<Record<string, string>>;
  hosts: number[];
  scope: number[];
  generated: boolean;
  weight: number;
  hash: string;
  revision: ColumnType<number, number | undefined, number>;
  created_by: number | null;
  created_at: Moment;
  changed_at: Moment;
}

interface RecordStepTable {
  id: GeneratedAlways<number>;
  record_id: number;
  from_status: string | null;
  to_status: string;
  by_account: number | null;
  at: Moment;
  reason: string;
  hash: string;
}

interface RecordRevisionTable {
  record_id: number;
  revision: number;
  content: JSONColumnType<object>;
  by_account: number | null;
  at: Moment;
}

interface RoundTable {
  id: GeneratedAlways<number>;
  code: string;
  unit_id: number;
  title: string;
  from_day: Day;
  to_day: Day;
  windows: JSONColumnType<Record<string, string>>;
  template: string;
  created_at: Moment;
}

interface CommitmentTable {
  id: GeneratedAlways<number>;
  code: string;
  round_id: number;
  unit_id: number;
  title: string;
  due: Day | null;
  position: number;
}

interface EditionTable {
  id: GeneratedAlways<number>;
  code: string;
  round_id: number | null;
  unit_id: number;
  title: string;
  canonical: string;
  sha256: string;
  frozen_at: ColumnType<Date, Date | string, never>;
  frozen_by: number | null;
  published_at: OptionalMoment;
}

interface SiteArticleTable {
  id: GeneratedAlways<number>;
  code: string;
  column_code: string;
  unit_id: number | null;
  title: string;
  subtitle: string;
  body: JSONColumnType<readonly object[]>;
  edition_code: string | null;
  published_at: OptionalMoment;
}
