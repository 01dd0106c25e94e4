import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { ruleBook } from '#domain/agreement/rules.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Finding } from './data.ts';
import { SeverityTag, StateTag } from './parts.tsx';
import { texts as both } from './texts.ts';

export function FindingItem({
  finding,
  place,
  isCurrent,
  choose,
  mayOpen,
  open,
  ask,
}: {
  readonly finding: Finding;
  readonly place: number;
  readonly isCurrent: boolean;
  readonly choose: () => void;
  readonly mayOpen: boolean;
  readonly open: () => void;
  readonly ask: (to: 'dismissed' | 'explained') => void;
}) {
  const phrases = usePhrases(both);
  const { say } = useTexts();
  return (
    <li className="finding" id={`finding-${place}`} {...(isCurrent && { 'data-current': true })}>
      <p className="marks">
        <span className="mark-ref">{place + 1}</span>
        <SeverityTag severity={finding.severity} />
        <Button type="link" size="small" onClick={choose} aria-pressed={isCurrent}>
          {say(ruleBook[finding.rule].label)}
        </Button>
      </p>
      <p>{say(finding.message)}</p>
      {mayOpen && (
        <p className="finding-act">
          {finding.discrepancy === undefined ? (
            <Button size="small" onClick={open}>
              {phrases.keep}
            </Button>
          ) : (
            <Link
              to="/discrepancies/$id"
              params={{ id: String(finding.discrepancy.id) }}
              search={((old: object) => old) as never}
            >
              {phrases.kept(finding.discrepancy.id)}
            </Link>
          )}
          {(finding.discrepancy?.state ?? 'open') === 'open' ? (
            <>
              <Button size="small" type="text" onClick={() => ask('explained')}>
                {phrases.explain}
              </Button>
              <Button size="small" type="text" onClick={() => ask('dismissed')}>
                {phrases.dismiss}
              </Button>
            </>
          ) : (
            <StateTag state={finding.discrepancy!.state} />
          )}
        </p>
      )}
    </li>
  );
}
