import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { reasonLabels } from '#domain/duplicates/model.ts';
import { api, forgetCounts, queries, sentences } from '../api.ts';
import { useKeys } from '../keys.ts';
import { Failure, Loading, momentText, Nothing, StatusTag } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { hasTwoPanes } from '../wide.ts';
import { Compare } from './compare.tsx';
import { texts as catalogue } from './texts.ts';
import './duplicates.css';

/** Pairs that may tell one event: the list on the left, both records side by side on the right. */
export function Duplicates() {
  const phrases = usePhrases(catalogue);
  const { texts } = useTexts();
  const { unit, window } = useScope();
  const [place, setPlace] = useState<number | undefined>(hasTwoPanes() ? 0 : undefined);
  const key = ['duplicates', unit.code, window];
  const found = useQuery({ queryKey: key, queryFn: () => api.duplicates.list({ unit: unit.code, window }) });
  const pairs = found.data?.pairs ?? [];
  const at = place === undefined ? undefined : Math.min(place, pairs.length - 1);
  const open = at === undefined ? undefined : pairs[at];
  const apart = useApart(key);
  useKeys({
    j: () => setPlace(Math.min((at ?? -1) + 1, pairs.length - 1)),
    k: () => setPlace(Math.max((at ?? 1) - 1, 0)),
    ...(open && { d: () => void apart(open.one.id, open.other.id) }),
  });
  const settled = async () => {
    if (!hasTwoPanes()) setPlace(undefined);
    await Promise.all([queries.invalidateQueries({ queryKey: key }), forgetCounts()]);
  };
  if (found.isPending) return <Loading />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { completeness, searched } = found.data;
  return (
    <>
      <div className="head">
        <h1>
          {phrases.title} <span className="quiet">{unit.name}</span>
        </h1>
      </div>
      <p className="quiet">{phrases.lead}</p>
      <p role="status">{phrases.found(completeness.total, searched)}</p>
      {pairs.length === 0 ? (
        <Nothing title={phrases.none} hint={phrases.noneHint} />
      ) : (
        <div className="queue" data-open={open !== undefined || undefined}>
          <div className="queue-list">
            <p className="quiet wide-only">{phrases.keys}</p>
            <ul aria-label={phrases.list}>
              {pairs.map((pair, index) => (
                <li key={`${pair.one.id} ${pair.other.id}`}>
                  <PairButton pair={pair} current={index === at} choose={() => setPlace(index)} />
                </li>
              ))}
            </ul>
            {completeness.total > pairs.length && <p className="quiet">{phrases.shownFirst(pairs.length)}</p>}
            <p className="completeness">
              <span>{texts.scope(unit.name, texts.dayRange(...dayEnds(window)), momentText(completeness.asOf))}</span>
            </p>
          </div>
          <div className="queue-record">
            {open === undefined ? (
              <Nothing title={phrases.pick} />
            ) : (
              <>
                <Button className="narrow-only" onClick={() => setPlace(undefined)}>
                  {phrases.back}
                </Button>
                <Compare
                  key={`${open.one.id} ${open.other.id}`}
                  one={open.one.id}
                  other={open.other.id}
                  reasons={open.reasons}
                  settled={() => void settled()}
                  apart={() => void apart(open.one.id, open.other.id)}
                />
              </>
            )}
          </div>
        </div>
      )}
    </>
  );
}

type Pair = Awaited<ReturnType<typeof api.duplicates.list>>['pairs'][number];

function PairButton({
  pair: { one, other, reasons },
  current,
  choose,
}: {
  readonly pair: Pair;
  readonly current: boolean;
  readonly choose: () => void;
}) {
  const { say } = useTexts();
  return (
    <button type="button" className="pair" aria-current={current ? 'true' : undefined} onClick={choose}>
      {[one, other].map((record) => (
        <span key={record.id} className="pair-record">
          <strong>{record.title}</strong>
          <span className="quiet">
            {record.to} · {record.hosts.map((host) => host.short).join('、')} <StatusTag status={record.status} />
          </span>
        </span>
      ))}
      <span className="quiet">{reasons.map((reason) => say(reasonLabels[reason])).join(' · ')}</span>
    </button>
  );
}

/** Notes that two are not the same, with a way back for a while. */
function useApart(key: readonly unknown[]) {
  const phrases = usePhrases(catalogue);
  const { language } = useTexts();
  const { message } = App.useApp();
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  return async (one: number, other: number) => {
    try {
      await api.duplicates.tellApart({ one, other });
      const note = `apart ${one} ${other}`;
      const takeBack = async () => {
        message.destroy(note);
        await api.duplicates.untellApart({ one, other });
        void message.success(phrases.undone);
        await refresh();
      };
      void message.open({
        key: note,
        type: 'success',
        duration: 10,
        content: (
          <>
            {phrases.apartDone}{' '}
            <Button type="link" size="small" onClick={() => void takeBack()}>
              {phrases.undo}
            </Button>
          </>
        ),
      });
      await refresh();
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    }
  };
}

function dayEnds(window: string): [string, string] {
  const [from = '', to = ''] = window.split('..');
  return [from, to];
}
