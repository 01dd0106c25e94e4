import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useAddress } from '../search.ts';
import { usePhrases } from '../texts/texts.tsx';
import type { Accepted } from './data.ts';
import { texts } from './texts.ts';

/** What an import came to, and where its records are. */
export function Result({ done, restart }: { readonly done: Accepted; readonly restart: () => void }) {
  const t = usePhrases(texts);
  const { change } = useAddress();
  const { batch, fresh, repeated, refused } = done;
  return (
    <div className="import-result">
      <h2>{batch === undefined ? t.doneNothing : t.done(fresh)}</h2>
      {repeated > 0 && <p>{t.doneRepeated(repeated)}</p>}
      {refused > 0 && <p>{t.doneRefused(refused)}</p>}
      <div className="acts">
        {batch !== undefined && (
          <>
            <Link className="button-link primary" to="/ledger" search={{ batch, always: true }}>
              {t.toLedger}
            </Link>
            <Button onClick={() => change({ batch }, true)}>{t.toBatch}</Button>
          </>
        )}
        <Button onClick={restart}>{t.another}</Button>
      </div>
    </div>
  );
}
