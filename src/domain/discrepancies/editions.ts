import type { Db, Tx } from '#db/open.ts';
import { type EditionFact, factKey } from '#domain/agreement/ledger/facts.ts';
import type { Edition } from '#domain/summary/edition-model.ts';
import type { Unit } from '#domain/units/tree.ts';

/** How many editions back a text is compared with; the newest first. */
const most = 12;

/** The figures of the unit's earlier frozen editions, without those of `except`. */
export async function readEditionFacts(db: Db | Tx, unit: Unit, except?: string): Promise<EditionFact[]> {
  const rows = await db
    .selectFrom('edition')
    .select(['code', 'canonical'])
    .where('unit_id', '=', unit.id)
    .orderBy('frozen_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  return rows
    .filter((row) => row.code !== except)
    .flatMap(({ code, canonical }) => {
      const { figures } = JSON.parse(canonical) as Edition;
      return figures.flatMap((figure): EditionFact[] => {
        if (figure.value === null || figure.union || figure.record) return [];
        const classes = (figure.classes ?? []).map((one) => one.label.zh);
        const key = factKey({ ...figure, unit: figure.unit.code, classes, person: figure.person ?? '' });
        return [{ edition: code, key, value: figure.value, text: figure.text }];
      });
    });
}
