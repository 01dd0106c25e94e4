import { api, queries } from '../api.ts';

type Answer<Procedure extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Procedure>>;
export type Checked = Answer<typeof api.agreement.check>;
export type Finding = Checked['findings'][number];
export type StatedNumber = Checked['numbers'][number];
export type SourceInput = Parameters<typeof api.agreement.check>[0]['source'];
export type Row = Answer<typeof api.discrepancies.list>['rows'][number];
export type Discrepancy = Answer<typeof api.discrepancies.get>;
export type RuleUse = Answer<typeof api.agreement.rules>['rules'][number];
export type Against = Parameters<typeof api.discrepancies.gap>[0]['against'];
export type Gap = Answer<typeof api.discrepancies.gap>;
export type Severity = Finding['severity'];
export type State = Row['state'];
export const states: readonly State[] = ['open', 'explained', 'corrected', 'dismissed'];
export const severities: readonly Severity[] = ['conflict', 'doubt', 'note'];

/** After something was decided every list, check and count of rules may be another. */
export async function forgetDiscrepancies(): Promise<void> {
  await Promise.all(
    ['discrepancies', 'discrepancy', 'agreement', 'rules', 'conflicts'].map((key) =>
      queries.invalidateQueries({ queryKey: [key] }),
    ),
  );
}

/** Keeps one finding of a source as a discrepancy and gives its number; the same finding keeps its number. */
export async function keepFinding(source: SourceInput, finding: Finding): Promise<number> {
  if (finding.discrepancy !== undefined) return finding.discrepancy.id;
  const { kept } = await api.discrepancies.open({ source, fingerprints: [finding.fingerprint] });
  const found = kept.find((one) => one.fingerprint === finding.fingerprint);
  await forgetDiscrepancies();
  if (!found) throw new Error('the finding has gone');
  return found.id;
}
