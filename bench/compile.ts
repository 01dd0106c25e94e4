import type { Database } from '#db/open.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { compileSummary } from '#domain/summary/compile.ts';
import { makeEdition, sealEdition } from '#domain/summary/edition.ts';
import { findRound, readTemplate } from '#domain/summary/store.ts';
import { day } from '#kernel/day.ts';
import { type Line, median, ms, p95, timed } from './measure.ts';

/** The whole nine-section summary of the city, from the database to sealed bytes. */
export async function compileBench(database: Database): Promise<Line[]> {
  const organisation = await readOrganisation(database.system);
  const template = await readTemplate(database.system);
  const unit = organisation.tree.root();
  const window = { from: day('2024-07-01'), to: day('2024-10-31') };
  const round = await findRound(database.system, unit, window);
  let figures = 0;
  const taken = await timed(15, async () => {
    const summary = await compileSummary(database.system, organisation, {
      unit,
      window,
      template,
      ...(round && { windows: round.windows }),
    });
    figures = summary.figures.length;
    sealEdition(await makeEdition(database.system, organisation, summary, 'bench', new Date(0)));
  });
  const limit = 300;
  return [
    { what: `compile and seal, ${figures} figures, median`, value: ms(median(taken)) },
    {
      what: 'compile and seal, p95',
      value: ms(p95(taken)),
      ratio: `${(p95(taken) / limit).toFixed(2)} of the ${limit} ms limit`,
    },
  ];
}
