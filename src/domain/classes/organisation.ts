import type { Db, Tx } from '#db/open.ts';
import { readTree } from '#domain/units/store.ts';
import type { UnitTree } from '#domain/units/tree.ts';
import type { Catalogue } from './model.ts';
import { readCatalogue } from './store.ts';

/** What every act needs to know of the organisation: who there is, and what is counted. */
export interface Organisation {
  readonly tree: UnitTree;
  readonly catalogue: Catalogue;
}

export async function readOrganisation(db: Db | Tx): Promise<Organisation> {
  return { tree: await readTree(db), catalogue: await readCatalogue(db) };
}
