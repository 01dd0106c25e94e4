import type { ContractRouterClient } from '@orpc/contract';
import { accounts } from './accounts.ts';
import { agreement } from './agreement.ts';
import { audit } from './audit.ts';
import { bulk } from './bulk.ts';
import { discrepancies } from './discrepancies.ts';
import { duplicates } from './duplicates.ts';
import { figures, home } from './figures.ts';
import { forms } from './forms.ts';
import { imports } from './imports.ts';
import { intake } from './intake.ts';
import { organisation } from './organisation.ts';
import { photos } from './photos.ts';
import { records } from './records.ts';
import { reporting } from './reporting.ts';
import { session } from './session.ts';
import { summaries } from './summaries.ts';
import { verification } from './verification.ts';
import { views } from './views.ts';

/** The whole interface, by subject: types of the handlers, of the desk app's client, and the OpenAPI document come from here. */
export const contract = {
  session,
  accounts,
  organisation,
  home,
  records,
  verification,
  photos,
  duplicates,
  figures,
  summaries,
  agreement,
  discrepancies,
  reporting,
  bulk,
  forms,
  views,
  imports,
  intake,
  audit,
};

export type Client = ContractRouterClient<typeof contract>;
