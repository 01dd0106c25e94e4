import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, App, Button } from 'antd';
import { api, type Compiled, queries, sentences } from './api.ts';
import { AgreementPanel, OpenConflicts, useOpenConflicts } from './discrepancies/agreement-panel.tsx';
import { FigurePanel } from './figure-panel.tsx';
import { Failure, Loading, momentText } from './parts.tsx';
import { CarriedNote } from './reporting/late.tsx';
import { useScope } from './scope.tsx';
import { useAddress } from './search.ts';
import { SummaryDocument } from './summary-document.tsx';
import { useTexts } from './texts/texts.tsx';

/** The summary as it will be printed; every number opens to what was counted. */
export function Summary() {
  const { texts } = useTexts();
  const { unit, window } = useScope();
  const { search, change } = useAddress();
  const summary = useQuery({
    queryKey: ['summary', unit.code, window],
    queryFn: () => api.summaries.compile({ unit: unit.code, window }),
  });
  if (summary.isPending) return <Loading />;
  if (summary.error) return <Failure error={summary.error} retry={() => void summary.refetch()} />;
  const compiled = summary.data;
  const figure = search.figure === undefined ? undefined : compiled.figures[search.figure];
  return (
    <>
      <div className="head">
        <h1>
          {texts.summary.title} <span className="quiet">{unit.name}</span>
        </h1>
        {compiled.mayFreeze && <Freeze compiled={compiled} window={window} />}
      </div>
      <p className="quiet">
        {texts.summary.compiled(momentText(compiled.compiledAt))} · {texts.summary.numbers(compiled.figures.length)} ·{' '}
        <Link to="/editions">{texts.nav.editions}</Link>
      </p>
      {compiled.notes.length > 0 && (
        <Alert
          className="notes"
          type="info"
          showIcon
          title={texts.summary.notes}
          description={compiled.notes.map((note) => <p key={note}>{note}</p>)}
        />
      )}
      <CarriedNote unit={unit.code} window={window} />
      <AgreementPanel unit={unit.code} window={window} />
      <SummaryDocument compiled={compiled} open={(index) => change({ figure: index }, true)} current={search.figure} />
      <FigurePanel figure={figure} close={() => change({ figure: undefined, record: undefined })} />
    </>
  );
}

function Freeze({ compiled, window }: { readonly compiled: Compiled; readonly window: string }) {
  const { texts, language } = useTexts();
  const { modal, message } = App.useApp();
  const conflicts = useOpenConflicts(compiled.unit.code, window).data?.rows ?? [];
  const freeze = async () => {
    try {
      const { code } = await api.summaries.freeze({
        unit: compiled.unit.code,
        window,
        seen: compiled.seen,
        conflicts: conflicts.map((one) => one.id),
      });
      void message.success(texts.summary.freezeDone(code));
      await queries.invalidateQueries({ queryKey: ['editions'] });
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 8);
      await queries.invalidateQueries({ queryKey: ['summary'] });
      await queries.invalidateQueries({ queryKey: ['conflicts'] });
    }
  };
  const ask = () =>
    modal.confirm({
      title: texts.summary.freezeAsk,
      content: (
        <>
          <p>
            <strong>{compiled.title}</strong>
          </p>
          <p>{texts.summary.freezeTell}</p>
          <OpenConflicts rows={conflicts} />
        </>
      ),
      okText: texts.summary.freeze,
      cancelText: texts.cancel,
      icon: null,
      onOk: freeze,
    });
  return (
    <Button type="primary" onClick={() => ask()}>
      {texts.summary.freeze}
    </Button>
  );
}
