import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '../api.ts';
import { step, useKeys } from '../keys.ts';
import { CompletenessLine, Failure, Loading, Nothing } from '../parts.tsx';
import { RecordView } from '../record-view.tsx';
import { useScope } from '../scope.tsx';
import { type Search, useAddress } from '../search.ts';
import { usePhrases } from '../texts/texts.tsx';
import { hasTwoPanes } from '../wide.ts';
import { Batch } from './batch.tsx';
import type { QueueRow } from './beside.ts';
import { Conversations } from './conversations.tsx';
import { KeysHelp } from './keys-help.tsx';
import { QueueFilters } from './queue-filters.tsx';
import { QueueItem } from './queue-row.tsx';
import { texts as phrases } from './texts.ts';
import { useUndo } from './undo.tsx';
import './queue.css';

/** What was sent in and waits: the list on the left, the record on the right, the next one by itself. */
export function Queue() {
  const say = usePhrases(phrases);
  const { unit } = useScope();
  const { search, change } = useAddress();
  const { takeBack } = useUndo();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [shown, setShown] = useState<'batch' | 'keys'>();
  const filters = filtersOf(search, unit.code);
  const pages = useInfiniteQuery({
    queryKey: ['records', 'queue', filters],
    queryFn: ({ pageParam }) =>
      api.verification.queue({ ...filters, ...(pageParam !== undefined && { after: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const ids = rows.map((row) => row.id);
  // At a desk the first one is open from the start; on a phone the list comes first.
  const open = search.record ?? (hasTwoPanes() ? ids[0] : undefined);
  const go = (id: number | undefined) => change({ record: id });
  const move = (by: 1 | -1) => {
    const to = step(ids, open, by);
    go(to);
    // The keys and a screen reader stand on the same row.
    if (to !== undefined) document.getElementById(`record-${to}`)?.focus();
  };
  const choose = (id: number, on: boolean) =>
    setChosen(new Set(on ? [...chosen, id] : [...chosen].filter((one) => one !== id)));
  const batch = batchOf(rows, chosen);
  const advance = () => {
    const at = open === undefined ? -1 : ids.indexOf(open);
    const to = hasTwoPanes() ? (ids[at + 1] ?? ids[at - 1]) : undefined;
    go(to);
    if (to !== undefined) setTimeout(() => document.getElementById(`record-${to}`)?.focus(), 50);
  };
  useKeys(
    {
      j: () => move(1),
      k: () => move(-1),
      enter: () => document.querySelector<HTMLElement>('article.record')?.focus(),
      x: () => {
        const row = rows.find((one) => one.id === open);
        if (row && !row.own) choose(row.id, !chosen.has(row.id));
      },
      b: () => batch.length > 0 && setShown('batch'),
      u: () => void takeBack(),
      m: () => document.querySelector<HTMLElement>('.queue-record .thread-box')?.focus(),
      '?': () => setShown('keys'),
    },
    shown === undefined,
  );
  const last = pages.data?.pages.at(-1);
  return (
    <>
      <div className="head">
        <h1>
          {say.title} <span className="quiet">{unit.name}</span>
        </h1>
        {last && <p className="quiet">{say.waiting(last.completeness.total)}</p>}
      </div>
      <QueueFilters page={last} />
      <Conversations />
      <div className="queue-head">
        <p className="quiet wide-only">{say.lead}</p>
        <div className="queue-tools">
          {batch.length > 0 && (
            <Button onClick={() => setShown('batch')}>
              {chosen.size > 0 ? say.batchChosen(batch.length) : say.batchClean(batch.length)}
            </Button>
          )}
          <Button className="wide-only" aria-haspopup="dialog" onClick={() => setShown('keys')}>
            {say.keys} ?
          </Button>
        </div>
      </div>
      {pages.isPending && <Loading />}
      {pages.error && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {last && rows.length === 0 && <Empty search={search} waiting={last.waiting} change={change} />}
      {last && rows.length > 0 && (
        <div className="queue" data-open={open !== undefined || undefined}>
          <div className="queue-list">
            <ul aria-label={say.list}>
              {rows.map((row) => (
                <QueueItem
                  key={row.id}
                  row={row}
                  current={row.id === open}
                  chosen={chosen.has(row.id)}
                  open={() => go(row.id)}
                  choose={(on) => choose(row.id, on)}
                />
              ))}
            </ul>
            {pages.hasNextPage && (
              <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {say.more}
              </Button>
            )}
            <CompletenessLine shown={rows.length} completeness={last.completeness} />
          </div>
          <section className="queue-record" aria-label={say.title}>
            {open === undefined ? (
              <Nothing title={say.pick} />
            ) : (
              <>
                <Button className="narrow-only" onClick={() => go(undefined)}>
                  {say.back}
                </Button>
                <RecordView key={open} id={open} acted={advance} />
              </>
            )}
          </section>
        </div>
      )}
      {shown === 'keys' && <KeysHelp close={() => setShown(undefined)} />}
      {shown === 'batch' && (
        <Batch
          rows={batch}
          close={() => setShown(undefined)}
          done={() => {
            setChosen(new Set());
            go(undefined);
          }}
        />
      )}
    </>
  );
}

function Empty({
  search,
  waiting,
  change,
}: {
  readonly search: Search;
  readonly waiting: { readonly all: number; readonly mine: number };
  readonly change: (to: { turn: string }) => void;
}) {
  const say = usePhrases(phrases);
  const filtered = [search.kind, search.below, search.warned, search.late, search.again, search.text].some(
    (one) => one !== undefined,
  );
  if (filtered) return <Nothing title={say.emptyFiltered} hint={say.emptyFilteredHint} />;
  if (search.turn === 'all' || waiting.all === 0) return <Nothing title={say.empty} hint={say.emptyHint} />;
  return (
    <Nothing title={say.emptyMine} hint={say.emptyMineHint(waiting.all)}>
      <Button onClick={() => change({ turn: 'all' })}>{say.showAll}</Button>
    </Nothing>
  );
}

/** Those selected; with none, all on the page that nothing speaks against. Nobody verifies their own. */
function batchOf(rows: readonly QueueRow[], chosen: ReadonlySet<number>): readonly QueueRow[] {
  if (chosen.size > 0) return rows.filter((row) => chosen.has(row.id) && !row.own);
  return rows.filter((row) => !row.own && !isDoubtful(row));
}

function isDoubtful({ similar, warnings }: QueueRow): boolean {
  return similar > 0 || warnings.some((one) => one.severity === 'doubt');
}

type Filters = Omit<Parameters<typeof api.verification.queue>[0], 'after'>;

function filtersOf(search: Search, unit: string): Filters {
  return {
    unit,
    turn: search.turn === 'all' ? 'all' : 'mine',
    ...(search.below !== undefined && { below: search.below }),
    ...(search.kind !== undefined && { kind: search.kind as NonNullable<Filters['kind']> }),
    ...(search.text !== undefined && { text: search.text }),
    ...(search.late === true && { late: true }),
    ...(search.again === true && { again: true }),
    ...((search.warned === 'with' || search.warned === 'without') && { warned: search.warned }),
  };
}
