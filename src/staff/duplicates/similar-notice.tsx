import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { reasonLabels } from '#domain/duplicates/model.ts';
import { api, forgetCounts, sentences } from '../api.ts';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts as catalogue } from './texts.ts';
import './duplicates.css';

type Sketched = Parameters<typeof api.duplicates.similar>[0];

/**
 * While a record is being written: those that may tell the same event, with a way to join one instead of writing a second.
 * `opened` is called with the record that the writer goes to.
 */
export function SimilarNotice({
  draft,
  except,
  opened,
}: {
  readonly draft: Sketched;
  readonly except?: number;
  readonly opened: (id: number) => void;
}) {
  const phrases = usePhrases(catalogue);
  const { say, language } = useTexts();
  const { units } = useScope();
  const { message } = App.useApp();
  const { kind, hosts, from, to, title, place = '', partners = [], people = [], classes = {}, fields = {} } = draft;
  const asked = useSettled(
    JSON.stringify({ kind, hosts, from, to, title, place, partners, people, classes, fields, except }),
  );
  const ready = title.trim().length >= 4 && hosts.length > 0 && from !== '' && to !== '' && from <= to;
  const found = useQuery({
    queryKey: ['similar', asked],
    queryFn: () => api.duplicates.similar(JSON.parse(asked) as Sketched),
    enabled: ready,
    placeholderData: (before) => before,
    retry: false,
  });
  if (!ready || !found.data) return null;
  const { records, nearby } = found.data;
  if (records.length === 0 && nearby.length === 0) return null;
  const lead = units.find((unit) => unit.code === hosts[0]);
  const join = async (id: number, base: number) => {
    try {
      await api.duplicates.join({ id, base, unit: hosts[0]! });
      void message.success(phrases.joined);
      await forgetCounts();
      opened(id);
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    }
  };
  return (
    <section className="similar" aria-live="polite" aria-label={phrases.similarTitle}>
      {records.length > 0 && (
        <>
          <p>
            <strong>{phrases.similarTitle}</strong> {phrases.similarLead}
          </p>
          <ul>
            {records.map((one) => (
              <li key={one.id}>
                <span>
                  {one.title}{' '}
                  <span className="quiet">
                    {one.to} · {one.hosts.map((host) => host.short).join('、')} ·{' '}
                    {one.reasons.map((reason) => say(reasonLabels[reason])).join('、')}
                  </span>
                </span>
                {one.hosts.some((host) => host.code === hosts[0]) ? (
                  <Button size="small" onClick={() => opened(one.id)}>
                    {phrases.already}
                  </Button>
                ) : (
                  <Button size="small" onClick={() => void join(one.id, one.revision)}>
                    {phrases.join(lead?.short ?? hosts[0]!)}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {nearby.length > 0 && <p>{phrases.nearby(nearby.map((unit) => unit.short).join('、'))}</p>}
    </section>
  );
}

/** The text once nobody has changed it for half a second. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 500);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
