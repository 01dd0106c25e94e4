import { useQuery } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { unitKindLabels } from '#domain/reporting/model.ts';
import type { Text } from '#kernel/text.ts';
import { api, sentences } from '../api.ts';
import { momentText } from '../parts.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { daysLeft, forgetReporting, type Period, type usePeriods } from './data.ts';
import { DeadlineForm, NextRound } from './round-forms.tsx';
import { texts as both } from './texts.ts';

type Act = 'deadlines' | 'close' | 'reopen' | 'next' | 'events';

/** Which round it is, whether it is open and until when, and what may be decided about it. */
export function PeriodBar({
  period,
  all,
}: {
  readonly period: Period;
  readonly all: NonNullable<ReturnType<typeof usePeriods>['data']>;
}) {
  const phrases = usePhrases(both);
  const { say } = useTexts();
  const { change } = useAddress();
  const [act, setAct] = useState<Act>();
  const close = () => setAct(undefined);
  const choose = (code: string) => {
    const { window } = all.periods.find((one) => one.code === code)!;
    change({ round: code, window: `${window.from}..${window.to}` }, true);
  };
  const mayOpen = all.mayOpen.some((unit) => unit.code === period.unit.code);
  return (
    <section className="period-bar" aria-label={phrases.more}>
      <label className="choice period-choice">
        {phrases.round}
        <select value={period.code} onChange={(event) => choose(event.target.value)}>
          {all.periods.map((one) => (
            <option key={one.code} value={one.code}>
              {one.title}
            </option>
          ))}
        </select>
      </label>
      <p className="period-state">
        <span className={`tag ${period.closedAt ? 'tag-void' : 'tag-verified'}`}>
          {period.closedAt ? phrases.closed : phrases.open}
        </span>{' '}
        {period.closedAt
          ? phrases.closedBy(period.closedBy ?? '', momentText(period.closedAt))
          : dueSentence(period, all.today, phrases, say)}
      </p>
      <div className="period-acts">
        {period.may.plan && <Button onClick={() => setAct('deadlines')}>{phrases.deadlines}</Button>}
        {period.may.close && (
          <Button onClick={() => setAct(period.closedAt ? 'reopen' : 'close')}>
            {period.closedAt ? phrases.reopen : phrases.close}
          </Button>
        )}
        {mayOpen && <Button onClick={() => setAct('next')}>{phrases.next}</Button>}
        <Button type="text" onClick={() => setAct('events')}>
          {phrases.events}
        </Button>
      </div>
      {act === 'deadlines' && <DeadlineForm period={period} close={close} />}
      {act === 'next' && <NextRound unit={period.unit.code} close={close} />}
      {act === 'events' && <Events period={period} close={close} />}
      {(act === 'close' || act === 'reopen') && <Turn period={period} act={act} close={close} />}
    </section>
  );
}

function dueSentence(period: Period, today: string, phrases: (typeof both)['zh'], say: (text: Text) => string): string {
  const own = Object.entries(period.byKind).map(
    ([kind, day]) =>
      `${say(unitKindLabels[kind as keyof typeof unitKindLabels])} ${phrases.dueIn(day, daysLeft(day, today))}`,
  );
  const general = period.due === null ? [] : [phrases.dueIn(period.due, daysLeft(period.due, today))];
  const days = [...general, ...own];
  return days.length === 0 ? phrases.dueNone : `${phrases.due}${phrases.and === '、' ? '：' : ': '}${days.join('；')}`;
}

/** Closing and reopening: says what it does and asks for the reason. */
function Turn({
  period,
  act,
  close,
}: {
  readonly period: Period;
  readonly act: 'close' | 'reopen';
  readonly close: () => void;
}) {
  const phrases = usePhrases(both);
  const { texts, language } = useTexts();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const turn = async () => {
    setBusy(true);
    try {
      await api.reporting[act]({ code: period.code, reason });
      void message.success(phrases.done[act === 'close' ? 'closed' : 'reopened']);
      close();
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    } finally {
      setBusy(false);
      await forgetReporting();
    }
  };
  return (
    <Modal
      open
      title={act === 'close' ? phrases.closeAsk : phrases.reopenAsk}
      okText={phrases[act]}
      cancelText={texts.cancel}
      closable={{ 'aria-label': texts.close }}
      okButtonProps={{ loading: busy, disabled: act === 'reopen' && reason.trim() === '' }}
      onOk={() => void turn()}
      onCancel={close}
    >
      <p>
        <strong>{period.title}</strong>
      </p>
      {act === 'close' && <p>{phrases.closeTell}</p>}
      <label htmlFor="turn-reason">{act === 'close' ? phrases.closeReason : phrases.reopenReason}</label>
      <Input.TextArea
        id="turn-reason"
        rows={3}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  );
}

function Events({ period, close }: { readonly period: Period; readonly close: () => void }) {
  const phrases = usePhrases(both);
  const { texts, say } = useTexts();
  const events = useQuery({
    queryKey: ['reporting', 'events', period.code],
    queryFn: () => api.reporting.events({ code: period.code }),
  });
  return (
    <Modal open title={phrases.events} footer={null} onCancel={close} closable={{ 'aria-label': texts.close }}>
      <p>
        <strong>{period.title}</strong>
      </p>
      {events.data?.events.length === 0 && <p className="quiet">{phrases.dueNone}</p>}
      <ul className="steps">
        {events.data?.events.map((event) => (
          <li key={event.at}>
            <strong>{phrases.eventNames[event.action]}</strong>
            <span>{event.by}</span>
            <span className="quiet">{momentText(event.at)}</span>
            {event.action === 'deadlines' && (
              <span className="quiet">
                {[
                  event.due,
                  ...Object.entries(event.byKind).map(
                    ([kind, day]) => `${say(unitKindLabels[kind as keyof typeof unitKindLabels])} ${day}`,
                  ),
                ]
                  .filter((day) => day !== null)
                  .join('；') || phrases.dueNone}
              </span>
            )}
            {event.reason !== '' && <span className="reason">{event.reason}</span>}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
