import type { Database } from '#db/open.ts';
import type { Actor, Role } from '#domain/access/policy.ts';
import { asReader } from '#domain/access/transaction.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { evaluateFigures } from '#domain/figures/evaluate.ts';
import { countRecords, type ListQuery, listRecords } from '#domain/records/list.ts';
import type { Unit } from '#domain/units/tree.ts';
import { day } from '#kernel/day.ts';
import { type Line, median, ms, p95, timed } from './measure.ts';

/** Pages of 50 as the secretary of the city and as a district's clerk see them, with their exact totals; and a figure at three levels. */
export async function listBench(database: Database): Promise<Line[]> {
  const organisation = await readOrganisation(database.system);
  const { tree } = organisation;
  const city = tree.root();
  const district = tree.childrenOf(city).find((unit) => unit.kind === 'association')!;
  const street = tree.childrenOf(district).find((unit) => unit.kind === 'branch')!;
  const account = await database.system.selectFrom('account').select(['id', 'name']).executeTakeFirstOrThrow();
  const actorAt = (role: Role, unit: Unit): Actor => ({
    accountId: account.id,
    name: account.name,
    posts: [{ role, unitId: unit.id, path: unit.path, from: unit.validFrom, to: null }],
  });
  const page = (actor: Actor, query: ListQuery) => () =>
    asReader(database, actor, async (tx) => {
      await listRecords(tx, organisation, query, 50);
      return await countRecords(tx, organisation, query);
    });
  const window = { from: day('2024-01-01'), to: day('2024-11-19') };
  const secretary = actorAt('secretary', city);
  const clerk = actorAt('clerk', district);
  const own = { unit: district.code };
  const bySecretary = await timed(40, page(secretary, own));
  const byClerk = await timed(40, page(clerk, own));
  const whole = await timed(40, page(secretary, { unit: city.code }));
  const rare = await timed(
    40,
    page(secretary, { unit: city.code, kind: 'lecture', classes: { venue: 'network' }, window }),
  );
  const eight = await timed(20, () => Promise.all(Array.from({ length: 8 }, page(clerk, own))));
  const figure = async (unit: Unit) => {
    const question = { measure: 'publicity.attendance', unit: unit.code, window, precision: 'exact' } as const;
    return p95(
      await timed(40, () => asReader(database, secretary, (tx) => evaluateFigures(tx, organisation, [question]))),
    );
  };
  const figures = [await figure(city), await figure(district), await figure(street)];
  return [
    {
      what: 'page of 50 and its total, whole city, p95',
      value: ms(p95(whole)),
      ratio: `${(p95(whole) / 5).toFixed(2)} of the 5 ms target`,
    },
    { what: 'page of 50 and its total, rare class in a window, p95', value: ms(p95(rare)) },
    { what: "one district's page as the secretary, median", value: ms(median(bySecretary)) },
    {
      what: "one district's page as its clerk, median",
      value: ms(median(byClerk)),
      ratio: `${(median(byClerk) / median(bySecretary)).toFixed(2)} of the secretary's (target 1.2)`,
    },
    {
      what: 'eight clerks at once, all eight pages, p95',
      value: ms(p95(eight)),
      ratio: `${(p95(eight) / 20).toFixed(2)} of the 20 ms target`,
    },
    {
      what: 'a figure of the city, a district, a street, p95',
      value: figures.map(ms).join(', '),
      ratio: `${(Math.max(...figures) / 50).toFixed(2)} of the 50 ms target`,
    },
  ];
}
