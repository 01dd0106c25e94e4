import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { api, sentences } from '../api.ts';
import { Failure, Loading, momentText, Nothing } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { CellPanel } from './cell-panel.tsx';
import { isOpenCell, type Matrix, type Period, usePeriods } from './data.ts';
import { LateNote } from './late.tsx';
import { MatrixTable } from './matrix.tsx';
import { PeriodBar } from './period-bar.tsx';
import { Remind } from './remind.tsx';
import { texts as both } from './texts.ts';
import './reporting.css';

/** Who has not reported: units by sections of a round. */
export function Reporting() {
  const phrases = usePhrases(both);
  const { unit, window } = useScope();
  const { search } = useAddress();
  const periods = usePeriods();
  if (periods.isPending) return <Loading />;
  if (periods.error) return <Failure error={periods.error} retry={() => void periods.refetch()} />;
  const chosen = choose(periods.data.periods, search.round, window, search.window !== undefined);
  return (
    <>
      <h1>
        {phrases.title} <span className="quiet">{unit.name}</span>
      </h1>
      <p className="quiet">{phrases.lead}</p>
      {chosen ? (
        <>
          <PeriodBar period={chosen} all={periods.data} />
          <Progress period={chosen} />
        </>
      ) : (
        <Nothing title={phrases.noRounds} hint={phrases.noRoundsHint} />
      )}
    </>
  );
}

/** The round that is asked for; else the one of the window above, unless that was never chosen; else the latest that is open. */
function choose(
  periods: readonly Period[],
  asked: string | undefined,
  window: string,
  isChosen: boolean,
): Period | undefined {
  const named = periods.find((one) => one.code === asked);
  const fitting = periods.filter((one) => `${one.window.from}..${one.window.to}` === window);
  if (named && (fitting.includes(named) || fitting.length === 0 || !isChosen)) return named;
  return fitting[0] ?? periods.find((one) => one.closedAt === null) ?? periods[0];
}

function Progress({ period }: { readonly period: Period }) {
  const phrases = usePhrases(both);
  const { texts, say } = useTexts();
  const { unit } = useScope();
  const { search, change } = useAddress();
  const [cell, setCell] = useState<{ readonly unit: string; readonly section: string }>();
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [reminding, setReminding] = useState(false);
  const matrix = useQuery({
    queryKey: ['reporting', 'matrix', period.code, unit.code],
    queryFn: () => api.reporting.matrix({ round: period.code, unit: unit.code }),
  });
  if (matrix.isPending) return <Loading />;
  if (matrix.error) return <Failure error={matrix.error} retry={() => void matrix.refetch()} />;
  const { rows, progress, sections, completeness } = matrix.data;
  const onlyOpen = search.status === 'open';
  const shown = onlyOpen ? rows.filter((row) => !row.complete) : rows;
  const may = rows.filter((row) => !row.complete && row.may.remind);
  const chosen = picked.filter((code) => may.some((row) => row.unit.code === code));
  const opened = cell && rows.find((row) => row.unit.code === cell.unit);
  const section = cell && sections.find((one) => one.code === cell.section);
  return (
    <>
      {progress.map((one) => (
        <p key={one.zh} className="progress-line">
          {say(one)}
        </p>
      ))}
      <Contradictions matrix={matrix.data} />
      <LateNote period={period} />
      <div className="reporting-acts">
        <label className="check">
          <input
            type="checkbox"
            checked={onlyOpen}
            onChange={(event) => change({ status: event.target.checked ? 'open' : undefined })}
          />
          {phrases.filterOpen}
        </label>
        <Copy matrix={matrix.data} />
        {matrix.data.mayExport && <Export period={period} open={onlyOpen} />}
        {may.length > 0 && (
          <>
            <Button onClick={() => setPicked(chosen.length === 0 ? may.map((row) => row.unit.code) : [])}>
              {chosen.length === 0 ? phrases.pickAll : phrases.pickNone}
            </Button>
            <Button type="primary" disabled={chosen.length === 0} onClick={() => setReminding(true)}>
              {phrases.remind(chosen.length)}
            </Button>
          </>
        )}
      </div>
      {shown.length === 0 ? (
        <Nothing title={phrases.allComplete} />
      ) : (
        <MatrixTable
          matrix={matrix.data}
          rows={shown}
          root={unit.code}
          picked={chosen}
          pick={(code, on) => setPicked(on ? [...chosen, code] : chosen.filter((one) => one !== code))}
          open={(code, of) => setCell({ unit: code, section: of })}
        />
      )}
      <p className="completeness" role="status">
        <strong>{phrases.units(shown.length, completeness.total)}</strong>
        <span>
          {texts.scope(unit.name, texts.dayRange(period.window.from, period.window.to), momentText(completeness.asOf))}
        </span>
      </p>
      {opened && section && (
        <CellPanel matrix={matrix.data} row={opened} section={section} close={() => setCell(undefined)} />
      )}
      {reminding && (
        <Remind
          matrix={matrix.data}
          units={chosen}
          close={(sent) => {
            setReminding(false);
            if (sent) setPicked([]);
          }}
        />
      )}
    </>
  );
}

function Contradictions({ matrix }: { readonly matrix: Matrix }) {
  const phrases = usePhrases(both);
  const found = matrix.rows.flatMap((row) =>
    row.cells.flatMap((cell) => (cell.contradicted && cell.statement ? [{ row, cell, by: cell.statement.by }] : [])),
  );
  if (found.length === 0) return null;
  const short = (code: string) => matrix.sections.find((section) => section.code === code)!.short;
  return (
    <Alert
      className="notes"
      type="warning"
      showIcon
      title={phrases.contradictions(found.length)}
      description={found.map(({ row, cell, by }) => (
        <p key={`${row.unit.code} ${cell.section}`}>
          {phrases.contradiction(
            row.unit.short,
            short(cell.section),
            by,
            cell.verified + cell.submitted + cell.returned,
          )}
        </p>
      ))}
    />
  );
}

function Copy({ matrix }: { readonly matrix: Matrix }) {
  const phrases = usePhrases(both);
  const { texts } = useTexts();
  const { message, modal } = App.useApp();
  if (!matrix.rows.some((row) => row.cells.some(isOpenCell))) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(matrix.sendable);
      void message.success(phrases.copied);
    } catch {
      // Without a secure address there is no clipboard: the text is shown to be copied by hand.
      modal.info({
        title: phrases.copyTitle,
        content: <pre className="sendable">{matrix.sendable}</pre>,
        okText: texts.close,
        icon: null,
      });
    }
  };
  return <Button onClick={() => void copy()}>{phrases.copy}</Button>;
}

function Export({ period, open }: { readonly period: Period; readonly open: boolean }) {
  const phrases = usePhrases(both);
  const { language } = useTexts();
  const { unit } = useScope();
  const { message } = App.useApp();
  const save = async () => {
    try {
      const { name, csv } = await api.reporting.export({ round: period.code, unit: unit.code, open });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
      link.download = name;
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    }
  };
  return <Button onClick={() => void save()}>{phrases.export}</Button>;
}
