import { article } from './article.ts';
import { assistance } from './assistance.ts';
import { contest } from './contest.ts';
import { exchange } from './exchange.ts';
import { lecture } from './lecture.ts';
import type { Kind, KindCode } from './model.ts';
import { partyBuilding } from './party-building.ts';
import { placement } from './placement.ts';
import { publicity } from './publicity.ts';

/** Every kind by its code. A new kind is one file and one line here. */
export const kinds: Readonly<Record<KindCode, Kind>> = {
  party_building: partyBuilding,
  exchange,
  publicity,
  assistance,
  lecture,
  placement,
  article,
  contest,
};
