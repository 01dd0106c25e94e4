import { useQuery } from '@tanstack/react-query';
import { App, Modal } from 'antd';
import { useState } from 'react';
import { unitKindLabels } from '#domain/reporting/model.ts';
import type { Day } from '#kernel/day.ts';
import { api, sentences } from '../api.ts';
import { Failure, Loading } from '../parts.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { forgetReporting, type Period } from './data.ts';
import { texts as both } from './texts.ts';

interface Days {
  readonly due: string;
  readonly byKind: Readonly<Record<string, string>>;
}

/** The last days of a round: one for all, and others for single kinds of units. */
export function DeadlineForm({ period, close }: { readonly period: Period; readonly close: () => void }) {
  const phrases = usePhrases(both);
  const [days, setDays] = useState<Days>({ due: period.due ?? '', byKind: period.byKind });
  const { busy, run } = useAct(close);
  const save = () =>
    run(async () => {
      await api.reporting.setDeadlines({ code: period.code, ...sentDays(days) });
      return phrases.done.deadlines!;
    });
  return (
    <Form title={phrases.deadlines} ok={phrases.save} busy={busy} send={() => void save()} close={close}>
      <p className="quiet">{phrases.deadlinesLead}</p>
      <DayFields days={days} change={setDays} first={period.window.from} />
    </Form>
  );
}

/** The next round, begun from the last one; everything can be changed before it is opened. */
export function NextRound({ unit, close }: { readonly unit: string; readonly close: () => void }) {
  const phrases = usePhrases(both);
  const { texts } = useTexts();
  const proposal = useQuery({
    queryKey: ['reporting', 'proposal', unit],
    queryFn: () => api.reporting.proposal({ unit }),
    staleTime: 0,
    gcTime: 0,
  });
  const { data } = proposal;
  if (data?.after && data.window)
    return <NextForm unit={unit} close={close} start={{ ...data, after: data.after.title, window: data.window }} />;
  return (
    <Modal open title={phrases.nextTitle} footer={null} onCancel={close} closable={{ 'aria-label': texts.close }}>
      {proposal.isPending && <Loading />}
      {proposal.error && <Failure error={proposal.error} />}
      {data && <p>{phrases.nextNone}</p>}
    </Modal>
  );
}

interface Span {
  readonly from: string;
  readonly to: string;
}

function NextForm({
  unit,
  close,
  start,
}: {
  readonly unit: string;
  readonly close: () => void;
  readonly start: {
    readonly after: string;
    readonly title: string;
    readonly window: Span;
    readonly windows: Readonly<Record<string, Span>>;
    readonly labels: Readonly<Record<string, string>>;
    readonly due: string | null;
    readonly byKind: Readonly<Record<string, string>>;
  };
}) {
  const phrases = usePhrases(both);
  const { change } = useAddress();
  const [title, setTitle] = useState(start.title);
  const [window, setWindow] = useState<Span>(start.window);
  const [windows, setWindows] = useState(start.windows);
  const [days, setDays] = useState<Days>({ due: start.due ?? '', byKind: start.byKind });
  const { busy, run } = useAct(close);
  const send = () =>
    run(async () => {
      const { code } = await api.reporting.open({
        unit,
        title,
        window: window as never,
        windows: { ...windows } as never,
        ...sentDays(days),
      });
      change({ round: code, window: `${window.from}..${window.to}` }, true);
      return phrases.done.created!;
    });
  return (
    <Form title={phrases.nextTitle} ok={phrases.create} busy={busy} send={() => void send()} close={close}>
      <p className="quiet">{phrases.nextLead(start.after)}</p>
      <label className="choice wide-choice">
        {phrases.roundTitle}
        <input required maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
      </label>
      <SpanFields label={phrases.wholeWindow} span={window} change={setWindow} />
      {Object.entries(windows).map(([name, span]) => (
        <SpanFields
          key={name}
          label={start.labels[name] || phrases.part(name)}
          span={span}
          change={(to) => setWindows({ ...windows, [name]: to })}
        />
      ))}
      <DayFields days={days} change={setDays} first={window.from} />
    </Form>
  );
}

function SpanFields({
  label,
  span,
  change,
}: {
  readonly label: string;
  readonly span: Span;
  readonly change: (span: Span) => void;
}) {
  const phrases = usePhrases(both);
  return (
    <fieldset className="span">
      <legend>{label}</legend>
      <label className="choice">
        {phrases.from}
        <input
          type="date"
          required
          max={span.to}
          value={span.from}
          onChange={(event) => change({ ...span, from: event.target.value })}
        />
      </label>
      <label className="choice">
        {phrases.to}
        <input
          type="date"
          required
          min={span.from}
          value={span.to}
          onChange={(event) => change({ ...span, to: event.target.value })}
        />
      </label>
    </fieldset>
  );
}

function DayFields({
  days,
  change,
  first,
}: {
  readonly days: Days;
  readonly change: (days: Days) => void;
  readonly first: string;
}) {
  const { say } = useTexts();
  const phrases = usePhrases(both);
  return (
    <div className="due-fields">
      <label className="choice">
        {phrases.dueAll}
        <input
          type="date"
          min={first}
          value={days.due}
          onChange={(event) => change({ ...days, due: event.target.value })}
        />
      </label>
      {Object.entries(unitKindLabels).map(([kind, label]) => (
        <label className="choice" key={kind}>
          {phrases.dueFor(say(label))}
          <input
            type="date"
            min={first}
            value={days.byKind[kind] ?? ''}
            onChange={(event) => change({ ...days, byKind: { ...days.byKind, [kind]: event.target.value } })}
          />
        </label>
      ))}
    </div>
  );
}

function Form({
  title,
  ok,
  busy,
  send,
  close,
  children,
}: {
  readonly title: string;
  readonly ok: string;
  readonly busy: boolean;
  readonly send: () => void;
  readonly close: () => void;
  readonly children: React.ReactNode;
}) {
  const { texts } = useTexts();
  return (
    <Modal
      open
      title={title}
      okText={ok}
      cancelText={texts.cancel}
      closable={{ 'aria-label': texts.close }}
      okButtonProps={{ loading: busy, htmlType: 'submit', form: 'round-form' }}
      onCancel={close}
    >
      <form
        id="round-form"
        className="round-form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {children}
      </form>
    </Modal>
  );
}

function useAct(close: () => void) {
  const { language } = useTexts();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<string>) => {
    setBusy(true);
    try {
      void message.success(await work());
      close();
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 8);
    } finally {
      setBusy(false);
      await forgetReporting();
    }
  };
  return { busy, run };
}

function sentDays({ due, byKind }: Days) {
  const kept = Object.entries(byKind).filter(([, day]) => day !== '');
  return { due: (due === '' ? null : due) as Day | null, byKind: Object.fromEntries(kept) as Record<string, Day> };
}
