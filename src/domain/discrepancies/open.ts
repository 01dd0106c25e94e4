import type { Tx } from '#db/open.ts';
import type { Actor } from '#domain/access/policy.ts';
import { isFault } from '#domain/agreement/model.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import type { Unit } from '#domain/units/tree.ts';
import { refuse } from '#kernel/problem.ts';
import type { Window } from '#kernel/window.ts';
import { refuseStrangers, type Setting } from './actions.ts';
import { type Checked, checkSource } from './check.ts';
import type { Discrepancy, Fingerprinted } from './model.ts';
import { readSource, roundKey, type Source, type SourceRequest } from './sources.ts';
import { listDiscrepancies, writeNote } from './store.ts';

export interface Opened {
  readonly source: Source;
  readonly checked: Checked;
  readonly opened: number;
  /** Found before and still there. */
  readonly again: number;
  /** Open before and no longer found; closed as such. */
  readonly gone: number;
}

/**
 * Checks a source and keeps its findings as discrepancies: the same finding is the same discrepancy, one that was corrected
 * and is found again opens again, and an open one that is no longer found is closed. Only the findings named are kept, all
 * conflicts and doubts without any named. Raises ProblemError when the actor does not compile for the unit.
 */
export async function openDiscrepancies(
  tx: Tx,
  actor: Actor,
  request: SourceRequest,
  named: readonly string[] | undefined,
  { organisation, today, now }: Setting & { readonly now: Date },
): Promise<Opened> {
  const source = await readSource(tx, organisation, request);
  refuseStrangers(actor, organisation, source.unit, today);
  const checked = await checkSource(tx, organisation, source, { ledger: true });
  const faults = checked.findings.filter((one) => isFault(one.finding));
  const wanted = faults.filter(({ fingerprint, finding }) =>
    named ? named.includes(fingerprint) : finding.severity !== 'note',
  );
  const { opened, again } = await keep(tx, actor, source, wanted, now);
  const gone = await closeGone(tx, actor, source, checked, now);
  return { source, checked, opened, again, gone };
}

/** The open conflicts of a unit's summary of a window: freezing it must name them. */
export async function openConflicts(
  tx: Tx,
  { tree }: Organisation,
  unit: Unit,
  window: Window,
): Promise<readonly Discrepancy[]> {
  const source = { kind: 'round', key: roundKey(unit, window) } as const;
  const { rows } = await listDiscrepancies(tx, tree, { unit, state: 'open', severity: 'conflict', source }, 500);
  return rows.filter((row) => row.unitId === unit.id);
}

/** Refuses to freeze over an open conflict that was not named. Raises ProblemError with all of them. */
export async function refuseOpenConflicts(
  tx: Tx,
  organisation: Organisation,
  unit: Unit,
  window: Window,
  accepted: readonly number[],
): Promise<void> {
  const left = (await openConflicts(tx, organisation, unit, window)).filter((one) => !accepted.includes(one.id));
  if (left.length === 0) return;
  const list = (language: 'zh' | 'en') =>
    left.map((one) => `#${one.id} ${one.message[language]}`).join(language === 'zh' ? '；' : '; ');
  refuse('conflicts_open', {
    zh: `还有${left.length}处矛盾没有处理，定稿前请先核对，或者逐条确认：${list('zh')}`,
    en: `${left.length} conflicts are open; settle them or confirm each of them: ${list('en')}`,
  });
}

async function keep(tx: Tx, actor: Actor, source: Source, wanted: readonly Fingerprinted[], now: Date) {
  let [opened, again] = [0, 0];
  for (const { fingerprint, finding, question } of wanted) {
    const made = await tx
      .insertInto('discrepancy')
      .values({
        fingerprint,
        rule: finding.rule,
        severity: finding.severity,
        message: JSON.stringify(finding.message),
        spans: JSON.stringify(finding.spans.slice(0, 40)),
        sides: finding.sides ? JSON.stringify(finding.sides) : null,
        question: question ? JSON.stringify(question) : null,
        source_kind: source.name.kind,
        source_key: source.name.key,
        source_title: source.name.title,
        unit_id: source.unit.id,
        opened_by: actor.accountId,
        opened_at: now,
        found_at: now,
      })
      .onConflict((conflict) => conflict.column('fingerprint').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made) {
      opened++;
      await writeNote(tx, made.id, actor.accountId, 'opened');
      continue;
    }
    again++;
    await findAgain(tx, actor, fingerprint, finding, now);
  }
  return { opened, again };
}

/** Places and words may have moved a little; a corrected one that is there again was not. */
async function findAgain(tx: Tx, actor: Actor, fingerprint: string, finding: Fingerprinted['finding'], now: Date) {
  const known = await tx
    .updateTable('discrepancy')
    .set({ found_at: now, spans: JSON.stringify(finding.spans.slice(0, 40)), message: JSON.stringify(finding.message) })
    .where('fingerprint', '=', fingerprint)
    .returning(['id', 'state'])
    .executeTakeFirst();
  if (known?.state !== 'corrected') return;
  await tx
    .updateTable('discrepancy')
    .set({ state: 'open', closed_at: null, closed_by: null, closed_how: null })
    .where('id', '=', known.id)
    .execute();
  await writeNote(tx, known.id, actor.accountId, 'found_again');
}

async function closeGone(tx: Tx, actor: Actor, { name, unit }: Source, { findings, ran }: Checked, now: Date) {
  const found = new Set(findings.map((one) => one.fingerprint));
  const open = await tx
    .selectFrom('discrepancy')
    .select(['id', 'fingerprint', 'rule'])
    .where('source_kind', '=', name.kind)
    .where('source_key', '=', name.key)
    .where('unit_id', '=', unit.id)
    .where('state', '=', 'open')
    .execute();
  const gone = open.filter((row) => !found.has(row.fingerprint) && (ran as ReadonlySet<string>).has(row.rule));
  for (const { id } of gone) {
    await tx
      .updateTable('discrepancy')
      .set({ state: 'corrected', closed_at: now, closed_by: actor.accountId, closed_how: 'no_longer_found' })
      .where('id', '=', id)
      .execute();
    await writeNote(tx, id, actor.accountId, 'no_longer_found');
  }
  return gone.length;
}
