import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { api } from './api.ts';
import { step, useKeys } from './keys.ts';
import { CompletenessLine, Failure, Loading, Nothing } from './parts.tsx';
import { follow } from './record-list.tsx';
import { RecordView } from './record-view.tsx';
import { useScope } from './scope.tsx';
import { useAddress } from './search.ts';
import { useTexts } from './texts/texts.tsx';

/** What was sent in and waits: the list on the left, the record on the right, the next one by itself. */
export function Queue() {
  const { texts, say } = useTexts();
  const { unit, catalogue } = useScope();
  const { search, change } = useAddress();
  const filters = { unit: unit.code, status: 'submitted' as const };
  const pages = useInfiniteQuery({
    queryKey: ['records', 'queue', filters],
    queryFn: ({ pageParam }) => api.records.list({ ...filters, ...(pageParam !== undefined && { after: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const ids = rows.map((row) => row.id);
  // At a desk the first one is open from the start; on a phone the list comes first.
  const open = search.record ?? (wide() ? ids[0] : undefined);
  const go = (id: number | undefined) => change({ record: id });
  useKeys({ j: () => go(step(ids, open, 1)), k: () => go(step(ids, open, -1)) });
  const advance = () => {
    const at = open === undefined ? -1 : ids.indexOf(open);
    go(wide() ? (ids[at + 1] ?? ids[at - 1]) : undefined);
  };
  if (pages.isPending) return <Loading />;
  if (pages.error) return <Failure error={pages.error} retry={() => void pages.refetch()} />;
  const { completeness } = pages.data.pages.at(-1)!;
  return (
    <>
      <div className="head">
        <h1>
          {texts.queue.title} <span className="quiet">{unit.name}</span>
        </h1>
        <p className="quiet">{texts.queue.waiting(completeness.total)}</p>
      </div>
      <p className="quiet wide-only">
        {texts.queue.lead} {texts.queue.keys}
      </p>
      {rows.length === 0 ? (
        <Nothing title={texts.queue.empty} hint={texts.queue.emptyHint} />
      ) : (
        <div className="queue" data-open={open !== undefined || undefined}>
          <div className="queue-list">
            <ul aria-label={texts.queue.list}>
              {rows.map((row) => (
                <li key={row.id}>
                  <a
                    id={`record-${row.id}`}
                    href={`?record=${row.id}`}
                    {...(row.id === open && { 'aria-current': 'true' as const })}
                    onClick={(event) => follow(event, () => go(row.id))}
                  >
                    <strong>{row.title}</strong>
                    <span className="quiet">
                      {row.to} · {row.hosts.map((host) => host.short).join('、')} ·{' '}
                      {say(catalogue.kinds.find((kind) => kind.code === row.kind)!.label)}
                    </span>
                  </a>
                </li>
              ))}
            </ul>
            {pages.hasNextPage && (
              <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {texts.more}
              </Button>
            )}
            <CompletenessLine shown={rows.length} completeness={completeness} />
          </div>
          <div className="queue-record">
            {open === undefined ? (
              <Nothing title={texts.queue.pick} />
            ) : (
              <>
                <Button className="narrow-only" onClick={() => go(undefined)}>
                  {texts.queue.back}
                </Button>
                <RecordView key={open} id={open} acted={advance} />
              </>
            )}
          </div>
        </div>
      )}
    </>
  );
}

function wide(): boolean {
  return matchMedia('(min-width: 900px)').matches;
}
