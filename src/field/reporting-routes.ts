import type { Hono } from 'hono';
import type { Database, Tx } from '#db/open.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import type { RecordDraft } from '#domain/records/model.ts';
import { readMatrix } from '#domain/reporting/matrix.ts';
import { periodNotice, recordingUnits } from '#domain/reporting/notice.ts';
import { dismissReminder } from '#domain/reporting/reminders.ts';
import { chainNow, periodsInSight } from '#domain/reporting/sight.ts';
import { stateNothing, withdrawStatement } from '#domain/reporting/statements.ts';
import type { UnitTree } from '#domain/units/tree.ts';
import { ProblemError } from '#kernel/problem.ts';
import type { Language, Text } from '#kernel/text.ts';
import { type FieldContext, show } from './answer.ts';
import type { Door, Visitor } from './door.ts';
import { type OwnReporting, reportingPage, reportingTitle } from './pages/reporting.ts';
import { words } from './words.ts';

/** What one's units have reported in open rounds; saying that there is nothing, taking it back, putting reminders away. */
export function reportingRoutes(
  field: Hono<{ Variables: { visitor: Visitor; language: Language } }>,
  database: Database,
  door: Door,
): void {
  const page = async (c: FieldContext, status: 200 | 422, problem?: string) => {
    const visitor = c.get('visitor');
    const t = c.get('language');
    const { tree } = await door.organisation();
    const own = await asReader(database, visitor.actor, (tx) => readOwn(tx, visitor, tree));
    return show(c, status, {
      title: reportingTitle[t],
      here: '/field/reporting',
      up: { href: '/field', label: words.home },
      main: reportingPage(own, problem, t),
    });
  };
  const act = async (c: FieldContext, to: string, work: (tx: Tx, tree: UnitTree) => Promise<void>) => {
    const { tree } = await door.organisation();
    try {
      await asActor(database, c.get('visitor').actor, (tx) => work(tx, tree));
      return c.redirect(to, 303);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return page(c, 422, error.problems.map((one) => one.text[c.get('language')]).join('；'));
    }
  };

  field.get('/reporting', (c) => page(c, 200));
  field.post('/reporting/statements', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const said = {
      round: form.get('round') ?? '',
      unit: form.get('unit') ?? '',
      sections: [form.get('section') ?? ''],
    };
    return act(c, '/field/reporting', (tx, tree) => stateNothing(tx, c.get('visitor').actor, tree, said));
  });
  field.post('/reporting/statements/:id{[1-9][0-9]{0,8}}/withdrawal', (c) =>
    act(c, '/field/reporting', (tx, tree) =>
      withdrawStatement(tx, c.get('visitor').actor, tree, Number(c.req.param('id'))),
    ),
  );
  field.post('/reporting/reminders/:id{[1-9][0-9]{0,8}}/dismissal', (c) =>
    act(c, '/field', (tx) => dismissReminder(tx, c.get('visitor').actor, Number(c.req.param('id')))),
  );
}

/** What the writer of a record of a closed round has to know; undefined for all others. */
export async function closedNotice(
  tx: Tx,
  tree: UnitTree,
  { hosts, to }: Pick<RecordDraft, 'hosts' | 'to'>,
): Promise<Text | undefined> {
  const lead = tree.find(hosts[0] ?? '');
  return lead && (await periodNotice(tx, tree, lead, to))?.text;
}

/** Rounds that have begun and are open, of each unit that the visitor records for by post. */
async function readOwn(tx: Tx, { actor, today }: Visitor, tree: UnitTree): Promise<OwnReporting[]> {
  const periods = await periodsInSight(tx, actor, tree);
  const own: OwnReporting[] = [];
  for (const period of periods.filter((one) => !one.closedAt && one.window.from <= today)) {
    const units = recordingUnits(actor, tree).filter((unit) => chainNow(unit, tree).includes(period.unitId));
    const rows = await readMatrix(tx, tree, period, units);
    own.push(...units.map((unit, index) => ({ period, unit, row: rows[index]! })));
  }
  return own;
}
