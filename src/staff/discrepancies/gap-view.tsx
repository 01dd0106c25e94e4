import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { api, type Question } from '../api.ts';
import { Failure, Loading } from '../parts.tsx';
import { usePhrases } from '../texts/texts.tsx';
import type { Against } from './data.ts';
import { GapTable } from './gap-table.tsx';
import { texts as both } from './texts.ts';

const kinds = ['children', 'reported', 'window', 'moment', 'edition'] as const;
type Kind = (typeof kinds)[number];

/** Chooses what a figure is held against, and shows the gap. */
export function GapView({ question }: { readonly question: Question }) {
  const phrases = usePhrases(both);
  const [kind, setKind] = useState<Kind>('children');
  const [from, setFrom] = useState<string>(question.window.from);
  const [to, setTo] = useState<string>(question.window.to);
  const [at, setAt] = useState('');
  const [code, setCode] = useState('');
  const [against, setAgainst] = useState<Against>();
  const editions = useQuery({
    queryKey: ['editions'],
    queryFn: () => api.summaries.editions(),
    enabled: kind === 'edition',
  });
  const gap = useQuery({
    queryKey: ['gap', question, against],
    queryFn: () => api.discrepancies.gap({ question, against: against! }),
    enabled: against !== undefined,
  });
  const chosen = againstOf(kind, { from, to, at, code });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAgainst(chosen);
  };
  return (
    <section className="agree-card" aria-labelledby="gap">
      <h2 id="gap">{phrases.gap}</h2>
      <p className="quiet">{phrases.gapLead}</p>
      <form className="filters" onSubmit={submit}>
        <label className="choice">
          {phrases.against}
          <select value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
            {kinds.map((one) => (
              <option key={one} value={one}>
                {phrases.againstKinds[one]}
              </option>
            ))}
          </select>
        </label>
        {kind === 'window' && (
          <>
            <label className="choice">
              {phrases.from}
              <input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
            </label>
            <label className="choice">
              {phrases.to}
              <input type="date" value={to} onChange={(event) => setTo(event.target.value)} />
            </label>
          </>
        )}
        {kind === 'moment' && (
          <label className="choice">
            {phrases.at}
            <input type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} />
          </label>
        )}
        {kind === 'edition' && (
          <label className="choice">
            {phrases.edition}
            <select value={code} onChange={(event) => setCode(event.target.value)}>
              <option value="" disabled>
                {phrases.chooseEdition}
              </option>
              {(editions.data?.editions ?? []).map((one) => (
                <option key={one.code} value={one.code}>
                  {one.code} {one.title}
                </option>
              ))}
            </select>
          </label>
        )}
        <Button htmlType="submit" type="primary" disabled={chosen === undefined}>
          {phrases.explainGap}
        </Button>
      </form>
      {against && gap.isPending && <Loading />}
      {gap.error && <Failure error={gap.error} />}
      {gap.data && <GapTable gap={gap.data} />}
    </section>
  );
}

function againstOf(
  kind: Kind,
  { from, to, at, code }: { from: string; to: string; at: string; code: string },
): Against | undefined {
  if (kind === 'window') return from !== '' && to !== '' && from <= to ? { kind, window: `${from}..${to}` } : undefined;
  if (kind === 'moment') return at === '' ? undefined : { kind, at: new Date(at).toISOString() };
  if (kind === 'edition') return code === '' ? undefined : { kind, code };
  return { kind };
}
