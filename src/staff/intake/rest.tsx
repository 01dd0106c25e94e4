import { Button } from 'antd';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Quantity } from './data.ts';
import { texts as both } from './texts.ts';

/** Every quantity that no proposal uses, with the reason, and beside stated totals what the ledger counts. */
export function Rest({
  quantities,
  asked,
  busy,
  show,
  make,
}: {
  readonly quantities: readonly Quantity[];
  readonly asked: number | undefined;
  readonly busy: boolean;
  readonly show: (one: Quantity) => void;
  readonly make: (one: Quantity) => void;
}) {
  const say = usePhrases(both);
  const { say: text } = useTexts();
  if (quantities.length === 0) return <p className="quiet intake-none">{say.restEmpty}</p>;
  return (
    <ul className="rest" aria-label={say.rest}>
      {quantities.map((one) => (
        <li key={one.n} id={`rest-${one.n}`} data-current={one.n === asked || undefined}>
          <p>
            <strong>{one.text}</strong> {one.noun !== '' && <span className="quiet">{one.noun}</span>}{' '}
            <span className={`tag tag-q-${one.state}`}>
              <span aria-hidden="true">{say.stateSigns[one.state]} </span>
              {say.states[one.state]}
            </span>
          </p>
          <p className="quiet">
            {text(one.why)}
            {one.ledger !== undefined && (
              <>
                ；{say.ledger(one.ledger.value.toLocaleString('zh-CN'))}，
                <strong>{one.ledger.agrees ? say.ledgerSame : say.ledgerOther}</strong>
              </>
            )}
          </p>
          <div className="item-acts">
            <Button size="small" type="text" onClick={() => show(one)} aria-label={`${say.goTo}：${one.text}`}>
              {say.goTo}
            </Button>
            <Button size="small" disabled={busy} onClick={() => make(one)} aria-label={`${say.make}：${one.text}`}>
              {say.make}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
