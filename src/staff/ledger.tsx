import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api, type Filters } from './api.ts';
import { step, useKeys } from './keys.ts';
import { LedgerFilters } from './ledger-filters.tsx';
import { CompletenessLine, Failure, Loading, Nothing } from './parts.tsx';
import { RecordList } from './record-list.tsx';
import { useScope } from './scope.tsx';
import { readClasses, type Search, useAddress } from './search.ts';
import { useTexts } from './texts/texts.tsx';

const RecordView = lazy(() => import('./record-view.tsx').then((module) => ({ default: module.RecordView })));

export function Ledger() {
  const { texts } = useTexts();
  const { me, unit, window } = useScope();
  const { search, change } = useAddress();
  const filters = filtersOf(search, unit.code, window);
  const pages = useInfiniteQuery({
    queryKey: ['records', filters],
    queryFn: ({ pageParam }) => api.records.list({ ...filters, ...(pageParam !== undefined && { after: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const [current, setCurrent] = useState<number>();
  const ids = rows.map((row) => row.id);
  const open = (id: number) => change({ record: id }, true);
  useKeys(
    {
      j: () => setCurrent(step(ids, current, 1)),
      k: () => setCurrent(step(ids, current, -1)),
      enter: () => current !== undefined && open(current),
    },
    search.record === undefined,
  );
  return (
    <>
      <div className="head">
        <h1>
          {texts.ledger.title} <span className="quiet">{unit.name}</span>
        </h1>
        {me.may.includes('export') && <Button href={exportAddress(filters)}>{texts.ledger.export}</Button>}
      </div>
      <LedgerFilters />
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && rows.length === 0 && <Nothing title={texts.ledger.empty} hint={texts.ledger.emptyHint} />}
      {rows.length > 0 && <RecordList rows={rows} open={open} current={current} />}
      {pages.hasNextPage && (
        <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {texts.more}
        </Button>
      )}
      {pages.data && <CompletenessLine shown={rows.length} completeness={pages.data.pages.at(-1)!.completeness} />}
      {rows.length > 0 && <p className="quiet wide-only">{texts.ledger.keys}</p>}
      <Drawer
        size={640}
        open={search.record !== undefined}
        onClose={() => change({ record: undefined })}
        title={texts.record.title}
        closable={{ 'aria-label': texts.close }}
        destroyOnHidden
      >
        {search.record !== undefined && (
          <Suspense fallback={<Loading />}>
            <RecordView id={search.record} />
          </Suspense>
        )}
      </Drawer>
    </>
  );
}

function filtersOf(search: Search, unit: string, window: string): Filters {
  const classes = readClasses(search.class);
  return {
    unit,
    ...(search.always !== true && { window }),
    ...(search.kind !== undefined && { kind: search.kind as NonNullable<Filters['kind']> }),
    ...(Object.keys(classes).length > 0 && { classes }),
    ...(search.status !== undefined && { status: search.status as NonNullable<Filters['status']> }),
    ...(search.highlight === true && { highlight: true }),
    ...(search.text !== undefined && { text: search.text }),
    ...(search.person !== undefined && { person: search.person }),
  };
}

function exportAddress({ classes, ...filters }: Filters): string {
  const parameters = new URLSearchParams(Object.entries(filters).map(([name, value]) => [name, String(value)]));
  for (const [family, code] of Object.entries(classes ?? {})) parameters.set(`classes[${family}]`, code);
  return `/api/records.csv?${parameters}`;
}
