import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { api, forgetCounts, queries } from '../api.ts';
import { texts as duplicateTexts } from '../duplicates/texts.ts';
import { texts as importTexts } from '../imports/texts.ts';
import { IntakeLink } from '../intake/intake-link.tsx';
import { step, useKeys } from '../keys.ts';
import { CompletenessLine, Failure, Loading, Nothing } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { useWide } from '../wide.ts';
import { type BulkAct, BulkBar } from './bulk-bar.tsx';
import { BulkConfirm } from './bulk-confirm.tsx';
import { BulkResults, type Result } from './bulk-results.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { readColumns } from './columns.ts';
import { LedgerFilters } from './ledger-filters.tsx';
import { exportAddress, filtersOf, withoutRecord } from './ledger-search.ts';
import { LedgerTable } from './ledger-table.tsx';
import { RecordPanel } from './record-panel.tsx';
import { texts as phrases } from './texts.ts';
import { useSelection } from './use-selection.ts';
import { ViewBar } from './view-bar.tsx';
import './ledger.css';

/** The ledger at a desk: what was done, wide; its filters, columns and open record stand in the address. */
export function Ledger() {
  const { texts } = useTexts();
  const say = usePhrases(phrases);
  const importPhrases = usePhrases(importTexts);
  const duplicatePhrases = usePhrases(duplicateTexts);
  const { me, unit, window, catalogue } = useScope();
  const { search, change } = useAddress();
  const navigate = useNavigate();
  const wide = useWide();
  const filters = filtersOf(search, unit.code, window);
  const columns = useMemo(() => readColumns(search.columns, search.kind), [search.columns, search.kind]);
  const people = columns.includes('people');
  const pages = useInfiniteQuery({
    queryKey: ['records', filters, people],
    queryFn: ({ pageParam }) =>
      api.records.list({ ...filters, ...(people && { people }), ...(pageParam !== undefined && { after: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });
  const sums = useQuery({ queryKey: ['records', 'sums', filters], queryFn: () => api.records.sums(filters) });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const total = pages.data?.pages.at(-1)?.completeness.total ?? 0;
  const chosen = useSelection(ids, JSON.stringify(filters));
  const [stands, setStands] = useState<number>();
  const [asked, setAsked] = useState<BulkAct>();
  const [result, setResult] = useState<Result>();
  const open = search.record;
  const current = open ?? stands;
  const go = (by: 1 | -1) => {
    const next = step(ids, current, by);
    setStands(next);
    if (open !== undefined) change({ record: next });
  };
  const edit = (id: number) =>
    navigate({ to: '/records/$id/edit', params: { id: String(id) }, search: withoutRecord(search) });
  const close = () => {
    setStands(open);
    change({ record: undefined });
  };
  const records = me.may.includes('record');
  const acts = records || me.may.includes('verify');
  useKeys(
    {
      j: () => go(1),
      k: () => go(-1),
      enter: () => current !== undefined && change({ record: current }, true),
      ...(acts && { x: () => current !== undefined && chosen.toggle(current) }),
      ...(records && { e: () => void (current !== undefined && edit(current)) }),
      escape: () => (open === undefined ? chosen.clear() : close()),
    },
    asked === undefined && (wide || open === undefined),
  );
  return (
    <div className="ledger-page" data-panel={(open !== undefined && wide) || undefined}>
      <div className="head">
        <h1>
          {texts.ledger.title} <span className="quiet">{unit.name}</span>
        </h1>
        <div className="head-acts">
          {records && <Unfinished />}
          {records && (
            <Link className="button-link primary" to="/records/new" search={withoutRecord(search)}>
              {say.newRecord}
            </Link>
          )}
          <ColumnChooser />
          {records && (
            <Link className="button-link" to="/duplicates" search={withoutRecord(search)}>
              {duplicatePhrases.open}
            </Link>
          )}
          {records && (
            <Link className="button-link" to="/imports">
              {importPhrases.open}
            </Link>
          )}
          {records && <IntakeLink />}
          {me.may.includes('export') && (
            <>
              <Button href={exportAddress('xlsx', filters)}>{importPhrases.exportXlsx}</Button>
              <Button href={exportAddress('csv', filters)}>{texts.ledger.export}</Button>
            </>
          )}
        </div>
      </div>
      <ViewBar />
      <LedgerFilters />
      {search.batch !== undefined && (
        <p className="batch-filter">
          {importPhrases.filterBatch(search.batch)}{' '}
          <Button size="small" onClick={() => change({ batch: undefined })}>
            {importPhrases.filterBatchOff}
          </Button>
        </p>
      )}
      <BulkResults result={result} forget={() => setResult(undefined)} />
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && rows.length === 0 && <Nothing title={texts.ledger.empty} hint={texts.ledger.emptyHint} />}
      <div className="ledger-with-panel">
        {rows.length > 0 && (
          <div className="ledger-main">
            <LedgerTable
              rows={rows}
              columns={columns}
              kind={catalogue.kinds.find((one) => one.code === search.kind)}
              current={current}
              open={(id) => change({ record: id }, true)}
              selection={chosen}
              sums={sums.data}
            />
            {pages.hasNextPage && (
              <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {texts.more}
              </Button>
            )}
            <CompletenessLine shown={rows.length} completeness={pages.data!.pages.at(-1)!.completeness} />
            <p className="quiet wide-only">{say.keys}</p>
          </div>
        )}
        {open !== undefined && <RecordPanel id={open} wide={wide} close={close} />}
      </div>
      {acts && <BulkBar chosen={chosen} total={total} shown={rows.length} begin={setAsked} />}
      {asked && (
        <BulkConfirm
          act={asked}
          target={chosen.everything ? { filters } : { ids: chosen.ids }}
          close={() => setAsked(undefined)}
          done={(outcome) => {
            setAsked(undefined);
            setResult({ act: asked, outcome });
            chosen.clear();
            void forgetCounts();
            void queries.invalidateQueries({ queryKey: ['bulk-acts'] });
          }}
        />
      )}
    </div>
  );
}

/** Forms under way, which nobody else sees. */
function Unfinished() {
  const say = usePhrases(phrases);
  const { kind: _, ...search } = withoutRecord(useAddress().search);
  const found = useQuery({ queryKey: ['copies'], queryFn: () => api.forms.copies({}), staleTime: 10_000 });
  const count = found.data?.copies.length ?? 0;
  if (count === 0) return null;
  return (
    <Link className="button-link" to="/records/new" search={search}>
      {say.unfinished(count)}
    </Link>
  );
}
