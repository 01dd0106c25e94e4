import type { Tx } from '#db/open.ts';
import { can } from '#domain/access/policy.ts';
import { asActor, asReader } from '#domain/access/transaction.ts';
import { isFault } from '#domain/agreement/model.ts';
import { ruleBook } from '#domain/agreement/rules.ts';
import type { Organisation } from '#domain/classes/organisation.ts';
import { checkSource } from '#domain/discrepancies/check.ts';
import type { DiscrepancyState } from '#domain/discrepancies/model.ts';
import { readRuleUse, restoreRule, retireRule } from '#domain/discrepancies/retirement.ts';
import { isNoisy } from '#domain/discrepancies/rules.ts';
import { readSource, type SourceRequest } from '#domain/discrepancies/sources.ts';
import { readWindow } from '../contract/common.ts';
import { type SignedIn, scopeNow, signedIn, todayOf, unitInSight } from '../services.ts';
import { unitName } from '../shapes.ts';

export const agreement = {
  check: signedIn.agreement.check.handler(async ({ input, context }) => {
    const organisation = await context.services.organisation();
    const request = sourceOf(context.actor, organisation, input.source);
    return await asReader(context.services.database, context.actor, async (tx) => {
      const source = await readSource(tx, organisation, request);
      const { findings, numbers, retired } = await checkSource(tx, organisation, source, input);
      const kept = await keptAs(
        tx,
        findings.map((one) => one.fingerprint),
      );
      const count = (state: string) => numbers.filter((one) => one.state === state).length;
      return {
        source: source.name,
        unit: unitName(source.unit),
        window: source.window,
        text: source.text,
        findings: findings.map(({ fingerprint, finding, question }) => ({
          ...finding,
          fingerprint,
          spans: [...finding.spans],
          ...(finding.sides && { sides: [...finding.sides] as [string, string] }),
          ...(question && { question: question as never }),
          ...(isFault(finding) && kept.has(fingerprint) && { discrepancy: kept.get(fingerprint)! }),
        })) as never,
        numbers: numbers.map(({ how: _, question, ...one }) => ({
          ...one,
          ...(question && { question: question as never }),
        })),
        counts: { matched: count('matched'), unsupported: count('unsupported'), conflicting: count('conflicting') },
        retired: [...retired],
        mayOpen: can(context.actor, 'compile', { scope: scopeNow(source.unit, organisation.tree) }),
      };
    });
  }),
  rules: signedIn.agreement.rules.handler(async ({ input, context }) => {
    const organisation = await context.services.organisation();
    const unit = unitInSight(context.actor, organisation, input.unit);
    const use = await asReader(context.services.database, context.actor, (tx) => readRuleUse(tx, organisation, unit));
    return {
      unit: unitName(unit),
      rules: use.map(({ retired, ...one }) => ({
        ...one,
        ...ruleBook[one.rule],
        noisy: isNoisy(one),
        retired: retired && {
          unit: unitName(organisation.tree.byId(retired.unitId)),
          by: retired.by,
          at: retired.at.toISOString(),
          reason: retired.reason,
        },
      })),
      mayRetire: can(context.actor, 'freeze', { scope: scopeNow(unit, organisation.tree) }),
    };
  }),
  retire: signedIn.agreement.retire.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    const organisation = await context.services.organisation();
    const unit = unitInSight(context.actor, organisation, input.unit);
    await asActor(database, context.actor, (tx) =>
      retireRule(tx, context.actor, organisation, unit, input.rule, input.reason, todayOf(now())),
    );
    return { rule: input.rule };
  }),
  restore: signedIn.agreement.restore.handler(async ({ input, context }) => {
    const { database, now } = context.services;
    const organisation = await context.services.organisation();
    const unit = unitInSight(context.actor, organisation, input.unit);
    await asActor(database, context.actor, (tx) =>
      restoreRule(tx, context.actor, organisation, unit, input.rule, now()),
    );
    return { rule: input.rule };
  }),
};

type SourceInput =
  | { kind: 'text'; title?: string | undefined; text: string; unit: string; window: string }
  | { kind: 'round'; unit: string; window: string }
  | { kind: 'edition'; code: string };

/** What is to be checked, its unit known to be in sight. */
export function sourceOf(actor: SignedIn, organisation: Organisation, input: SourceInput): SourceRequest {
  if (input.kind === 'edition') return input;
  const unit = unitInSight(actor, organisation, input.unit);
  return { ...input, unit, window: readWindow(input.window)! };
}

/** Which of these findings are kept as discrepancies, by fingerprint. */
export async function keptAs(
  tx: Tx,
  fingerprints: readonly string[],
): Promise<Map<string, { readonly id: number; readonly state: DiscrepancyState }>> {
  if (fingerprints.length === 0) return new Map();
  const rows = await tx
    .selectFrom('discrepancy')
    .select(['fingerprint', 'id', 'state'])
    .where('fingerprint', 'in', [...fingerprints])
    .execute();
  return new Map(rows.map(({ fingerprint, id, state }) => [fingerprint, { id, state: state as DiscrepancyState }]));
}
