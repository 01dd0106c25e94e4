import { Link } from '@tanstack/react-router';
import { useScope } from '../scope.tsx';
import { usePhrases } from '../texts/texts.tsx';
import { type Tab, useDiscrepancyAddress } from './address.ts';
import { CheckView } from './check-view.tsx';
import { KeptView } from './kept-view.tsx';
import { RulesView } from './rules-view.tsx';
import { texts as both } from './texts.ts';
import './discrepancies.css';

const tabs: readonly Tab[] = ['check', 'kept', 'rules'];

/** Texts held against themselves and the ledger, what was kept of it, and the rules. */
export function Discrepancies() {
  const phrases = usePhrases(both);
  const { unit } = useScope();
  const { search } = useDiscrepancyAddress();
  const tab = search.tab ?? 'check';
  return (
    <>
      <h1>
        {phrases.title} <span className="quiet">{unit.name}</span>
      </h1>
      <nav aria-label={phrases.title}>
        <ul className="agree-tabs">
          {tabs.map((one) => (
            <li key={one}>
              <Link
                to="/discrepancies"
                search={((old: object) => ({ ...old, tab: one })) as never}
                {...(one === tab && { 'aria-current': 'page' as const })}
              >
                {phrases.tabs[one]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {tab === 'check' ? <CheckView /> : tab === 'kept' ? <KeptView /> : <RulesView />}
    </>
  );
}
