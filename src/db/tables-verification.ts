import type { GeneratedAlways } from 'kysely';
import type { Moment } from './tables.ts';

export interface VerificationTables {
  record_message: { id: GeneratedAlways<number>; record_id: number; account_id: number; text: string; at: Moment };
  record_comment: {
    id: GeneratedAlways<number>;
    record_id: number;
    step_id: number;
    revision: number;
    part: string;
    text: string;
    account_id: number;
    at: Moment;
  };
  record_look: { account_id: number; record_id: number; revision: number; message_id: number; at: Moment };
}
