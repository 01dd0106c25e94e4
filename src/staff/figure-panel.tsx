import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api, type Compiled, type Question } from './api.ts';
import { GapPanel } from './discrepancies/gap-panel.tsx';
import { RecordList } from './ledger/record-list.tsx';
import { CompletenessLine, Failure, Loading } from './parts.tsx';
import { ledgerOf } from './search.ts';
import { useTexts } from './texts/texts.tsx';

const RecordView = lazy(() => import('./record-view.tsx').then((module) => ({ default: module.RecordView })));

type CompiledFigure = Compiled['figures'][number];

/** Beside the document: what a number is, in a sentence, and the very records it counts. */
export function FigurePanel({
  figure,
  close,
}: {
  readonly figure: CompiledFigure | undefined;
  readonly close: () => void;
}) {
  const { texts } = useTexts();
  return (
    <Drawer
      size={680}
      open={figure !== undefined}
      onClose={close}
      title={texts.summary.figure}
      closable={{ 'aria-label': texts.close }}
      destroyOnHidden
    >
      {figure && <Behind key={figure.id} figure={figure} />}
    </Drawer>
  );
}

function Behind({ figure }: { readonly figure: CompiledFigure }) {
  const { texts } = useTexts();
  const question = figure.question as Question;
  const pages = useInfiniteQuery({
    queryKey: ['figure', question],
    queryFn: ({ pageParam }) => api.figures.records({ question, ...(pageParam !== undefined && { after: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });
  const [record, setRecord] = useState<number>();
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const values = new Map(rows.map((row) => [row.id, row.value]));
  const ledger = ledgerOf(question);
  if (record !== undefined) {
    return (
      <>
        <Button onClick={() => setRecord(undefined)}>{texts.queue.back}</Button>
        <Suspense fallback={<Loading />}>
          <RecordView id={record} />
        </Suspense>
      </>
    );
  }
  return (
    <div className="behind">
      <p className="figure-text">{figure.text}</p>
      <p>{figure.sentence}</p>
      {question.union && <p className="quiet">{texts.summary.joint}</p>}
      {ledger && (
        <p>
          <Link to="/ledger" search={ledger}>
            {texts.summary.toLedger}
          </Link>
        </p>
      )}
      <GapPanel question={question} />
      <h3>{texts.summary.records}</h3>
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {rows.length > 0 && (
        <div className="narrow-list">
          <RecordList
            rows={rows}
            open={setRecord}
            extra={{
              title: texts.summary.adds,
              cell: (row) => addsText(values.get(row.id), pages.data?.pages[0]?.figure.counterWord ?? ''),
            }}
          />
        </div>
      )}
      {pages.hasNextPage && (
        <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {texts.more}
        </Button>
      )}
      {pages.data && <CompletenessLine shown={rows.length} completeness={pages.data.pages.at(-1)!.completeness} />}
    </div>
  );
}

/** A record that says nothing of this measure is counted among the records and adds nothing. */
function addsText(value: number | undefined, word: string): string {
  return value ? `${value.toLocaleString()}${word}` : '—';
}
