import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import type { Client } from '#http/contract/contract.ts';
import { api, forgetCounts, queries, sentences } from '../api.ts';
import { momentText } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { BulkAct } from './bulk-bar.tsx';
import type { Outcome } from './bulk-confirm.tsx';
import { Refusals } from './refusals.tsx';
import { texts as phrases } from './texts.ts';

type Undone = Awaited<ReturnType<Client['bulk']['undo']>>;

export interface Result {
  readonly act: BulkAct;
  readonly outcome: Outcome;
}

/** How the last act ended, with its undo; and the earlier ones that may still be taken back. */
export function BulkResults({ result, forget }: { readonly result: Result | undefined; readonly forget: () => void }) {
  const { language, say: text } = useTexts();
  const say = usePhrases(phrases);
  const { message } = App.useApp();
  const [undone, setUndone] = useState<Undone>();
  const [busy, setBusy] = useState(false);
  const recent = useQuery({ queryKey: ['bulk-acts'], queryFn: () => api.bulk.recent({}), staleTime: 60_000 });
  const acts = recent.data?.acts ?? [];
  const undo = async (id: number) => {
    setBusy(true);
    try {
      setUndone(await api.bulk.undo({ id }));
      forget();
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    } finally {
      setBusy(false);
      await Promise.all([forgetCounts(), queries.invalidateQueries({ queryKey: ['bulk-acts'] })]);
    }
  };
  const earlier = acts.filter((one) => one.id !== result?.outcome.act);
  return (
    <div className="bulk-results">
      {result && (
        <Alert
          role="status"
          type={result.outcome.refused.length > 0 ? 'warning' : 'success'}
          showIcon
          closable={{ onClose: forget, 'aria-label': say.closePanel }}
          title={say.bulk.done(say.bulk.act[result.act], result.outcome.done, result.outcome.refused.length)}
          description={
            result.outcome.refused.length > 0 && (
              <Refusals
                items={result.outcome.refused.map(({ id, title, problems }) => ({
                  id,
                  title,
                  why: problems.map((one) => one.text),
                }))}
              />
            )
          }
          {...(result.outcome.act !== undefined && {
            action: (
              <Button loading={busy} onClick={() => void undo(result.outcome.act!)}>
                {say.bulk.undo}
              </Button>
            ),
          })}
        />
      )}
      {undone && !result && (
        <Alert
          role="status"
          type={undone.kept.length > 0 ? 'warning' : 'success'}
          showIcon
          closable={{ onClose: () => setUndone(undefined), 'aria-label': say.closePanel }}
          title={say.bulk.undone(undone.restored)}
          description={
            undone.kept.length > 0 && (
              <>
                <p>{say.bulk.kept(undone.kept.length)}</p>
                <Refusals items={undone.kept.map(({ id, title, why }) => ({ id, title, why: [why] }))} />
              </>
            )
          }
        />
      )}
      {earlier.length > 0 && (
        <details className="recent-acts">
          <summary>{say.bulk.recent(earlier.length)}</summary>
          <ul>
            {earlier.map((one) => (
              <li key={one.id}>
                {say.bulk.recentLine(text(one.label), one.done, momentText(one.at))}{' '}
                <Button size="small" disabled={busy} onClick={() => void undo(one.id)}>
                  {say.bulk.undo}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
