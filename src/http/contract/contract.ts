import type { ContractRouterClient } from '@orpc/contract';
import { duplicates } from './duplicates.ts';
import { figures, home } from './figures.ts';
import { organisation } from './organisation.ts';
import { records } from './records.ts';
import { session } from './session.ts';
import { summaries } from './summaries.ts';

/** The whole interface, by subject: types of the handlers, of the desk app's client, and the OpenAPI document come from here. */
export const contract = { session, organisation, home, records, duplicates, figures, summaries };

export type Client = ContractRouterClient<typeof contract>;
