import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import type { Client } from '#http/contract/contract.ts';
import { api, queries, sentences } from '../api.ts';
import { momentText } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts } from './texts.ts';

type Told = Awaited<ReturnType<Client['audit']['verify']>> extends AsyncIterable<infer Event> ? Event : never;
type Verified = Extract<Told, { type: 'done' }>;

/** The chain at a glance, and the same walk along it that the command `audit verify` makes. */
export function Chain() {
  const t = usePhrases(texts);
  const { language } = useTexts();
  const state = useQuery({ queryKey: ['audit-chain'], queryFn: () => api.audit.chain({}), staleTime: 10_000 });
  const [going, setGoing] = useState<{ checked: number; of: number }>();
  const [result, setResult] = useState<Verified>();
  const [failure, setFailure] = useState<string>();
  const verify = async () => {
    setResult(undefined);
    setFailure(undefined);
    setGoing({ checked: 0, of: state.data?.entries ?? 0 });
    try {
      for await (const event of await api.audit.verify({})) {
        if (event.type === 'done') setResult(event);
        else setGoing({ checked: event.checked, of: event.of });
      }
      await queries.invalidateQueries({ queryKey: ['audit-chain'] });
    } catch (error) {
      setFailure(sentences(error, language).join(' '));
    } finally {
      setGoing(undefined);
    }
  };
  const chain = state.data;
  return (
    <section className="audit-chain" aria-label={t.chain}>
      <div className="audit-chain-state">
        {chain && (
          <>
            <p>
              <strong>{t.chainState(chain.entries)}</strong>
              {chain.since && <span className="quiet"> · {t.chainSince(momentText(chain.since).slice(0, 10))}</span>}
              {chain.archived > 0 && <span className="quiet"> · {t.chainArchived(chain.archived)}</span>}
              {chain.waiting > 0 && <span className="quiet"> · {t.chainWaiting(chain.waiting)}</span>}
            </p>
            <p className="quiet">
              {t.chainHead(chain.head.seq)}{' '}
              <code>
                {chain.head.seq}:{chain.head.hash}
              </code>
            </p>
            <p className="quiet audit-note">{t.noteDown}</p>
          </>
        )}
      </div>
      <Button onClick={() => void verify()} loading={going !== undefined}>
        {t.verify}
      </Button>
      <div className="audit-verdict" role="status" aria-live="polite">
        {going && <p className="quiet">{t.verifying(going.checked, going.of)}</p>}
        {failure && <Alert type="error" showIcon title={failure} />}
        {result && <Verdict result={result} />}
      </div>
    </section>
  );
}

function Verdict({ result }: { readonly result: Verified }) {
  const t = usePhrases(texts);
  if (result.faults.length === 0)
    return <Alert type="success" showIcon title={t.whole(result.checked)} description={momentText(result.at)} />;
  return (
    <Alert
      type="error"
      showIcon
      title={t.faulty(result.faults.length)}
      description={
        <>
          <ul>
            {result.faults.slice(0, 20).map((one) => (
              <li key={`${one.seq} ${one.fault}`}>{t.faults[one.fault](one.seq)}</li>
            ))}
          </ul>
          <p>{t.faultAdvice}</p>
        </>
      }
    />
  );
}
