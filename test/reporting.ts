import { sql } from 'kysely';
import type { Period } from '#domain/reporting/model.ts';
import { readPeriods } from '#domain/reporting/store.ts';
import type { Desk } from './desk.ts';

/** Two sections, lectures and publicity, and one on what comes next that no record falls into. */
const content = {
  windows: { year: 'year' },
  sections: [
    { code: 'lectures', title: '宣讲工作情况', blocks: [{ type: 'contributions', kinds: ['lecture'] }] },
    { code: 'publicity', title: '宣传工作情况', blocks: [{ type: 'contributions', kinds: ['publicity'] }] },
    { code: 'next', title: '下一阶段工作部署', blocks: [{ type: 'commitments', open: '下一阶段' }] },
  ],
};

/** A round of the whole city from April to July 2024. */
export async function openTestRound({ database, organisation }: Desk): Promise<Period> {
  const root = organisation.tree.root().id;
  await sql`INSERT INTO template (code, content) VALUES ('plain', ${JSON.stringify(content)}::jsonb) ON CONFLICT DO NOTHING`.execute(
    database.system,
  );
  await sql`INSERT INTO round (code, unit_id, title, from_day, to_day, windows, template)
    VALUES ('2024-04-07', ${root}, '湖城市志愿者联合会2024年4—7月工作小结', '2024-04-01', '2024-07-31', '{"year": "2024-01-01..2024-07-31"}', 'plain')`.execute(
    database.system,
  );
  return (await readPeriods(database.system, { code: '2024-04-07' }))[0]!;
}
