import { sql } from 'kysely';
import type { Tx } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import type { UnitTree } from '#domain/units/tree.ts';
import { ProblemError, problem, refuse } from '#kernel/problem.ts';
import { readMatrix, windowsText } from './matrix.ts';
import { periodInSight, refuseUnless, unitOfPeriod } from './sight.ts';

/**
 * States for a unit that there is nothing to report to these sections of the round. Said twice it stands once. Raises
 * ProblemError where records say otherwise, where there is no such section, or where the actor may not record for the unit.
 */
export async function stateNothing(
  tx: Tx,
  actor: Actor,
  tree: UnitTree,
  said: { readonly round: string; readonly unit: string; readonly sections: readonly string[] },
): Promise<void> {
  const period = await periodInSight(tx, actor, tree, said.round);
  const unit = unitOfPeriod(actor, tree, period, said.unit);
  refuseUnless(actor, 'record', unit, tree, '替这个单位说明', 'speak for this unit');
  const [row] = await readMatrix(tx, tree, period, [unit]);
  const problems = [];
  for (const code of said.sections) {
    const section = period.sections.find((one) => one.code === code);
    const cell = row!.cells.find((one) => one.section === code);
    if (!section || !cell) {
      problems.push(
        problem(
          'section_unknown',
          { zh: `这一期没有“${code}”这一部分`, en: `the round has no section ${code}` },
          'sections',
        ),
      );
      continue;
    }
    const records = cell.verified + cell.submitted + cell.returned;
    if (records > 0)
      problems.push(
        problem(
          'statement_contradicted',
          {
            zh: `“${section.short}”已经有 ${records} 条记录，不能再说明本期无此项工作；记录有误请先作废`,
            en: `${section.short} has ${records} records; void them first if they are wrong`,
          },
          'sections',
        ),
      );
  }
  if (problems.length > 0) throw new ProblemError(problems);
  for (const section of period.sections.filter((one) => said.sections.includes(one.code))) {
    const windows = windowsText(section);
    // One that was made about other days makes room.
    await sql`UPDATE nothing_statement SET withdrawn_at = now(), withdrawn_by = ${actor.accountId}
      WHERE round_id = ${period.id} AND unit_id = ${unit.id} AND section = ${section.code} AND withdrawn_at IS NULL AND windows <> ${windows}`.execute(
      tx,
    );
    await sql`INSERT INTO nothing_statement (round_id, unit_id, section, windows, by_account)
      VALUES (${period.id}, ${unit.id}, ${section.code}, ${windows}, ${actor.accountId})
      ON CONFLICT (round_id, unit_id, section) WHERE withdrawn_at IS NULL DO NOTHING`.execute(tx);
  }
}

/** Takes a statement back; it stays on record. Asked of whoever may record for the unit. */
export async function withdrawStatement(tx: Tx, actor: Actor, tree: UnitTree, id: number): Promise<void> {
  const row = await tx
    .selectFrom('nothing_statement')
    .select(['unit_id', 'withdrawn_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row)
    refuse('statement_unknown', {
      zh: '没有这条说明，或者您无权查看',
      en: 'there is no such statement that you may see',
    });
  refuseUnless(actor, 'record', tree.byId(row.unit_id), tree, '撤回这个单位的说明', 'withdraw statements of this unit');
  if (row.withdrawn_at) return;
  await tx
    .updateTable('nothing_statement')
    .set({ withdrawn_at: sql`now()`, withdrawn_by: actor.accountId })
    .where('id', '=', id)
    .execute();
}
