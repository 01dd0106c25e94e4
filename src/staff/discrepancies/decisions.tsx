import { App, Button } from 'antd';
import { useState } from 'react';
import { api, sentences } from '../api.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { type Discrepancy, forgetDiscrepancies } from './data.ts';
import { WordsDialog } from './parts.tsx';
import { texts as both } from './texts.ts';

/** Owner, due date, and how the discrepancy is closed. */
export function Decisions({ one }: { readonly one: Discrepancy }) {
  const phrases = usePhrases(both);
  const { language } = useTexts();
  const { message } = App.useApp();
  const [asking, setAsking] = useState<'explained' | 'dismissed'>();
  const act = async (work: () => Promise<unknown>) => {
    try {
      await work();
      void message.success(phrases.done);
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 8);
    }
    await forgetDiscrepancies();
  };
  const decide = (state: 'open' | 'explained' | 'corrected' | 'dismissed', text: string) =>
    act(() => api.discrepancies.decide({ id: one.id, state, text }));
  return (
    <section className="agree-card">
      <label className="choice">
        {phrases.owner}
        <select
          value={one.owner?.id ?? ''}
          onChange={(event) =>
            void act(() =>
              api.discrepancies.assign({
                id: one.id,
                owner: event.target.value === '' ? null : Number(event.target.value),
              }),
            )
          }
        >
          <option value="">{phrases.nobody}</option>
          {one.owners.map((owner) => (
            <option key={owner.id} value={owner.id}>
              {owner.name}
            </option>
          ))}
        </select>
      </label>
      <label className="choice">
        {phrases.due}
        <input
          type="date"
          value={one.due ?? ''}
          onChange={(event) =>
            void act(() =>
              api.discrepancies.due({ id: one.id, due: event.target.value === '' ? null : event.target.value }),
            )
          }
        />
      </label>
      <div className="acts">
        {one.state === 'open' ? (
          <>
            <Button type="primary" onClick={() => setAsking('explained')}>
              {phrases.explain}
            </Button>
            <Button onClick={() => void decide('corrected', '')}>{phrases.correct}</Button>
            <Button onClick={() => setAsking('dismissed')}>{phrases.dismiss}</Button>
          </>
        ) : (
          <Button onClick={() => void decide('open', '')}>{phrases.reopen}</Button>
        )}
      </div>
      {asking && (
        <WordsDialog
          title={asking === 'dismissed' ? phrases.dismissAsk : phrases.explainAsk}
          tell={asking === 'dismissed' ? phrases.dismissTell : phrases.explainTell}
          send={(words) => decide(asking, words)}
          close={() => setAsking(undefined)}
        />
      )}
    </section>
  );
}
