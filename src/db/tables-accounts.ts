import type { ColumnType, GeneratedAlways } from 'kysely';
import type { Day } from '#kernel/day.ts';
import type { Moment, OptionalMoment } from './tables.ts';

export interface AccountTables {
  second_factor: {
    account_id: number;
    secret: string | null;
    next_secret: string | null;
    confirmed_at: OptionalMoment;
    last_step: ColumnType<number, number | undefined, number>;
  };
  recovery_code: { account_id: number; hash: string; used_at: OptionalMoment };
  password_history: { id: GeneratedAlways<number>; account_id: number; hash: string; at: Moment };
  invitation: InvitationTable;
  app_giving: { unit_id: number; role: string; endless: boolean; until: Day | null };
  managed_account: ManagedAccountView;
  account_post: AccountPostView;
  managed_post: AccountPostView;
}

/** Posts by the account that they bring rights to; `own` is false for those of the person it belongs to. */
interface AccountPostView {
  account_id: number;
  id: number;
  unit_id: number;
  role: string;
  valid_from: Day;
  valid_to: Day | null;
  own: boolean;
}

interface InvitationTable {
  id: GeneratedAlways<number>;
  kind: 'invitation' | 'reset';
  token_hash: string;
  name: string;
  username: string;
  role: string | null;
  unit_id: number | null;
  valid_from: Day | null;
  valid_to: Day | null;
  account_id: number | null;
  created_by: number;
  created_at: Moment;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  used_at: OptionalMoment;
  revoked_at: OptionalMoment;
  revoked_by: number | null;
}

interface ManagedAccountView {
  id: number;
  username: string;
  name: string;
  demo: boolean;
  disabled_at: Date | null;
  locked_until: Date | null;
  seen_at: Date | null;
  created_at: Date;
  second_factor: boolean;
}
