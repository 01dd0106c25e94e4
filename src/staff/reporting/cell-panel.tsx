import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, App, Button, Drawer } from 'antd';
import { api, sentences } from '../api.ts';
import { Failure, Loading, momentText, StatusTag } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { forgetReporting, type Matrix, type Row, type Section } from './data.ts';
import { texts as both } from './texts.ts';

/** What is behind a cell: the records that it counts, the statement, the last reminder, and what can be said now. */
export function CellPanel({
  matrix,
  row,
  section,
  close,
}: {
  readonly matrix: Matrix;
  readonly row: Row;
  readonly section: Section;
  readonly close: () => void;
}) {
  const phrases = usePhrases(both);
  const { texts } = useTexts();
  const cell = row.cells.find((one) => one.section === section.code)!;
  const records = cell.verified + cell.submitted + cell.returned;
  return (
    <Drawer
      open
      size={560}
      onClose={close}
      title={phrases.cellTitle(row.unit.short, section.short)}
      closable={{ 'aria-label': texts.close }}
    >
      <dl className="facts">
        <div>
          <dt>{phrases.windows}</dt>
          <dd>{section.windows.map((one) => texts.dayRange(one.from, one.to)).join('；')}</dd>
        </div>
        <div>
          <dt>{phrases.due}</dt>
          <dd>{row.due ?? phrases.dueNone}</dd>
        </div>
      </dl>
      {cell.statement && (
        <Alert
          className="notes"
          type={cell.contradicted ? 'warning' : 'info'}
          title={phrases.stated(cell.statement.by, momentText(cell.statement.at))}
          {...(cell.contradicted && { description: phrases.superseded })}
        />
      )}
      {cell.state === 'blank' && <p>{phrases.blankTell}</p>}
      {cell.reminded && <p className="quiet">{phrases.remindedBy(cell.reminded.by, momentText(cell.reminded.at))}</p>}
      {row.may.state && <Speak matrix={matrix} row={row} section={section} hasRecords={records > 0} />}
      {records > 0 && <Records round={matrix.period.code} unit={row.unit.code} section={section.code} />}
    </Drawer>
  );
}

/** States that there is nothing to report, after asking, or takes it back. */
function Speak({
  matrix,
  row,
  section,
  hasRecords,
}: {
  readonly matrix: Matrix;
  readonly row: Row;
  readonly section: Section;
  readonly hasRecords: boolean;
}) {
  const phrases = usePhrases(both);
  const { texts, language } = useTexts();
  const { message, modal } = App.useApp();
  const cell = row.cells.find((one) => one.section === section.code)!;
  const act = async (work: () => Promise<unknown>, said: string) => {
    try {
      await work();
      void message.success(said);
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    } finally {
      await forgetReporting();
    }
  };
  const { statement } = cell;
  if (statement)
    return (
      <p className="acts">
        <Button onClick={() => void act(() => api.reporting.withdraw({ id: statement.id }), phrases.undone)}>
          {phrases.undo}
        </Button>
      </p>
    );
  if (hasRecords) return null;
  const ask = () =>
    modal.confirm({
      title: phrases.stateAsk(row.unit.short, section.short),
      content: phrases.stateTell,
      okText: phrases.stateOk,
      cancelText: texts.cancel,
      icon: null,
      onOk: () =>
        act(
          () => api.reporting.state({ round: matrix.period.code, unit: row.unit.code, sections: [section.code] }),
          phrases.stateDone,
        ),
    });
  return (
    <p className="acts">
      <Button onClick={() => ask()}>{phrases.state}</Button>
    </p>
  );
}

function Records({
  round,
  unit,
  section,
}: {
  readonly round: string;
  readonly unit: string;
  readonly section: string;
}) {
  const phrases = usePhrases(both);
  const pages = useInfiniteQuery({
    queryKey: ['reporting', 'cell', round, unit, section],
    queryFn: ({ pageParam }) =>
      api.reporting.cell({ round, unit, section, ...(pageParam !== undefined && { after: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });
  if (pages.isPending) return <Loading />;
  if (pages.error) return <Failure error={pages.error} retry={() => void pages.refetch()} />;
  const rows = pages.data.pages.flatMap((page) => page.rows);
  return (
    <>
      <h3>{phrases.records}</h3>
      <ul className="plain-records">
        {rows.map((record) => (
          <li key={record.id}>
            <Link to="/ledger" search={{ unit, record: record.id, always: true }}>
              {record.title}
            </Link>
            <span className="quiet">
              {record.day} · {record.hosts.map((host) => host.short).join('、')} <StatusTag status={record.status} />
            </span>
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {phrases.moreRecords}
        </Button>
      )}
      <p className="quiet">{phrases.recordsAll(rows.length, pages.data.pages.at(-1)!.completeness.total)}</p>
    </>
  );
}
