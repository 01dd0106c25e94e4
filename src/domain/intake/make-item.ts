import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import type { Setting } from '#domain/records/actions.ts';
import { refuse } from '#kernel/problem.ts';
import { documentToWorkOn } from './actions.ts';
import { proposeFor } from './by-hand.ts';
import { prepare } from './propose.ts';
import { readKnowledge } from './reading-store.ts';
import { readItems, readStoredQuantities } from './store.ts';

/**
 * Makes an open proposal of a quantity that no proposal uses: a stated total that is wanted as a record after all, or a number
 * that the rules could not place. Returns its number. Raises ProblemError.
 */
export async function makeItem(
  tx: Tx,
  actor: Actor,
  id: number,
  quantity: number,
  { organisation }: Setting,
): Promise<{ n: number }> {
  const document = await documentToWorkOn(tx, actor, id, organisation, true);
  const items = await readItems(tx, id);
  const found = (await readStoredQuantities(tx, id)).find((one) => one.n === quantity);
  if (!found) return refuse('quantity_unknown', { zh: '没有这个数', en: 'there is no such number' });
  const held = items.find((item) => item.n === found.item);
  if (held && held.state !== 'left')
    refuse('quantity_used', { zh: '这个数已经用在一条记录里', en: 'this number is used already' });
  const home = organisation.tree.byId(document.unitId);
  const knowledge = await readKnowledge(tx, organisation, home, document.period);
  const { start, end, section, draft, why } = proposeFor(prepare(document.text, document.headings, knowledge), found);
  const n = items.reduce((last, item) => Math.max(last, item.n), -1) + 1;
  await sql`INSERT INTO intake_item (document_id, n, start_at, end_at, section, draft, why)
    VALUES (${id}, ${n}, ${start}, ${end}, ${section}, ${JSON.stringify(draft)}::jsonb, ${JSON.stringify(why)}::jsonb)`.execute(
    tx,
  );
  await tx
    .updateTable('intake_quantity')
    .set({ item: n })
    .where('document_id', '=', id)
    .where('n', '=', quantity)
    .execute();
  return { n };
}
