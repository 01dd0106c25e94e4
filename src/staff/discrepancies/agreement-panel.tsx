import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ruleBook } from '#domain/agreement/rules.ts';
import { api } from '../api.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { SeverityTag } from './parts.tsx';
import { texts as both } from './texts.ts';
import './discrepancies.css';

/** With a summary: whether its numbers agree, in a line; the findings when it is opened. */
export function AgreementPanel({ unit, window }: { readonly unit: string; readonly window: string }) {
  const phrases = usePhrases(both);
  const { say } = useTexts();
  const source = { kind: 'round', unit, window } as const;
  const checked = useQuery({
    queryKey: ['agreement', source],
    queryFn: () => api.agreement.check({ source, ledger: true }),
  });
  if (!checked.data) return null;
  const faults = checked.data.findings.filter((one) => !one.holds);
  const { matched, conflicting, unsupported } = checked.data.counts;
  return (
    <details className="agree-panel">
      <summary>
        <strong>{phrases.panel}</strong> {phrases.found(faults.length)} ·{' '}
        {phrases.counts(matched, conflicting, unsupported)}
      </summary>
      <p className="quiet">{phrases.panelLead}</p>
      <ol className="findings">
        {faults.map((one) => (
          <li className="finding" key={one.fingerprint}>
            <p className="marks">
              <SeverityTag severity={one.severity} />
              <strong>{say(ruleBook[one.rule].label)}</strong>
            </p>
            <p>{say(one.message)}</p>
          </li>
        ))}
      </ol>
      <p>
        <Link to="/discrepancies" search={{ unit, window, tab: 'check', source: 'round' } as never}>
          {phrases.panelOpen}
        </Link>
      </p>
    </details>
  );
}

/** The open conflicts that freezing must name. */
export function useOpenConflicts(unit: string, window: string) {
  return useQuery({
    queryKey: ['conflicts', unit, window],
    queryFn: () => api.discrepancies.beforeFreezing({ unit, window }),
  });
}

/** In the question before freezing: what is still open. */
export function OpenConflicts({
  rows,
}: {
  readonly rows: readonly { readonly id: number; readonly message: { readonly zh: string; readonly en: string } }[];
}) {
  const phrases = usePhrases(both);
  const { say } = useTexts();
  if (rows.length === 0) return null;
  return (
    <>
      <p>
        <strong>{phrases.conflictsLeft(rows.length)}</strong> {phrases.conflictsAsk}
      </p>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            #{row.id} {say(row.message)}
          </li>
        ))}
      </ul>
    </>
  );
}
