import { Link } from '@tanstack/react-router';
import type { Question } from '../api.ts';
import { ledgerOf } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Checked, Finding, StatedNumber } from './data.ts';
import { texts as both } from './texts.ts';

const order = { conflicting: 0, unsupported: 1, matched: 2 } as const;

/** Below the findings: every number with what the ledger says of it, and the sums that hold. */
export function MoreNumbers({ checked, holding }: { readonly checked: Checked; readonly holding: readonly Finding[] }) {
  const phrases = usePhrases(both);
  const { say } = useTexts();
  const numbers = checked.numbers.toSorted((left, right) => order[left.state] - order[right.state]);
  return (
    <>
      {holding.length > 0 && (
        <details className="agree-more">
          <summary>
            {phrases.confirmed} {holding.length}
          </summary>
          <ul>
            {holding.map((one) => (
              <li key={one.fingerprint}>{say(one.message)}</li>
            ))}
          </ul>
        </details>
      )}
      {numbers.length > 0 && (
        <details className="agree-more">
          <summary>
            {phrases.numbers} {numbers.length}
          </summary>
          <ul>
            {numbers.map((one) => (
              <li key={one.start}>
                <NumberLink number={one} /> <span className="quiet">{phrases.numberState[one.state]}</span>
                <br />
                {say(one.why)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** The number as a link to the records behind it, where there are any. */
function NumberLink({ number }: { readonly number: Pick<StatedNumber, 'text' | 'question' | 'record'> }) {
  const ledger = number.question && ledgerOf(number.question as Question);
  const to = ledger ?? (number.record === undefined ? undefined : { record: number.record, always: true });
  return to ? (
    <Link to="/ledger" search={to as never}>
      {number.text}
    </Link>
  ) : (
    <strong>{number.text}</strong>
  );
}
