import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Drawer } from 'antd';
import { useState } from 'react';
import { lateReasonLabels } from '#domain/reporting/model.ts';
import { api } from '../api.ts';
import { momentText, StatusTag } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Late, Period } from './data.ts';
import { texts as both } from './texts.ts';
import './reporting.css';

/** What came late: to this round, for the next one; and to the one before, for this one. */
export function LateNote({ period }: { readonly period: Period }) {
  const phrases = usePhrases(both);
  const late = useQuery({
    queryKey: ['reporting', 'late', period.code],
    queryFn: () => api.reporting.late({ round: period.code }),
  });
  return (
    <>
      {late.data && late.data.carried > 0 && <Note late={late.data} title={phrases.late(late.data.carried)} />}
      <CarriedNote unit={period.unit.code} window={`${period.window.from}..${period.window.to}`} />
    </>
  );
}

/** In a summary and on the round's own screen: what the round before left for this one. Nothing where there is none. */
export function CarriedNote({ unit, window }: { readonly unit: string; readonly window: string }) {
  const phrases = usePhrases(both);
  const carried = useQuery({
    queryKey: ['reporting', 'carried', unit, window],
    queryFn: () => api.reporting.carried({ unit, window }),
  });
  const late = carried.data?.late;
  return late && late.carried > 0 ? <Note late={late} title={phrases.lateBefore(late.carried)} /> : null;
}

function Note({ late, title }: { readonly late: Late; readonly title: string }) {
  const phrases = usePhrases(both);
  const { texts } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Alert
        className="notes"
        type="info"
        showIcon
        title={title}
        action={<Button onClick={() => setOpen(true)}>{phrases.lateOpen}</Button>}
      />
      <Drawer
        size={640}
        open={open}
        onClose={() => setOpen(false)}
        title={phrases.lateTitle}
        closable={{ 'aria-label': texts.close }}
        destroyOnHidden
      >
        <LateList late={late} />
      </Drawer>
    </>
  );
}

function LateList({ late }: { readonly late: Late }) {
  const phrases = usePhrases(both);
  const { say } = useTexts();
  return (
    <>
      <p>
        <strong>{late.period.title}</strong>
      </p>
      {late.since && <p className="quiet">{phrases.lateSince(momentText(late.since))}</p>}
      <h3>{phrases.effects}</h3>
      {late.effects.length === 0 ? (
        <p className="quiet">{phrases.effectsNone}</p>
      ) : (
        <table className="plain-table">
          <tbody>
            {late.effects.map((effect) => (
              <tr key={`${effect.section} ${effect.measure}`}>
                <th scope="row">
                  {effect.section} · {say(effect.label)}
                </th>
                <td className="numeric">
                  {effect.by > 0 ? '+' : '−'}
                  {Math.abs(effect.by).toLocaleString()}
                  {effect.unit}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h3>{phrases.recordsAll(late.records.length, late.records.length)}</h3>
      <ul className="plain-records">
        {late.records.map((record) => (
          <li key={record.id}>
            <Link to="/ledger" search={{ record: record.id, always: true }}>
              {record.title}
            </Link>
            <span className="quiet">
              {record.day} · {record.hosts.map((host) => host.short).join('、')} · {record.sections.join('、')}
            </span>
            <span>
              <StatusTag status={record.status} />{' '}
              <span className="tag tag-highlight">{say(lateReasonLabels[record.reason])}</span>{' '}
              <span className="quiet">
                {momentText(record.at)}
                {record.included && ` · ${phrases.lateIncluded}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
