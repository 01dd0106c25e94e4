import { Hono } from 'hono';
import type { Database } from '#db/open.ts';
import { beginSession } from '#domain/access/sessions.ts';
import { readOrganisation } from '#domain/classes/organisation.ts';
import { countRecords, listRecords } from '#domain/records/list.ts';
import { makeApi } from '#http/api.ts';
import { type Line, ms, p95 } from './measure.ts';

const runs = 80;

/**
 * A district's page of 50 with its total, asked through the API by the district's own clerk and by the secretary, who sees the
 * whole city, in turns so that both meet the same machine; and the same page as the database's owner reads it, whom no row
 * security slows down.
 */
export async function clerkBench(database: Database): Promise<Line[]> {
  const organisation = await readOrganisation(database.system);
  const { tree } = organisation;
  const district = tree.childrenOf(tree.root()).find((unit) => unit.kind === 'association')!;
  const app = new Hono();
  app.route('/api', makeApi(database));
  const cookieOf = async (role: string, unit: number) => {
    const { account_id: account } = await database.system
      .selectFrom('post')
      .select('account_id')
      .where('role', '=', role)
      .where('unit_id', '=', unit)
      .where('account_id', 'is not', null)
      .executeTakeFirstOrThrow();
    return `taizhang=${await beginSession(database.system, account!, 'bench', new Date())}`;
  };
  const page = async (cookie: string) => {
    const answer = await app.request(`http://localhost/api/records?unit=${district.code}`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`the page answers ${answer.status}`);
    return await answer.text();
  };
  const cookies = {
    clerk: await cookieOf('clerk', district.id),
    secretary: await cookieOf('secretary', tree.root().id),
  };
  const owner = async () => {
    await listRecords(database.system, organisation, { unit: district.code }, 50);
    return await countRecords(database.system, organisation, { unit: district.code });
  };
  const taken = { clerk: [] as number[], secretary: [] as number[], owner: [] as number[] };
  for (let run = -4; run < runs; run++) {
    for (const [who, work] of [
      ['clerk', () => page(cookies.clerk)],
      ['secretary', () => page(cookies.secretary)],
      ['owner', owner],
    ] as const) {
      const began = performance.now();
      await work();
      if (run >= 0) taken[who].push(performance.now() - began);
    }
  }
  const [clerk, secretary, bare] = [taken.clerk, taken.secretary, taken.owner].map((times) =>
    p95(times.sort((left, right) => left - right)),
  ) as [number, number, number];
  return [
    { what: "a district's page through the API, as the secretary of the city, p95", value: ms(secretary) },
    {
      what: "a district's page through the API, as its clerk, p95",
      value: ms(clerk),
      ratio: `${(clerk / secretary).toFixed(2)} of the secretary's (target 1.2)`,
    },
    {
      what: 'the same rows and total as the owner of the database, without row security or HTTP, p95',
      value: ms(bare),
    },
  ];
}
